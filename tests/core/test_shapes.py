"""Ground with fewer digits is still ground."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core.shapes import rounded


def faces(seed):
    """Faces of a triangulation, some left out: parts that share edges, holes that touch their shells."""
    dice = np.random.default_rng(seed)
    points = shapely.MultiPoint(np.add(dice.random((40, 2)), (37, 48)))
    parts = shapely.get_parts(shapely.delaunay_triangles(points))
    return parts[dice.random(len(parts)) < 0.7]


@given(seed=st.integers(0, 2**32 - 1), digits=st.integers(2, 6))
@settings(max_examples=60, deadline=None)
def test_it_is_valid_and_as_large_whatever_its_parts_share(seed, digits):
    parts = faces(seed)
    found = rounded(shapely.MultiPolygon(list(parts)), digits)

    assert shapely.is_valid(found)
    assert found.area == pytest.approx(shapely.area(parts).sum(), abs=40 * 10.0**-digits)


def test_a_line_keeps_its_shape():
    line = shapely.MultiLineString([[(37.12345678, 48.0), (37.2, 48.1)]])

    assert rounded(line).equals(shapely.MultiLineString([[(37.123457, 48.0), (37.2, 48.1)]]))
