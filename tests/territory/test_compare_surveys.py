"""Two surveys side by side: each cause of their difference has its share, and what is left is in the maps."""

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.project.cli import Exit
from dateline.project.surveying.compare import command
from dateline.territory.core.measures import counted_from
from dateline.territory.core.values import Measure
from dateline.territory.made.defects import spoiled
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.profile_read import profile, read_profile
from dateline.territory.surveys.causes import MAPS
from dateline.territory.surveys.record import NoSurvey
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.side_by_side import Looked, NothingInCommon, compare_surveys
from dateline.territory.surveys.sums import BadClasses
from dateline.territory.surveys.tabled import as_csv
from dateline.territory.surveys.values import Asked
from dateline.territory.surveys.write import as_record

pytestmark = pytest.mark.slow


def written(asked, folder):
    """What is compared of a survey; its pictures are not."""
    done = survey(asked)
    folder.mkdir(parents=True)
    (folder / "survey.json").write_text(json.dumps(as_record(done, asked)))
    (folder / "figures.csv").write_text(as_csv(done.figures))
    return folder


@dataclass(frozen=True)
class Land:
    """The made country's maps, one of them with a drop-out and one that reaches into the sea, and its regions."""

    folder: Path

    @property
    def files(self):
        return sorted((self.folder / "maps").iterdir())

    def made(self, name, edit=lambda text: text, files=None, **how):
        """A survey of the maps, read by the made profile as edited."""
        asked = Asked(
            files=files or self.files,
            profile=read_profile(edit(made_profile().text)),
            regions=self.folder / "regions.geojson",
            **{"by": "week", **how},
        )
        return written(asked, self.folder / name)


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    maps = spoiled(series(7, days=26), {"drop-out": 9, "outside": 23}).series
    write_folder(maps, folder)
    return Land(folder)


@pytest.fixture(scope="module")
def plain(land):
    return land.made("plain")


def shares(each):
    return {cause.cause: cause.km2 for cause in each.causes}


def is_whole(done):
    """The causes with a number, and what is left, add up to the difference."""
    for each in done.periods:
        known = sum(cause.km2 for cause in each.causes if cause.km2 is not None)
        assert known == pytest.approx(each.b_km2 - each.a_km2, abs=1e-5)
    return True


def test_a_survey_beside_itself_differs_by_nothing(plain):
    done = compare_surveys(plain, plain)

    assert len(done.periods) > 2
    assert all(set(shares(each).values()) == {0.0} for each in done.periods)
    assert all(cause.what == "the same" for cause in done.periods[0].causes[:-1])


EDITS = {
    "classes": lambda text: text.replace('classes = ["occupied"]', 'classes = ["occupied", "contested"]', 1),
    "dates": lambda text: text.replace("[dates]", '[dates]\nshows = "day before"', 1),
    "gates": lambda text: text.replace("[gates]", '[gates]\ndrop-out = "keep"', 1),
    "clip": lambda text: text.replace("[place]", '[place]\nclip = "none"', 1).replace('clip = "regions"', "", 1),
}


@pytest.mark.parametrize("cause", EDITS)
def test_of_the_same_maps_read_in_two_ways_one_cause_explains_all(land, plain, cause):
    other = land.made(cause, EDITS[cause])

    # The contested strip moves with the front and is as wide each day: it adds to areas, and hardly to changes.
    done = compare_surveys(plain, other, look=Looked(measures=("area",) if cause == "classes" else ("net",)))
    assert is_whole(done)
    assert any(abs(shares(each)[cause]) > 0.1 for each in done.periods), done
    for each in done.periods:
        others = {name: km2 for name, km2 in shares(each).items() if name != cause}
        assert others == pytest.approx(dict.fromkeys(others, 0.0), abs=1e-5)


def test_several_causes_at_once_leave_nothing_to_the_maps(land, plain):
    def edit(text):
        return EDITS["gates"](EDITS["clip"](EDITS["classes"](text)))

    other = land.made("several", edit)
    there, back = compare_surveys(plain, other), compare_surveys(other, plain)

    assert is_whole(there)
    for each, turned in zip(there.periods, back.periods, strict=True):
        assert shares(each)[MAPS] == pytest.approx(0, abs=1e-5)
        assert shares(turned)[MAPS] == pytest.approx(0, abs=1e-5)
        assert (each.a_km2, each.b_km2) == (turned.b_km2, turned.a_km2)


def test_another_measure_is_another_definition(plain):
    done = compare_surveys(plain, plain, look=Looked(measures=("net", "positive_days")))

    assert is_whole(done)
    assert any(shares(each)["definition"] > 1 for each in done.periods)
    assert all(shares(each)[MAPS] == pytest.approx(0, abs=1e-6) for each in done.periods)


