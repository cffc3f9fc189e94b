"""What was understood of one page: an article, a live page, or one that republishes; each field with its origin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dateline.wire.core.article.found import Origin
from dateline.wire.core.page.values import Author, Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with what the page says of it; ``taken`` is the day or month that its caption names, as ISO 8601."""

    url: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    taken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One update of a live page; ``time`` None where the page does not say, ``id`` is the page's own name for it."""

    id: str = ""
    time: datetime | None = None
    title: str = ""
    authors: tuple[Author, ...] = ()
    text: str = ""
    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    key: bool = False
    updated: datetime | None = None
    marked_updated: bool = False
    url: str = ""

    @property
    def byline(self) -> tuple[str, ...]:
        """The names of who wrote it."""
        return tuple(author.name for author in self.authors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another piece that the page leads to; ``cut`` where its title was cut off in the middle of a word or sentence."""

    title: str
    section: str = ""
    url: str = ""
    is_live: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words between quotation marks; ``speaker`` in full as at first mention.

    ``place`` says where they stand (``text``, ``title``, ``standfirst``, ``caption:0``), ``start`` and ``end`` at which
    characters of it, without the marks. ``cue`` is the word that says so, "" where the sentences around do.
    """

    speaker: str
    text: str
    cue: str = ""
    place: str = "text"
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that a page states, with its unit; ``high`` is the other end of a range.

    ``unit`` is a symbol that claims knows (``km²``), a currency (``GBP``) or the noun counted (``warplanes``);
    ``hedge`` "nearly", "over", "at least", "up to", "about", "less than" or "estimated"; ``period`` ISO 8601; ``what``
    the clause with "…" in the number's place; ``place``, ``start`` and ``end`` as a quote's.
    """

    value: float
    high: float | None = None
    unit: str = ""
    what: str = ""
    hedge: str = ""
    period: str = ""
    according_to: str = ""
    place: str = "text"
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One page as it was understood; "" and None are what is not known, ``origins`` says where each field comes from.

    ``byline`` names people where there are any, else organisations; ``organisations`` those credited beside them.
    ``posted`` is the republisher's own time as it is written, which mostly names no zone; ``places`` where it was
    written or what it is about, as the page's data say.
    """

    kind: str = "article"
    title: str = ""
    standfirst: str = ""
    byline: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    canonical: str = ""
    licence: str = ""
    places: tuple[str, ...] = ()
    free: bool | None = None
    is_live: bool | None = None
    text: str = ""
    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    posts: tuple[Post, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Number, ...] = ()
    source_link: str = ""
    posted: str = ""
    related: tuple[Related, ...] = ()
    has_key_events: bool = False
    notes: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRead:
    """A page of which nothing was understood, and why."""

    reason: str


def to_json(page: Understood) -> dict[str, Any]:
    """The page under the keys that ``dateline wire read --json`` promises; what is not known is None."""
    return {
        "title": page.title or None,
        "standfirst": page.standfirst or None,
        "byline": list(page.byline),
        "published": _iso(page.published),
        "updated": _iso(page.updated),
        "language": page.language or None,
        "section": page.section or None,
        "canonical": page.canonical or None,
        "is_live": page.is_live,
        "text": page.text or None,
        "blocks": list(page.blocks),
        "pictures": [_picture(picture) for picture in page.pictures],
        "posts": [_post(post) for post in page.posts],
        "quotes": [_quote(quote) for quote in page.quotes],
        "figures": [_number(number) for number in page.figures],
        "source_link": page.source_link or None,
        "posted": page.posted or None,
        "related": [
            {"title": one.title, "section": one.section or None, "url": one.url or None, "is_live": one.is_live}
            for one in page.related
        ],
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "caption": picture.caption or None,
        "credit": picture.credit or None,
        "alt": picture.alt or None,
        "url": picture.url or None,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    place = {"place": quote.place, "start": quote.start, "end": quote.end}
    return {"speaker": quote.speaker or None, "text": quote.text, "cue": quote.cue or None, **place}


def _number(number: Number) -> dict[str, Any]:
    whole = number.value.is_integer()
    return {
        "value": int(number.value) if whole else number.value,
        "high": number.high,
        "unit": number.unit or None,
        "what": number.what or None,
        "hedge": number.hedge or None,
        "period": number.period or None,
        "according_to": number.according_to or None,
        "place": number.place,
        "start": number.start,
        "end": number.end,
    }


def _post(post: Post) -> dict[str, Any]:
    return {
        "time": _iso(post.time),
        "title": post.title or None,
        "byline": list(post.byline),
        "text": post.text or None,
        "key": post.key,
    }


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
