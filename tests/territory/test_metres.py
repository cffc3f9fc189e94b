"""Coordinates in metres that say no system: read as the web's maps where they can be nothing else, else refused."""

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from dateline.territory.core.metres import only_mercator
from dateline.territory.core.repair import Piece, RepairRules, repair

UKRAINE, FRANCE = (21.0, 44.0, 41.0, 53.0), (-5.0, 41.0, 10.0, 52.0)
DONETSK = shapely.box(37.0, 47.5, 38.0, 48.5)


def in_metres(ground, epsg):
    forward = Transformer.from_crs(4326, epsg, always_xy=True)
    return shapely.transform(ground, lambda c: np.column_stack(forward.transform(c[:, 0], c[:, 1])))


def mended(ground, place):
    return repair([Piece(control="occupied", ground=ground)], "x.geojson", rules=RepairRules(place=place))


def test_web_mercator_without_a_word_of_it_is_read_and_said():
    found = mended(in_metres(DONETSK, 3857), UKRAINE)

    assert found.ground["occupied"].symmetric_difference(DONETSK).area < 1e-9
    assert [(f.gate, f.treatment) for f in found.findings] == [("reading", "converted to degrees")]
    assert "EPSG:3857" in found.findings[0].what


@pytest.mark.parametrize("epsg", [32636, 32637, 28406, 3035, 5562])
def test_other_metres_stay_refused_with_the_reason(epsg):
    found = mended(in_metres(DONETSK, epsg), UKRAINE)

    assert "its coordinates are not degrees" in found.fault


def test_without_a_place_nothing_is_guessed():
    assert "its coordinates are not degrees" in mended(in_metres(DONETSK, 3857), None).fault


def test_metres_that_could_be_those_of_utm_as_well_stay_refused():
    paris = in_metres(shapely.box(2.2, 48.7, 2.5, 49.0), 32631)

    assert not only_mercator(shapely.bounds(paris), FRANCE)
    assert "its coordinates are not degrees" in mended(paris, FRANCE).fault


def test_metres_of_another_country_stay_refused():
    assert not only_mercator(shapely.bounds(in_metres(shapely.box(-118, 34, -117, 35), 3857)), UKRAINE)


def test_degrees_are_left_as_they_are():
    assert mended(DONETSK, UKRAINE).findings == ()
