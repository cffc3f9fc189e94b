"""Words out of elements: plain, escaped HTML, XHTML written out, base64; with their language and base."""

import base64
import binascii
import re
from html import escape
from typing import Any

from lxml import etree

from dateline.wire.core.feeds.draft import Place
from dateline.wire.core.feeds.values import NO_WORDS, Words

Element = Any
_LOOKS_LIKE_HTML = re.compile(
    r"</[a-zA-Z][^<>]*>|<(?:br|img|hr|p)\b[^<>]*>|&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});"
)
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def written(element: Element) -> str:
    """What stands in the element, its markup with it, without spaces around."""
    if len(element):
        return inside(element).strip()
    text = element.text
    return text.strip() if text else ""


def inside(element: Element) -> str:
    """What stands in the element as HTML."""
    for each in element.iterdescendants():
        if isinstance(each.tag, str) and "}" in each.tag:
            local = each.tag.rpartition("}")[2]
            # libxml2 lets names pass, in what is broken, that may not be given.
            each.tag = local if _NAME.fullmatch(local) else "span"
    parts = [escape(element.text, quote=False) if element.text else ""]
    parts.extend(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return "".join(parts)


def words_of(element: Element, place: Place, *, kind: str) -> Words:
    """The element's words; ``kind`` is what they are where the element does not say."""
    told = element.get("type")
    if len(element):
        return _marked_up(element, place, told.strip().lower() if told else "")
    text = element.text
    text = text.strip() if text else ""
    language = place.language_of(element) if place.has_language else place.language
    base = place.base(element) if place.has_base else place.url
    if told is None and not place.atom:
        if kind == "text" and ("<" in text or "&" in text) and _LOOKS_LIKE_HTML.search(text):
            kind = "html"
        return Words(written=text, kind=kind, language=language, base=base)
    type_ = told.strip().lower() if told else ""
    if element.get("mode") == "base64" or ("/" in type_ and not type_.startswith("text/") and _is_binary(type_)):
        text, type_ = _unpacked(text), type_ or "text/plain"
    kind = _kind(type_, text, place=place, standard=kind)
    return Words(written=text, kind=kind, language=language, base=base, type=type_)


def _is_binary(type_: str) -> bool:
    return not type_.endswith(("+xml", "/xml"))


def _kind(type_: str, text: str, *, place: Place, standard: str) -> str:
    if type_ in {"html", "text/html", "application/xhtml+xml", "xhtml"}:
        return "html"
    if type_ in {"text", "text/plain"}:
        return "text" if place.atom or not _LOOKS_LIKE_HTML.search(text) else "html"
    if standard == "text" and not place.atom and ("<" in text or "&" in text) and _LOOKS_LIKE_HTML.search(text):
        return "html"
    return standard


def _marked_up(element: Element, place: Place, type_: str) -> Words:
    only: Element = element[0]
    wrapped = (
        len(element) == 1
        and not (element.text or "").strip()
        and isinstance(only.tag, str)
        and only.tag.rpartition("}")[2].lower() == "div"
    )
    holder = only if wrapped and place.unwrapped else element
    language, base = place.language_of(holder), place.base(holder)
    if wrapped and type_ in {"html", "text/html"} and not len(only) and only.text and "<" in only.text:
        # Escaped once more inside its div, as TypePad wrote it.
        return Words(written=only.text.strip(), kind="html", language=language, base=base, type=type_)
    return Words(written=inside(holder).strip(), kind="xhtml", language=language, base=base, type=type_)


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode(text.encode("ascii"), validate=False).decode("utf-8", "replace").strip()
    except (binascii.Error, ValueError):
        return text


__all__ = ["NO_WORDS", "inside", "words_of", "written"]
