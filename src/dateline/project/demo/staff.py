"""The demo's newsroom: made-up people, and the bylines they write under."""

from dataclasses import dataclass

from dateline.blog.core.content import Byline
from dateline.blog.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can sign in to the demo's desk."""

    username: str
    name: str
    about: str
    role: Role
    runs_newsroom: bool = False


PEOPLE = (
    Person(
        username="ada",
        name="Ada Lindqvist",
        about="editor, runs the newsroom: may do everything",
        role=Role.EDITOR,
        runs_newsroom=True,
    ),
    Person(
        username="rui", name="Rui Tavares", about="reporter: writes drafts, an editor publishes", role=Role.REPORTER
    ),
    Person(username="vera", name="Vera Holm", about="viewer: sees the desk, changes nothing", role=Role.VIEWER),
)

ADA = Byline(
    name="Ada Lindqvist",
    role="Live editor",
    bio="Edits this page. Made-up, like everybody here.",
)
MIRA = Byline(
    name="Mira Kostandin",
    role="Reporter, Istanbul",
    bio="Follows the talks from Istanbul. A made-up person.",
)
TEODOR = Byline(
    name="Teodor Vash",
    role="Figures editor",
    bio="Says what each number rests on. A made-up person.",
)
RUI = Byline(
    name="Rui Tavares",
    role="Reporter",
    bio="Background, and answers to readers. A made-up person.",
)
YUSRA = Byline(
    name="يسرا الحموي",
    role="مراسلة",
    bio="مراسلة من نسج الخيال.",
)

AUTHORS = {ADA: "ada", MIRA: "", TEODOR: "", RUI: "rui", YUSRA: ""}
