"""What the readers' templates ask for beyond Django's own."""

import json

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def words_json(words: object) -> SafeString:
    """The words as JSON for a data block: nothing in it can end the element."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return SafeString(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
