"""Reads the article inside a republished page out of its lines: posts, pictures with caption and credit, bylines."""

import re
from dataclasses import dataclass
from html import escape

from dateline.wire.core.article.days import taken_in
from dateline.wire.core.article.gallery import picture_of
from dateline.wire.core.article.pictures import parted
from dateline.wire.core.page.values import Author, Block
from dateline.wire.core.republished.lines import Line
from dateline.wire.core.understood import Picture, Post

_SHARE = re.compile(r"^(?:share|teilen|partager|compartir)$", re.IGNORECASE)
_UPDATED = re.compile(r"^updated at\b\s*(.*)$", re.IGNORECASE)
_KEY_EVENTS = re.compile(r"^key events$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:share|key events|updated at.*|advertisement|skip past.*|show key events only|please turn on javascript.*)$",
    re.I,
)
_NAME = re.compile(
    r"^(?:[A-ZÀ-Þ][\w’'.-]*|de|da|di|van|von|der|den|bin|al|el)(?: (?:[A-ZÀ-Þ][\w’'.-]*|de|da|di|van|von|der|den"
    r"|bin|al|el)){1,4}$"
)
_BIO = r"^{name} (?:is|are|ist|est|es)\b.{{3,200}}$"
_BAR = re.compile(r"\s+\|\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text's lines, its blocks and its pictures."""

    lines: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()


def heading_of(lines: list[Line], *, known: str) -> tuple[str, str, list[Line]]:
    """The headline, the topic behind its bar, and the lines below it."""
    worded = [n for n, line in enumerate(lines) if line.text]
    if not worded:
        return known, "", []
    named = next((n for n in worded if known and lines[n].text.startswith(known[:40])), -1)
    at = named if named >= 0 else -1 if known else worded[0]
    if at < 0:
        return known, "", lines
    title, *rest = _BAR.split(lines[at].text)
    return title.strip(), " / ".join(part.strip() for part in rest if part.strip()), lines[at + 1 :]


def posts_of(lines: list[Line]) -> tuple[Post, ...]:
    """The posts, each ended by its "Share"; what follows with "Updated at" belongs to the one above."""
    parts: list[list[Line]] = [[]]
    updated: set[int] = set()
    for line in lines:
        if _SHARE.match(line.text):
            parts.append([])
        elif _UPDATED.match(line.text):
            updated.add(len(parts) - 2 if not any(one.text for one in parts[-1]) else len(parts) - 1)
        elif not _KEY_EVENTS.match(line.text):
            parts[-1].append(line)
    return tuple(
        _post(part, marked=n in updated)
        for n, part in enumerate(parts)
        if any(line.text or line.block for line in part)
    )


def paragraphs_of(lines: list[Line]) -> Body:
    """The text without what only steers readers, and without captions, which belong to their pictures."""
    pictures: list[Picture] = []
    words: list[str] = []
    blocks: list[Block] = []
    worded = [line for line in lines if (line.text or line.block) and not _FURNITURE.match(line.text)]
    skip = False
    for line, following in zip(worded, [*worded[1:], Line()], strict=False):
        picture = _picture(line, following)
        if skip:
            skip = False
        elif picture is not None:
            pictures.append(picture)
            blocks.append({"type": "picture", **_without_day(picture)})
            skip = line.block is None and _repeats(line, following)
        elif line.block is not None:
            blocks.append(line.block)
        else:
            words.append(line.text)
            blocks.append({"type": "text", "html": f"<p>{escape(line.text, quote=False)}</p>"})
    return Body(lines=tuple(words), blocks=_joined(blocks), pictures=tuple(pictures))


def _post(lines: list[Line], *, marked: bool) -> Post:
    worded = [line for line in lines if line.text or line.block]
    title, rest = _title(worded)
    author, rest = _byline(rest)
    body = paragraphs_of(rest)
    return Post(
        title=title,
        authors=(author,) if author else (),
        text="\n".join(body.lines),
        blocks=body.blocks,
        pictures=body.pictures,
        marked_updated=marked,
    )


def _title(lines: list[Line]) -> tuple[str, list[Line]]:
    """A post's own headline: its first line, if that is a heading or short and no sentence."""
    if not lines or lines[0].block:
        return "", lines
    first = lines[0]
    short = len(first.text) <= 150 and (not first.text.endswith((".", ":", "”")) or first.heading)
    return (first.text, lines[1:]) if short and len(lines) > 1 else ("", lines)


def _byline(lines: list[Line]) -> tuple[Author | None, list[Line]]:
    """Who wrote the post: a name that stands twice (portrait and byline) or has a line about the person below it."""
    if not lines or not _NAME.match(lines[0].text):
        return None, lines
    name = lines[0].text
    twice = len(lines) > 1 and lines[1].text == name
    rest = lines[2:] if twice else lines[1:]
    bio = rest[0].text if rest and re.match(_BIO.format(name=re.escape(name)), rest[0].text) else ""
    if not twice and not bio:
        return None, lines
    return Author(name=name, bio=bio), rest[1:] if bio else rest


def _picture(line: Line, following: Line) -> Picture | None:
    """The picture a line stands for: one in the markup, its text before its caption, or a caption with a credit."""
    if line.block is not None:
        return picture_of(line.block) if line.block["type"] == "picture" else None
    if _repeats(line, following):
        caption, credit = parted(following.text)
        return Picture(caption=caption, credit=credit, alt=line.text, taken=taken_in(caption))
    caption, credit = parted(line.text)
    if credit and len(credit) < 100 and len(line.text) < 500:
        return Picture(caption=caption, credit=credit, taken=taken_in(caption))
    return None


def _repeats(line: Line, following: Line) -> bool:
    """Whether the next line says the same again and then whose picture it is."""
    if not line.text or not following.text.startswith(line.text):
        return False
    return bool(parted(following.text)[1]) or (following.text == line.text and len(line.text) > 60)


def _without_day(picture: Picture) -> Block:
    return {"url": picture.url, "caption": picture.caption, "credit": picture.credit, "alt": picture.alt}


def _joined(blocks: list[Block]) -> tuple[Block, ...]:
    found: list[Block] = []
    for block in blocks:
        if found and block["type"] == found[-1]["type"] == "text":
            found[-1] = {"type": "text", "html": found[-1]["html"] + block["html"]}
        else:
            found.append(block)
    return tuple(found)
