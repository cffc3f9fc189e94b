"""What AFP published from ISW's maps comes out of the table of areas, and the gates are why."""

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.project.surveying.survey import command
from dateline.territory.core.compare import full_difference
from dateline.territory.core.gates import Day, Gated, Thresholds, Treatment, gate, total
from dateline.territory.core.measures import Series, Step, figures
from dateline.territory.core.periods import periods
from dateline.territory.core.values import Figure, Measure, Period
from dateline.territory.profile_read import profile
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked, Survey

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


@pytest.fixture(scope="module")
def territory() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared/data/territory"
    if not folder.exists():
        pytest.skip("the shared real inputs are not beside this checkout (../shared)")
    return folder


def of(done: Survey, measure: Measure, start: date, **where: str) -> Figure:
    region, classes = where.get("region", "*"), where.get("classes", "occupied")
    key = (measure, start, region, classes)
    return next(f for f in done.figures if (f.measure, f.start, f.region, f.classes) == key)


def test_afps_twelve_months_come_from_the_command_as_one_period(territory, tmp_path):
    arguments = [str(territory / "isw_table/daily_areas.json"), "--profile", "isw-table", "--no-cache"]
    arguments += ["--cut", "2024-06-01", "--cut", "2025-06-01", "--classes", "occupied+advance+claimed"]
    done = CliRunner().invoke(command, [*arguments, "--out", str(tmp_path)])
    with (tmp_path / "figures.csv").open() as file:
        rows = {row["measure"]: row for row in csv.DictReader(file)}

    assert done.exit_code == 0, done.output
    assert {(row["start"], row["end"]) for row in rows.values()} == {("2024-06-01", "2025-05-31")}
    assert float(rows["positive_days"]["km2"]) == pytest.approx(5107, rel=0.005)
    assert float(rows["negative_days"]["km2"]) == pytest.approx(85, abs=15)
    assert float(rows["area"]["share"]) == pytest.approx(0.1897, abs=0.0002)
    assert "share of 603,549 km²" in rows["area"]["note"]


def test_whole_and_partial_control_have_shares_of_their_own(territory):
    known = profile("isw-table")
    done = survey(Asked(files=[territory / "isw_table/daily_areas.json"], profile=known))
    wholly, partly = (
        of(done, Measure.AREA, date(2025, 5, 1), classes=name) for name in ("occupied", "occupied+advance+claimed")
    )

    assert wholly.share < partly.share == pytest.approx(0.1897, abs=0.0002)


@pytest.mark.parametrize(
    ("maps", "name"), [("deepstate_full/*.gz", "deepstate-full"), ("isw_layers_2022/202209[13]0*.gz", "isw-layers")]
)
def test_the_changed_edges_of_real_maps_are_their_full_difference(territory, maps, name):
    done = survey(Asked(files=sorted(territory.glob(maps)), profile=profile(name), by="day", classes=["occupied"]))
    compared = [(each.classes, each) for each in done.changed]

    assert compared
    for classes, each in compared:
        before, after = (
            next(s.ground for s in done.shown if (s.shown, s.classes) == (day, classes))
            for day in (each.base, each.last)
        )
        full = full_difference(before, after)
        assert each.gained.area / 1e6 == pytest.approx(full.gained_km2, abs=1e-6)
        assert each.lost.area / 1e6 == pytest.approx(full.lost_km2, abs=1e-6)


def test_every_day_of_two_months_by_region_adds_up_to_the_months(territory):
    asked = Asked(
        files=sorted((territory / "deepstate_daily").glob("*.geojson")),
        profile=profile("deepstate-daily"),
        regions=next((territory / "boundaries").glob("*.geojson")),
    )
    months, days = survey(asked), survey(replace(asked, by="day"))
    by_day = {(f.start, f.region, f.measure): f.km2 for f in days.figures}
    may = [date(2025, 5, 1) + timedelta(days=n) for n in range(31)]
    for measure in (Measure.NET, Measure.DAILY_GAIN, Measure.DAILY_LOSS, Measure.POSITIVE_DAYS):
        for region in ("*", *months.split_by.on_plane.names):
            month = of(months, measure, may[0], region=region).km2
            assert sum(by_day[day, region, measure] for day in may) == pytest.approx(month, abs=1e-6)
    for (day, region, measure), km2 in by_day.items():
        if measure is Measure.ENDPOINT_GAIN:
            assert km2 == by_day[day, region, Measure.DAILY_GAIN]
