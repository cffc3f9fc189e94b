"""Which stories are about something like another one: by names and words, in their days."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.core.report import Report
from dateline.wire.core.stories.related import alike

NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)


def report(key: int, title: str, *, days: float = 0) -> Report:
    return Report(id=key, title=title, published=NOON + timedelta(days=days))


ASKED = report(0, "Dam at Sorna breaks, thousands flee")


def test_what_shares_its_names_comes_first_and_what_shares_nothing_is_none():
    others = [
        report(1, "Parliament passes the budget"),
        report(2, "Minister visits Sorna after the flood"),
        report(3, "Engineers had warned of the dam at Sorna"),
        report(4, "Goat wins the marathon"),
    ]

    assert alike(ASKED, others, most=5) == [3, 2]


def test_the_same_words_long_ago_are_less():
    others = [report(1, "Engineers had warned of the dam at Sorna", days=-60)]

    assert alike(ASKED, others, most=5) == []


@given(st.lists(st.text(max_size=40), max_size=8), st.integers(1, 4))
def test_only_others_are_named_each_once(titles, most):
    found = alike(ASKED, [report(n + 1, title) for n, title in enumerate(titles)], most=most)

    assert len(set(found)) == len(found) <= most
    assert 0 not in found


def test_meaning_tells_more_than_words_where_it_is_known():
    chance = np.random.default_rng(7)
    plain = [chance.normal(size=64).astype(np.float32) for _n in range(12)]
    vectors = {n: vector / np.linalg.norm(vector) for n, vector in enumerate(plain)}
    others = [report(n, f"Nothing in common {n}") for n in range(1, 12)]
    others[4] = report(5, "انهيار السد")
    vectors[5] = vectors[0]

    assert alike(ASKED, others, most=3, vectors=vectors) == [5]
    assert alike(ASKED, others, most=3) == []


def test_a_few_meanings_are_none_for_nobody_knows_what_they_have_in_common():
    same = np.ones(8, np.float32)
    others = [report(1, "Parliament passes the budget")]

    assert alike(ASKED, others, most=3, vectors={0: same, 1: same}) == []
