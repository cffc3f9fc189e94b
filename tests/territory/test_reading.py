"""One map reads the same whatever file it comes in; what is odd about a file is said."""

import gzip
import io
import json
import subprocess
import sys
import zipfile

import pytest
import shapely

from dateline.territory.core.project import geodesic_km2
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import FORMATS, regions_file, table_file, write_folder, written, zipped
from dateline.territory.profile_read import read_profile
from dateline.territory.read.areas import TakenAreas, areas
from dateline.territory.read.files import read_bytes, read_file
from dateline.territory.read.folders import map_files
from dateline.territory.read.parts import DrawnMap, Parted, day_maps, drawn, parted
from dateline.territory.read.regions import NamedRegions, named_regions
from dateline.territory.read.values import AreaTable, Layer, Unreadable

SQUARE = [[22, -46], [23, -46], [23, -45], [22, -45], [22, -46]]


@pytest.fixture(scope="module")
def made():
    return series(days=20)


def layer(document, name="map_2024-03-01.geojson"):
    found = read_bytes(name, json.dumps(document).encode())
    assert isinstance(found, Layer), found
    return found


def grounds(document):
    return [f.ground for f in layer(document).features]


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def shown(file, profile) -> DrawnMap:
    read = read_bytes(file.name, file.content)
    assert isinstance(read, Layer), read
    taken = parted(read, profile)
    assert isinstance(taken, Parted), taken
    (day,), _ = day_maps(taken.parts, profile)
    return drawn(day, profile, rules=profile.repair_rules())


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "rings"])
def test_a_map_shows_the_same_in_every_format(kind, made):
    profile = made_profile()
    whole = made.days[10]  # with its exclave, its pocket and contested ground
    file = list(written(made, kind))[10]
    found = shown(file, profile)

    assert found.shown == whole.shown
    assert found.findings == ()
    assert found.ground.keys() == whole.truth.keys()
    for control, ground in whole.truth.items():
        assert shapely.symmetric_difference(found.ground[control], ground).area < 1e-12


def test_bare_rings_in_latitude_longitude_that_overlap_are_the_same_ground(made):
    read = read_bytes("20240311.json", list(written(made, "rings"))[10].content)
    assert isinstance(read, Layer)
    ground = shapely.union_all([f.ground for f in read.features])

    assert shapely.symmetric_difference(ground, made.days[10].truth["occupied"]).area < 1e-12
    assert sum(f.ground.area for f in read.features if f.ground) > ground.area  # they do overlap


@pytest.mark.parametrize("kind", FORMATS)
def test_the_generator_writes_the_same_bytes_each_time(kind):
    first, again = (list(written(series(days=2), kind)) for _ in range(2))

    assert first == again


def test_a_folder_of_maps_is_read_in_the_order_of_its_names(made, tmp_path):
    paths = write_folder(made, tmp_path)

    assert map_files(tmp_path / "maps") == paths
    assert all(isinstance(read_file(path), Layer) for path in paths)


FLAT = {"type": "Polygon", "coordinates": [SQUARE]}
COLLECTION = {"type": "FeatureCollection", "features": [feature(FLAT)]}
POINT = {"type": "Point", "coordinates": [1, 2]}
OLD_CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}


@pytest.mark.parametrize(
    "document",
    [
        FLAT,
        {"type": "Polygon", "coordinates": [[[*point, 120.5] for point in SQUARE]]},
        {"type": "Polygon", "coordinates": [SQUARE[:-1]]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        feature(FLAT),
        COLLECTION | {"note": {"a": [1]}},
        {"type": "GeometryCollection", "geometries": [POINT, {"type": "GeometryCollection", "geometries": [FLAT]}]},
        [feature(FLAT)],
        {"id": 7, "map": COLLECTION},
        FLAT | {"crs": OLD_CRS},
    ],
)
def test_geojson_is_read_as_it_is_found(document):
    (ground,) = grounds(document)

    assert ground.equals(shapely.box(22, -46, 23, -45))


def test_an_old_crs_in_metres_is_converted_and_said():
    metres = [[2449028.8, -5780349.2], [2560348.6, -5780349.2], [2560348.6, -5621521.5], [2449028.8, -5780349.2]]
    crs = {"type": "name", "properties": {"name": "EPSG:3857"}}
    found = layer({"type": "Polygon", "coordinates": [metres], "crs": crs})

    assert found.features[0].ground.bounds == pytest.approx((22, -46, 23, -45), abs=1e-3)
    assert "converted from EPSG:3857" in found.findings[0].what


def test_a_point_is_no_ground_and_lacks_none_but_a_null_geometry_does():
    point = feature({"type": "Point", "coordinates": [1, 2]})
    nothing, empty = feature(None), feature({"type": "Polygon", "coordinates": []})
    found = layer({"type": "FeatureCollection", "features": [point, nothing, empty]})

    assert [(f.ground, f.empty) for f in found.features] == [(None, False), (None, True), (None, True)]


def test_arcs_that_two_shapes_share_are_read_forwards_and_backwards():
    arcs = [[[0, 0], [0, 10]], [[0, 10], [-10, 0], [0, -10], [10, 0]], [[0, 10], [10, 0], [0, -10], [-10, 0]]]
    shapes = [{"type": "Polygon", "arcs": [ring]} for ring in ([0, 1], [0, 2], [~2, ~0])]
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [22, -46]},
        "objects": {"a": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": arcs,
    }
    west, east, turned = grounds(topology)

    assert west.equals(shapely.box(21, -46, 22, -45))
    assert east.equals(shapely.box(22, -46, 23, -45))
    assert turned.equals(east)


