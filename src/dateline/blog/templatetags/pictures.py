"""What a template asks of a picture: its files, their sizes, where it is cropped, and whose site it is on."""

from urllib.parse import urlsplit

from django import template

from dateline.blog.core.blocks import Picture
from dateline.blog.core.picture_shapes import FALLBACK_WIDTH, address_of, candidates

register = template.Library()


@register.filter
def srcset(picture: Picture, format: str) -> str:
    """The files that a browser may choose from, with their true widths."""
    return ", ".join(f"{c.address} {c.width}w" for c in candidates(picture, format))


@register.filter
def fallback(picture: Picture) -> str:
    """The address of the one JPEG, for browsers that know nothing newer."""
    return address_of(picture.picture, FALLBACK_WIDTH, format="jpg")


@register.filter
def focus(picture: Picture) -> str:
    """Classes that keep the focal point in view, in tenths; empty for the middle. A strict page takes no styles."""
    across, down = (round(10 * value) for value in picture.focal)
    return "" if (across, down) == (5, 5) else f"x{across} y{down}"


@register.filter
def site(url: str) -> str:
    """The site an address is on, as people say it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
