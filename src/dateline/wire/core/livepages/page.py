"""What a reader of live pages gives back: one page with its posts, as frozen values."""

from dataclasses import dataclass
from datetime import datetime

from dateline.wire.core.page.values import Author, Block


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePost:
    """One update; ``id`` is the page's own name for it, ``url`` its permalink, None what is not known.

    ``authors`` are those of this post; empty where the page only says who wrote the whole.
    """

    id: str
    title: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Author, ...] = ()
    blocks: tuple[Block, ...] = ()
    key: bool = False
    summary: bool = False
    pinned: bool = False
    deleted: bool = False
    url: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePage:
    """A live page: its head and its posts, in the page's own order.

    ``id`` names the page where it has no address; ``more`` is the address of its next page of posts, if there is one;
    ``notes`` say in a sentence each what the source left open.
    """

    kind: str
    url: str = ""
    id: str = ""
    headline: str = ""
    standfirst: str = ""
    language: str = ""
    zone: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    coverage_start: datetime | None = None
    coverage_end: datetime | None = None
    ended: bool | None = None
    authors: tuple[Author, ...] = ()
    picture: Block | None = None
    tags: tuple[str, ...] = ()
    posts: tuple[LivePost, ...] = ()
    more: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotALivePage:
    """Nothing that can be read as a live page, and why."""

    reason: str
