"""Changed ground by region, where regions overlap: what lies in none of them is told all the same."""

import json
from pathlib import Path

import pytest
import shapely

from dateline.territory import Measure, survey, write_survey

COUNTRY, EAST = shapely.box(20, -45, 21, -44), shapely.box(20.2, -44.9, 20.9, -44.05)
# Three quarters of what is gained lie in the country, most of them in its east as well.
BEFORE, AFTER = (
    shapely.box(20.5, -44.6, 20.6, -44.5),
    shapely.box(20.5, -44.6, 20.6, -44.5).union(shapely.box(20.3, -44.3, 20.6, -43.9)),
)


def write(path: Path, **named: shapely.Geometry) -> None:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": json.loads(shapely.to_geojson(ground))}
        for name, ground in named.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def test_ground_beyond_regions_that_overlap_is_told(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    write(tmp_path / "maps/front_2024-03-30.geojson", occupied=BEFORE)
    write(tmp_path / "maps/front_2024-03-31.geojson", occupied=AFTER)
    write(tmp_path / "regions.geojson", Country=COUNTRY, East=EAST)

    done = survey(tmp_path / "maps", regions=tmp_path / "regions.geojson", by="day")
    write_survey(done, tmp_path / "out")

    features = json.loads((tmp_path / "out/changed.geojson").read_text())["features"]
    told = {each["properties"]["region"]: each["properties"]["km2"] for each in features}
    classes = {each["properties"]["classes"] for each in features}
    figures = [each for each in done.figures if each.measure is Measure.ENDPOINT_GAIN and {each.classes} == classes]
    gained = {each.region: each.km2 for each in figures}
    assert told["Country"] == pytest.approx(gained["Country"], abs=1e-4)
    assert told["East"] == pytest.approx(gained["East"], abs=1e-4)
    assert told[None] == pytest.approx(gained["*"] - gained["Country"], abs=1e-4)
