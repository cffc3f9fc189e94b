"""Whoever does the work and whatever was kept, killed or spoilt: a survey ends in the same bytes."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.surveys import workers as working
from dateline.territory.surveys.again import outcome_key, recalled, remember
from dateline.territory.surveys.kept import Kept, bundled, key_of, unbundled
from dateline.territory.surveys.placing import place
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked, Means
from dateline.territory.surveys.workers import Here, NoCluster, OnDask, Processes, Ready, workers_on
from dateline.territory.surveys.write import write

pytestmark = pytest.mark.slow

DAYS = 40
COMMAND = [sys.executable, "-c", "from dateline.project.cli import main; main()", "territory", "survey"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Asked:
    folder = tmp_path_factory.mktemp("maps")
    files = write_folder(series(7, days=DAYS), folder)
    (folder / "made.toml").write_text(made_profile().text)
    return Asked(files=files, profile=made_profile(), regions=folder / "regions.geojson")


def written(asked: Asked, folder: Path, means: Means | None = None) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in write(survey(asked, means=means or Means()), asked, folder=folder)}


@pytest.fixture(scope="module")
def alone(asked, tmp_path_factory) -> dict[str, bytes]:
    return written(asked, tmp_path_factory.mktemp("alone"))


def entries(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.glob("*/*/*")}


def test_what_was_kept_gives_the_same_bytes_and_is_not_made_again(asked, alone, tmp_path):
    kept = Kept(tmp_path / "kept")
    first = written(asked, tmp_path / "out", Means(kept=kept))
    made = entries(kept.folder)
    second = written(asked, tmp_path / "out", Means(kept=kept))

    assert first == second == alone
    assert entries(kept.folder) == made
    assert {name.split("/")[0] for name in made} == {"parts", "maps", "regions"}


def test_a_changed_file_is_read_anew_and_the_others_are_not(asked, tmp_path):
    kept = Kept(tmp_path / "kept")
    written(asked, tmp_path / "out", Means(kept=kept))
    made = entries(kept.folder)
    changed = tmp_path / asked.files[3].name
    changed.write_bytes(asked.files[3].read_bytes() + b" ")
    other = replace(asked, files=[*asked.files[:3], changed, *asked.files[4:]])
    written(other, tmp_path / "out", Means(kept=kept))

    new = entries(kept.folder).keys() - made.keys()
    assert sorted(name.split("/")[0] for name in new) == ["maps", "parts"]


def test_spoilt_entries_are_worked_out_again_and_kept_whole(asked, alone, tmp_path):
    kept = Kept(tmp_path / "kept")
    written(asked, tmp_path / "out", Means(kept=kept))
    ways = [lambda content: content[:50], lambda content: content[:-1] + b"x", lambda _: b""]
    for number, path in enumerate(kept.folder.glob("*/*/*")):
        path.write_bytes(ways[number % 3](path.read_bytes()))

    assert written(asked, tmp_path / "out", Means(kept=kept)) == alone
    assert all(kept.get(path.parts[-3], path.name) is not None for path in kept.folder.glob("*/*/*"))


def test_a_folder_that_cannot_be_written_is_done_without(asked, alone, tmp_path):
    (tmp_path / "kept").write_text("a file where the folder should be")

    assert written(asked, tmp_path / "out", Means(kept=Kept(tmp_path / "kept"))) == alone


def test_the_folder_keeps_to_its_size_and_lets_the_oldest_go(tmp_path):
    kept = Kept(tmp_path, most_bytes=10_000)
    for number in range(20):
        kept.put("parts", key_of(str(number)), content=bytes(1000))
        os.utime(tmp_path / "parts" / key_of(str(number))[:2] / key_of(str(number)), (number, number))
    kept.get("parts", key_of("0"))
    kept.trim()

    assert sum(path.stat().st_size for path in tmp_path.glob("*/*/*")) <= 10_000
    assert kept.get("parts", key_of("0")) == kept.get("parts", key_of("19")) == bytes(1000)
    assert kept.get("parts", key_of("1")) is None


def test_words_and_bytes_come_back_as_they_were():
    words, blobs = {"a": ["ї", 1, None]}, [b"", b"\x00" * 9, b"x"]

    assert unbundled(bundled(words, blobs)) == (words, blobs)


def test_processes_give_the_same_bytes(asked, alone, tmp_path):
    assert written(asked, tmp_path, Means(workers=Processes(2), kept=Kept(tmp_path / "kept"))) == alone


def test_a_worker_that_is_killed_leaves_its_work_to_this_process():
    with Processes(1) as workers:
        found = list(workers.map(_survives, [1, 2, 3], shared=os.getpid()))

    assert found == [1, 2, 3]


def _survives(parent: int, item: int) -> int:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_an_item_that_ends_every_process_is_lost_and_never_done_in_this_one():
    with Processes(2) as workers:
        items = [1, 2, "fatal", 4, 5, 6, 7, 8, "fatal", 9]
        found = list(workers.map(_survives_unless_fatal, items, shared=os.getpid(), lost=lambda item: f"{item} lost"))

    assert found == [1, 2, "fatal lost", 4, 5, 6, 7, 8, "fatal lost", 9]


def _survives_unless_fatal(parent: int, item: int | str) -> int | str:
    assert os.getpid() != parent, "this process was to be spared"
    if item == "fatal":
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_what_is_ready_is_not_worked_on_and_keeps_its_place():
    items = [1, Ready("two"), 3]
    with Processes(1) as processes:
        found = list(processes.map(_spelled, items, shared="*"))

    assert found == ["*1", "two", "*3"] == list(Here().map(_spelled, items, shared="*"))


def _spelled(shared: str, item: int) -> str:
    return f"{shared}{item}"


@pytest.fixture
def cluster():
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as made,
        distributed.Client(made, set_as_default=False) as client,
    ):
        yield client


def test_a_dask_cluster_gives_the_same_bytes(asked, alone, tmp_path, cluster):
    assert written(asked, tmp_path, Means(workers=OnDask(client=cluster))) == alone


@pytest.mark.parametrize("where", ["spark://x", "dask://", "tcp://127.0.0.1:8786"])
def test_a_cluster_that_is_none_is_refused(where):
    with pytest.raises(NoCluster, match="dask://host:port"):
        workers_on(where)


def test_without_dask_it_is_said_how_to_get_it(monkeypatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(working, "import_module", missing)

    with pytest.raises(NoCluster, match=r"pip install 'dateline\[dask\]'"), workers_on("dask"):
        pass


def test_an_outcome_hangs_on_every_byte_name_and_option(tmp_path):
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("1")
    two.write_text("2")
    base = outcome_key({"by": "month"}, [one, two], profile="p")
    others = [
        outcome_key({"by": "week"}, [one, two], profile="p"),
        outcome_key({"by": "month"}, [one], profile="p"),
        outcome_key({"by": "month"}, [one, two], profile="q"),
        outcome_key({"by": "month", "regions": one}, [one, two], profile="p"),
    ]
    turned = outcome_key({"by": "month"}, [two, one], profile="p")
    two.write_text("3")
    others.append(outcome_key({"by": "month"}, [one, two], profile="p"))

    assert turned == base
    assert len({base, *others}) == 6


def test_an_outcome_comes_back_whole(tmp_path):
    kept, files = Kept(tmp_path / "kept"), {"figures.csv": b"a,b", "map.png": b"\x89", "none.csv": b""}
    written = place(files, tmp_path / "one")
    remember(kept, key_of("x"), said="31 maps; ї", written=written)
    found = recalled(kept, key_of("x"))

    assert found.said == "31 maps; ї"
    assert [path.name for path in found.write(tmp_path / "two")] == list(files)
    assert [path.read_bytes() for path in found.write(tmp_path / "two")] == list(files.values())
    assert recalled(kept, key_of("y")) is None


def test_an_outcome_of_which_a_byte_is_another_is_not_recalled(tmp_path):
    kept = Kept(tmp_path / "kept")
    remember(kept, key_of("x"), said="31 maps", written=place({"figures.csv": b"a,b"}, tmp_path / "one"))
    entry = kept.find("surveys", key_of("x"))
    entry.write_bytes(entry.read_bytes()[:-1] + b"c")

    assert recalled(kept, key_of("x")) is None
    assert not entry.exists()


def test_files_that_cannot_all_be_written_leave_the_folder_as_it_was(tmp_path):
    place({"figures.csv": b"1", "survey.json": b"{}"}, tmp_path)

    def breaks_off():
        yield b"half"
        raise MemoryError

    with pytest.raises(MemoryError):
        place({"figures.csv": b"2", "changed.geojson": breaks_off, "survey.json": b"{1}"}, tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"figures.csv": b"1", "survey.json": b"{}"}


def test_a_survey_that_was_killed_goes_on_from_there_and_ends_in_the_same_bytes(asked, tmp_path):
    home = tmp_path / "home"
    kept = home / "cache" / "territory"
    profile = str(asked.regions.parent / "made.toml")
    arguments = [*map(str, asked.files), "--profile", profile, "--regions", str(asked.regions)]
    surroundings = os.environ | {"DATELINE_HOME": str(home)}
    started = subprocess.Popen([*COMMAND, *arguments, "--out", str(tmp_path / "a")], env=surroundings)
    while started.poll() is None and len(entries(kept)) < 8:
        time.sleep(0.002)
    started.kill()
    started.wait()
    before = {name: inode for name, inode in entries(kept).items() if not Path(name).name.startswith(".")}
    for out, how in (("a", []), ("b", ["--no-cache"])):
        subprocess.run([*COMMAND, *arguments, "--out", str(tmp_path / out), *how], env=surroundings, check=True)
    after = entries(kept)
    resumed, anew = ({p.name: p.read_bytes() for p in (tmp_path / out).iterdir()} for out in ("a", "b"))

    assert started.returncode == -signal.SIGKILL
    assert before
    assert not any(name.startswith("surveys") for name in before), "it was killed before its end"
    assert {name: after[name] for name in before} == before, "what was kept before is not made again"
    assert resumed == anew
