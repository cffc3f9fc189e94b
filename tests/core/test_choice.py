"""What an exhibit shows of a survey: the chosen figures alone, and words that are the figures'."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core.choice import (
    SIDE_BY_SIDE,
    Choice,
    chosen_chart,
    chosen_figures,
    chosen_table,
    notes,
    words,
)
from dateline.territory.core.values import Figure, Measure
from dateline.territory.core.wording import Names

NAMES = Names(classes="held", ground="held ground", holder="The north")
MONTHS = [
    (date(2025, 3, 1), date(2025, 3, 31)),
    (date(2025, 4, 1), date(2025, 4, 30)),
    (date(2025, 5, 1), date(2025, 5, 31)),
]
KM2 = st.floats(0, 1e5, allow_nan=False)


def figures(km2: float = 5.0, note: str = "") -> list[Figure]:
    """Every measure of three months for the whole and two regions."""
    return [
        Figure(start=start, end=end, region=region, classes=classes, measure=measure, km2=km2 + n, note=note)
        for classes in ("held", "claimed")
        for n, (start, end) in enumerate(MONTHS)
        for region in ("*", "Quill", "Hather")
        for measure in Measure
    ]


def choice(measure: Measure = Measure.NET, region: str = "*", first: int = 0, last: int = 2) -> Choice:
    return Choice(
        kind="chart", classes="held", measure=measure, region=region, first=MONTHS[first][0], last=MONTHS[last][0]
    )


@pytest.mark.parametrize("measure", Measure)
def test_only_what_was_chosen_is_shown(measure):
    shown = chosen_figures(figures(), choice(measure, "Quill", 1, 2))

    assert {(figure.classes, figure.region) for figure in shown} == {("held", "Quill")}
    assert {figure.start for figure in shown} == {MONTHS[1][0], MONTHS[2][0]}
    assert {figure.measure for figure in shown} == ({*SIDE_BY_SIDE} if measure in SIDE_BY_SIDE else {measure})


@pytest.mark.parametrize("measure", Measure)
@settings(deadline=None)
@given(km2=KM2)
def test_bars_have_the_figures_own_size_and_losses_go_down(measure, km2):
    bars = chosen_chart(figures(km2), choice(measure), names=NAMES)

    sign = -1 if "loss" in measure or "negative" in measure else 1
    assert bars is not None
    assert [bar.km2 for bar in bars.bars] == [sign * (km2 + n) for n in range(3)]
    assert bars.net == (measure is not Measure.AREA)


@pytest.mark.parametrize("measure", Measure)
def test_the_table_has_a_row_a_period_and_a_cell_a_column(measure):
    table = chosen_table(figures(), choice(measure, "Hather"), names=NAMES)

    assert len(table.rows) == 3
    assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("region", ["*", "Quill"])
def test_the_sentence_names_the_period_the_figure_and_the_region(measure, region):
    said = words(figures(41.0), choice(measure, region), names=NAMES)

    assert "43" in said.sentence
    assert "May 2025" in said.sentence
    assert (region == "*") or region in said.sentence
    assert said.title


def test_nothing_is_said_of_periods_without_the_measure():
    area = [figure for figure in figures() if figure.measure is Measure.AREA]

    assert chosen_chart(area, choice(Measure.DAILY_GAIN), names=NAMES) is None
    assert words(area, choice(Measure.DAILY_GAIN), names=NAMES).sentence == ""


def test_what_a_figure_starts_from_is_among_the_limits():
    told = notes(figures(note="ends with the map of 2025-05-28"), choice(first=2), names=NAMES)

    assert told == ["May 2025: ends with the map of 2025-05-28."]
    assert MONTHS[2][1] - MONTHS[2][0] == timedelta(days=30)
