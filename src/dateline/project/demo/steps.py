"""What the demo's desk does to its page, as values; a post is named by its title."""

from dataclasses import dataclass

from dateline.project.demo.telling import RawBlock, Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """A new post; ``drafted_by`` a reporter first, where it is said."""

    telling: Telling
    drafted_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """Other words, the same facts."""

    title: str
    blocks: tuple[RawBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """A fact put right, with the public note."""

    title: str
    blocks: tuple[RawBlock, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """A post taken back, with the public reason."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A post becomes a key event, or is one no longer."""

    title: str
    key: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A post goes on top of the page."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A post gets these tags."""

    title: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The page gets another headline."""

    headline: str


Step = Publish | Amend | Correct | Withdraw | Mark | Pin | Tag | Headline
