"""Ground on a shelf comes back as it was, from memory or from a file; GeoJSON is written as Python would write it."""

import json
import pickle

import pytest
import shapely

from dateline.territory.core.values import Change
from dateline.territory.surveys.geojson import collection, feature, multipolygon
from dateline.territory.surveys.shelf import Shelf, packed_change

HOLED = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (2, 1), (2, 2)], [(4, 4), (5, 4), (5, 5)]])
CHANGE = Change(gained=(HOLED, shapely.box(20, 1 / 3, 21, 2)), lost=(shapely.box(30, 0, 31, 1),), remark="hard")


@pytest.mark.parametrize("in_memory", [0, 300, 10**6])
def test_a_change_comes_back_from_the_shelf_to_the_last_digit(in_memory):
    shelf = Shelf(in_memory)
    changes = [CHANGE, Change(), Change(lost=CHANGE.gained)]
    there = [shelf.put_change(packed_change(each)) for each in changes]
    del shelf

    assert [each.change for each in there] == changes
    assert pickle.loads(pickle.dumps(there)) == there
    assert there[0].gained == there[2].lost
    assert there[0].gained != there[0].lost


def test_ground_is_kept_where_no_file_can_be_written(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    there = Shelf(0).put_change(packed_change(CHANGE))

    assert there.change == CHANGE


@pytest.mark.parametrize("least", [1.0, 3e-6, -2e-5])
def test_geojson_is_written_as_python_writes_numbers(least):
    parts = [HOLED, shapely.box(-least, least, 36.123457, 48)]
    written = b"".join(collection([feature({"region": "Суми", "km2": 1e-06}, multipolygon(parts, 6))] * 2)).decode()
    coordinates = [[[list(point) for point in ring.coords] for ring in (p.exterior, *p.interiors)] for p in parts]
    one = {
        "type": "Feature",
        "properties": {"region": "Суми", "km2": 1e-06},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }
    text = json.dumps(one, ensure_ascii=False, separators=(",", ":"))

    assert written == f'{{"type":"FeatureCollection","features":[\n{text},\n{text}\n]}}\n'


def test_no_feature_is_a_collection_too():
    assert json.loads(b"".join(collection([]))) == {"type": "FeatureCollection", "features": []}
