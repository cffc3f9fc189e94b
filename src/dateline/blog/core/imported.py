"""What an import hands to the blog: another outlet's live page as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateline.blog.core.content import Byline


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPost:
    """One post elsewhere; ``source_key`` names it for good, so that a second import finds it again."""

    source_key: str
    source: str = ""
    title: str = ""
    blocks: tuple[dict[str, Any], ...] = ()
    bylines: tuple[Byline, ...] = ()
    tags: tuple[str, ...] = ()
    published: datetime
    updated: datetime | None = None
    key: bool = False
    summary: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedBlog:
    """A live page elsewhere; ``source`` is its address."""

    source: str
    slug: str
    headline: str
    standfirst: str = ""
    zone: str = "UTC"
    language: str = "en"
    ended: bool = True
    picture: tuple[dict[str, Any], ...] = ()
    posts: tuple[ImportedPost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did: posts in the page, of them new and changed."""

    slug: str
    posts: int
    new: int
    updated: int
