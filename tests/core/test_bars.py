"""Bars tell their figures truly: one scale, one zero, nothing outside the frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.blog.core.bars import bars
from dateline.blog.core.blocks import Row

figures = st.one_of(st.none(), st.floats(-1e12, 1e12, allow_nan=False))


def rows(*values: float | None) -> tuple[Row, ...]:
    return tuple(Row(label=str(at), value=value) for at, value in enumerate(values))


@given(st.lists(figures, max_size=20))
def test_every_bar_stays_inside_the_frame(values):
    for bar in bars(rows(*values)):
        assert 0 <= bar.start <= 100
        assert 0 <= bar.width <= 100
        assert bar.start + bar.width <= 100.02


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=10))
def test_a_longer_bar_is_a_larger_figure(values):
    drawn = sorted(bars(rows(*values)), key=lambda bar: bar.value or 0)

    assert [bar.width for bar in drawn] == sorted(bar.width for bar in drawn)
    assert drawn[-1].width == pytest.approx(100, abs=0.01)


def test_bars_below_zero_run_the_other_way_from_the_same_zero():
    gained, lost = bars(rows(300, -100))

    assert (gained.start, gained.width) == (25, 75)
    assert (lost.start, lost.width) == (0, 25)
    assert lost.below_zero
    assert not gained.below_zero


def test_a_figure_that_is_not_known_has_no_bar():
    assert [bar.width for bar in bars(rows(None, 0, 5))] == [0, 0, 100]
