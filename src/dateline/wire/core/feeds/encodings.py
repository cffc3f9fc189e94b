"""Tells how a feed's bytes are to be read: by its mark, its header, its declaration, or by trying."""

import codecs
import re
from dataclasses import dataclass

from dateline.wire.core.feeds.values import Fault

_BOMS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
)  # fmt: skip
# What "<?" or "<x" looks like in encodings of two or four bytes, and in EBCDIC.
_STARTS = (
    (b"\x00\x00\x00<", "utf-32-be"), (b"<\x00\x00\x00", "utf-32-le"), (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),     (b"Lo\xa7\x94", "cp037"),
)  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Who says one of these means the larger one (WHATWG Encoding Standard).
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_GUESSED = ("big5", "euc_jp", "euc_kr", "gb18030", "shift_jis", "koi8_r", "tis_620", "cp1255")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The document's bytes and what they are read in; ``parser_encoding`` None where the parser is to look itself."""

    content: bytes
    encoding: str
    parser_encoding: str | None
    faults: tuple[Fault, ...] = ()

    def text(self) -> str:
        """The document as text; what cannot be read becomes a replacement character."""
        return self.content.decode(self.encoding, "replace")


def decoded(content: bytes, content_type: str) -> Decoded:
    """The bytes with the encoding that reads them, as UTF-8 where the parser would not know it."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _as_utf8(content[len(mark) :], name, told=())
    told = [name for name in (_header(content_type), _declaration(content)) if name]
    start = next((name for first, name in _STARTS if content.startswith(first)), "")
    if start:
        return _as_utf8(content, start, told=tuple(told))
    return _tried(content, told)


def _tried(content: bytes, told: list[str]) -> Decoded:
    for name in dict.fromkeys([*told, "utf-8"]):
        # A declaration that can be read byte by byte is not UTF-16, whatever it says.
        if name.startswith(("utf-16", "utf-32")):
            continue
        if (found := _read_in(content, name)) is not None:
            first = not told or name == told[0]
            return found if first else _with_fault(found, told[0])
    guess = _guessed(content)
    return _with_fault(_as_utf8(content, guess, told=()), told[0] if told else "utf-8")


def _read_in(content: bytes, name: str) -> Decoded | None:
    try:
        text = content.decode(_MEANT.get(name, name))
    except (UnicodeDecodeError, LookupError):
        return None
    if name == "utf-8":
        return Decoded(content=content, encoding="utf-8", parser_encoding="utf-8")
    return Decoded(content=text.encode("utf-8", "replace"), encoding="utf-8", parser_encoding="utf-8")


def _as_utf8(content: bytes, name: str, *, told: tuple[str, ...]) -> Decoded:
    text = content.decode(name, "replace")
    faults = (Fault("encoding", f"Some bytes are not {name}."),) if "\ufffd" in text else ()
    return Decoded(content=text.encode("utf-8", "replace"), encoding="utf-8", parser_encoding="utf-8", faults=faults)


def _with_fault(read: Decoded, told: str) -> Decoded:
    fault = Fault("encoding", f"It says {told}, and is not.")
    return Decoded(
        content=read.content, encoding=read.encoding, parser_encoding=read.parser_encoding, faults=(*read.faults, fault)
    )


def _guessed(content: bytes) -> str:
    return "cp1252"


def _header(content_type: str) -> str:
    found = _HEADER.search(content_type)
    return _known(found[1]) if found else ""


def _declaration(content: bytes) -> str:
    found = _DECLARED.match(content)
    return _known(found[1].decode("ascii")) if found else ""


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return name.lower()
    return codec.name if getattr(codec, "_is_text_encoding", True) else ""
