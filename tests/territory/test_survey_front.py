"""A survey's front: its length, the pieces that moved with the places they lie by, since when ground has been held."""

import csv
import io
import json
from pathlib import Path

import pytest
import shapely

from dateline.territory.core.project import geodesic_km2
from dateline.territory.core.values import Measure
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.profile_read import profile
from dateline.territory.surveys.front import MOST_PIECES, Front, front_of
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked, NothingToMeasure
from dateline.territory.surveys.write import write
from dateline.territory.surveys.write_front import (
    FRONT_COLUMNS,
    HELD_COLUMNS,
    MOVED_COLUMNS,
    WHOLE_OUTLINE,
    front_files,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "front-line.md"
PLACES = "name,lat,lon,population\nQuill,-46.1,23.1,900\nМерроу,-45.2,23.3,60000\nتل,-47.2,23.2,10\n"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    files = write_folder(series(7, days=40), folder)
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    return Asked(
        files=files, profile=made_profile(), regions=folder / "regions.geojson", gazetteer=folder / "places.csv"
    )


@pytest.fixture(scope="module")
def done(asked):
    return survey(asked)


@pytest.fixture(scope="module")
def found(done):
    return front_of(done)


def test_the_front_is_measured_where_a_period_ends_and_where_the_first_begins(done, found):
    shown = {each.shown for each in done.shown if each.classes == "occupied"}

    lines = [line for line in found.lines if line.classes == "occupied"]
    assert [line.shown for line in lines] == sorted(shown)
    assert all(400 < line.straight_km < line.km < 1500 and line.inland for line in lines)


def test_contested_ground_has_no_front_of_its_own(found):
    assert "contested" not in {line.classes for line in found.lines}


def test_the_largest_pieces_of_a_period_are_no_more_than_what_it_gained(done, found):
    for measure, gained in ((Measure.ENDPOINT_GAIN, True), (Measure.ENDPOINT_LOSS, False)):
        for figure in done.figures:
            if figure.measure is measure and figure.region == "*":
                pieces = [
                    p for p in found.moved if (p.start, p.classes, p.gained) == (figure.start, figure.classes, gained)
                ]
                assert len(pieces) <= MOST_PIECES
                assert [p.rank for p in pieces] == list(range(1, len(pieces) + 1))
                assert [p.km2 for p in pieces] == sorted((p.km2 for p in pieces), reverse=True)
                assert sum(p.km2 for p in pieces) <= figure.km2 + 1e-6


def test_gained_ground_is_held_since_a_map_of_its_period_and_lost_ground_since_before_it(found):
    assert {piece.gained for piece in found.moved} == {True, False}
    for piece in found.moved:
        inside = piece.start <= piece.since.day <= piece.end
        assert inside == piece.gained, piece


def test_what_is_held_is_the_last_map_cut_by_since_when(done, found):
    last = max((s for s in done.shown if s.classes == "occupied"), key=lambda shown: shown.shown)
    held = [each for each in found.held if each.classes == "occupied"]

    assert sum(each.km2 for each in held) == pytest.approx(last.ground.area / 1e6, abs=1e-3)
    assert [each.since.at_least for each in held] == [True] + [False] * (len(held) - 1)
    assert [each.since.day for each in held] == sorted(each.since.day for each in held)
    assert held[0].since.day == min(done.days)


def test_changed_ground_is_told_by_places_in_their_own_script(found):
    places = {piece.where.place for piece in found.moved}

    assert places <= {"Quill", "Мерроу", "تل"}
    assert len(places) > 1


def test_the_files_can_be_read_back_and_are_the_same_each_time(asked, tmp_path):
    one = {p.name: p.read_bytes() for p in write(survey(asked), asked, folder=tmp_path / "one")}
    two = {p.name: p.read_bytes() for p in write(survey(asked), asked, folder=tmp_path / "two")}

    assert one == two
    moved = list(csv.DictReader(io.StringIO(one["moved.csv"].decode())))
    features = json.loads(one["moved.geojson"])["features"]
    assert len(moved) == len(features) > 0
    for row, feature in zip(moved, features, strict=True):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.is_valid(shape)
        assert geodesic_km2(shape) == pytest.approx(float(row["km2"]), abs=0.01, rel=1e-3)
        assert (row["at_least"] == "true") is feature["properties"]["at_least"]


def test_without_regions_the_note_says_that_it_is_the_whole_outline(asked):
    without = Asked(files=asked.files[:6], profile=asked.profile)

    rows = list(csv.DictReader(io.StringIO(front_files(front_of(survey(without)))["front.csv"].decode())))
    assert {row["note"] for row in rows} == {WHOLE_OUTLINE}


@pytest.mark.shared
def test_a_table_has_no_front(shared):
    table = Asked(files=[shared / "data/territory/isw_table/daily_areas.json"], profile=profile("isw-table"))

    assert front_of(survey(table)) == Front()
    assert front_files(Front()) == {}


def test_a_gazetteer_that_cannot_be_read_is_named(asked, tmp_path):
    (tmp_path / "bad.csv").write_text("what,ever\n1,2\n")

    with pytest.raises(NothingToMeasure, match=r"bad\.csv: none of its rows"):
        survey(Asked(files=asked.files[:2], profile=asked.profile, gazetteer=tmp_path / "bad.csv"))


def test_the_columns_are_explained():
    page = PAGE.read_text(encoding="utf-8")

    for column in (*FRONT_COLUMNS, *MOVED_COLUMNS, *HELD_COLUMNS):
        assert f"`{column}`" in page, column


@pytest.mark.shared
def test_three_drawings_of_one_front_are_about_as_long(shared):
    """DeepState's daily and its whole map of one day, and another mapper's of that day."""
    folder = shared / "data/territory"
    regions = folder / "boundaries/ua_oblasts_minregion_2020.geojson"
    km = {}
    for files, name, classes in (
        (folder / "deepstate_daily/deepstatemap_data_20250601.geojson", "deepstate-daily", "occupied"),
        (folder / "deepstate_full/1748723682.geojson.gz", "deepstate-full", "held"),
        (folder / "owlmaps/20250531.json", "owlmaps", "occupied"),
    ):
        lines = front_of(survey(Asked(files=[files], profile=profile(name), regions=regions))).lines
        km[name] = next(line.km for line in lines if line.classes == classes)

    assert km["deepstate-daily"] == pytest.approx(km["deepstate-full"], abs=0.5)
    assert km["owlmaps"] == pytest.approx(km["deepstate-daily"], rel=0.03)
