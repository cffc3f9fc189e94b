"""Files as others send them: lines of features, styles, tables from other lands, folders with other things beside."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core.repair import Piece, RepairRules, repair
from dateline.territory.core.values import Measure
from dateline.territory.profile_read import profile, shipped
from dateline.territory.read.areas import TakenAreas, areas
from dateline.territory.read.files import read_bytes
from dateline.territory.read.folders import map_files
from dateline.territory.read.parts import Parted, parted
from dateline.territory.read.values import AreaTable, Layer, Unreadable
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked

NAMES = (
    "type", "features", "geometry", "coordinates", "properties", "areas", "date", "name", "layer", "km2", "rings",
    "attributes", "objects", "arcs", "poly_DateCurrent", "fill",
)  # fmt: skip


def square(west, *, size=1.0, **properties):
    ring = [[west, 48], [west + size, 48], [west + size, 48 + size], [west, 48 + size], [west, 48]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def layer(name, content):
    read = read_bytes(name, content if isinstance(content, bytes) else content.encode())
    assert isinstance(read, Layer), read
    return read


LINES = [json.dumps(square(30, name="a")), json.dumps(square(33, name="b"))]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "\r\n".join(LINES) + "\r\n",
        "".join(f"\x1e{line}\n" for line in LINES),
        "[" + ",\n".join(LINES) + "]",
        json.dumps([square(30, name="a")["geometry"], square(33)["geometry"]]),
        "\n".join(json.dumps({"type": "FeatureCollection", "features": [json.loads(line)]}) for line in LINES),
    ],
)
def test_features_one_after_the_other_are_one_map(text):
    assert [feature.ground.area for feature in layer("x.geojsonl", text).features] == [1, 1]


def test_a_line_that_is_broken_refuses_the_file():
    assert isinstance(read_bytes("x.geojsonl", f"{LINES[0]}\n{LINES[1][:40]}".encode()), Unreadable)


def test_properties_in_properties_are_found_by_their_way():
    (feature,) = layer("x.json", json.dumps(square(30, meta={"status": {"en": "Occupied"}}))).features

    assert feature.properties["meta.status.en"] == "Occupied"


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Style id="red-normal"><PolyStyle><color>4d1427a5</color></PolyStyle></Style>
<StyleMap id="red"><Pair><key>normal</key><styleUrl>#red-normal</styleUrl></Pair></StyleMap>
<Placemark><styleUrl>#red</styleUrl><Polygon><outerBoundaryIs><LinearRing><coordinates>
30,48 31,48 31,49 30,48</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>"""


def test_a_kml_feature_has_the_colour_of_its_style():
    (feature,) = layer("x.kml", KML).features

    assert feature.properties["fill"] == "#a52714"


@pytest.mark.parametrize(
    "text",
    [
        "date;layerType;areaKm2\n2025-05-30;ukraine_control_map;110000,5\n2025-05-31;ukraine_control_map;110010,75\n",
        "\ufeffDate,Layer Type,Area (km2)\n30.05.2025,Ukraine_Control_Map,110000.5\n"
        "31.05.2025,Ukraine_Control_Map,110010.75\n",
        "day\tclass\tkm2\n2025/05/30\tRussian control\t110 000.5\n2025/05/31\tRussian control\t110 010.75\n",
        'date,ukraine_control_map\n"May 30, 2025","110,000.5"\n"May 31, 2025","110,010.75"\n',
    ],
)
def test_a_table_from_other_lands_is_read(text):
    table = read_bytes("areas.csv", text.encode())
    assert isinstance(table, AreaTable)
    taken = areas(table, profile("isw-table"))

    assert isinstance(taken, TakenAreas)
    assert [day.km2 for day in taken.days] == [{"occupied": 110000.5}, {"occupied": 110010.75}]


def test_a_table_in_utf_16_is_read():
    assert isinstance(read_bytes("areas.csv", "date,km2\n2025-05-31,1\n".encode("utf-16")), AreaTable)


