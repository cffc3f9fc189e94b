"""However the same ground is drawn, split or filed, a survey of it measures the same; there and back is nothing."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.territory.core.values import Measure
from dateline.territory.profile_read import read_profile
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked, Survey

PROFILE = read_profile(
    'name = "t"\ntitle = "T"\n[labels]\ndefault = "occupied"\n[place]\nregion_property = "name"\n'
    '[gates]\ndrop-out = "keep"\n[[sums]]\nname = "occupied"\nclasses = ["occupied"]\n'
)
FIRST = date(2025, 4, 28)
STEP = 0.125
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def days(draw, least: int = 2) -> list[frozenset[tuple[int, int]]]:
    """Days of ground on a grid of cells: what touches, has holes and comes and goes."""
    cell = st.tuples(st.integers(0, 7), st.integers(0, 5))
    shown = [draw(st.frozensets(cell, min_size=1, max_size=24))]
    for _ in range(draw(st.integers(least - 1, 5))):
        shown.append(shown[-1] ^ draw(st.frozensets(cell, max_size=6)) or shown[0])
    return shown


def ground(cells: frozenset[tuple[int, int]]) -> shapely.Geometry:
    boxes = [shapely.box(30 + x * STEP, 48 + y * STEP, 30 + (x + 1) * STEP, 48 + (y + 1) * STEP) for x, y in cells]
    return shapely.union_all(boxes)


def put(folder: Path, number: int, geometries: list[shapely.Geometry]) -> Path:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(g))} for g in geometries
    ]
    path = folder / f"map_{FIRST + timedelta(days=number)}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def strips(folder: Path) -> Path:
    regions = [("west", 29, 30.3), ("mid", 30.3, 30.6), ("east", 30.6, 33)]
    features = [
        {
            "type": "Feature",
            "properties": {"name": n},
            "geometry": json.loads(shapely.to_geojson(shapely.box(a, 47, b, 50))),
        }
        for n, a, b in regions
    ]
    path = folder / "regions.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def measured(folder: Path, maps: list[list[shapely.Geometry]], **asked) -> Survey:
    files = [put(folder, number, geometries) for number, geometries in enumerate(maps)]
    return survey(Asked(files=files, profile=PROFILE, regions=strips(folder), **asked))


def numbers(done: Survey) -> dict[tuple[object, ...], float]:
    return {(f.start, f.region, f.measure): f.km2 for f in done.figures}


@quick
@given(days())
def test_regions_that_cover_the_country_sum_to_the_whole(tmp_path, shown):
    found = numbers(measured(tmp_path, [[ground(cells)] for cells in shown]))

    for (start, region, measure), km2 in found.items():
        if region == "*" and measure not in {Measure.POSITIVE_DAYS, Measure.NEGATIVE_DAYS}:
            parts = [found[start, name, measure] for name in ("west", "mid", "east")]
            assert sum(parts) == pytest.approx(km2, abs=1e-6)


@quick
@given(days())
def test_gains_less_losses_are_the_change_in_every_region(tmp_path, shown):
    found = numbers(measured(tmp_path, [[ground(cells)] for cells in shown], by="day"))

    for (start, region, measure), net in found.items():
        if measure is Measure.NET:
            for plus, minus in (
                (Measure.ENDPOINT_GAIN, Measure.ENDPOINT_LOSS),
                (Measure.DAILY_GAIN, Measure.DAILY_LOSS),
                (Measure.POSITIVE_DAYS, Measure.NEGATIVE_DAYS),
            ):
                assert found[start, region, plus] - found[start, region, minus] == pytest.approx(net, abs=1e-6)


@quick
@given(days(), st.integers(0, 9), st.booleans(), st.booleans())
def test_any_split_into_features_ring_start_and_turn_gives_the_same(tmp_path, shown, start, turned, split):
    def otherwise(cells: frozenset[tuple[int, int]]) -> list[shapely.Geometry]:
        whole = ground(cells)
        if split:
            halves = [shapely.intersection(whole, shapely.box(a, 40, b, 60)) for a, b in ((20, 30.5), (30.5, 40))]
            return [half for half in halves if half.area]
        parts = []
        for part in reversed(shapely.get_parts(whole)):
            rings = [list(ring.coords)[:-1] for ring in (part.exterior, *part.interiors)]
            rings = [ring[start % len(ring) :] + ring[: start % len(ring)] for ring in rings]
            shell, *holes = [ring[::-1] if turned else ring for ring in rings]
            parts.append(shapely.Polygon(shell, holes))
        return [shapely.MultiPolygon(parts)]

    one = numbers(measured(tmp_path, [[ground(cells)] for cells in shown]))
    other = numbers(measured(tmp_path, [otherwise(cells) for cells in shown]))

    assert other == pytest.approx(one, abs=1e-6)


@quick
@given(days())
def test_there_and_back_is_no_change_and_gains_what_it_lost(tmp_path, shown):
    there = [ground(cells) for cells in shown]
    cut = [FIRST + timedelta(days=1), FIRST + timedelta(days=2 * len(there))]
    found = numbers(measured(tmp_path, [[g] for g in [*there, *reversed(there[:-1])]], cuts=cut))

    for region in ("*", "west", "mid", "east"):
        net, gain, loss, daily_gain, daily_loss = (
            found[cut[0], region, measure]
            for measure in (
                Measure.NET,
                Measure.ENDPOINT_GAIN,
                Measure.ENDPOINT_LOSS,
                Measure.DAILY_GAIN,
                Measure.DAILY_LOSS,
            )
        )
        assert [net, gain, loss] == pytest.approx([0, 0, 0], abs=1e-6)
        assert daily_gain == pytest.approx(daily_loss, abs=1e-6)


@quick
@given(days(least=3), st.data())
def test_moving_a_cut_moves_only_what_was_dated_between(tmp_path, shown, data):
    maps = [[ground(cells)] for cells in shown]
    begin, end = FIRST + timedelta(days=1), FIRST + timedelta(days=len(maps))
    inside = st.dates(begin + timedelta(days=1), end - timedelta(days=1))
    one, two = sorted([data.draw(inside), data.draw(inside)])
    found = [numbers(measured(tmp_path, maps, cuts=[begin, cut, end])) for cut in (one, two)]
    between = numbers(measured(tmp_path, maps, cuts=[one, two, end])) if one < two else {}

    for region in ("*", "west", "mid", "east"):
        for measure in (Measure.NET, Measure.DAILY_GAIN, Measure.DAILY_LOSS):
            moved = found[1][begin, region, measure] - found[0][begin, region, measure]
            assert moved == pytest.approx(between.get((one, region, measure), 0.0), abs=1e-6)
