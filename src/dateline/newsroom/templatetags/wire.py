"""What the wire's templates ask for beyond Django's own."""

from django import template

from dateline.claims.core.clean import clean_url

register = template.Library()


@register.filter
def is_web(url: str) -> bool:
    """Whether the address may be a link on a page."""
    return bool(clean_url(str(url)))
