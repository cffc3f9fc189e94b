"""Says a refusal in the language of the request: core raises it without a translator at hand."""

from django.utils.translation import gettext

from dateline.blog.core.refused import Refused


def in_words(refused: Refused) -> str:
    """The sentence for the person who asked."""
    text = gettext(refused.text)
    return text % refused.values if refused.values else text
