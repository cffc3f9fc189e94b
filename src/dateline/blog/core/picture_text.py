"""What a picture says about itself: caption, credit, alt text and time from XMP, IPTC-IIM and EXIF."""

import hashlib
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring
from PIL import Image

from dateline.claims.core.clean import clean_line

_MOST_XMP_BYTES = 1024 * 1024
_IIM, _IIM_DIGEST = 0x0404, 0x0425
_UTF8_MARK = b"\x1b%G"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_EXIF_FOLDER = 0x8769
# Cameras and programs fill the description with their own name.
_NO_CAPTION = re.compile(
    r"(olympus|kodak|sony|samsung|minolta|konica|casio|canon)?\s*(digital (still )?camera|dsc)|"
    r"created with .*|screenshot|default|untitled|image description",
    re.IGNORECASE,
)
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One voice's account of a picture; empty means it does not say."""

    caption: str = ""
    creator: str = ""
    agency: str = ""
    owner: str = ""
    alt: str = ""
    taken: datetime | None = None

    @property
    def credit(self) -> str:
        """Maker and agency as a newspaper prints them: "Jane Doe/Agency", else who owns it."""
        if self.agency and self.creator and self.creator.casefold() not in self.agency.casefold():
            return f"{self.creator}/{self.agency}"[:500]
        return self.agency or self.creator or self.owner


def words_of(image: Image.Image) -> Words:
    """What the loaded picture says about itself; unreadable metadata says nothing.

    XMP speaks first, being whole and always UTF-8; IIM cuts names after 32 bytes. Where the checksum beside
    the IIM shows that a program without XMP changed it later, IIM speaks first. EXIF speaks last.
    Method: Metadata Working Group, Guidelines for Handling Image Metadata 2.0, §3.3.
    """
    resources = image.info.get("photoshop")
    resources = resources if isinstance(resources, Mapping) else {}
    voices = [words_of_xmp(_bytes(image.info.get("xmp"))), words_of_iim(_bytes(resources.get(_IIM)))]
    if _changed_later(resources):
        voices.reverse()
    return _first_of([*voices, words_of_exif(image)])


def words_of_xmp(packet: bytes) -> Words:
    """What an XMP packet says; one with a DTD, too long or not well formed says nothing."""
    found = _properties(packet)
    return Words(
        caption=_said(found, f"{_DC}description", 2000) or _said(found, f"{_PHOTOSHOP}Headline", 2000),
        creator=_said(found, f"{_DC}creator"),
        agency=_said(found, f"{_PHOTOSHOP}Credit"),
        owner=_said(found, f"{_DC}rights") or _said(found, f"{_RIGHTS}Owner"),
        alt=_said(found, f"{_CORE}AltTextAccessibility", 1000),
        taken=_instant(_said(found, f"{_PHOTOSHOP}DateCreated") or _said(found, f"{_EXIF}DateTimeOriginal")),
    )


def words_of_iim(block: bytes) -> Words:
    """What an IPTC-IIM block says (records 1:90, 2:55, 2:60, 2:80, 2:105, 2:110, 2:116 and 2:120)."""
    found: dict[tuple[int, int], list[bytes]] = {}
    for key, value in _records(block):
        found.setdefault(key, []).append(value)
    marked = _UTF8_MARK in found.get((1, 90), [])

    def said(record: int, most: int = 500) -> str:
        return clean_line(", ".join(_text(value, marked) for value in found.get((2, record), [])))[:most]

    return Words(
        caption=said(120, 2000) or said(105, 2000),
        creator=said(80),
        agency=said(110),
        owner=said(116),
        taken=_iim_instant(said(55), said(60)),
    )


def words_of_exif(image: Image.Image) -> Words:
    """What EXIF says: description, artist, copyright and, where its offset from UTC is known, the time."""
    try:
        exif = image.getexif()
        folder = exif.get_ifd(_EXIF_FOLDER)
        caption, creator, owner = (_exif_line(exif.get(tag)) for tag in (0x010E, 0x013B, 0x8298))
        taken = f"{folder.get(0x9003, '')}{folder.get(0x9011, '')}"
    except _BROKEN:
        return Words()
    if _NO_CAPTION.fullmatch(caption):
        caption = ""
    return Words(
        caption=caption[:2000],
        creator=creator[:500],
        owner=owner[:500],
        taken=_instant(taken.replace(":", "-", 2).replace(" ", "T", 1)),
    )


def _first_of(voices: list[Words]) -> Words:
    return Words(
        caption=next((v.caption for v in voices if v.caption), ""),
        creator=next((v.creator for v in voices if v.creator), ""),
        agency=next((v.agency for v in voices if v.agency), ""),
        owner=next((v.owner for v in voices if v.owner), ""),
        alt=next((v.alt for v in voices if v.alt), ""),
        taken=next((v.taken for v in voices if v.taken), None),
    )


def _changed_later(resources: Mapping[object, object]) -> bool:
    digest = _bytes(resources.get(_IIM_DIGEST))
    if len(digest) != 16 or digest == bytes(16):
        return False
    return digest != hashlib.md5(_bytes(resources.get(_IIM)), usedforsecurity=False).digest()


def _bytes(value: object) -> bytes:
    match value:
        case bytes():
            return value
        case str():
            return value.encode(errors="ignore")
    return b""


def _properties(packet: bytes) -> dict[str, str]:
    if not packet or len(packet) > _MOST_XMP_BYTES:
        return {}
    try:
        root = fromstring(packet.strip(b"\x00 \r\n\t"), forbid_dtd=True)
    except (ParseError, ValueError, LookupError):
        return {}
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        found.update((name, value) for name, value in description.attrib.items() if name not in found)
        found.update((child.tag, _content(child)) for child in description if child.tag not in found)
    return found


def _content(element: Element) -> str:
    items = [item for item in element.iter(f"{_RDF}li") if item.text]
    if not items:
        return element.text or ""
    if element.find(f"{_RDF}Alt") is None:
        return ", ".join(item.text or "" for item in items)
    plain = (item for item in items if item.get(_LANGUAGE) == "x-default")
    return next(plain, items[0]).text or ""


def _said(found: Mapping[str, str], name: str, most: int = 500) -> str:
    return clean_line(found.get(name, ""))[:most]


def _records(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """The records of an IIM block, up to the first that is broken."""
    at = 0
    while at + 5 <= len(block) and block[at] == 0x1C:
        record, number, size = struct.unpack_from(">BBH", block, at + 1)
        at += 5
        if size & 0x8000:  # the length itself is this many bytes long
            ends = at + (size & 0x7FFF)
            size, at = int.from_bytes(block[at : min(ends, at + 8)], "big"), ends
        if at + size > len(block):
            return
        yield (record, number), block[at : at + size]
        at += size


def _text(value: bytes, marked_utf8: bool) -> str:
    """Text of a record; without the mark it may still be UTF-8, which no other encoding looks like."""
    if marked_utf8:
        return value.decode("utf-8", errors="ignore")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", errors="ignore")


def _exif_line(value: object) -> str:
    if isinstance(value, bytes):
        return clean_line(_text(value, False))
    if not isinstance(value, str):
        return ""
    try:  # the standard says ASCII, and Pillow reads Latin-1; many programs write UTF-8
        return clean_line(value.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return clean_line(value)


def _iim_instant(day: str, time: str) -> datetime | None:
    try:
        return datetime.strptime(f"{day}{time}", "%Y%m%d%H%M%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _instant(text: str) -> datetime | None:
    """The instant, or None where the text does not tell its offset from UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
