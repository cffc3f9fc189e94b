"""The sizes and formats in which a picture is offered, and the address of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.blog.core.blocks import Picture

WIDTHS = (360, 720, 1200, 1800)
# The one JPEG is for programs that know nothing newer: feed readers, link previews, old browsers.
FALLBACK_WIDTH = 1200
MODERN = ("avif", "webp")
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
SHAPES = (*((width, format) for width in WIDTHS for format in MODERN), (FALLBACK_WIDTH, "jpg"))
# A tall strip at full width would be many screens high and as large as the original.
_MOST_PIXELS = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One file that a browser may choose, with its true width in pixels."""

    address: str
    width: int


def shown_size(width: int, height: int, *, wanted: int) -> tuple[int, int]:
    """Width and height of the rendition called ``wanted``: never larger than the original."""
    scale = min(1.0, wanted / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def address_of(sha256: str, width: int, *, format: str) -> str:
    """Where a rendition is served."""
    return f"/pictures/{sha256}/{width}.{format}"


def candidates(picture: Picture, format: str) -> Iterator[Candidate]:
    """The renditions of one of our pictures that differ, smallest first."""
    last = 0
    for wanted in WIDTHS:
        width = shown_size(picture.width or wanted, picture.height or 1, wanted=wanted)[0]
        if width > last:
            yield Candidate(address=address_of(picture.picture, wanted, format=format), width=width)
        last = width


def crop_box(size: tuple[int, int], ratio: float, *, focal: tuple[float, float]) -> tuple[int, int, int, int]:
    """The largest box of the ratio (width over height) inside ``size`` that keeps the focal point in view."""
    width, height = size
    across, down = (round(height * ratio), height) if width > height * ratio else (width, round(width / ratio))
    across, down = max(1, min(across, width)), max(1, min(down, height))
    left = min(max(0, round(focal[0] * width - across / 2)), width - across)
    top = min(max(0, round(focal[1] * height - down / 2)), height - down)
    return left, top, left + across, top + down