def test_what_lies_beside_the_maps_changes_nothing(tmp_path):
    for day in (1, 2, 3):
        content = json.dumps({"type": "FeatureCollection", "features": [square(30, size=1 + day / 10)]})
        (tmp_path / f"map_2025-05-0{day}.geojson").write_text(content, encoding="utf-8")
    alone = survey(Asked(files=map_files(tmp_path), profile=profile("generic"), by="all"))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.json").write_text("{}", encoding="utf-8")
    (tmp_path / "README.md").write_text("# maps 2025-05-04", encoding="utf-8")
    (tmp_path / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (tmp_path / "._map_2025-05-04.geojson").write_bytes(b"\0\5\26\7")
    (tmp_path / "last-edited.csv").write_text("date,who\n2025-05-04,me\n", encoding="utf-8")
    (tmp_path / "package.json").write_text('{"name": "maps"}', encoding="utf-8")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nothing.geojson").symlink_to(tmp_path / "nothing.geojson")
    beside = survey(Asked(files=map_files(tmp_path), profile=profile("generic"), by="all"))

    assert beside.figures == alone.figures
    assert {f.subject for f in set(beside.findings) - set(alone.findings)} == {"last-edited.csv", "package.json"}


def test_a_slip_in_a_files_date_does_not_stretch_the_survey_over_centuries(tmp_path):
    for day in ("2025-05-01", "2025-05-02", "2025-05-03", "2202-05-04"):
        (tmp_path / f"{day}.geojson").write_text(json.dumps(square(30)), encoding="utf-8")
    done = survey(Asked(files=map_files(tmp_path), profile=profile("generic"), by="month"))

    assert {f.start.year for f in done.figures} == {2025}
    assert [f.subject for f in done.findings if f.gate == "date"] == ["2202-05-04.geojson"]
    assert any(f.measure is Measure.AREA for f in done.figures)


def zigzag(points):
    ring = [[30 + i / points, 48 + (i % 2) / 2] for i in range(points)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def test_hostile_files_are_named_and_the_rest_of_the_series_is_computed(tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"map_2025-05-0{day}.geojson").write_text(json.dumps(square(30)), encoding="utf-8")
    alone = survey(Asked(files=map_files(tmp_path), profile=profile("generic"), by="all"))
    (tmp_path / "map_2025-05-04.geojson").write_text(json.dumps(zigzag(60_000)), encoding="utf-8")
    (tmp_path / "map_2025-05-05.geojson").write_text('{"a":' * 5_000, encoding="utf-8")
    (tmp_path / "map_2025-05-06.geojson").write_bytes(json.dumps(square(30)).encode()[:80])
    with (tmp_path / "map_2025-05-07.geojson").open("wb") as file:
        file.truncate(2**31)
    beside = survey(Asked(files=map_files(tmp_path), profile=profile("generic"), by="all"))

    assert beside.figures == alone.figures
    assert {f.subject for f in beside.findings} >= {f"map_2025-05-0{day}.geojson" for day in (4, 5, 6, 7)}


def test_a_ring_that_crosses_itself_often_is_mended_in_good_time():
    ring = layer("x.geojson", json.dumps(zigzag(8_000))).features[0].ground
    mended = repair([Piece(control="occupied", ground=ring)], "x", rules=RepairRules())

    assert mended.ground["occupied"].area == pytest.approx(1 / 6, rel=1e-3)


def test_a_name_that_is_no_text_breaks_neither_a_terminal_nor_a_file(tmp_path):
    name = os.fsdecode(b"\xff\xfe\n\x1b[31m2025-05-04.geojson")
    (tmp_path / name).write_text(json.dumps(square(30)), encoding="utf-8")
    (source,) = survey(Asked(files=map_files(tmp_path), profile=profile("generic"), by="all")).inputs

    assert source.name.isprintable()
    assert source.name.encode("utf-8").endswith(b"2025-05-04.geojson")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(value=JSON, features=st.booleans())
def test_any_json_goes_through_any_profile_without_a_fault(value, features):
    document = {"type": "FeatureCollection", "features": [square(30, p=value), value]} if features else value
    read = read_bytes("map_2025-05-01.json", json.dumps(document).encode("utf-8", "replace"))
    for known in map(profile, shipped()):
        if isinstance(read, Layer):
            assert isinstance(parted(read, known), Parted | Unreadable)
        elif isinstance(read, AreaTable):
            assert isinstance(areas(read, known), TakenAreas | Unreadable)
