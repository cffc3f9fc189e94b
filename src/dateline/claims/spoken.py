"""Says the words of claims in the language that is active: statuses, hedges, numbers, periods."""

import calendar
from datetime import date

from django.utils import formats, translation
from django.utils.translation import gettext, pgettext

_COUNTED_WHOLE = {"m²", "ha", "km²", "sq mi", "acres", "m", "km", "mi", "%", ""}


def status_names() -> dict[str, str]:
    """Every status in words."""
    return {
        "unverified": gettext("Unverified"),
        "corroborated": gettext("Corroborated"),
        "confirmed": gettext("Confirmed"),
        "disputed": gettext("Disputed"),
        "wrong": pgettext("of a claim", "Wrong"),
    }


def status_name(status: str) -> str:
    """A status in words."""
    return status_names().get(status, status)


def source_kinds() -> dict[str, str]:
    """Every kind of source in words."""
    return {
        "mapper": gettext("Mapper"),
        "agency": gettext("News agency"),
        "official": gettext("Official body"),
        "media": gettext("Media"),
        "document": gettext("Document"),
        "person": gettext("Person"),
        "own": gettext("Own reporting"),
    }


def hedges() -> dict[str, str]:
    """What may stand before a number, with ``%(number)s`` in its place."""
    return {
        "": "%(number)s",
        "about": gettext("about %(number)s"),
        "nearly": gettext("nearly %(number)s"),
        "over": gettext("over %(number)s"),
        "at least": gettext("at least %(number)s"),
        "up to": gettext("up to %(number)s"),
    }


def quantity(value: float, unit: str, *, hedge: str = "") -> str:
    """A number with its unit and hedge, as the language writes it."""
    number = f"{_number(value) if unit in _COUNTED_WHOLE else _large(value)} {_unit(unit)}".strip()
    return hedges().get(hedge, "%(number)s") % {"number": number}


def period(start: date | None, end: date | None) -> str:
    """A period in words: “May 2025” for a whole month, “2025” for a year, else its days; empty for none."""
    if start is None or end is None:
        known = start or end
        return day(known) if known else ""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    last = calendar.monthrange(start.year, start.month)[1]
    if start.day == 1 and (start.year, start.month, last) == (end.year, end.month, end.day):
        return str(formats.date_format(start, "YEAR_MONTH_FORMAT"))
    if start == end:
        return day(start)
    return gettext("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}


def day(value: date) -> str:
    """A day as the language writes it."""
    english = (translation.get_language() or "en").split("-")[0] == "en"
    return str(formats.date_format(value, "j F Y" if english else "DATE_FORMAT"))


def _large(value: float) -> str:
    """A number of money or people: in words from a million on, where that loses nothing."""
    for size, words in ((1e9, gettext("%(number)s billion")), (1e6, gettext("%(number)s million"))):
        if abs(value) >= size and float(f"{value / size:.6g}") * size == value:
            return words % {"number": _number(value / size)}
    return _number(value)


def _number(value: float) -> str:
    whole = float(value).is_integer()
    text = int(value) if whole else float(f"{value:.6g}")
    return str(formats.number_format(text, force_grouping=True))


def _unit(unit: str) -> str:
    return gettext("people") if unit == "people" else unit
