"""What a label says of the ground, whatever the language and the spelling it is written in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.territory.core.labels import LabelRule, class_of, folded, label_in

RULES = (
    LabelRule(match=r"^map\.status\.dismissed", gives="liberated"),
    LabelRule(match=r"^map\.status\.occupied", gives="occupied"),
    LabelRule(match=r"^(occupied|окуповано)\b", gives="occupied"),
)


def control(label):
    found = class_of(label, RULES)
    return found.control if found else None


@pytest.mark.parametrize(
    "label",
    [
        "Звільнено 25.03 /// Liberated 25.03 /// map.status.dismissed_at {{at:25.03}}",
        "Звільнено/// Liberated ///map.status.dismissed\n",
        "Звільнено\n///\nLiberated\xa0\n/// MAP.status.dismissed",
        "map.status.dismissed",
    ],
)
def test_the_key_at_the_end_says_the_class_however_the_words_drift(label):
    assert control(label) == "liberated"


def test_the_key_counts_more_than_the_words_before_it():
    assert control("Occupied /// map.status.dismissed") == "liberated"


def test_words_that_are_known_read_a_label_whose_key_is_new_and_say_so():
    found = class_of("Окуповано /// Occupied /// map.zone.seven", RULES)

    assert found is not None
    assert (found.control, found.drifted) == ("occupied", "words “окуповано”")


def test_a_label_that_no_rule_knows_has_no_class():
    assert class_of("Загадка /// Mystery /// map.status.mystery", RULES) is None


@given(st.text(max_size=30))
def test_a_label_reads_the_same_composed_or_decomposed_in_any_case(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert folded(decomposed) == folded(text)
    assert folded(folded(text)) == folded(text)


def test_a_letter_of_two_parts_is_the_letter_of_one():
    assert control(unicodedata.normalize("NFD", "Окуповано й")) == "occupied"


def test_the_first_property_that_says_anything_is_the_label():
    assert label_in({"a": " ", "b": None, "c": "x", "d": "y"}, ("a", "b", "c", "d")) == "x"
    assert label_in({"a": ""}, ("a", "z")) is None
