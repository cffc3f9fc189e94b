"""The map of a survey: what is drawn is where it lies, turned north, simplified without gaps, small enough."""

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core.map import Shown, cut_for, ground_map, map_spec
from dateline.territory.core.pace import Measured
from dateline.territory.core.picture import NARROW, WIDE, Around
from dateline.territory.core.project import Plane, points_to_plane
from dateline.territory.core.values import Period
from dateline.territory.core.view import PIXEL, needs_locator, view_of
from dateline.territory.core.wording import Names

PLANE = Plane(longitude=31, latitude=49)
MAY = Measured(
    period=Period(start=date(2025, 5, 1), end=date(2025, 5, 31)),
    net=0.0,
    base=date(2025, 4, 30),
    last=date(2025, 5, 31),
)
NAMES = Names(classes="held", ground="occupied ground", holder="Eastern forces")
NOTHING = shapely.MultiPolygon()


def shown(held, *, gained=NOTHING, lost=NOTHING, regions=(), period=MAY):
    return Shown(plane=PLANE, period=period, held=held, gained=gained, lost=lost, regions=tuple(regions))


def drawn(*args, **kinds):
    return ground_map(shown(*args, **kinds), NAMES, source="The made country")


def features(spec, kind):
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == "geoshape"]
    return [f for layer in layers for f in layer["data"]["values"] if f["properties"]["kind"] == kind]


def texts(spec):
    marks = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    return [" ".join(m["text"]) if isinstance(m["text"], list) else m["text"] for m in marks]


COUNTRY = shapely.box(-300_000, -300_000, 300_000, 300_000)
HALVES = (("West", shapely.box(-300_000, -300_000, 0, 300_000)), ("East", shapely.box(0, -300_000, 300_000, 300_000)))
HELD = shapely.box(100_000, -300_000, 300_000, 300_000)
GAINED = shapely.box(100_000, 0, 110_000, 20_000)


@settings(deadline=None)
@given(st.floats(22, 40), st.floats(44, 53))
def test_north_is_up_in_the_middle_of_any_window(longitude, latitude):
    here, there = points_to_plane(np.array([[longitude, latitude], [longitude, latitude + 0.01]]), PLANE)
    spot = shapely.buffer(shapely.Point(here), 20_000)
    view = view_of([], spot, width=720.0, plane=PLANE)
    a, b = (shapely.get_coordinates(view.in_pixels(shapely.Point(each)))[0] for each in (here, there))

    assert abs(b[0] - a[0]) < 0.05 * abs(b[1] - a[1])
    assert b[1] < a[1], "north is up, and pixels count downwards"


@settings(deadline=None)
@given(st.floats(22, 40), st.floats(44, 53))
def test_the_window_lies_on_the_plane_where_its_pixels_say(longitude, latitude):
    here = points_to_plane(np.array([[longitude, latitude]]), PLANE)[0]
    spot = shapely.buffer(shapely.Point(here), 20_000)
    view = view_of([], spot, width=720.0, plane=PLANE)
    corners = shapely.get_coordinates(view.in_pixels(view.window()))

    assert np.allclose(corners[:, 0].min(), 0, atol=1e-6)
    assert np.allclose(corners[:, 0].max(), 720, atol=1e-6)
    assert shapely.contains(view.window(), spot)


def test_a_small_change_is_shown_close_with_a_locator_and_a_large_one_with_the_whole():
    close = cut_for(shown(HELD, gained=GAINED, regions=HALVES))
    far = cut_for(shown(HELD, gained=shapely.box(100_000, -290_000, 110_000, 290_000), regions=HALVES))

    assert needs_locator(close.view, COUNTRY)
    assert not needs_locator(far.view, COUNTRY)
    assert shapely.contains(close.view.window(), GAINED)
    assert shapely.contains(far.view.window(), COUNTRY)


