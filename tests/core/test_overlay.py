"""Laying ground over ground always comes to an answer, and says where it was not an exact one."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core import compare, overlay
from dateline.territory.core.compare import full_difference, outlined

BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])  # two triangles of 25 each
LEFT = shapely.box(-1, -1, 5, 20)


def test_what_is_valid_is_laid_exactly_and_without_a_word():
    ground, remark = overlay.difference(shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2))

    assert ground.equals(shapely.box(0, 0, 1, 2))
    assert remark == ""


def test_ground_that_crosses_itself_is_laid_all_the_same_and_it_says_so():
    with pytest.raises(shapely.GEOSException):
        shapely.difference(BOW_TIE, LEFT)

    kept, remark = overlay.difference(BOW_TIE, LEFT)
    common, _ = overlay.intersection(BOW_TIE, LEFT)
    whole, _ = overlay.union([BOW_TIE, LEFT])

    assert kept.area == pytest.approx(25, abs=1e-6)
    assert common.area == pytest.approx(25, abs=1e-6)
    assert whole.area == pytest.approx(LEFT.area + 25, abs=1e-6)
    assert "points were put on a grid" in remark


def test_what_only_touches_has_no_ground_in_common():
    common, remark = overlay.intersection(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1))

    assert (common.area, common.geom_type, remark) == (0, "MultiPolygon", "")


@st.composite
def near_misses(draw) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Two maps whose borders nearly meet: stars whose points lie some rounding errors off each other's edges."""
    count = draw(st.integers(5, 30))
    radii = draw(st.lists(st.floats(20_000, 90_000), min_size=count, max_size=count))
    turns = [2 * math.pi * i / count for i in range(count)]
    ring = [(math.cos(t) * r, math.sin(t) * r) for t, r in zip(turns, radii, strict=True)]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    off = draw(st.lists(st.sampled_from([0, 1e-10, -1e-10, 1e-7, -1e-7, 5e-3]), min_size=count, max_size=count))
    other = [point for a, m, d in zip(ring, middles, off, strict=True) for point in (a, (m[0] + d, m[1] - d))]
    return shapely.Polygon(ring), overlay.valid(shapely.Polygon(other))


@settings(max_examples=80, deadline=None)
@given(pair=near_misses())
def test_borders_that_nearly_meet_are_compared_and_add_up(pair):
    earlier, later = pair

    change = compare.compare(outlined(earlier), outlined(later))

    truth = full_difference(earlier, later)
    assert change.gained_km2 == pytest.approx(truth.gained_km2, abs=1e-6)
    assert change.lost_km2 == pytest.approx(truth.lost_km2, abs=1e-6)
    assert change.gained_km2 - change.lost_km2 == pytest.approx((later.area - earlier.area) / 1e6, abs=1e-6)


def test_edges_that_cannot_be_put_together_leave_the_full_difference(monkeypatch):
    def fails(*_, **__):
        raise shapely.GEOSException("TopologyException: Iterated noding failed to converge")

    monkeypatch.setattr(compare.shapely, "node", fails)
    earlier = shapely.box(0, 0, 30_000, 30_000).segmentize(500)
    later = shapely.union(earlier, shapely.box(20_000, 10_000, 40_000, 11_000))
    change = compare.compare(outlined(earlier), outlined(later))

    assert change.gained_km2 == pytest.approx(10, abs=1e-9)
    assert change.lost_km2 == 0


def test_a_ring_that_misleads_mending_by_structure_is_valid_all_the_same():
    ring = shapely.Polygon([(20.0, -46.2), (21.0, -46.5), (23.5, -48.0), (20.0, -45.6), (22.5, -47.4)])
    mended = overlay.valid(ring)

    assert shapely.is_valid(mended)
    assert mended.area == pytest.approx(0.375)
