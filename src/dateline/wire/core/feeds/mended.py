"""Mends what makes feeds ill-formed: control characters, stray ampersands, entities of HTML, document types."""

import re
from dataclasses import dataclass
from html.entities import html5

from dateline.wire.core.feeds.values import Fault

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DOCTYPE = re.compile(
    r"<!DOCTYPE(?:[^\[<>]|\"[^\"]*\"|'[^']*')*(?:\[(?P<inside>.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"]*)\"|'([^']*)')\s*>", re.IGNORECASE)
_ENTITIES = re.compile(r"<!ENTITY[^>]*>", re.IGNORECASE)
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:(\d{1,8})|[xX]([0-9a-fA-F]{1,7}));|([A-Za-z][A-Za-z0-9.]{0,31});)?"
)
_STRAY = re.compile(r"&(?![#A-Za-z])")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?-->)", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OPENING_XML = re.compile(r"^[^<]*(?=<)")
# An entity of a document's own may stand for a few words, never for other entities: those are how bombs are built.
LONGEST_ENTITY = 200
_TIMES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The document in UTF-8, whether more than its document type had to be changed, and what is worth telling."""

    content: bytes
    changed: bool
    faults: tuple[Fault, ...]


def mended(text: str) -> Mended:
    """The document as a parser can read it."""
    body = _DECLARATION.sub("", text, count=1).lstrip("\ufeff")
    body = _OPENING_XML.sub("", body, count=1)
    own, body, faults = _without_type(body)
    bare = _CONTROL.sub("", body)
    parts = _CDATA.split(bare)
    changes = [0]
    done = "".join(part if n % 2 else _resolved(part, own, changes) for n, part in enumerate(parts))
    done += "]]>" if len(parts) > 1 and not parts[-2].endswith(("]]>", "-->")) and not parts[-1] else ""
    return Mended(
        content=done.encode("utf-8", "replace"), changed=bool(changes[0]) or len(bare) != len(body), faults=faults
    )


def _without_type(body: str) -> tuple[dict[str, str], str, tuple[Fault, ...]]:
    start = body[:200_000]
    found = _DOCTYPE.search(start)
    if not found:
        return {}, _ENTITIES.sub("", body), ()
    inside = found["inside"] or ""
    named = {name: one or other for name, one, other in _ENTITY.findall(inside)}
    own = {name: value for name, value in named.items() if "&" not in value.replace("&#", "") and "<" not in value}
    own = {name: value for name, value in own.items() if len(value) <= LONGEST_ENTITY}
    faults = (
        (Fault("entities", "Its own entities are not read."),) if len(own) < inside.upper().count("<!ENTITY") else ()
    )
    return own, body[: found.start()] + body[found.end() :], faults


def _resolved(part: str, own: dict[str, str], changes: list[int]) -> str:
    """The text with its references made such that any parser knows them; ``changes`` counts those that none would."""
    if "&" not in part:
        return part
    done, strays = _STRAY.subn("&amp;", part)
    changes[0] += strays
    left = [_TIMES]

    def instead(found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if decimal or hexadecimal:
            return _character(int(decimal) if decimal else int(hexadecimal, 16))
        if name in own and left[0] > 0:
            left[0] -= 1
            return own[name]
        changes[0] += 1
        if name and (character := html5.get(f"{name};")):
            return character.replace("&", "&amp;").replace("<", "&lt;")
        return "&amp;" + found[0][1:]

    return _AMPERSAND.sub(instead, done)


def _character(number: int) -> str:
    # Numbers 128 to 159 are controls; who writes them means Windows-1252 (HTML, 13.2.5.80).
    if 128 <= number <= 159:
        return bytes([number]).decode("cp1252", "ignore")
    fine = (
        number in {9, 10, 13} or 32 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )
    return f"&#{number};" if fine else ""
