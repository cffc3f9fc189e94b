"""A whole survey among hostile files ends soon, names each of them, and measures the rest as if they were not there."""

import gzip
import json
import math
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.territory.made.series import LABELS, made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.read.files import file_bytes
from dateline.territory.read.folders import map_files, special
from dateline.territory.read.gazetteer import read_gazetteer
from dateline.territory.read.values import Unreadable
from dateline.territory.surveys.again import outcome_key

pytestmark = pytest.mark.slow

SURVEY = [sys.executable, "-c", "from dateline.project.cli import main; main()", "territory", "survey"]
SECONDS = 240  # what hangs ends the test, not the suite; a run takes some seconds of its own
MORE_THAN_ALLOWED = 560  # MB unpacked; a file may have half of it


def ring(points: int) -> bytes:
    """A ring of which nearly every edge crosses every other: to mend it takes for ever."""
    turns = [2.399963 * n for n in range(points)]
    line = [[22 + math.cos(t) * (1 + n / points), -46 + math.sin(t) * (1 + n / points)] for n, t in enumerate(turns)]
    shape = {"type": "Polygon", "coordinates": [[*line, line[0]]]}
    feature = {"type": "Feature", "properties": {"name": LABELS["occupied"]}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def spoil(folder: Path) -> dict[str, str]:
    """Hostile files in the folder, each dated as one of the maps is; a word of what must be said of each."""
    whole = next(iter(sorted(folder.iterdir()))).read_bytes()
    hostile = {
        "cut_20240302.geojson": (whole[: len(whole) // 2], "cut short"),
        "bomb_20240305.geojson.gz": (gzip.compress(b" " * 1_000_000) * MORE_THAN_ALLOWED, "more than is allowed"),
        "entities_20240306.kml": (b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aa">]><kml>&a;</kml>', "entities"),
        "nan_20240307.geojson": (whole.replace(b"[2", b"[NaN,2", 1), "NaN"),
        "crossed_20240308.geojson": (ring(20_000), "crosses itself"),
        "deep_20240309.geojson": (b'{"type":"GeometryCollection","geometries":[' * 1000 + b"]}" * 1000, "depth"),
    }
    for name, (content, _) in hostile.items():
        (folder / name).write_bytes(content)
    with (folder / "huge_20240303.geojson").open("wb") as huge:
        huge.truncate(MORE_THAN_ALLOWED * 1_000_000)
    os.mkfifo(folder / "pipe_20240310.geojson")
    (folder / "device_20240311.geojson").symlink_to("/dev/zero")
    others = {"huge_20240303.geojson": "268 MB are allowed", "pipe_20240310.geojson": "a named pipe"}
    return {name: word for name, (_, word) in hostile.items()} | others | {"device_20240311.geojson": "a device"}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    write_folder(series(7, days=14), folder)
    (folder / "made.toml").write_text(made_profile().text)
    return folder


def command(folder: Path, out: Path, *how: str) -> list[str]:
    return [*SURVEY, str(folder / "maps"), "--profile", str(folder / "made.toml"), "--out", str(out), *how]


@pytest.fixture(scope="module")
def figures(made, tmp_path_factory) -> bytes:
    out = tmp_path_factory.mktemp("alone")
    subprocess.run(command(made, out, "--no-cache"), check=True, timeout=SECONDS)
    return (out / "figures.csv").read_bytes()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_hostile_files_are_named_and_the_figures_are_those_of_the_others(made, figures, workers, tmp_path):
    write_folder(series(7, days=14), tmp_path)
    (tmp_path / "made.toml").write_text(made_profile().text)
    hostile = spoil(tmp_path / "maps")
    out = tmp_path / "out"
    subprocess.run(command(tmp_path, out, "--no-cache", "--workers", workers), check=True, timeout=SECONDS)
    said = json.loads((out / "survey.json").read_text())["findings"]

    for name, word in hostile.items():
        assert any(finding["subject"] == name and word in finding["what"] for finding in said), name
    assert (out / "figures.csv").read_bytes() == figures


def test_a_worker_that_is_killed_stops_nothing(made, figures, tmp_path):
    running = subprocess.Popen(command(made, tmp_path, "--no-cache", "--workers", "2"))
    until = time.monotonic() + SECONDS
    while running.poll() is None and not (found := workers_of(running.pid)) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(found[0], signal.SIGKILL)

    assert running.wait(SECONDS) == 0
    assert (tmp_path / "figures.csv").read_bytes() == figures


def workers_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("this system does not say which processes a process has started")
    return [int(c) for c in children.read_text().split() if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]


@pytest.fixture
def pipe(tmp_path) -> Path:
    path = tmp_path / "pipe_20240310.geojson"
    os.mkfifo(path)
    return path


def test_a_named_pipe_is_found_in_a_folder_and_not_opened(pipe, monkeypatch):
    whole = outcome_key({}, [], profile="p")  # reads the program itself
    monkeypatch.setattr(Path, "open", never)
    monkeypatch.setattr(Path, "read_bytes", never)
    read, places = file_bytes(pipe), read_gazetteer(pipe)

    assert map_files(pipe.parent) == [pipe]
    assert isinstance(read, Unreadable)
    assert isinstance(places, Unreadable)
    assert read.reason == places.reason == "it is a named pipe, not a file"
    assert outcome_key({"regions": pipe}, [pipe], profile="p") != whole


def never(*_: object, **__: object) -> None:
    raise AssertionError("to open it waits for ever")


def test_what_is_no_file_is_called_what_it_is(tmp_path):
    short = Path(os.path.relpath(tmp_path))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(short / "s"))
        (tmp_path / "file").touch()

        assert special(tmp_path / "s") == "a socket"
    assert special(Path("/dev/null")) == "a device"
    assert special(tmp_path) == "a folder"
    assert special(tmp_path / "file") == special(tmp_path / "gone") == ""
