"""Areas on the plane are true to 0.01 % anywhere on earth: at the poles, over the antimeridian, tiny and huge."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from dateline.territory.core.project import Plane, plane_for, to_plane

GEOD = Geod(ellps="WGS84")
# The geodesic area itself is known to a tenth of a square metre an edge (Karney 2013).
UNSURE_M2 = 5.0

longitudes = st.sampled_from([180.0, -180.0, 179.9, -179.99]) | st.floats(-180, 180)
latitudes = st.sampled_from([90.0, -90.0, 89.9, -89.99, 0.0]) | st.floats(-90, 90)


@st.composite
def shapes(draw, largest: float = 2_500_000.0) -> tuple[float, float, np.ndarray]:
    """A star of corners about a place, from ten metres to a continent: its place and corners in degrees."""
    lon, lat = draw(longitudes), draw(latitudes)
    metres = 10 ** draw(st.floats(1, np.log10(largest)))
    count = draw(st.integers(3, 30))
    reach = np.array(draw(st.lists(st.floats(0.5, 1), min_size=count, max_size=count)))
    bearings = draw(st.floats(0, 120)) + np.linspace(0, 360, count, endpoint=False)
    x, y, _ = GEOD.fwd(np.full(count, lon), np.full(count, lat), bearings, metres * reach)
    return lon, lat, np.column_stack([x, y])


def true_m2(corners: np.ndarray) -> float:
    return abs(GEOD.polygon_area_perimeter(corners[::-1, 0], corners[::-1, 1])[0])


@settings(max_examples=200, deadline=None)
@given(shapes())
def test_on_the_plane_that_is_chosen_for_it(shape):
    _, _, corners = shape
    ground = shapely.Polygon(corners)
    area = to_plane(ground, plane_for(ground)).area

    assert area == pytest.approx(true_m2(corners), rel=1e-4, abs=UNSURE_M2)


@settings(max_examples=200, deadline=None)
@given(shapes(1_500_000.0), st.floats(0, 360), st.floats(0, 15_000_000))
def test_on_a_plane_centred_far_away(shape, bearing, metres):
    lon, lat, corners = shape
    centre = GEOD.fwd(lon, lat, bearing, metres)
    area = to_plane(shapely.Polygon(corners), Plane(longitude=round(centre[0]), latitude=round(centre[1]))).area

    assert area == pytest.approx(true_m2(corners), rel=1e-4, abs=UNSURE_M2)


def test_ground_on_both_sides_of_the_antimeridian_has_its_plane_there():
    fiji = [shapely.box(177, -19, 180, -16), shapely.box(-180, -18, -178, -16)]

    assert plane_for(*fiji) == plane_for(shapely.MultiPolygon(fiji)) == Plane(longitude=-180, latitude=-18)
    assert plane_for(shapely.box(177, -19, 182, -16)) == Plane(longitude=-180, latitude=-18)
    assert plane_for(*[shapely.box(west, -60, west + 9, 70) for west in range(-170, 170, 10)]).longitude == 0
