"""Periods, sums of classes and shares: what a careful analyst is told about each figure."""

import itertools
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core.measures import Endpoints, Series, Step, figures
from dateline.territory.core.periods import between, periods
from dateline.territory.core.values import Measure, Period
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.profile_read import profile, read_profile
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.sums import BadClasses, asked_sums
from dateline.territory.surveys.values import Asked, NothingToMeasure, Survey

FIRST = date(2025, 1, 1)


def steps(areas: list[float], every: int = 1) -> list[Step]:
    return [Step(shown=FIRST + timedelta(days=i * every), area={"*": km2}) for i, km2 in enumerate(areas)]


def found(made, measure: Measure, start: date, region: str = "*"):
    return next(f for f in made if (f.measure, f.start, f.region) == (measure, start, region))


def table(folder: Path, rows: str, **asked) -> Survey:
    (folder / "areas.csv").write_text(rows)
    known = profile("generic")
    return survey(Asked(files=[folder / "areas.csv"], profile=known, **asked))


areas = st.lists(st.floats(0, 1e5), min_size=2, max_size=60)


@given(areas, st.integers(1, 40))
def test_gains_less_losses_are_the_change_in_every_period(km2, every):
    known = steps(km2, every)
    made = figures(Series(classes="x", steps=known), periods("month", first=known[0].shown, last=known[-1].shown))

    for net in (f for f in made if f.measure is Measure.NET):
        gained, lost = (found(made, m, net.start).km2 for m in (Measure.POSITIVE_DAYS, Measure.NEGATIVE_DAYS))
        assert gained - lost == pytest.approx(net.km2, abs=1e-6)


@given(areas, st.integers(1, 20), st.sampled_from(["day", "week", "month"]))
def test_the_periods_of_a_series_add_up_to_the_whole_of_it(km2, every, by):
    known = steps(km2, every)
    spans = periods(by, first=known[0].shown, last=known[-1].shown)
    made = figures(Series(classes="x", steps=known), spans)
    nets = [f.km2 for f in made if f.measure is Measure.NET]
    first = next(f.km2 for f in made if f.measure is Measure.AREA)

    assert first + sum(nets) == pytest.approx(km2[-1], abs=1e-6)


@given(areas, st.integers(2, 50), st.integers(-5, 5))
def test_moving_a_cut_moves_only_what_was_dated_between(km2, at, by):
    known = steps(km2)
    edges = [FIRST, FIRST + timedelta(days=100)]
    cut, moved = (FIRST + timedelta(days=n) for n in (at, max(1, at + by)))
    of = {c: figures(Series(classes="x", steps=known), between([*edges, c])) for c in (cut, moved)}

    def at_the_end_of_the_day_before(day: date) -> float:
        return next((s.area["*"] for s in reversed(known) if s.shown < day), known[0].area["*"])

    def second(made, start: date) -> float:
        return next((f.km2 for f in made if (f.measure, f.start) == (Measure.NET, start)), 0.0)

    between_them = at_the_end_of_the_day_before(moved) - at_the_end_of_the_day_before(cut)
    assert second(of[cut], cut) - second(of[moved], moved) == pytest.approx(between_them, abs=1e-6)


@settings(max_examples=50)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.sampled_from(["day", "week", "month"]))
def test_periods_touch_and_hold_every_day_once(first, length, by):
    last = first + timedelta(days=length)
    spans = periods(by, first=first, last=last)

    assert spans[0].start <= first <= spans[0].end
    assert spans[-1].start <= last <= spans[-1].end
    assert all(b.start - a.end == timedelta(days=1) for a, b in itertools.pairwise(spans))
    assert by != "week" or all(s.start.weekday() == 0 and s.end.weekday() == 6 for s in spans)


def test_two_cuts_make_one_period_that_ends_before_the_second():
    assert between([date(2025, 6, 1), date(2024, 6, 1)]) == [Period(start=date(2024, 6, 1), end=date(2025, 5, 31))]


def test_one_cut_is_refused_with_the_reason(tmp_path):
    with pytest.raises(NothingToMeasure, match="one cut makes no period"):
        table(tmp_path, "date,occupied\n2025-01-01,5\n", cuts=[FIRST])


def test_a_sparse_series_says_from_which_map_it_counts_and_which_period_has_none(tmp_path):
    done = table(tmp_path, "date,occupied\n2025-01-30,100\n2025-02-28,110\n2025-04-30,150\n2025-05-31,160\n")
    april = found(done.figures, Measure.NET, date(2025, 4, 1))

    assert april.km2 == 40
    assert april.note == "starts 31 days early, from the map of 2025-02-28"
    assert found(done.figures, Measure.AREA, date(2025, 1, 1)).note == (
        "no map from before the period; ends 1 day early, with the map of 2025-01-30"
    )
    assert not [f for f in done.figures if f.start == date(2025, 3, 1)]
    assert [f.subject for f in done.findings if f.treatment == "no figures"] == ["2025-03-01 to 2025-03-31"]


