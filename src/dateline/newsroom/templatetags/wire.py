"""What the wire's templates ask for beyond Django's own."""

from datetime import UTC, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from dateline.claims.core.clean import clean_url

register = template.Library()


@register.filter
def is_web(url: str) -> bool:
    """Whether the address may be a link on a page."""
    return bool(clean_url(str(url)))


@register.filter
def shortly(at: datetime) -> str:
    """Day and time in UTC, with the year where it is not this one."""
    local = at.astimezone(UTC)
    form = "j M H:i" if local.year == timezone.now().year else "j M Y H:i"
    return f"{date_format(local, form, use_l10n=False)} UTC"
