"""Hostile texts: quotes and figures come to an end in them, whatever they hold, and find nothing that is not there."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.wire import Understood
from dateline.wire.core.listen import listened
from dateline.wire.core.quotes.marks import spans_of
from dateline.wire.reading.knowledge import knowledge

MANY = 3_000


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000,
        "“" * 100_000,
        "“‘«" * MANY,
        " s' a" * MANY,
        "1" * 5_000_000,
        "1 " * MANY,
        "123 456 " * MANY,
        "1," * MANY,
        "twenty-" * MANY,
        "million " * MANY,
        "einund" * MANY,
        "a" * 1_000_000,
        "he said " * MANY,
        "Anna Bell " * MANY,
        "Anna, " * MANY + "said “yes.”",
        "“\n“a b c" * MANY,
        "- " * MANY,
        "\u202e“\u2066a”\u2069 " * MANY,
        "\x00\ud800“a”" * 100,
    ],
    ids=range(19),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    page = listened(Understood(text=text, language="sv"), knowledge())

    assert len(page.quotes) <= 2000
    assert len(page.figures) <= 2000


MARKS = "“ ” \" ‘ ’ ' « » „ \n , . : – … \u00ad"
WORDS = "said she 40 5.2bn £ % people km² in May nearly sagte zwei Mio. 1:0 U.S."
PIECES = st.sampled_from([*MARKS.split(" "), *WORDS.split(" "), "Anna Bell", "according to", "a third of"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60), st.sampled_from(["en", "de", "fr", "uk", "sv", ""]))
def test_whatever_stands_there_places_are_places_of_the_text(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    page = listened(Understood(text=text, language=language), knowledge())

    for found in (*page.quotes, *page.figures):
        assert 0 <= found.start < found.end <= len(text)
    for quote in page.quotes:
        assert " ".join(text[quote.start : quote.end].split()) == quote.text


@given(st.text(alphabet="“”\"'’‘«»a .\n", max_size=200))
@example("“'‘\na\"")
@settings(max_examples=300, deadline=None)
def test_quotations_never_overlap(text: str) -> None:
    spans = spans_of(text)

    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(span.start < span.inner_start <= span.inner_end <= span.end for span in spans)


def test_right_to_left_words_are_kept_as_they_stand() -> None:
    text = "قال أحمد للصحيفة «نحن نذهب الآن إلى البيت». ثم غادر."
    page = listened(Understood(text=text, language="ar"), knowledge())

    assert all(text[quote.start : quote.end] == quote.text for quote in page.quotes)
