"""Places come from GeoNames' files, CSV and GeoJSON; what is no place is counted, what is no gazetteer is named."""

import gzip
import io
import json
import zipfile

import pytest

from dateline.territory.core.places import Place
from dateline.territory.read.gazetteer import Gazetteer, found_places, gazetteer, read_gazetteer
from dateline.territory.read.values import Limits, Unreadable

QUILL = Place(name="Quill", longitude=24.5, latitude=-45.2, population=5000)
MERROU = Place(name="Мерроу", longitude=25.0, latitude=-46.0)


def geonames_row(name, code="PPL", kind="P", population="5000"):
    cells = ["1", name, name, "", "-45.2", "24.5", kind, code, "XX", "", "", "", "", "", population, "", "", "", ""]
    return "\t".join(cells)


GEONAMES = "\n".join(
    [geonames_row("Quill"), geonames_row("Quill Old Town", code="PPLX"), geonames_row("River", code="STM", kind="H")]
)


def read(name, content):
    found = gazetteer(name, content)
    assert isinstance(found, Gazetteer), found
    return found


def test_geonames_gives_populated_places_alone():
    assert read("XX.txt", GEONAMES.encode()).places == (QUILL,)


def test_geonames_zip_is_read_beside_its_readme():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "About")
        archive.writestr("XX.txt", GEONAMES)

    assert read("XX.zip", packed.getvalue()).places == (QUILL,)


@pytest.mark.parametrize(
    "text",
    [
        "name,lat,lon,population\nQuill,-45.2,24.5,5000\nМерроу,-46,25,\n",
        "Name;Latitude;Longitude;Population\nQuill;-45,2;24,5;5000\nМерроу;-46;25;\n",
        "name\tlng\tlat\tpop\nQuill\t24.5\t-45.2\t5000\nМерроу\t25\t-46\t\n",
    ],
)
def test_csv_is_read_by_its_header(text):
    assert read("places.csv", text.encode()).places == (QUILL, MERROU)
    assert read("places.csv.gz", gzip.compress(text.encode())).places == (QUILL, MERROU)


def test_geojson_points_are_places_and_other_shapes_are_counted():
    def feature(kind, coordinates, **properties):
        return {
            "type": "Feature",
            "geometry": {"type": kind, "coordinates": coordinates},
            "properties": properties,
        }

    document = {
        "type": "FeatureCollection",
        "features": [
            feature("Point", [24.5, -45.2, 12], name="Quill", population=5000),
            feature("Point", [25, -46], name="Мерроу"),
            feature("LineString", [[1, 2], [3, 4]], name="Road"),
            None,
        ],
    }

    found = read("places.geojson", json.dumps(document).encode())
    assert (found.places, found.others) == ((QUILL, MERROU), 2)


def test_a_name_that_would_steer_a_terminal_is_said_plainly():
    (place,) = read("p.csv", "name,lat,lon\n\x1b[31mRed\x07\u202e ev,1,2\n".encode()).places

    assert place.name == "[31mRed ev"


@pytest.mark.parametrize("row", ["x,95,10", "x,nan,10", "x,here,10", ",1,1", "x,1,181", "x,1"])
def test_a_row_that_is_no_place_is_counted(row):
    assert read("p.csv", f"name,lat,lon\nQuill,-45.2,24.5\n{row}\n".encode()).others == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"{", b"[]", b'{"type":"Point"}', b"a,b\n1,2\n", b"PK\x03\x04 broken", b"\x1f\x8bx"],
)
def test_what_is_no_gazetteer_is_named(content):
    found = gazetteer("places.bin", content)

    assert isinstance(found, Unreadable)
    assert found.reason


def test_a_file_that_is_too_large_or_not_there_is_named(tmp_path):
    (tmp_path / "p.csv").write_text("name,lat,lon\n")

    assert "MB" in read_gazetteer(tmp_path / "p.csv", Limits(file_bytes=2)).reason
    assert "opened" in read_gazetteer(tmp_path / "gone.csv").reason


def test_places_are_found_by_any_name_that_they_have_and_the_largest_is_meant():
    rows = [
        geonames_row("Quill").replace("\t\t-45.2", "\tКвіл,Quille\t-45.2", 1),
        geonames_row("Quill", population="7").replace("24.5", "90"),
        geonames_row("Quill River", code="STM", kind="H"),
    ]
    found = found_places("\n".join(rows).encode(), {"КВІЛ", "quill", "Quill River", "Elsewhere"})

    assert found == {"КВІЛ": QUILL, "quill": QUILL}


def test_places_are_found_in_a_table_by_their_name():
    table = "name,lat,lon,population\nQuill,-45.2,24.5,5000\nМерроу,-46,25,\n".encode()

    assert found_places(table, {"МЕРРОУ", "Kyiv"}) == {"МЕРРОУ": MERROU}
