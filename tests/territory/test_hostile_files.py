"""A broken or hostile file is named with what is wrong, quickly, and stops nothing."""

import gzip
import io
import json
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.made.series import series
from dateline.territory.made.write import FORMATS, written, zipped
from dateline.territory.read.files import read_bytes, read_file
from dateline.territory.read.values import AreaTable, Layer, Limits, Unreadable

SMALL = Limits(file_bytes=1_000_000, unpacked_bytes=1_000_000, points=1000)
FILES = {kind: next(iter(written(series(days=1), kind))) for kind in FORMATS}
MAP = FILES["geojson"].content


def reason(content, name="map.geojson", limits=SMALL):
    found = read_bytes(name, content, limits=limits)
    assert isinstance(found, Unreadable), found
    assert found.name == name
    assert found.finding.what == found.reason
    return found.reason


@pytest.mark.parametrize("share", [0.05, 0.5, 0.98])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_truncated_file_is_named_in_every_format(kind, share):
    cut = FILES[kind].content[: int(len(FILES[kind].content) * share)]

    assert any(word in reason(cut) for word in ("cut short", "broken", "not built", "declares"))


def test_a_zip_whose_parts_do_not_fit_each_other_is_named():
    kmz = FILES["kmz"].content
    place = kmz.rindex(b"PK\x05\x06") + 16

    # Its directory says that it begins later than it does, so that the files lie before the beginning.
    assert "zip" in reason(kmz[:place] + (len(kmz) * 2).to_bytes(4, "little") + kmz[place + 4 :])


def test_a_zip_with_a_file_of_no_name_is_named():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        container.writestr("nobody", MAP)

    assert "zip" in reason(made.getvalue().replace(b"nobody", b"\0obody"))


@pytest.mark.parametrize("number", [b"NaN", b"-Infinity", b"1e999"])
def test_coordinates_that_are_no_numbers_refuse_the_file(number):
    assert "NaN or Infinity" in reason(MAP.replace(b"[2", b"[" + number + b",2", 1))


def test_a_null_coordinate_refuses_the_file():
    assert "are not numbers" in reason(MAP.replace(b"[2", b"[null,2", 1))


def test_nan_in_a_kml_refuses_the_file():
    kml = FILES["kml"].content.replace(b"<coordinates>", b"<coordinates>NaN,1 ", 1)

    assert "not numbers" in reason(kml)


def test_a_file_of_two_gigabytes_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "huge.geojson"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    started = time.perf_counter()
    found = read_file(path)

    assert isinstance(found, Unreadable)
    assert "2,000 MB; 268 MB are allowed" in found.reason
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(bytes(5_000_000)),
        zipped({"doc.kml": b" " * 5_000_000}),
        zipped({f"{n}.txt": b" " * 300_000 for n in range(5)}),
        gzip.compress(gzip.compress(bytes(5_000_000))),
    ],
    ids=["gzip", "kmz", "many", "nested"],
)
def test_a_bomb_is_not_unpacked_past_the_limit(content):
    assert "more than is allowed" in reason(content)


def test_gzip_in_gzip_in_gzip_comes_to_an_end():
    content = MAP
    for _ in range(40):
        content = gzip.compress(content)

    assert "more than is allowed" in reason(content)


@pytest.mark.parametrize("declared", ['<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/hostname">'])
def test_xml_with_entities_is_refused(declared):
    text = f'<?xml version="1.0"?><!DOCTYPE kml [{declared}]><kml><name>&a;</name></kml>'

    assert "entities" in reason(text.encode())


def test_a_hundred_thousand_folders_in_each_other_are_walked():
    found = read_bytes("a.kml", b"<kml>" + b"<Folder>" * 100_000 + b"</Folder>" * 100_000 + b"</kml>")

    assert isinstance(found, Layer)
    assert found.features == ()


@pytest.mark.parametrize("depth", [20, 1000, 100_000])
def test_collections_nested_too_deep_are_refused(depth):
    text = b'{"type":"GeometryCollection","geometries":[' * depth + b"]}" * depth

    assert "deep" in reason(text, limits=Limits()) or "depth" in reason(text, limits=Limits())


def test_too_many_points_are_refused():
    ring = [[x / 1000, 0] for x in range(2000)] + [[0, 1], [0, 0]]

    assert "points" in reason(json.dumps({"type": "Polygon", "coordinates": [ring]}).encode())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (bytes(100), "empty"),
        (b"<!DOCTYPE html><html>Not found", "web page"),
        (b'{"error":{"code":400,"message":"Invalid token"}}', "server's error"),
        (b"\x89PNG\r\n\x1a\n\x00", "no kind of map"),
        (b"hello", "no kind of map"),
        (b'{"type":"Feature","geometry":{"type":"Blob"}}', "no kind of geometry"),
        (b'{"type":"FeatureCollection","features":3}', "without a list"),
        (b'{"type":"Polygon","coordinates":[[[1,2],["x",3]]]}', "not pairs of numbers"),
        (b'{"type":"Polygon","coordinates":7}', "feature 1"),
        (b'{"type":"Topology","arcs":[],"objects":{"a":{"type":"Polygon","arcs":[[7]]}}}', "not there"),
        (b'{"type":"Polygon","coordinates":[],"crs":{"type":"name","properties":{"name":"EPSG:0"}}}', "unknown"),
        (b'{"areas":[5]}', "ring 1"),
        (b"SQLite format 3\x00" + bytes(3000), "broken"),
        (b"\x00\x00\x27\x0a" + bytes(300), "broken"),
    ],
)
def test_what_is_no_map_is_told_what_it_is(content, why):
    assert why in reason(content).replace("no kind of map that is known", "no kind of map").replace(
        "neither a map that is known here nor text in UTF-8", "no kind of map"
    )


def test_a_file_that_is_gone_or_a_folder_is_a_value_too(tmp_path):
    assert isinstance(read_file(tmp_path / "gone.geojson"), Unreadable)
    assert isinstance(read_file(tmp_path), Unreadable)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["Polygon", "Feature", "Topology", "x"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "features", "geometry", "coordinates", "arcs", "objects", "areas", "rings", "properties"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_any_json_is_a_layer_a_table_or_a_reason(value):
    assert isinstance(read_bytes("a.json", json.dumps(value).encode()), Layer | AreaTable | Unreadable)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["geojson", "topojson", "kml", "kmz", "esri", "geojson.gz"]),
    st.integers(0, 10_000),
    st.binary(max_size=3),
)
def test_any_changed_byte_is_a_layer_a_table_or_a_reason(kind, place, put):
    content = bytearray(FILES[kind].content)
    at = place % len(content)
    content[at : at + len(put)] = put

    assert isinstance(read_bytes("a", bytes(content)), Layer | AreaTable | Unreadable)
