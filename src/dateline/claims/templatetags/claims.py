"""What templates ask of claims: an exhibit's card, a status or hedge in words, a number with its unit."""

from datetime import date

from django import template
from django.utils import formats
from django.utils.safestring import SafeString

from dateline.claims import render, spoken
from dateline.claims.core.values import ClaimView
from dateline.claims.models import Figure

register = template.Library()


@register.simple_tag
def exhibit_card(uid: str) -> SafeString:
    """The exhibit's card; nothing where there is no such exhibit."""
    return render.exhibit_card(uid)


@register.filter
def status_name(status: str) -> str:
    """A status in words."""
    return spoken.status_name(status)


@register.filter
def number_said(claim: ClaimView) -> str:
    """The claim's number as it was said: “nearly 400 km²”; empty where it says none."""
    return "" if claim.value is None else spoken.quantity(claim.value, claim.unit, hedge=claim.hedge)


@register.filter
def period_said(claim: ClaimView) -> str:
    """The claim's period in words; empty where it names none."""
    start, end = (date.fromisoformat(day) if day else None for day in (claim.start, claim.end))
    return spoken.period(start, end)


@register.filter
def figure_name(figure: Figure) -> str:
    """What names a figure in a list."""
    about = [figure.measure, "" if figure.region == "*" else figure.region, spoken.period(figure.start, figure.end)]
    return figure.title or ", ".join(filter(None, about))


@register.filter
def figure_number(figure: Figure) -> str:
    """The figure's number with its unit."""
    return spoken.quantity(figure.value, figure.unit)


@register.filter
def day(value: date) -> str:
    """A day as the page's language writes it."""
    return spoken.day(value)


@register.filter
def kilobytes(size: int) -> str:
    """A size in kB, at least one."""
    return str(formats.number_format(max(1, round(size / 1000)), force_grouping=True))
