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
    bio="Ada Lindqvist edits the live page. She is a made-up person: the demo's newsroom is fictional.",
)
MIRA = Byline(
    name="Mira Kostandin",
    role="Reporter, Istanbul",
    bio="Mira Kostandin follows the talks from Istanbul. She is a made-up reporter of this demo.",
)
TEODOR = Byline(
    name="Teodor Vash",
    role="Figures editor",
    bio="Teodor Vash checks every number and says what it rests on. He is a made-up editor of this demo.",
)
RUI = Byline(
    name="Rui Tavares",
    role="Reporter",
    bio="Rui Tavares writes background and answers readers. He is a made-up reporter of this demo.",
)
YUSRA = Byline(
    name="يسرا الحموي",
    role="مراسلة",
    bio="يسرا الحموي مراسلة من نسج الخيال في غرفة الأخبار التجريبية.",
)

AUTHORS = {ADA: "ada", MIRA: "", TEODOR: "", RUI: "rui", YUSRA: ""}
