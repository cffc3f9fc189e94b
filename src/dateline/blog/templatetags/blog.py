"""What the templates of a blog's things ask for: times in the event's zone, figures, bars, portraits, links."""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dateline.blog.core.bars import Bar, bars
from dateline.blog.core.blocks import Exhibit, FactBox, Text
from dateline.blog.core.content import Byline
from dateline.blog.core.picture_shapes import WIDTHS, address_of

register = template.Library()
FEW = 3


@register.simple_tag
def moment(at: datetime, zone: str) -> SafeString:
    """The instant as ``<time>`` in the event's zone, with its date: bytes must not depend on the day they are drawn."""
    local = at.astimezone(ZoneInfo(zone))
    return format_html(
        '<time-ago><time datetime="{}">{}<span class="day">, {}</span></time></time-ago>',
        local.isoformat(timespec="seconds"),
        clock(at, zone),
        day(local),
    )


@register.simple_tag
def clock(at: datetime, zone: str) -> str:
    """The hour and minute in the zone, with the zone's short name: “14:05 EEST”."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} {zone_name(local)}"


def day(local: datetime) -> str:
    """The date as the page's language writes it."""
    english = (translation.get_language() or "en").split("-")[0] == "en"
    return str(formats.date_format(local, "j F Y" if english else "DATE_FORMAT"))


def zone_name(local: datetime) -> str:
    """The zone's short name, or its offset where the zone has none: “EEST”, “UTC+3”."""
    name = local.tzname() or ""
    if name.isalpha():
        return name
    minutes = int((local.utcoffset() or local - local).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


@register.filter
def place(zone: str) -> str:
    """The place that names a zone: “Kyiv” for Europe/Kyiv."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@register.filter
def cleaned(block: Text | FactBox) -> SafeString:
    """The block's HTML, which ``core.clean`` cleaned when the block was read."""
    return SafeString(block.html)


@register.filter
def bars_of(exhibit: Exhibit) -> tuple[Bar, ...]:
    """The exhibit's figures with their bars."""
    return bars(exhibit.rows)


@register.filter
def figure(value: float | None) -> str:
    """A figure as the page's language writes it; a dash for one that is not known."""
    if value is None:
        return "–"
    shown = int(value) if value == int(value) else value
    return str(formats.number_format(shown, force_grouping=True))


@register.filter
def host(url: str) -> str:
    """The site of an address, as a person would say it."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def portrait(byline: Byline) -> str:
    """The address of the person's portrait in its smallest size; empty where there is none."""
    return address_of(byline.portrait, WIDTHS[0], format="webp") if byline.portrait else ""


@register.filter
def few(bylines: tuple[Byline, ...]) -> bool:
    """Whether so few people stand over the post that each can be introduced."""
    return len(bylines) <= FEW
