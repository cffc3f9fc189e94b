"""Tells how a feed's bytes are to be read: by its mark, its header, its declaration, or by trying."""

import codecs
import re
from dataclasses import dataclass, replace

from dateline.wire.core.feeds.values import Fault

_BOMS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
)  # fmt: skip
# What "<?" or "<x" looks like in encodings of two or four bytes, and in EBCDIC.
_STARTS = (
    (b"\x00\x00\x00<", "utf-32-be"), (b"<\x00\x00\x00", "utf-32-le"), (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"), (b"Lo\xa7\x94", "cp037"),
)  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Who says one of these means the larger one (WHATWG Encoding Standard).
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254",
    "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874",
}  # fmt: skip
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The document as UTF-8, the name of what it was written in, and what was wrong with it."""

    content: bytes
    encoding: str
    faults: tuple[Fault, ...] = ()

    def text(self) -> str:
        """The document as text; what cannot be read becomes a replacement character."""
        return self.content.decode("utf-8", "replace")


def decoded(content: bytes, content_type: str) -> Decoded:
    """The document as UTF-8, its byte order mark gone."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _forced(content[len(mark) :], name)
    start = next((name for first, name in _STARTS if content.startswith(first)), "")
    if start:
        return _forced(content, start)
    told = [name for name in (_header(content_type), _declaration(content)) if name]
    if not told or (told[0] == "utf-8" and told[-1] == "utf-8"):
        # Whether it is UTF-8 the parser finds out by itself: see ``checked``.
        return Decoded(content=content, encoding="utf-8")
    return _tried(content, told)


def checked(read: Decoded) -> Decoded:
    """The same document, its bytes looked at one by one: for what a parser stumbled over."""
    return _tried(read.content, [read.encoding]) if read.encoding == "utf-8" else read


def _tried(content: bytes, told: list[str]) -> Decoded:
    for name in dict.fromkeys([*told, "utf-8"]):
        # A declaration that can be read byte by byte is not UTF-16, whatever it says.
        if not name.startswith(("utf-16", "utf-32")) and (found := _read_in(content, name)) is not None:
            return found if not told or name == told[0] else _with_fault(found, told[0])
    return _with_fault(_forced(content, _guessed(content, told)), told[0] if told else "utf-8")


def _read_in(content: bytes, name: str) -> Decoded | None:
    """The document in that encoding, unless some byte means nothing in it."""
    try:
        text = content.decode(_MEANT.get(name, name))
    except (UnicodeDecodeError, LookupError):
        return None
    return Decoded(content=content if name == "utf-8" else text.encode("utf-8", "replace"), encoding=name)


def _forced(content: bytes, name: str) -> Decoded:
    """The document in that encoding, with replacement characters for what means nothing in it."""
    if name == "utf-8" and (whole := _read_in(content, name)) is not None:
        return whole
    text = content.decode(_MEANT.get(name, name), "replace")
    faults = (Fault("encoding", f"Some bytes are not {name}."),) if "\ufffd" in text else ()
    return Decoded(content=text.encode("utf-8", "replace"), encoding=name, faults=faults)


def _with_fault(read: Decoded, told: str) -> Decoded:
    return replace(read, faults=(*read.faults, Fault("encoding", f"It says {told}, and is not.")))


def _guessed(content: bytes, told: list[str]) -> str:
    """The likeliest encoding of what is in none that was told: UTF-8 with some bad bytes, else by its letters."""
    sample = content[:_SAMPLE]
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    if bad * 50 <= sum(map(sample.count, range(0xC2, 0xF5))):
        return "utf-8"
    from resiliparse.parse.encoding import detect_encoding

    named = [name for name in told if _known(name) and not name.startswith(("utf", "ascii"))]
    found = str(detect_encoding(sample) or "")
    guess = "tis-620" if found == "iso8859-11" else found
    return guess if guess not in {"", "utf-8", "ascii"} and _known(guess) else next(iter(named), "iso8859-1")


def _header(content_type: str) -> str:
    found = _HEADER.search(content_type)
    return _known(found[1]) if found else ""


def _declaration(content: bytes) -> str:
    found = _DECLARED.match(content)
    return _known(found[1].decode("ascii")) if found else ""


def _known(name: str) -> str:
    """Python's name of the encoding; "" for what is none."""
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return ""
    return codec.name if getattr(codec, "_is_text_encoding", True) else ""