def test_a_tables_region_that_is_left_out_on_a_day_is_not_nothing_that_day(tmp_path):
    (tmp_path / "areas.csv").write_text(
        "date,region,class,km2\n"
        "2025-01-31,*,occupied,100\n2025-01-31,North,occupied,60\n2025-02-27,*,occupied,110\n"
        "2025-02-28,*,occupied,120\n2025-02-27,North,occupied,70\n2025-02-28,South,occupied,30\n"
    )
    known = read_profile(
        'name = "t"\ntitle = "T"\n[dates]\nfound = "column"\n[table]\nlabel = "class"\nkm2 = "km2"\nregion = "region"\n'
        '[[labels.rules]]\nmatch = "occupied"\nclass = "occupied"\n[[sums]]\nname = "o"\nclasses = ["occupied"]\n'
    )
    done = survey(Asked(files=[tmp_path / "areas.csv"], profile=known))
    february = date(2025, 2, 1)

    assert found(done.figures, Measure.NET, february).km2 == 20
    north = found(done.figures, Measure.NET, february, "North")
    assert (north.km2, north.note) == (10, "ends 1 day early, with the map of 2025-02-27")
    assert found(done.figures, Measure.AREA, february, "South").note == "no map from before the period"


def test_tables_of_one_class_each_are_put_together(tmp_path):
    for name in ("occupied", "contested"):
        rows = "".join(f"2025-01-{d:02},{d}\n" for d in range(1, 11))
        (tmp_path / f"{name}.csv").write_text(f"date,{name}\n{rows}")
    done = survey(
        Asked(files=sorted(tmp_path.glob("*.csv")), profile=profile("generic"), classes=["occupied+contested"])
    )

    assert found(done.figures, Measure.AREA, FIRST).km2 == 20


@pytest.mark.parametrize(
    ("text", "name", "classes"),
    [
        ("occupied+advance", "occupied+advance", ("occupied", "advance")),
        ("claimed", "claimed", ("claimed",)),
        ("all=occupied+advance+claimed", "all", ("occupied", "advance", "claimed")),
        (" occupied + occupied ", "occupied", ("occupied",)),
    ],
)
def test_other_sums_can_be_asked_for(text, name, classes):
    (each,) = asked_sums([text], profile("isw-table"))

    assert (each.name, each.classes) == (name, classes)


@pytest.mark.parametrize("texts", [["nonsense"], ["ignored"], ["=occupied"], [""], ["x=occupied", "x=claimed"]])
def test_a_sum_that_cannot_be_is_refused(texts):
    with pytest.raises(BadClasses):
        asked_sums(texts, profile("isw-table"))


def test_a_profiles_own_sum_is_asked_for_by_its_name_and_none_is_all_of_them():
    known = profile("deepstate-full")

    assert asked_sums(["held"], known)[0].classes == ("occupied", "occupied_earlier")
    assert asked_sums([], known) == known.sums


def test_shares_are_of_the_stated_whole_and_of_each_regions_own_ground(tmp_path):
    files = write_folder(series(7, days=20), tmp_path)
    known = made_profile()
    stated = replace(known, place=replace(known.place, denominator_km2=100_000.0))
    done = survey(Asked(files=files, profile=stated, regions=tmp_path / "regions.geojson"))
    own = done.split_by.on_plane.own_km2
    areas = [f for f in done.figures if f.measure is Measure.AREA]

    assert all(f.share is None for f in done.figures if f.measure is not Measure.AREA)
    for figure in areas:
        whole = 100_000.0 if figure.region == "*" else own[figure.region]
        assert figure.share == pytest.approx(figure.km2 / whole)
        assert f"share of {whole:,.0f} km²" in figure.note


def test_two_maps_are_compared_once_for_all_regions():
    asked = []
    known = [Step(shown=FIRST + timedelta(days=n), area={"*": n, "a": n, "b": 0.0}) for n in range(50)]

    def ends(earlier, later):
        asked.append((earlier, later))
        return Endpoints(gained={"*": 1.0, "a": 1.0, "b": 0.0}, lost={"*": 0.0, "a": 0.0, "b": 0.0})

    figures(Series(classes="x", steps=known, endpoints=ends), periods("month", first=FIRST, last=known[-1].shown))

    assert len(asked) == 1


def test_rounding_leaves_no_negative_nothing(tmp_path):
    known = [Step(shown=FIRST + timedelta(days=n), area={"*": km2}) for n, km2 in enumerate([0.3, 0.1 + 0.2])]
    made = figures(Series(classes="x", steps=known), periods("day", first=FIRST, last=known[-1].shown))

    assert all(not str(f.km2).startswith("-") for f in made)


def test_a_region_may_not_be_called_as_the_whole_is(tmp_path):
    files = write_folder(series(7, days=5), tmp_path)
    boundaries = json.loads((tmp_path / "regions.geojson").read_text())
    boundaries["features"][0]["properties"] = {"name": "*"}
    (tmp_path / "regions.geojson").write_text(json.dumps(boundaries))

    with pytest.raises(NothingToMeasure, match="stands for the whole"):
        survey(Asked(files=files, profile=made_profile(), regions=tmp_path / "regions.geojson"))