def test_the_drawn_ground_is_as_large_as_it_is_within_a_pixel_along_its_edge():
    cut = cut_for(shown(HELD, gained=GAINED, regions=HALVES))
    pixels = GAINED.area / cut.view.metres_per_pixel**2

    assert cut.gained.area == pytest.approx(pixels, abs=cut.gained.length * PIXEL)


def test_what_lies_side_by_side_is_simplified_without_gaps_or_overlaps():
    wave = [(100_000 + 4_000 * np.sin(n / 3), n * 100.0) for n in range(200)]
    gained = shapely.Polygon([*wave, (112_000, 19_900), (112_000, 0)])
    held = shapely.union(shapely.difference(HELD, gained), gained)
    cut = cut_for(shown(held, gained=gained, regions=HALVES))

    assert shapely.intersection(cut.held, cut.gained).area < 1e-6
    assert shapely.union(cut.held, cut.gained).geom_type in {"Polygon", "MultiPolygon"}
    assert sum(shapely.get_num_interior_rings(p) for p in shapely.get_parts(shapely.union(cut.held, cut.gained))) == 0
    assert shapely.get_num_coordinates(cut.gained) < shapely.get_num_coordinates(gained)


def test_the_legend_says_what_there_is_in_words_and_figures():
    spec = map_spec(drawn(HELD, gained=GAINED, regions=HALVES))

    assert "Occupied ground, 31 May 2025" in texts(spec)
    assert "Gained since 30 April 2025: 200 km²" in texts(spec)
    assert not any(text.startswith("Lost") for text in texts(spec))
    assert "Where Eastern forces took ground in May 2025" in texts(spec)
    assert "North is up" in texts(spec)
    assert any(text.endswith(" km") for text in texts(spec))


def test_a_map_without_regions_or_change_shows_what_is_held():
    lone = Measured(period=MAY.period, area=1.0, last=date(2025, 5, 31))
    spec = map_spec(drawn(HELD, period=lone), NARROW)

    assert len(features(spec, "held")) == 1
    assert features(spec, "gained") == []
    assert texts(spec)[0] == "Occupied ground, 31 May 2025"
    assert spec["width"] == 360


def test_nothing_reaches_out_of_the_map():
    spec = map_spec(drawn(HELD, gained=GAINED, regions=HALVES))
    points = [p for kind in ("held", "gained") for f in features(spec, kind) for part in f["geometry"]["coordinates"]
              for ring in part for p in ring]  # fmt: skip
    xs, ys = zip(*points, strict=True)

    assert min(xs) >= 0
    assert max(xs) <= WIDE.width
    assert min(ys) >= 0
    assert max(ys) <= spec["height"]


def test_a_very_rough_outline_is_drawn_coarser_not_larger():
    rng = np.random.default_rng(5)
    angle = np.linspace(0, 2 * np.pi, 60_000, endpoint=False)
    radius = 250_000 + rng.uniform(-20_000, 20_000, angle.size)
    rough = shapely.make_valid(shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])))
    cut = cut_for(shown(rough))

    assert shapely.get_num_coordinates(cut.held) < 8000


def test_a_cards_map_says_no_title_and_keeps_its_legend():
    whole = drawn(HELD, gained=GAINED, regions=HALVES)
    bare = map_spec(type(whole)(shown=whole.shown, around=Around(), legend=whole.legend, names=NAMES))

    assert "Where Eastern forces took ground in May 2025" not in texts(bare)
    assert "Gained since 30 April 2025: 200 km²" in texts(bare)


def test_a_hole_turns_the_other_way_and_so_stays_one():
    burned = shapely.Point(0, 0).buffer(9_000)
    ring = shapely.Point(0, 0).buffer(10_000).difference(burned)
    (feature,) = features(map_spec(drawn(shapely.union(burned, ring), gained=ring)), "gained")
    outer, hole = (shapely.LinearRing(points) for points in feature["geometry"]["coordinates"][0])

    assert outer.is_ccw != hole.is_ccw
