"""The chart of a survey: every figure in its place and said, at any length of series, wide and narrow."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core import pace
from dateline.territory.core.chart import chart, chart_spec, chart_table
from dateline.territory.core.measures import Series, Step, figures
from dateline.territory.core.numbers import signed_km2
from dateline.territory.core.periods import periods
from dateline.territory.core.picture import NARROW, WIDE, measured_width, nice_steps, wrapped
from dateline.territory.core.wording import Names

NAMES = Names(classes="held", holder="Eastern forces")


def months(*nets, without=()):
    spans = periods("month", first=date(2025, 1, 1), last=date(2025 + len(nets) // 12 + 1, 1, 1))[: len(nets)]
    steps = [Step(shown=date(2024, 12, 31), area={"*": 1000.0})]
    for span, net in zip(spans, nets, strict=True):
        steps.append(Step(shown=span.end, area={"*": steps[-1].area["*"] + net}))
    return figures(Series(classes="held", steps=[s for s in steps if s.shown not in without]), spans)


def drawn(*nets, **how):
    return chart(months(*nets, **how), NAMES, source="The made country")


def rows(spec):
    return spec["datasets"]["bars"]


def test_a_bar_a_month_with_its_figure_its_sign_and_its_name_in_words():
    found = rows(chart_spec(drawn(240, -12.5, 507.3)))

    assert [row["label"] for row in found] == ["+240", "−12", "+507"]
    assert [row["kind"] for row in found] == ["gain", "loss", "gain"]
    assert [row["period"] for row in found] == ["January 2025", "February 2025", "March 2025"]
    assert [row["tick"] for row in found] == [["January", "2025"], ["February"], ["March"]]
    assert [row["last"] for row in found] == [False, False, True]


def test_a_month_without_maps_stays_a_gap_and_is_explained():
    made = drawn(40, 50, 60, 70, 80, without=[date(2025, 3, 31)])

    assert [bar.km2 is None for bar in made.bars] == [False, False, True, False, False]
    assert [bar.partial for bar in made.bars] == [False, False, False, True, False]
    assert made.around.notes[0] == "Shaded: no map to measure from."
    assert "28 February 2025 and 30 April 2025" in made.around.notes[1]


def test_where_no_change_is_known_the_area_is_shown():
    steps = [Step(shown=date(2025, 5, 31), area={"*": 38_000.0})]
    found = figures(
        Series(classes="held", steps=steps), periods("month", first=date(2025, 5, 1), last=date(2025, 5, 1))
    )
    made = chart(found, NAMES, source="x")

    assert not made.net
    assert [bar.km2 for bar in made.bars] == [38_000]
    assert chart([], NAMES, source="x") is None


@pytest.mark.parametrize("count", [1, 2, 7, 18, 60, 240])
@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_labels_and_ticks_do_not_stand_on_each_other(count, layout):
    spec = chart_spec(drawn(*[300.0 + n % 7 for n in range(count)]), layout)
    low, high = spec["encoding"]["x"]["scale"]["range"]
    band = (high - low) / count
    ends = -1.0
    for number, row in enumerate(rows(spec)):
        middle = low + band * (number + 0.5)
        half = max((measured_width(line, layout.small) for line in row["tick"]), default=0) / 2
        if row["tick"]:
            assert middle - half >= ends
            ends = middle + half

    assert rows(spec)[-1]["label"]
    assert high <= layout.width
    assert spec["width"] == layout.width


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=1, max_size=30))
def test_the_spec_has_every_figure_and_the_table_says_it(nets):
    found = months(*nets)
    measured = pace.measured(found, "held")
    spec = chart_spec(chart(found, NAMES, source="x"), NARROW)
    table = chart_table(found, NAMES)

    assert [row["km2"] for row in rows(spec)] == [round(each.net, 3) for each in measured]
    assert [row[1] for row in table.rows] == [signed_km2(each.net) for each in measured]
    low, high = next(each for each in spec["layer"] if each["mark"]["type"] == "bar")["encoding"]["y"]["scale"][
        "domain"
    ]
    assert low <= min(0, *nets)
    assert high >= max(0, *nets)


def test_grid_steps_are_round_and_cover_what_is_asked():
    assert nice_steps(-140, 740) == [0, 200, 400, 600]
    assert nice_steps(0, 0.9) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])


@settings(deadline=None)
@given(st.lists(st.text("abcWil ", min_size=1, max_size=12), min_size=1).map(" ".join), st.integers(60, 400))
def test_wrapped_text_loses_no_word_and_keeps_to_its_width(text, width):
    lines = wrapped(text, 14, width=width)

    assert " ".join(lines) == text
    assert all(measured_width(line, 14) <= width for line in lines if " " in line.strip())
