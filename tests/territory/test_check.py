"""A survey is computed again from its bytes; whatever was tampered with is found and named."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.project.cli import Exit
from dateline.project.surveying.check import command
from dateline.territory.made.defects import everything
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.surveys.check import check
from dateline.territory.surveys.record import NoSurvey
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked
from dateline.territory.surveys.write import write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """A survey of maps with every defect, one of them not readable, beside its maps."""
    folder = tmp_path_factory.mktemp("check")
    files = write_folder(everything(series(7, days=20)).series, folder)
    (folder / "maps/made_20240399.geojson").write_bytes(files[3].read_bytes()[:300])
    (folder / "places.csv").write_text("name,lat,lon\nQuill,-46,23.1\n")
    asked = Asked(
        files=sorted((folder / "maps").iterdir()),
        profile=made_profile(),
        regions=folder / "regions.geojson",
        gazetteer=folder / "places.csv",
        by="week",
    )
    write(survey(asked), asked, folder=folder / "out")
    return folder


@pytest.fixture
def folder(original, tmp_path):
    return shutil.copytree(original, tmp_path / "copy")


def edit(folder, change):
    path = folder / "out/survey.json"
    record = json.loads(path.read_text())
    change(record)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def one_map(folder):
    """A map that no other has the bytes of."""
    often = Counter(path.read_bytes() for path in (folder / "maps").iterdir())
    return next(path for path in sorted((folder / "maps").iterdir()) if often[path.read_bytes()] == 1)


def told(checked, kind):
    return [f"{each.subject}: {each.what}" for each in checked.differences if each.kind == kind]


def test_a_survey_that_nobody_touched_holds(folder):
    done = check(folder / "out")

    assert done.holds, done.differences
    assert done.figures > 100
    assert done.inputs == len(list((folder / "maps").iterdir())) + 2


def test_its_maps_are_found_whatever_they_are_called_and_wherever_they_lie(folder):
    elsewhere = folder.parent / "elsewhere/deep/down/here"
    elsewhere.mkdir(parents=True)
    for number, path in enumerate((folder / "maps").iterdir()):
        path.rename(elsewhere / f"{number}.bin")

    assert not check(folder / "out").holds
    assert check(folder / "out/survey.json", files=[folder.parent / "elsewhere"]).holds


def test_a_tampered_figure_is_found(folder):
    path = folder / "out/figures.csv"
    lines = path.read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if ",*,occupied,net," in line)
    lines[at] = re.sub(r"net,(-?\d+)\.(\d)", lambda m: f"net,{int(m[1]) + 1}.{m[2]}", lines[at])
    path.write_text("".join(lines))

    (what,) = told(check(folder / "out"), "figure")
    assert what.startswith("net of occupied")


def test_a_figure_that_differs_by_the_last_digit_alone_is_no_other_figure(folder):
    path = folder / "out/figures.csv"
    text = path.read_text()
    km2 = re.search(r",net,(-?\d+\.\d{5})(\d),", text)
    other = f",net,{km2[1]}{int(km2[2]) + (1 if km2[2] != '9' else -1)},"
    path.write_text(text.replace(km2[0], other, 1))

    assert told(check(folder / "out"), "figure") == []


@pytest.mark.parametrize("change", ["gone", "added"])
def test_a_row_that_is_gone_or_added_is_found(folder, change):
    path = folder / "out/figures.csv"
    lines = path.read_text().splitlines(keepends=True)
    added = lines[1].replace(",area,", ",net,").replace("2024-03", "2023-03")
    path.write_text("".join([lines[0], *lines[2:]] if change == "gone" else [*lines, added]))

    assert len(told(check(folder / "out"), "figure")) == 1


def test_an_input_that_was_changed_is_found(folder):
    path = one_map(folder)
    path.write_bytes(path.read_bytes().replace(b"23.", b"23.0", 1))

    (what,) = told(check(folder / "out"), "input")
    assert what.startswith(f"{path.name}: changed")


def test_an_input_that_is_gone_is_found_and_nothing_is_computed(folder):
    (folder / "regions.geojson").unlink()

    done = check(folder / "out")
    assert told(done, "input")[0].startswith("regions.geojson: no file has its hash")
    assert done.figures == 0


def test_a_profile_that_was_swapped_is_found(folder):
    def swap(record):
        text = record["profile"]["text"]
        record["profile"]["text"] = re.sub(r'classes = \["occupied"\]', 'classes = ["contested"]', text, count=1)
        assert record["profile"]["text"] != text

    edit(folder, swap)

    assert told(check(folder / "out"), "figure")


def test_a_finding_that_was_taken_away_or_put_in_is_found(folder):
    edit(folder, lambda record: record["findings"].pop(0))
    assert "is not listed" in told(check(folder / "out"), "finding")[0]

    edit(folder, lambda record: record["findings"].append({**record["findings"][0], "what": "nothing"}))
    assert any("is not found again: " in what for what in told(check(folder / "out"), "finding"))


def test_an_input_that_was_struck_from_the_record_is_found(folder):
    edit(folder, lambda record: record["inputs"].pop(5))

    assert not check(folder / "out").holds


def test_a_file_that_was_changed_or_is_gone_is_found(folder):
    name = "moved.geojson"
    path = folder / "out" / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert len(told(check(folder / "out"), "file")) == 1

    path.unlink()
    assert told(check(folder / "out"), "file") == [f"{name}: is not there"]


@pytest.mark.parametrize(("key", "value"), [("by", "month"), ("classes", ["contested"])])
def test_other_parameters_are_found(folder, key, value):
    edit(folder, lambda record: record["parameters"].update({key: value}))

    assert not check(folder / "out").holds


def test_other_libraries_are_noted(folder):
    edit(folder, lambda record: record["libraries"].update(shapely="1.0"))

    done = check(folder / "out")
    assert done.holds
    assert any(note.startswith("shapely was 1.0 and is ") for note in done.notes)


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.pop("inputs"),
        lambda record: record["profile"].update(text="name = 1"),
        lambda record: record["parameters"].update(by="fortnight"),
        lambda record: record["parameters"].update(cuts=["soon"]),
        lambda record: record["parameters"].update(zone="Nowhere/Land"),
        lambda record: record.update(inputs=[{"name": "x"}]),
    ],
)
def test_a_record_that_cannot_be_read_says_why(folder, change):
    edit(folder, change)

    with pytest.raises(NoSurvey, match=r"survey\.json"):
        check(folder / "out")


@pytest.mark.parametrize("text", ["", "[]", "{}", '"x"', "null", "\x00"])
def test_what_is_no_survey_says_so(tmp_path, text):
    (tmp_path / "survey.json").write_text(text)

    with pytest.raises(NoSurvey):
        check(tmp_path)
    with pytest.raises(NoSurvey, match="cannot be opened"):
        check(tmp_path / "nothing")


def test_the_command_answers_by_its_exit_code_in_words_and_in_json(folder):
    holds = CliRunner().invoke(command, [str(folder / "out")])
    one_map(folder).unlink()
    broken = CliRunner().invoke(command, [str(folder / "out"), "--json"])

    assert holds.exit_code == Exit.DONE
    assert "holds, nothing differs" in holds.stdout
    assert broken.exit_code == Exit.DOES_NOT_HOLD
    answer = json.loads(broken.stdout)
    assert answer["holds"] is False
    assert answer["differences"][0]["kind"] == "input"
    assert CliRunner().invoke(command, [str(folder / "maps")]).exit_code == Exit.USAGE
