"""What the readers' templates ask for beyond Django's own."""

import json

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def words_json(words: object) -> SafeString:
    """The words as JSON for a data block or an attribute in single quotes: nothing in it can end either."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return SafeString(text.translate({ord(character): f"\\u{ord(character):04x}" for character in "&<>'"}))
