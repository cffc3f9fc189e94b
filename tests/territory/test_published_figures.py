"""What AFP published from ISW's maps comes out of the table of areas, and the gates are why."""

import json
from datetime import date
from pathlib import Path

import pytest

from dateline.territory.core.gates import Day, Gated, Thresholds, Treatment, gate, total
from dateline.territory.core.measures import Series, Step, figures
from dateline.territory.core.periods import periods
from dateline.territory.core.values import Figure, Measure, Period

CLASSES = ("ukraine_control_map", "russian_advances", "russian_claimed")


@pytest.fixture(scope="module")
def days() -> list[Day]:
    path = Path(__file__).resolve().parents[3] / "shared/data/territory/isw_table/daily_areas.json"
    if not path.exists():
        pytest.skip("the shared real inputs are not beside this checkout (../shared)")
    found: dict[str, dict[str, float]] = {}
    for row in json.loads(path.read_text()):
        found.setdefault(row["date"], {})[row["layerType"]] = row["areaKm2"]
    return [Day(shown=date.fromisoformat(shown), km2=km2) for shown, km2 in found.items()]


def gated(days: list[Day], treatment: Treatment = Treatment.DROP) -> Gated:
    return gate(days, CLASSES, treatment={"drop-out": treatment}, limits=Thresholds())


def measured(days: tuple[Day, ...], spans: list[Period]) -> dict[tuple[date, Measure], Figure]:
    steps = [Step(shown=day.shown, area={"*": total(day, CLASSES)}) for day in days]
    series = Series(classes="all", steps=steps, denominators={"*": 603_549})
    return {(f.start, f.measure): f for f in figures(series, spans)}


@pytest.mark.parametrize(("month", "published"), [(3, 240), (4, 379), (5, 507)])
def test_the_months_of_spring_2025_are_within_a_square_kilometre_of_afp(days, month, published):
    spans = periods("month", first=date(2025, 3, 1), last=date(2025, 5, 31))
    found = measured(gated(days).days, spans)

    assert found[date(2025, month, 1), Measure.NET].km2 == pytest.approx(published, abs=1)


def test_twelve_months_by_daily_signs_come_near_afp_with_the_gates_on_and_not_without(days):
    year = [Period(start=date(2024, 6, 1), end=date(2025, 5, 31))]
    with_gates = measured(gated(days).days, year)
    without = measured(gated(days, Treatment.KEEP).days, year)

    assert with_gates[year[0].start, Measure.POSITIVE_DAYS].km2 == pytest.approx(5107, rel=0.005)
    assert with_gates[year[0].start, Measure.NEGATIVE_DAYS].km2 == pytest.approx(85, abs=15)
    assert without[year[0].start, Measure.POSITIVE_DAYS].km2 > 7000


def test_the_share_at_the_end_of_may_2025_is_what_was_published(days):
    found = measured(gated(days).days, periods("month", first=date(2025, 5, 1), last=date(2025, 5, 31)))

    assert found[date(2025, 5, 1), Measure.AREA].share == pytest.approx(0.1897, abs=0.0002)


def test_the_two_drop_outs_are_named(days):
    found = [f.subject for f in gated(days).findings if f.gate == "drop-out"]

    assert {"2024-07-03", "2025-03-04"} <= set(found)
    assert len(found) <= 4, found
