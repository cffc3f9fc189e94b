"""Finds speech that a dash opens at a paragraph's start, as papers of many languages set it."""

import re

from dateline.wire.core.quotes.cast import Cast
from dateline.wire.core.quotes.marks import Span
from dateline.wire.core.quotes.subjects import is_cue
from dateline.wire.core.tongues.words import words_in

_OPENING = re.compile(r"^[ \t\u00a0]*[–—―-][ \t\u00a0]+(?=\S)", re.MULTILINE)
_LONGEST = 3000


def spoken_in(text: str, spans: list[Span], *, cast: Cast) -> list[Span]:
    """Each stretch of such speech, up to the verb that says who speaks; none where no verb does."""
    found = []
    for match in _OPENING.finditer(text):
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        stop = _end_of_speech(text, (match.end(), min(end, match.end() + _LONGEST)), spans, cast=cast)
        if stop == match.end() and text[max(0, match.start() - 20) : match.start()].rstrip()[-1:] == ":":
            stop = end  # the line before said who speaks
        if stop > match.end():
            found.append(Span(match.start(), stop, match.end(), _bare(text, match.end(), stop)))
    return found


def _end_of_speech(text: str, stretch: tuple[int, int], spans: list[Span], *, cast: Cast) -> int:
    """Where the words end and the verb of saying begins; ``start`` where no verb follows a comma, dash or mark."""
    start, end = stretch
    words = words_in(text, start, end=end, elision="elision" in cast.tongue.flags)
    inside = [(span.start, span.end) for span in spans if start <= span.start < end]
    for n in range(1, len(words)):
        if not is_cue(words[n], cast) or any(a <= words[n].start < b for a, b in inside):
            continue
        if words[n - 1].low in {",", "!", "?", "–", "—", "-", "…", "."}:
            at = n - 1 if words[n - 1].low in {",", "–", "—", "-"} else n
            while at > 1 and words[at - 1].low in {",", "–", "—", "-"}:
                at -= 1
            return words[at - 1].end
    return start


def _bare(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t,–—-":
        end -= 1
    return end
