"""Bytes to text and text to JSON, as browsers and forgiving crawlers do it."""

import codecs
import json
import re
from typing import Any

from resiliparse.parse.encoding import detect_encoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
# Pages that say Latin-1 mean what browsers read it as (WHATWG Encoding Standard, "windows-1252").
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
# The two differ in few letters, and no page was ever written in the Macintosh's.
_TAKEN_FOR = {"mac-cyrillic": "cp1251"}
_SAMPLED = 2_000_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


def text_of_bytes(page: bytes, content_type: str = "") -> str:
    """The page's text: by byte order mark, header, declaration, else UTF-8, else as its bytes look most like."""
    for bom, name in _BOMS:
        if page.startswith(bom):
            return page[len(bom) :].decode(name, "replace")
    declared = _declared(page, content_type)
    for name in dict.fromkeys(filter(None, [declared, "utf-8"])):
        try:
            return page.decode(name)
        except UnicodeDecodeError:
            continue
    if declared not in {None, "utf-8"}:
        return page.decode(declared or "utf-8", "replace")
    return page.decode("utf-8" if _mostly_utf8(page) else _likeliest(page), "replace")


def json_of(text: str) -> Any:
    """The JSON value, small faults mended (comments around it, trailing commas, bad escapes). Raises ``ValueError``."""
    bare = _WRAPPING.sub("", _WRAPPING.sub("", text.strip().lstrip("\ufeff"))).strip().rstrip(";")
    if bare.startswith(("{&quot;", "[{&quot;")):
        bare = bare.replace("&quot;", '"').replace("&amp;", "&")
    try:
        return _loads(bare)
    except ValueError:
        return _loads(_BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", bare)))


def objects_after(text: str, name: str) -> list[dict[str, Any]]:
    """The whole objects in the list called ``name`` of a text that is no JSON as a whole: what can be saved of it."""
    start = re.search(rf'"{re.escape(name)}"\s*:\s*\[', text)
    if start is None:
        return []
    decoder, found, at = json.JSONDecoder(strict=False), [], start.end()
    while (opening := re.compile(r"[\s,]*(?=\{)").match(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, opening.end())
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def _loads(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def _declared(page: bytes, content_type: str) -> str | None:
    header = _HEADER.search(content_type)
    inside = _DECLARED.search(page[:4096]) if page.lstrip()[:1] == b"<" else None
    name = header[1] if header else inside[1].decode("ascii") if inside else ""
    try:
        known = codecs.lookup(name).name if name else None
    except LookupError:
        return None
    if known is None or not getattr(codecs.lookup(known), "_is_text_encoding", True):
        return None
    # A declaration that one can read byte by byte is not UTF-16, whatever it says.
    return "utf-8" if known.startswith("utf-16") and not header else _MEANT.get(known, known)


def _likeliest(page: bytes) -> str:
    """The encoding that the bytes look like, by uchardet; Windows-1252 where that does not know."""
    # Tags and scripts are the same in nearly all of them, and drown a short text.
    words = (part.rpartition(b">")[2] for part in page[:_SAMPLED].split(b"<"))
    found = detect_encoding(b" ".join(part for part in words if not part.isascii()), html5_compatible=False) or ""
    try:
        known = codecs.lookup(_TAKEN_FOR.get(found.lower(), found)).name
    except LookupError:
        return "cp1252"
    return "cp1252" if known.startswith("utf") else _MEANT.get(known, known)


def _mostly_utf8(page: bytes) -> bool:
    sample = page[:1_000_000]
    high = sum(byte >= 0x80 for byte in sample)
    return sample.decode("utf-8", "replace").count("\ufffd") * 20 <= high
