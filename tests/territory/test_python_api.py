"""What programs import: nothing is loaded before it is used, Django never; shapely ground and frames go in and out."""

import json
import pkgutil
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import geopandas
import pytest
import shapely

import dateline.territory as api
from dateline.territory.core.project import geodesic_km2
from dateline.territory.made.series import series

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "python-api.md"
EAST, WEST = shapely.box(20, -45, 20.5, -44), shapely.box(19.75, -45, 20.25, -44)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Two months of maps whose features are named by their classes, and the regions."""
    here = tmp_path_factory.mktemp("api")
    made = series(7, days=61)
    (here / "maps").mkdir()
    for day in made.days:
        write(here / f"maps/front_{day.shown}.geojson", day.truth)
    write(here / "regions.geojson", dict(made.country.regions))
    return here


def write(path, named):
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": json.loads(shapely.to_geojson(ground))}
        for name, ground in named.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def run(program, where):
    return subprocess.run([sys.executable, "-c", program], cwd=where, capture_output=True, text=True, check=True).stdout


def test_importing_loads_neither_django_nor_what_geometry_needs(tmp_path):
    heavy = "{'django', 'shapely', 'numpy', 'pyproj', 'geopandas', 'pandas', 'orjson'} & {*sys.modules}"

    assert run(f"import sys; import dateline.territory; print({heavy})", tmp_path) == "set()\n"


def examples():
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(examples())))
def test_the_examples_run_without_django(folder, number):
    said = run(f"{examples()[number]}\nimport sys\nassert 'django' not in sys.modules", folder)

    assert said
    assert "km²" in said or "gained" in said


def test_the_page_is_complete():
    text = PAGE.read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)", text, re.MULTILINE))

    assert rows == set(api.__all__)


def test_no_module_has_a_name_that_is_offered():
    modules = {each.name for each in pkgutil.iter_modules(api.__path__)}

    assert not modules & set(api.__all__)


def test_a_name_that_is_not_offered_is_an_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        api.nonsense  # noqa: B018


def test_everything_offered_is_explained():
    for name in api.__all__:
        assert (getattr(api, name).__doc__ or "").strip(), name


def test_shapely_ground_in_degrees_is_compared_in_square_kilometres():
    change = api.compare(EAST, WEST)

    # The north and south of a box are geodesics between its corners: half of one is not quite where its whole is.
    quarter = geodesic_km2(shapely.box(20, -45, 20.25, -44))
    assert change.gained_km2 == pytest.approx(quarter, rel=5e-4)
    assert change.lost_km2 == pytest.approx(quarter, rel=5e-4)
    assert change.net_km2 == pytest.approx(0, abs=0.1)
    assert geodesic_km2(change.gained) == pytest.approx(change.gained_km2, rel=1e-4)
    assert api.area_km2(EAST) == pytest.approx(geodesic_km2(EAST), rel=1e-4)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32734", None])
def test_frames_go_in_whatever_their_projection(crs):
    def frame(*grounds):
        plain = geopandas.GeoDataFrame(geometry=list(grounds), crs="EPSG:4326")
        return plain.to_crs(crs) if crs else plain.set_crs(None, allow_override=True)

    # A place that two rows claim counts once.
    change = api.compare(frame(EAST, EAST), frame(WEST).geometry)

    assert change.gained_km2 == pytest.approx(api.compare(EAST, WEST).gained_km2, rel=1e-3)


def test_a_change_a_map_and_a_survey_come_out_as_frames(folder):
    shown = api.read_map(folder / "maps/front_2024-03-31.geojson")
    done = api.survey(folder / "maps", regions=folder / "regions.geojson")
    change = api.as_geodataframe(api.compare(EAST, WEST))
    of_survey = api.as_geodataframe(done)

    assert list(change["change"]) == ["gained", "lost"]
    assert set(api.as_geodataframe(shown)["class"]) == set(shown.ground)
    assert {frame.crs.to_epsg() for frame in (change, of_survey)} == {4326}
    gain = next(f for f in done.figures if (f.region, f.measure) == ("*", api.Measure.ENDPOINT_GAIN))
    row = of_survey[(of_survey["start"] == gain.start) & (of_survey["classes"] == gain.classes)]
    assert row[row["change"] == "gained"]["km2"].item() == pytest.approx(gain.km2)


def test_figures_come_out_as_a_frame(folder):
    done = api.survey(folder / "maps", by=[date(2024, 3, 10), date(2024, 3, 20), date(2024, 4, 1)])
    frame = api.to_frame(done)

    assert len(frame) == len(done.figures) > 0
    assert list(frame.columns) == ["start", "end", "region", "classes", "measure", "km2", "share", "note"]
    assert str(frame["start"].dtype).startswith("datetime64")
    assert frame["start"].dt.date.unique().tolist() == [date(2024, 3, 10), date(2024, 3, 20)]


def test_maps_that_were_read_are_compared_by_what_is_held_or_by_class(folder):
    maps = api.read_maps(folder / "maps")
    first, last = maps[0], maps[-1]
    held = api.compare(first, last)

    assert len(maps) == 61
    assert held.net_km2 == pytest.approx(api.area_km2(last) - api.area_km2(first), abs=0.01)
    assert api.compare(first, last, classes=["contested"]).gained_km2 > 0
    with pytest.raises(ValueError, match="no class 'claimed'"):
        api.compare(first, last, classes=["claimed"])


def test_maps_are_kept_where_a_folder_is_named_and_nowhere_else(folder, tmp_path):
    some = sorted((folder / "maps").iterdir())[:3]
    cache = tmp_path / "cache"
    without = api.survey(some, by="all")

    assert not cache.exists()
    assert api.survey(some, by="all", cache=cache).figures == without.figures
    entries = {path: path.stat().st_ino for path in cache.rglob("*") if path.is_file()}
    assert {path.relative_to(cache).parts[0] for path in entries} == {"maps", "parts"}
    assert api.survey(some, by="all", cache=str(cache)).figures == without.figures
    assert [each.shown for each in api.read_maps(some, cache=cache)] == list(without.days)
    assert {path: path.stat().st_ino for path in cache.rglob("*") if path.is_file()} == entries, "nothing anew"


def test_one_map_is_one_day(folder):
    with pytest.raises(ValueError, match="61 days"):
        api.read_map(folder / "maps")
    with pytest.raises(api.NothingToMeasure, match=r"gone\.geojson"):
        api.read_map(folder / "gone.geojson")


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "make_valid"),
        (shapely.Point(0, 0), "Point"),
        (shapely.box(400_000, 5_000_000, 500_000, 5_100_000), "EPSG:4326"),
        ("a map", "not str"),
        (None, "not NoneType"),
    ],
)
def test_what_is_no_ground_says_what_to_do(ground, said):
    with pytest.raises(ValueError, match=said):
        api.compare(ground, EAST)


def test_empty_ground_is_no_ground_and_no_error():
    assert api.area_km2(shapely.Polygon()) == 0.0
    assert api.compare(shapely.Polygon(), EAST).gained_km2 == pytest.approx(api.area_km2(EAST))
    assert api.compare(shapely.Polygon(), shapely.Polygon()).net_km2 == 0.0


def test_profiles_are_found_and_proposed(folder, tmp_path):
    (tmp_path / "own.toml").write_text(api.profile("generic").text)

    assert api.profile(tmp_path / "own.toml") == api.profile("generic")
    assert 'name = "proposed"' in api.propose_profile(folder / "maps").text
    with pytest.raises(api.BadProfile):
        api.profile("no-such")


def test_the_same_files_are_written_as_by_the_command(folder, tmp_path):
    done = api.survey(str(folder / "maps"), profile=api.profile("generic"), zone="Europe/Kyiv", classes=["occupied"])
    written = api.write_survey(done, tmp_path / "out")

    assert {"figures.csv", "survey.json"} <= {path.name for path in written}
    assert json.loads((tmp_path / "out/survey.json").read_text())["parameters"]["zone"] == "Europe/Kyiv"
