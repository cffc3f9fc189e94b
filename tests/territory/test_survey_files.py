"""What a survey writes: the same bytes whatever the machine is set to, true to the figures, safe in a page."""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from arro3.core import DataType
from arro3.io import read_parquet
from lxml import etree

from dateline.territory.core.project import geodesic_km2
from dateline.territory.core.values import Measure
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.surveys.draw import draw_svg
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.tabled import COLUMNS, as_csv
from dateline.territory.surveys.values import Asked, Survey
from dateline.territory.surveys.write import write

RUN = """
import sys
from pathlib import Path
from random import Random
from dateline.territory.made.series import made_profile
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked
from dateline.territory.surveys.write import write
folder, out, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
files = Random(seed).sample(sorted((folder / "maps").iterdir()), 40)
asked = Asked(files=files, profile=made_profile(), regions=folder / "regions.geojson")
write(survey(asked), asked, folder=out)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Asked, Survey, Path]:
    folder = tmp_path_factory.mktemp("made")
    asked = Asked(
        files=write_folder(series(7, days=40), folder), profile=made_profile(), regions=folder / "regions.geojson"
    )
    done = survey(asked)
    write(done, asked, folder=folder / "out")
    return asked, done, folder


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_another_process_zone_language_hash_seed_and_order_of_files_give_the_same_bytes(made):
    _, _, folder = made
    settings = {"TZ": "Pacific/Chatham", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "77"}
    out = folder / "again"
    subprocess.run([sys.executable, "-c", RUN, str(folder), str(out), "5"], check=True, env={**os.environ, **settings})

    assert hashes(out) == hashes(folder / "out")
    assert {
        "chart.png",
        "map.png",
        "map.svg",
        "chart.vl.json",
        "figures.parquet",
        "changed.geojson",
        "survey.json",
    } <= set(hashes(out))


def test_the_record_names_every_other_file_by_its_hash(made):
    _, _, folder = made
    record = json.loads((folder / "out/survey.json").read_bytes())
    there = hashes(folder / "out")
    there.pop("survey.json")

    assert record["files"] == there


def test_parquet_has_the_figures_of_the_csv_as_dates_and_doubles(made):
    _, done, folder = made
    table = read_parquet(folder / "out/figures.parquet").read_all()
    lines = as_csv(done.figures).splitlines()[1:]

    assert [table.schema.field(n).type for n in ("start", "km2")] == [DataType.date32(), DataType.float64()]
    assert table.num_rows == len(lines)
    assert [f"{km2.as_py():.6f}" for km2 in table["km2"]] == [line.split(",")[5] for line in lines]
    assert [str(start.as_py()) for start in table["start"]] == [line.split(",")[0] for line in lines]


def test_changed_ground_adds_up_to_the_endpoint_figures_and_is_wound_as_rfc_7946_says(made):
    _, done, folder = made
    features = json.loads((folder / "out/changed.geojson").read_bytes())["features"]
    kinds = {"gained": Measure.ENDPOINT_GAIN, "lost": Measure.ENDPOINT_LOSS}
    figures = {(f.start.isoformat(), f.classes, f.measure, f.region): f.km2 for f in done.figures}
    summed: dict[tuple[str, ...], float] = {}
    for feature in features:
        p, shape = feature["properties"], shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.is_valid(shape)
        assert all(part.exterior.is_ccw and not any(r.is_ccw for r in part.interiors) for part in shape.geoms)
        assert geodesic_km2(shape) == pytest.approx(p["km2"], rel=1e-3, abs=0.01)
        assert p["km2"] == pytest.approx(figures[p["start"], p["classes"], kinds[p["kind"]], p["region"]], abs=1e-5)
        key = (p["start"], p["classes"], kinds[p["kind"]])
        summed[key] = summed.get(key, 0.0) + p["km2"]

    assert summed
    for key, km2 in summed.items():
        assert km2 == pytest.approx(figures[(*key, "*")], abs=1e-3)


SVGS = tuple(f"{name}{end}.svg" for name in ("chart", "map") for end in ("", "-card", "-card-narrow"))


@pytest.mark.parametrize("name", SVGS)
def test_a_picture_may_stand_in_a_strict_page(made, name):
    _, _, folder = made
    text = (folder / "out" / name).read_text(encoding="utf-8")
    root = etree.fromstring(text.encode())
    tags = {etree.QName(element).localname for element in root.iter()}
    attributes = {str(key) for element in root.iter() for key in element.attrib}
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert tags <= {"svg", "title", "desc", "g", "path", "text", "tspan", "line", "rect"}
    assert not {"width", "height"} & set(root.attrib)
    assert not any(key.startswith("on") or key == "style" or key.endswith("href") for key in attributes)
    assert root.get("viewBox")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby", "").split() == ids
    assert "url(" not in text
    assert "currentColor" in text
    assert len(text) < 150_000


def test_pictures_in_one_page_share_no_id(made):
    _, _, folder = made
    ids = [i for name in SVGS for i in re.findall(r'id="([^"]+)"', (folder / "out" / name).read_text("utf-8"))]

    assert len(ids) == len(set(ids)) == 2 * len(SVGS)


def test_a_specification_that_points_elsewhere_is_not_drawn():
    spec = {"data": {"url": "http://127.0.0.1:9/figures.json"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}

    with pytest.raises(ValueError, match="not allowed"):
        draw_svg(spec, title="a", description="b")


def test_what_did_not_change_is_not_written_again_and_what_was_spoiled_is(made):
    asked, done, folder = made
    out = folder / "out"
    before, times = hashes(out), {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    (out / "chart.svg").write_text("spoiled", encoding="utf-8")

    write(done, asked, folder=out)

    assert hashes(out) == before
    assert [p.name for p in out.iterdir() if p.stat().st_mtime_ns != times[p.name]] == ["chart.svg"]


def test_a_file_that_this_survey_does_not_have_goes_unless_somebody_changed_it(made, tmp_path):
    asked, done, _ = made
    write(done, asked, folder=tmp_path)
    (tmp_path / "chart.png").write_bytes(b"mine now")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    write(replace(done, figures=()), asked, folder=tmp_path)

    assert not (tmp_path / "chart.svg").exists()
    assert (tmp_path / "chart.png").read_bytes() == b"mine now"
    assert (tmp_path / "notes.txt").exists()


PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/survey-files.md").read_text(encoding="utf-8")


def named(part: str) -> set[str]:
    """The names in the first column of the part's tables."""
    rows = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_the_reference_page_has_every_file_column_measure_property_and_key(made):
    _, _, folder = made
    files, figures, ground, record, _ = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    feature = json.loads((folder / "out/changed.geojson").read_bytes())["features"][0]

    assert named(files) == set(hashes(folder / "out"))
    assert named(figures) == {*COLUMNS, *(measure.value for measure in Measure)}
    assert named(ground) == set(feature["properties"])
    assert named(record) == set(json.loads((folder / "out/survey.json").read_bytes()))