def test_esri_rings_are_holes_by_the_way_they_turn_whatever_their_order():
    hole = [[22.4, -45.6], [22.6, -45.6], [22.6, -45.4], [22.4, -45.4], [22.4, -45.6]]
    island = [[22.45, -45.55], [22.45, -45.45], [22.55, -45.45], [22.55, -45.55], [22.45, -45.55]]
    rings = [hole, island, SQUARE[::-1]]
    answer = {"geometryType": "esriGeometryPolygon", "features": [{"attributes": {}, "geometry": {"rings": rings}}]}

    assert grounds(answer)[0].area == pytest.approx(1 - 0.04 + 0.01)


def test_a_service_that_sent_only_a_part_is_found_out():
    found = layer({"geometryType": "x", "features": [], "exceededTransferLimit": True})

    assert "not whole" in found.findings[0].what


def test_a_shapefile_beside_its_companions_says_each_of_them(made, tmp_path):
    packed = next(iter(written(made, "shapefile"))).content
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)
    found = read_file(tmp_path / "made.shp")

    assert isinstance(found, Layer)
    assert {beside.name for beside in found.beside} >= {"made.dbf", "made.shx", "made.prj"}
    assert found.features[0].properties["name"].endswith("made.status.occupied")


def test_a_map_in_a_gzip_in_a_zip_is_found(made):
    inner = next(iter(written(made, "geojson"))).content

    assert isinstance(read_bytes("a.zip", zipped({"a.geojson.gz": gzip.compress(inner)})), Layer)


def test_a_space_after_a_comma_in_a_kml_is_read_past():
    ring = "22, -46,0 23, -46,0 23 , -45,0 22,-45, 0 22,-46,0"
    text = f"<kml><Placemark><Polygon><outerBoundaryIs><coordinates>{ring}</coordinates></outerBoundaryIs></Polygon>"
    found = read_bytes("a.kml", f"{text}</Placemark></kml>".encode())

    assert isinstance(found, Layer)
    assert found.features[0].ground.equals(shapely.box(22, -46, 23, -45))


def test_kml_placemarks_know_their_folder_and_fields():
    ring = " ".join(f"{x},{y},0" for x, y in SQUARE)
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Claimed</name><Placemark><name>N</name>'
        '<ExtendedData><Data name="when"><value>2025-05-31</value></Data></ExtendedData>'
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></Folder></Document></kml>"
    )
    found = read_bytes("a.kml", text.encode())

    assert isinstance(found, Layer)
    assert dict(found.features[0].properties) == {"folder": "Claimed", "name": "N", "when": "2025-05-31"}
    assert found.features[0].ground.area == pytest.approx(1)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_table_gives_each_day_its_areas_by_class(kind, made):
    file = table_file(made, kind)
    read = read_bytes(file.name, file.content)
    assert isinstance(read, AreaTable)
    profile = _table_profile('label = "layer"\nkm2 = "km2"')
    taken = areas(read, profile)

    assert isinstance(taken, TakenAreas)
    assert [day.shown for day in taken.days] == [day.shown for day in made.days]
    assert taken.days[3].km2["occupied"] == pytest.approx(geodesic_km2(made.days[3].truth["occupied"]), abs=0.01)


def test_a_wide_table_has_a_column_a_class_and_what_is_no_area_is_counted():
    read = read_bytes(
        "a.csv", b"date;occupied;contested;mystery\n31.12;1;1;1\n2025-05-01;10.5;n/a;3\n2025-05-02;11;2;\n"
    )
    assert isinstance(read, AreaTable)
    taken = areas(read, _table_profile(""))

    assert isinstance(taken, TakenAreas)
    assert [dict(day.km2) for day in taken.days] == [{"occupied": 10.5}, {"occupied": 11.0, "contested": 2.0}]
    assert {f.gate for f in taken.findings} == {"date", "empty-feature", "unknown-label"}


def test_regions_are_named_by_the_property_that_tells_them_apart(made):
    file = regions_file(made)
    read = read_bytes(file.name, file.content)
    assert isinstance(read, Layer)
    found = named_regions(read)

    assert isinstance(found, NamedRegions)
    assert [name for name, _ in found.regions] == [name for name, _ in made.country.regions]
    assert found.property == "name"


def test_regions_that_nothing_tells_apart_are_refused():
    twins = [feature({"type": "Polygon", "coordinates": [SQUARE]}, kind="land")] * 2
    found = named_regions(layer({"type": "FeatureCollection", "features": twins}))

    assert isinstance(found, Unreadable)


def _table_profile(columns):
    rules = "".join(
        f'[[labels.rules]]\nmatch = "^{c}$"\nclass = "{c}"\n' for c in ("occupied", "contested", "liberated")
    )
    head = 'name = "t"\ntitle = "T"\n[dates]\nfound = "column"\n'
    return read_profile(f'{head}[table]\n{columns}\n{rules}[[sums]]\nname = "o"\nclasses = ["occupied"]\n')


def test_reading_needs_neither_django_nor_gdal_until_a_file_does():
    program = (
        "import sys; from dateline.territory.read import files, parts, areas; from dateline.territory import propose;"
        "from dateline.territory.profile_read import profile; profile('generic');"
        'files.read_bytes(\'a.geojson\', b\'{"type":"Point","coordinates":[1,2]}\');'
        "print({'django', 'pyogrio', 'pandas', 'geopandas'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
