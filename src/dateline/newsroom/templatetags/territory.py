"""How templates write figures of surveys: km², shares, periods."""

import calendar
from datetime import date

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from dateline.territory.core.values import Period

register = template.Library()


@register.filter
def km2(value: float) -> str:
    """The area as the page's language writes numbers: one decimal, two below ten."""
    places = 2 if abs(value) < 10 else 1
    return formats.number_format(value + 0.0, places, use_l10n=True, force_grouping=True)


@register.filter
def percent(share: float) -> str:
    """The share in per cent."""
    return _("%(n)s %%") % {"n": formats.number_format(100 * share, 2)}


@register.filter
def days(period: Period) -> str:
    """The period: a month by its name, anything else by its first and last day."""
    if _is_month(period.start, period.end):
        return formats.date_format(period.start, "F Y")
    first, last = (formats.date_format(day, "j N Y") for day in (period.start, period.end))
    return first if first == last else f"{first} – {last}"


def _is_month(start: date, end: date) -> bool:
    whole = (start.year, start.month) == (end.year, end.month) and start.day == 1
    return whole and end.day == calendar.monthrange(end.year, end.month)[1]
