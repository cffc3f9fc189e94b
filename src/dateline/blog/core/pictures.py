"""Reads an uploaded picture: what it is, what it says about itself, or why the desk refuses it."""

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image

from dateline.blog.core.picture_shapes import shown_size
from dateline.blog.core.picture_text import words_of
from dateline.blog.core.refused import Refused

FORMATS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
# What a broken file makes the decoders raise; anything else is our own mistake.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)
_JPEGS = {"JPEG", "MPO"}
_ORIENTATION = 0x0112
# Each scan of a progressive JPEG is one pass over all pixels; cameras write about ten, an attack thousands.
_MOST_SCANS = 64
_MOST_RATIO = 20


def gettext_noop(text: str) -> str:
    """The same text; marks it for translators without needing Django here."""
    return text


_TOO_MANY_PIXELS = gettext_noop("The picture has too many pixels: at most %(most)d million are taken.")
# How other kinds of file begin, each with what we tell the person who named it .jpg.
_STRANGERS = (
    (b"%PDF", gettext_noop("This is a PDF, not a picture.")),
    (b"PK\x03\x04", gettext_noop("This is a ZIP archive, not a picture.")),
    (b"\x1f\x8b", gettext_noop("This is a compressed archive, not a picture.")),
    (b"II*\x00", gettext_noop("TIFF pictures cannot be shown on the web: save it as JPEG or PNG.")),
    (b"MM\x00*", gettext_noop("TIFF pictures cannot be shown on the web: save it as JPEG or PNG.")),
    (b"8BPS", gettext_noop("This is a Photoshop document: save it as JPEG or PNG.")),
    (b"BM", gettext_noop("BMP pictures are not taken: save it as JPEG or PNG.")),
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


class BadPicture(Refused):
    """A file that is not taken; the text says why, for an editor to act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may ask of us."""

    bytes: int = 40 * 1024 * 1024
    pixels: int = 80_000_000
    # Only a JPEG can be opened at a fraction of its size; the others are held whole.
    pixels_held: int = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPicture:
    """A picture we can show: its size as seen upright, and what its maker wrote into it."""

    format: str
    width: int
    height: int
    orientation: int = 1
    caption: str = ""
    credit: str = ""
    alt: str = ""
    taken: datetime | None = None


def read_picture(content: bytes, limits: Limits | None = None) -> ReadPicture:
    """What the picture is and says, its whole content decoded once. Raises ``BadPicture``."""
    image = open_picture(content, limits)
    width, height = image.size
    decode(image, 1)
    orientation = orientation_of(image)
    if orientation >= 5:
        width, height = height, width
    words = words_of(image)
    return ReadPicture(
        format=FORMATS[str(image.format)],
        width=width,
        height=height,
        orientation=orientation,
        caption=words.caption,
        credit=words.credit,
        alt=words.alt,
        taken=words.taken,
    )


def open_picture(content: bytes, limits: Limits | None = None) -> Image.Image:
    """The picture with its header read and judged, nothing decoded yet. Raises ``BadPicture``."""
    limits = limits or Limits()
    if len(content) > limits.bytes:
        raise BadPicture(gettext_noop("The file is larger than %(megabytes)d MB."), megabytes=limits.bytes // 1024**2)
    try:
        image = Image.open(BytesIO(content), formats=[name for name in FORMATS if name != "MPO"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):  # Pillow's own limit, a last floor
        raise BadPicture(_TOO_MANY_PIXELS, most=limits.pixels // 1_000_000) from None
    except BROKEN:
        raise BadPicture(_reason_for(content)) from None
    _check_size(image.size, limits.pixels if image.format in _JPEGS else limits.pixels_held)
    if image.format in _JPEGS and content.count(b"\xff\xda") > _MOST_SCANS:
        raise BadPicture(gettext_noop("The picture is built to be slow to open: save it anew as JPEG or PNG."))
    return image


def decode(image: Image.Image, width: int) -> None:
    """Loads the pixels, those of a JPEG no finer than it takes to show it so wide. Raises ``BadPicture``."""
    try:
        if image.format in _JPEGS:
            turned = orientation_of(image) >= 5
            across, down = shown_size(*(image.size[::-1] if turned else image.size), wanted=width)
            image.draft(None, (down * 3 // 2, across * 3 // 2) if turned else (across * 3 // 2, down * 3 // 2))
        image.load()
    except BROKEN:
        raise BadPicture(gettext_noop("The file is damaged or incomplete: upload it again.")) from None


def orientation_of(image: Image.Image) -> int:
    """How the camera was held: EXIF's 1 to 8, 1 where it does not say."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except BROKEN:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _check_size(size: tuple[int, int], most: int) -> None:
    width, height = size
    if width * height > most:
        raise BadPicture(_TOO_MANY_PIXELS, most=most // 1_000_000)
    if max(size) > _MOST_RATIO * min(size):
        raise BadPicture(gettext_noop("The picture is a thin strip that cannot be shown: crop it."))


def _reason_for(content: bytes) -> str:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content:
        return gettext_noop("The file is empty.")
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return gettext_noop("HEIC pictures cannot be shown on the web: save it as JPEG.")
    if b"<svg" in start.lower():
        return gettext_noop("SVG drawings can carry scripts and are not taken: save it as PNG.")
    if start.startswith(b"<"):
        return gettext_noop("This is a web page, not a picture.")
    found = (reason for signature, reason in _STRANGERS if content.startswith(signature))
    return next(found, gettext_noop("This is not a picture we can read: use JPEG, PNG, WebP, AVIF or GIF."))
