"""The changed edges give what the full geometric difference gives, and areas on the plane are true."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate

from dateline.territory.core.compare import compare, outlined
from dateline.territory.core.project import Plane, plane_error, plane_for, to_degrees, to_plane
from dateline.territory.core.regions import Regions

KM = 1000.0


@st.composite
def grounds(draw) -> shapely.Geometry:
    """Ground on the plane as maps have it: blobs, some with holes, some that touch, on a coarse grid of vertices."""
    boxes = []
    for _ in range(draw(st.integers(1, 6))):
        x, y = (draw(st.integers(0, 40)) * KM for _ in range(2))
        w, h = (draw(st.integers(1, 15)) * KM for _ in range(2))
        box = shapely.box(x, y, x + w, y + h)
        boxes.append(rotate(box, draw(st.sampled_from([0, 0, 30])), origin=(0, 0)))
    holes = shapely.union_all(boxes[len(boxes) // 2 + 1 :])
    ground = shapely.difference(shapely.union_all(boxes), holes)
    return ground if ground.area else boxes[0]


def polygons(ground: shapely.Geometry) -> shapely.Geometry:
    kept = [p for p in shapely.get_parts(ground) if p.geom_type == "Polygon"]
    return shapely.multipolygons(kept)


@settings(max_examples=150, deadline=None)
@given(a=grounds(), b=grounds())
def test_changed_edges_equal_the_full_difference(a, b):
    a, b = polygons(a), polygons(b)
    change = compare(outlined(a), outlined(b))

    assert change.gained_km2 == pytest.approx(shapely.difference(b, a).area / 1e6, abs=1e-6)
    assert change.lost_km2 == pytest.approx(shapely.difference(a, b).area / 1e6, abs=1e-6)
    assert change.gained_km2 - change.lost_km2 == pytest.approx((b.area - a.area) / 1e6, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(a=grounds(), b=grounds())
def test_there_and_back_cancels(a, b):
    a, b = polygons(a), polygons(b)
    there, back = compare(outlined(a), outlined(b)), compare(outlined(b), outlined(a))

    assert there.gained_km2 == pytest.approx(back.lost_km2, abs=1e-9)
    assert there.lost_km2 == pytest.approx(back.gained_km2, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(a=grounds(), b=grounds(), cuts=st.lists(st.integers(1, 54), min_size=1, max_size=5, unique=True))
def test_regions_sum_to_the_whole(a, b, cuts):
    edges = [-60, *sorted(cuts), 60]
    strips = [
        (f"strip {n}", shapely.box(x * KM, -60 * KM, y * KM, 90 * KM))
        for n, (x, y) in enumerate(itertools.pairwise(edges))
    ]
    change = compare(outlined(polygons(a)), outlined(polygons(b)))

    assert Regions.of(strips).km2(change.gained).sum() == pytest.approx(change.gained_km2, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(a=grounds(), b=grounds(), shift=st.integers(0, 9), turned=st.booleans())
def test_ring_order_and_start_do_not_matter(a, b, shift, turned):
    a, b = polygons(a), polygons(b)

    def drawn_otherwise(ground):
        parts = []
        for part in reversed(list(shapely.get_parts(ground))):
            rings = [shapely.get_coordinates(r)[:-1] for r in shapely.get_rings(part)]
            rolled = [np.roll(r, shift, axis=0)[:: -1 if turned else 1] for r in rings]
            shell, *holes = [np.vstack([r, r[:1]]) for r in rolled]
            parts.append(shapely.Polygon(shell, holes))
        return shapely.multipolygons(parts)

    one = compare(outlined(a), outlined(b))
    other = compare(outlined(drawn_otherwise(a)), outlined(b))
    assert one.gained_km2 == pytest.approx(other.gained_km2, abs=1e-9)
    assert one.lost_km2 == pytest.approx(other.lost_km2, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(
    lon=st.floats(-150, 150),
    lat=st.floats(-75, 75),
    size=st.floats(0.001, 9),
    corners=st.integers(3, 8),
    turn=st.floats(0, 6),
    away=st.floats(-20, 20),
)
def test_areas_on_the_plane_are_true_everywhere(lon, lat, size, corners, turn, away):
    angles = turn + np.linspace(0, 2 * np.pi, corners, endpoint=False)
    shape = shapely.Polygon(
        np.column_stack([lon + size * np.cos(angles), np.clip(lat + size * 0.6 * np.sin(angles), -84, 84)])
    )
    plane = Plane(longitude=round(lon), latitude=round(max(-85, min(85, lat + away))))

    assert abs(plane_error(shape, plane)) <= 1e-4


def test_an_edge_that_two_maps_share_is_split_alike():
    west, east = shapely.box(20, 40, 30, 50), shapely.box(30, 40, 40, 50)
    plane = plane_for(shapely.union_all([west, east]))
    assert len(shapely.get_coordinates(to_plane(west, plane))) > 20, "long edges are split"

    change = compare(outlined(to_plane(west, plane)), outlined(to_plane(shapely.union_all([west, east]), plane)))

    assert change.lost_km2 == 0
    assert change.gained_km2 == pytest.approx(to_plane(east, plane).area / 1e6, rel=1e-9)


def test_degrees_come_back():
    plane = Plane(longitude=31, latitude=48)
    shape = shapely.box(30, 47, 30.1, 47.1)

    assert to_degrees(to_plane(shape, plane), plane).equals_exact(shape, 1e-6)
