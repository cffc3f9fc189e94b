"""Maps whose days stand in the names of their folders: proposed, read, told apart by their paths, checked again."""

import json
from datetime import date

import pytest
import shapely

from dateline.territory import check, propose_profile, survey, write_survey
from dateline.territory.profile_read import read_profile
from dateline.territory.read.folders import map_files
from dateline.territory.surveys.again import outcome_key
from dateline.territory.surveys.naming import paths_below

LAYOUTS = {
    "a folder a day": "{day}/territory.geojson",
    "folders of years, months and days": "{day:%Y/%m/%d}/map.json",
    "a folder a month": "{day:%Y-%m}/{day:%d}.json",
    "folders in a folder of the day": "{day:%Y%m%d}/layers/occupied.geojson",
}
DAYS = [date(2025, 4, 30), date(2025, 5, 30), date(2025, 5, 31)]


def laid(folder, layout, days=DAYS):
    for number, day in enumerate(days):
        path = folder / layout.format(day=day)
        path.parent.mkdir(parents=True, exist_ok=True)
        ground = json.loads(shapely.to_geojson(shapely.box(20, 45, 21 + number / 10, 46)))
        path.write_text(json.dumps({"type": "Feature", "properties": {"name": "occupied"}, "geometry": ground}))
    return folder


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_days_in_folders_are_proposed_read_and_checked(layout, tmp_path):
    maps = laid(tmp_path / "archive", layout)
    proposed = propose_profile(maps).text
    (maps / "2025-05-31" if "{day}" in layout else maps).joinpath("broken.geojson").write_text("{")
    done = survey(maps, profile=read_profile(proposed), by="day")
    write_survey(done, tmp_path / "out")
    record = json.loads((tmp_path / "out/survey.json").read_text())

    assert 'found = "file path"' in proposed
    assert done.days == tuple(DAYS)
    assert sorted(each["name"] for each in record["inputs"]) == sorted(layout.format(day=day) for day in DAYS)
    assert [f.subject for f in done.findings if f.gate == "unreadable"] == [
        "2025-05-31/broken.geojson" if "{day}" in layout else "broken.geojson"
    ]
    assert check(tmp_path / "out", files=[maps]).differences == ()


def test_a_single_day_is_told_by_the_folder_above_it(tmp_path):
    maps = laid(tmp_path, LAYOUTS["a folder a day"], DAYS[-1:])

    assert paths_below(map_files(maps / "2025-05-31")) == ["2025-05-31/territory.geojson"]
    assert paths_below([]) == []


def test_the_same_files_in_folders_of_other_days_are_another_survey(tmp_path):
    files = map_files(laid(tmp_path, LAYOUTS["a folder a day"]))
    before = outcome_key({}, files, profile="p")
    moved = (tmp_path / "2025-05-31").rename(tmp_path / "2025-06-01")

    assert outcome_key({}, [*files[:-1], moved / "territory.geojson"], profile="p") != before


def test_files_that_have_their_days_in_their_own_names_are_proposed_by_those(tmp_path):
    maps = laid(tmp_path, "{day}/front_{day}.geojson")

    assert "found" not in propose_profile(maps).text
