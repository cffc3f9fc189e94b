"""Cuts a text into sentences in which each quotation stands as one item, so that who says it can be looked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.wire.core.quotes.marks import Span
from dateline.wire.core.tongues.tongue import Tongue
from dateline.wire.core.tongues.words import Word, ends_sentence, words_in

_TERMINAL = frozenset(".!?…")
LONGEST = 250  # items of one sentence: what is longer is no sentence, and is cut


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence of the text around quotations; ``paragraph`` counts the paragraphs it may share with others."""

    items: tuple[Word, ...]
    paragraph: int
    first: bool


def frames_of(text: str, spans: list[Span], *, tongue: Tongue) -> Iterator[Frame]:
    """The sentences of the text, in order; a quotation over several paragraphs makes one of them."""
    for number, (start, end, first, last) in enumerate(_paragraphs(text, spans)):
        items = _items(text, (start, end), spans, which=(first, last), tongue=tongue)
        opening = True
        for sentence in _sentences(text, items, spans, tongue=tongue):
            yield Frame(tuple(sentence), number, opening)
            opening = False


def closes_itself(text: str, span: Span) -> bool:
    """Whether the quotation ends as a sentence does."""
    return span.inner_end > span.inner_start and text[span.inner_end - 1] in _TERMINAL


def _paragraphs(text: str, spans: list[Span]) -> Iterator[tuple[int, int, int, int]]:
    """Start and end of each paragraph, and which quotations stand in it."""
    start = at = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        first = at
        while at < len(spans) and spans[at].start < end:
            if spans[at].end > end:
                end = text.find("\n", spans[at].end)
                end = len(text) if end < 0 else end
            at += 1
        if text[start:end].strip():
            yield start, end, first, at
        start = end + 1


def _items(
    text: str, stretch: tuple[int, int], spans: list[Span], *, which: tuple[int, int], tongue: Tongue
) -> list[Word]:
    elision = "elision" in tongue.flags
    items: list[Word] = []
    at, end = stretch
    for number in range(*which):
        span = spans[number]
        items += words_in(text, at, end=span.start, elision=elision)
        items.append(Word("“", "“", span.start, span.end, number))
        at = span.end
    return [*items, *words_in(text, at, end=end, elision=elision)]


def _sentences(text: str, items: list[Word], spans: list[Span], *, tongue: Tongue) -> Iterator[list[Word]]:
    current: list[Word] = []
    for n, item in enumerate(items):
        current.append(item)
        after = items[n + 1] if n + 1 < len(items) else None
        if item.quote >= 0:
            stopped = text[spans[item.quote].inner_end - 1 : spans[item.quote].inner_end] == "."
            anew = (stopped and after is not None and after.is_capital) or _goes_on_anew(items, n + 1, tongue)
            ended = closes_itself(text, spans[item.quote]) and anew
        else:
            ended = ends_sentence(items[n - 1] if n else None, item, after=after)
        if ended or len(current) >= LONGEST:
            yield current
            current = []
    if current:
        yield current


def _goes_on_anew(items: list[Word], at: int, tongue: Tongue) -> bool:
    """Whether what follows a quotation that ends as a sentence is another sentence, and not who says it."""
    if at >= len(items):
        return True
    after = items[at]
    if after.quote >= 0:
        return True
    if after.low in {"-", "–", "—"}:  # who says it, or an aside
        return False
    if not after.is_capital:
        return False
    for n in range(at, min(at + 7, len(items))):
        item = items[n]
        if item.low in tongue.lists["plain"]:
            return n == at
        if item.quote >= 0 or not item.is_word or (tongue.has("stops", item.low) and n > at):
            return True
    return True
