"""Who may do what on a blog."""

from enum import StrEnum


class Role(StrEnum):
    """A person's part in one blog."""

    EDITOR = "editor"
    REPORTER = "reporter"
    VIEWER = "viewer"


class Deed(StrEnum):
    """What can be asked for."""

    SEE = "see"
    DRAFT = "draft"
    EDIT_OTHERS = "edit others' drafts"
    PUBLISH = "publish"
    RUN = "run the blog"


_MAY = {
    Role.VIEWER: {Deed.SEE},
    Role.REPORTER: {Deed.SEE, Deed.DRAFT},
    Role.EDITOR: set(Deed),
}


def may(role: Role | None, deed: Deed) -> bool:
    """Whether the role covers the deed; no role covers none."""
    return role is not None and deed in _MAY[role]
