"""Pictures, films and sounds of an entry: Media RSS, enclosures, podcast pictures."""

import re
from typing import Any

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.draft import Draft
from dateline.wire.core.feeds.texts import written
from dateline.wire.core.feeds.values import Link, Media

Element = Any
_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp"), "image"),
    **dict.fromkeys(("mp4", "m4v", "mov", "webm", "m3u8", "ogv", "avi"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "wav", "aac", "flac", "opus"), "audio"),
    "pdf": "document",
}
_ENDING = re.compile(r"\.([A-Za-z0-9]{2,5})(?:$|[?#])")
_DURATION = re.compile(r"(?:(\d+):)?(?:(\d+):)?(\d+(?:\.\d+)?)")


def kind_of(url: str, *, type_: str, medium: str = "") -> str:
    """image, video, audio, document or ""."""
    first = (medium or type_.partition("/")[0]).lower()
    if first in {"image", "video", "audio", "document"}:
        return first
    found = _ENDING.search(url)
    return _ENDINGS.get(found[1].lower(), "") if found else ""


def number(value: str | None) -> int | None:
    """The whole number that is written, or None."""
    found = re.match(r"\s*(\d{1,15})", value) if value else None
    return int(found[1]) if found else None


def seconds_of(value: str | None) -> float | None:
    """A length in seconds, written as seconds or as hours, minutes, seconds."""
    found = _DURATION.fullmatch(value.strip()) if value else None
    if not found:
        return None
    one, two, last = found.groups()
    parts = [float(part) for part in (one, two, last) if part is not None]
    return (
        sum(part * 60**n for n, part in enumerate(reversed(parts)))
        if max(map(len, filter(None, found.groups()))) < 12
        else None
    )


def enclosure(draft: Draft, element: Element) -> None:
    """An ``enclosure`` of RSS: a link, and a picture, film or sound."""
    url = draft.place.link(element, element.get("url") or element.get("href"))
    if not url:
        return
    type_, length = (element.get("type") or "").strip(), number(element.get("length"))
    draft.add("links", Link(url=url, rel="enclosure", type=type_, bytes=length))
    add_media(draft, Media(url=url, kind=kind_of(url, type_=type_), type=type_, bytes=length))


def content(draft: Draft, element: Element) -> None:
    """A ``media:content``, with what stands in it and in the group around it."""
    url = draft.place.link(element, element.get("url"))
    type_ = (element.get("type") or "").strip()
    told = _about(draft, element)
    draft.put("media_rights", told.pop("rights", ""))
    if url:
        kind = kind_of(url, type_=type_, medium=element.get("medium") or "")
        width, height = number(element.get("width")), number(element.get("height"))
        length, seconds = number(element.get("fileSize")), seconds_of(element.get("duration"))
        add_media(
            draft,
            Media(
                url=url, kind=kind, type=type_, width=width, height=height, bytes=length, seconds=seconds, **told
            ),
        )  # fmt: skip


def thumbnail(draft: Draft, element: Element) -> None:
    """A ``media:thumbnail``: a picture, unless a larger one is there."""
    url = draft.place.link(element, element.get("url") or written(element))
    if url:
        media = Media(url=url, kind="image", width=number(element.get("width")), height=number(element.get("height")))
        draft.add("thumbnails", media)


def add_media(draft: Draft, media: Media) -> None:
    """Adds it, or what is new about the one at the same address."""
    have = draft.lists.get("media", [])
    for at, one in enumerate(have):
        if one.url == media.url:
            have[at] = one._replace(**{k: v for k, v in media._asdict().items() if v and not getattr(one, k)})
            return
    draft.add("media", media)


def _about(draft: Draft, element: Element) -> dict[str, Any]:
    """Caption, credit, alt text and rights from what stands in the element."""
    found: dict[str, Any] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = draft.place.names.of(child)
        if name in _ABOUT:
            found.setdefault(_ABOUT[name], one_line(written(child)))
        elif name == "media:thumbnail":
            thumbnail(draft, child)
    return {key: value for key, value in found.items() if value}


_ABOUT = {
    "media:description": "caption", "media:text": "caption", "media:title": "alt", "media:credit": "credit",
    "media:copyright": "rights",
}  # fmt: skip
