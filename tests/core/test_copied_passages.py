"""What changed between copies, and which agency a text credits."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.core.copies.agencies import agency_credits
from dateline.wire.core.copies.passages import changed_passages

WORDS = st.lists(st.sampled_from(["the", "Kyiv", "Київ", "基辅", "a", "on", "said", "2,000", "…", "\n"]), max_size=60)


def changes(one, other):
    return [(one[slice(*p.earlier)], other[slice(*p.later)]) for p in changed_passages(one, other)]


def test_a_changed_word_an_addition_and_an_omission_are_told_with_their_place():
    one = "The quick brown fox jumps over the lazy dog near the river bank today. It was seen by nine people."
    other = "Again the quick brown fox jumps over the lazy cat near the river bank today. It was seen by people."

    assert changes(one, other) == [("", "Again"), ("dog", "cat"), ("nine", "")]


def test_signs_and_spaces_are_no_change():
    assert not changed_passages("He said: “No, I will not go there.”", "He said - no;  I WILL not go there")


@given(WORDS, WORDS)
def test_what_lies_between_the_passages_is_the_same(one, other):
    earlier, later = " ".join(one), " ".join(other)
    passages = changed_passages(earlier, later)

    assert kept(earlier, [p.earlier for p in passages]) == kept(later, [p.later for p in passages])
    assert [p.later for p in passages] == sorted(p.later for p in passages)


def kept(text, spans):
    letters = [letter for place, letter in enumerate(text) if not any(a <= place < b for a, b in spans)]
    return "".join(letter for letter in "".join(letters).lower() if letter.isalnum())


def test_long_texts_are_compared_in_the_time_that_they_are_long():
    chance = random.Random(1)
    words = [f"word{chance.randrange(5_000)}" for _ in range(20_000)]
    edited = [word if at % 1_000 else "edited" for at, word in enumerate(words)]

    assert len(changed_passages(" ".join(words), " ".join(edited))) == 20
    assert changed_passages("a " * 90_000, "b a " * 45_000)


CREDITS = [
    ("KYIV, June 2 (Reuters) - The bridge was closed.", ["Reuters"]),
    ("Berlin (dpa/AFP) – Die Brücke ist gesperrt.", ["dpa", "AFP"]),
    ("Die Brücke ist gesperrt.\n© dpa-infocom, dpa:260602", ["dpa"]),
    ("LONDON (AP) — A ship sank.", ["AP"]),
    ("PA Media\nA ship sank.", ["PA Media"]),
    ("Міст закрито.\nДжерело: Укрінформ", ["Ukrinform"]),
    ("新华社北京6月2日电 大桥关闭。", ["Xinhua"]),
    ("باريس (أ ف ب) - أغلق الجسر.", ["AFP"]),
    ("Par Anne Petit avec AFP\nLe pont est fermé.", ["AFP"]),
    ("Von Jan Klein, dpa\nDie Brücke", ["dpa"]),
    ("MOSCOW, 2 June. /TASS/. The bridge", ["TASS"]),
    ("Officials told Reuters on Monday that AP had left.", []),
    ("He paid 20 EFE.", []),
]


@pytest.mark.parametrize(("text", "agencies"), CREDITS, ids=[text[:20] for text, _ in CREDITS])
def test_agencies_are_told_where_they_are_credited_and_not_where_they_are_quoted(text, agencies):
    assert [credit.agency for credit in agency_credits(text)] == agencies


def test_a_credit_names_its_place():
    (credit,) = agency_credits("A. " * 2_000 + "\nSource: Укрінформ")

    assert ("A. " * 2_000 + "\nSource: Укрінформ")[credit.start : credit.end] == "Укрінформ"
