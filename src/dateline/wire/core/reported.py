"""One report as a channel told it, whatever the channel is: what becomes an item, what tells two states of it apart."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dateline.wire.core.article.found import Origin
from dateline.wire.core.page import blocks
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, line, showable
from dateline.wire.core.understood import Picture, Post, Understood

MOST_OF_A_TEXT = 400_000
MOST_OF_A_STANDFIRST = 5_000
MOST_NAMES, MOST_TAGS, MOST_PICTURES = 20, 50, 100
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report; "" and None are what is not told. ``key`` names it within its channel for as long as it lives.

    ``origins`` says of each field where it comes from and how sure it is; ``withdrawn`` why it was taken back, where
    the channel itself says that it was; ``seen`` when it was fetched, where that was not just now.
    """

    key: str
    link: str = ""
    canonical: str = ""
    title: str = ""
    standfirst: str = ""
    byline: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    licence: str = ""
    places: tuple[str, ...] = ()
    source_link: str = ""
    related: tuple[Json, ...] = ()
    is_live: bool | None = None
    is_key: bool = False
    text: str = ""
    blocks: tuple[Block, ...] = ()
    pictures: tuple[Json, ...] = ()
    origins: Mapping[str, Json] = field(default_factory=dict)
    withdrawn: str = ""
    seen: datetime | None = None

    @property
    def fields(self) -> Json:
        """The values by the names of the item's fields, cut to what a row takes."""
        return {
            "link": address(self.link),
            "canonical": address(self.canonical),
            "title": line(self.title, 1000),
            "standfirst": line(self.standfirst, MOST_OF_A_STANDFIRST),
            "byline": _names(self.byline),
            "organisations": _names(self.organisations),
            "published": self.published,
            "updated": self.updated,
            "language": line(self.language, 35),
            "section": line(self.section, 200),
            "tags": [line(tag, 100) for tag in self.tags[:MOST_TAGS]],
            "licence": line(self.licence, 300),
            "places": _names(self.places),
            "source_link": address(self.source_link),
            "related": shown(self.related[:MOST_TAGS]),
            "is_live": self.is_live,
            "is_key": self.is_key,
            "text": showable(self.text)[:MOST_OF_A_TEXT],
            "blocks": shown(self.blocks),
            "pictures": shown(self.pictures[:MOST_PICTURES]),
            "origins": dict(self.origins),
        }

    @property
    def hash(self) -> str:
        """What tells two states of it apart."""
        return hash_of_words(self.fields | {"withdrawn": self.withdrawn})


def hash_of_words(told: Mapping[str, Any]) -> str:
    """The hash of what an item says: its words and who wrote them, and why it was withdrawn.

    Times and addresses of pictures are left out: some outlets write both anew at every look.
    """
    return digest([told[name] for name in ("title", "standfirst", "byline", "text", "withdrawn")])


def shown(value: Any) -> Any:
    """A JSON value with texts that can be shown and stored anywhere: no control characters, no lone surrogates."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, Mapping):
        return {str(name): shown(inner) for name, inner in value.items()}
    return [shown(inner) for inner in value] if isinstance(value, list | tuple) else value


def digest(value: object) -> str:
    """SHA-256 in hex of a JSON value, the same for equal values."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def key_of(*names: str) -> str:
    """A key of a fixed length for what an outlet calls its report."""
    return hashlib.sha256("\0".join(names).encode("utf-8", "replace")).hexdigest()


def report_of_page(page: Understood, *, key: str, link: str) -> Report:
    """The report that an article's page, or a live page as a whole, is."""
    return Report(
        key=key,
        link=link,
        canonical=page.canonical,
        title=page.title,
        standfirst=page.standfirst,
        byline=page.byline,
        organisations=page.organisations,
        published=page.published,
        updated=page.updated,
        language=page.language,
        section=page.section,
        tags=page.tags,
        licence=page.licence,
        places=page.places,
        source_link=page.source_link,
        related=tuple(_related(page)),
        is_live=page.is_live,
        text=page.text,
        blocks=page.blocks,
        pictures=tuple(picture_told(picture) for picture in page.pictures),
        origins={name: told(origin) for name, origin in page.origins.items()},
    )


def report_of_post(post: Post, page: Understood, *, link: str) -> Report:
    """The report that one post of a live page is."""
    origin = page.origins.get("posts", Origin(origin="page", confidence=0.7))
    known = {"title": post.title, "text": post.text, "published": post.time, "byline": post.byline}
    return Report(
        key=_key_of_post(post),
        link=post.url or link,
        title=post.title or opening(post.text),
        byline=post.byline or page.byline,
        organisations=page.organisations,
        published=post.time,
        updated=post.updated,
        language=page.language,
        section=page.section,
        is_live=True,
        is_key=post.key,
        text=post.text,
        blocks=post.blocks,
        pictures=tuple(picture_told(picture) for picture in post.pictures),
        origins={name: told(origin) for name, value in known.items() if value},
    )


def told(origin: Origin) -> Json:
    """The origin as it is kept."""
    return {"origin": origin.origin, "confidence": round(origin.confidence, 3)}


def picture_told(picture: Picture) -> Json:
    """The picture as it is kept."""
    return {
        "url": address(picture.url),
        "caption": line(picture.caption),
        "credit": line(picture.credit, 300),
        "alt": line(picture.alt),
    }


def _key_of_post(post: Post) -> str:
    """The page's own name for the post, its permalink, its time, or else how it begins."""
    if post.id or post.url:
        return key_of("post", post.id or post.url)
    if post.time:
        return key_of("time", post.time.isoformat(), *post.byline)
    return key_of("words", (post.title or post.text)[:80])


def opening(text: str) -> str:
    """The beginning of a report without a title, cut at a word."""
    first = text.partition("\n")[0]
    return first if len(first) <= 120 else f"{first[:120].rpartition(' ')[0]} …"


def _names(names: Iterable[str]) -> list[str]:
    return [line(name, 200) for name in names][:MOST_NAMES]


def _related(page: Understood) -> Iterable[Json]:
    for one in page.related:
        yield {"title": one.title, "section": one.section, "url": one.url, "is_live": one.is_live}


def text_of(made: tuple[Block, ...]) -> str:
    """What blocks say, a paragraph a line."""
    return "\n".join(filter(None, (blocks.plain(block) for block in made)))
