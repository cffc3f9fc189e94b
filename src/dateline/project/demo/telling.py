"""What the demo's posts are written in: plain values, and short names for the blocks they hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dateline.blog.core.content import Byline
from dateline.blog.core.imported import ImportedPost
from dateline.blog.core.words import PostWords, post_words

RawBlock = dict[str, Any]
Pictures = Mapping[str, RawBlock]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One post as the demo's desk writes it; ``minutes_ago`` places it before the moment of seeding."""

    title: str
    blocks: tuple[RawBlock, ...]
    by: tuple[Byline, ...]
    minutes_ago: int = 0
    tags: tuple[str, ...] = ()
    key: bool = False
    summary: bool = False
    pinned: bool = False


def text(*paragraphs: str) -> RawBlock:
    """Paragraphs of running text; each may hold inline HTML."""
    return {"type": "text", "html": "".join(f"<p>{p}</p>" for p in paragraphs)}


def listed(*entries: str, lead: str = "") -> RawBlock:
    """A bulleted list under an optional lead-in."""
    start = f"<p>{lead}</p>" if lead else ""
    return {"type": "text", "html": f"{start}<ul>{''.join(f'<li>{e}</li>' for e in entries)}</ul>"}


def quote(words: str, *, speaker: str, source: str) -> RawBlock:
    """Somebody's own words, with who said them and where they stood."""
    return {"type": "quote", "text": words, "speaker": speaker, "source": source}


def fact_box(title: str, *paragraphs: str) -> RawBlock:
    """Background beside the news."""
    return {"type": "factbox", "title": title, "html": "".join(f"<p>{p}</p>" for p in paragraphs)}


def drawing(name: str) -> RawBlock:
    """A picture of the demo by its name; ``drawn`` puts the real one there."""
    return {"type": "picture", "drawing": name}


def drawings(*names: str) -> RawBlock:
    """A gallery of the demo's pictures by their names."""
    return {"type": "gallery", "drawings": names}


def drawn(blocks: Iterable[RawBlock], pictures: Pictures) -> tuple[RawBlock, ...]:
    """The blocks with the demo's pictures in the place of their names."""
    return tuple(shown for shown in (_drawn(block, pictures) for block in blocks) if shown)


def signed(bylines: Iterable[Byline], pictures: Pictures) -> tuple[Byline, ...]:
    """The bylines with the faces that were drawn for them."""
    return tuple(replace(byline, portrait=pictures.get(byline.name, {}).get("picture", "")) for byline in bylines)


def words(telling: Telling, pictures: Pictures) -> PostWords:
    """What the desk publishes of a telling."""
    return post_words(
        title=telling.title,
        blocks=drawn(telling.blocks, pictures),
        bylines=signed(telling.by, pictures),
        tags=telling.tags,
        key=telling.key,
        summary=telling.summary,
    )


def dated(telling: Telling, now: datetime, *, pictures: Pictures) -> ImportedPost:
    """The telling as a post that was published some time before ``now``."""
    return ImportedPost(
        source_key=f"demo/{telling.title}"[:500],
        title=telling.title,
        blocks=drawn(telling.blocks, pictures),
        bylines=signed(telling.by, pictures),
        tags=telling.tags,
        published=now - timedelta(minutes=telling.minutes_ago),
        key=telling.key,
        summary=telling.summary,
        pinned=telling.pinned,
    )


def _drawn(block: RawBlock, pictures: Pictures) -> RawBlock | None:
    if "drawing" in block:
        return pictures.get(block["drawing"])
    if "drawings" in block:
        return {"type": "gallery", "pictures": [pictures[n] for n in block["drawings"] if n in pictures]}
    return block