def test_days_that_one_of_them_has_no_map_of_are_a_cause_with_a_number(land, plain):
    sparse = land.made("sparse", files=land.files[::3])

    # The daily maps are taken on the other's days, whichever of the two stands first.
    for done in (compare_surveys(plain, sparse), compare_surveys(sparse, plain)):
        assert is_whole(done)
        assert any(abs(shares(each)["dates"] or 0) > 0.1 for each in done.periods)
        assert all(shares(each)[MAPS] == pytest.approx(0, abs=1e-5) for each in done.periods)


def test_a_region_is_compared_by_itself(land, plain):
    done = compare_surveys(plain, land.made("clip2", EDITS["classes"]), look=Looked(region="Hather"))

    assert is_whole(done)
    with pytest.raises(NothingInCommon):
        compare_surveys(plain, plain, look=Looked(region="Atlantis"))


def test_other_maps_leave_their_difference_to_the_maps(land, plain, tmp_path):
    write_folder(series(8, days=26), tmp_path)
    other = Land(tmp_path).made("other")

    done = compare_surveys(plain, other)
    assert is_whole(done)
    assert any(abs(shares(each)[MAPS]) > 0.1 for each in done.periods)


def test_without_their_files_causes_are_named_without_a_number(land, plain, tmp_path):
    alone = [
        shutil.copytree(path, tmp_path / "alone" / "deep" / name)
        for name, path in (("one", plain), ("two", land.made("named", EDITS["classes"])))
    ]

    done = compare_surveys(*alone)
    (classes,) = {(c.what, c.km2) for each in done.periods for c in each.causes if c.cause == "classes"}
    assert classes == ("A counts occupied, B occupied+contested", None)
    assert len([note for note in done.notes if "not found" in note]) == 2
    assert not done.a.computed


def test_what_is_no_survey_or_has_no_such_sum_is_named(plain, tmp_path):
    with pytest.raises(NoSurvey):
        compare_surveys(plain, tmp_path)
    with pytest.raises(BadClasses, match="no sum of classes 'burned'"):
        compare_surveys(plain, plain, look=Looked(classes=("burned",)))


def test_the_command_shows_it_in_eighty_columns_and_writes_it(land, plain, tmp_path):
    other = land.made("shown", EDITS["classes"])
    table = CliRunner().invoke(command, [str(plain), str(other), "--out", str(tmp_path / "c.csv")])
    answer = CliRunner().invoke(command, [str(plain), str(other), "--json"])
    wrong = CliRunner().invoke(command, [str(plain), str(other), "--measure", "gained"])

    assert table.exit_code == answer.exit_code == Exit.DONE
    assert max(map(len, table.stdout.splitlines()[4:])) <= 80
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = json.loads(answer.stdout)["periods"][0]
    assert float(rows[0]["km2"]) == first["a_km2"]
    assert [row["cause"] for row in rows[: len(first["causes"]) + 2]] == [
        "A",
        *(c["cause"] for c in first["causes"]),
        "B",
    ]
    assert wrong.exit_code == Exit.USAGE
    assert "positive_days" in wrong.stderr


def test_it_is_the_same_each_time(land, plain):
    other = land.made("again", EDITS["clip"])

    assert compare_surveys(plain, other) == compare_surveys(plain, other)


@pytest.mark.parametrize("by", ["day", "week"])
def test_a_figures_note_gives_the_days_that_it_counts_from(land, by):
    done = survey(Asked(files=land.files[::4], profile=made_profile(), by=by))
    changed = {(c.start, c.end, c.classes): (c.base, c.last) for c in done.changed}

    figures = [f for f in done.figures if f.measure is Measure.NET and f.region == "*"]
    assert figures
    for figure in figures:
        counted = counted_from(figure)
        assert (counted.start, counted.end) == changed[figure.start, figure.end, figure.classes]


@pytest.mark.shared
def test_afps_507_and_deepstates_449_for_may_2025(shared, tmp_path):
    folder = shared / "data/territory"
    for name, files in (("isw-table", [folder / "isw_table/daily_areas.json"]), ("deepstate-full", None)):
        files = files or sorted((folder / "deepstate_full").glob("*.gz"))
        asked = Asked(files=files, profile=profile(name))
        written(asked, tmp_path / "surveys" / name)

    done = compare_surveys(
        tmp_path / "surveys/isw-table", tmp_path / "surveys/deepstate-full", look=Looked(files=[folder])
    )
    may = done.periods[-1]
    assert (may.a_km2, may.b_km2) == (pytest.approx(507.9, abs=0.1), pytest.approx(449.3, abs=0.1))
    assert is_whole(done)
    # ISW's assessed control alone grew by more: what had been assessed advance became control.
    assert shares(may)["classes"] == pytest.approx(201.1, abs=0.1)
    assert shares(may)["projection"] is None
    assert shares(may)["dates"] == 0
    assert any("America/New_York" in note and "Europe/Kyiv" in note for note in done.notes)
