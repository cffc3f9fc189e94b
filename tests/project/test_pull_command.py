"""`dateline territory pull` at the terminal: terms first, a whole folder after whatever ended a run before."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.project import cli, env, terms
from dateline.territory.core.manifest import MANIFEST
from sources import DAYS, FIRST, LAST, MAPS, Source, profile_text, source


@pytest.fixture
def web() -> Iterator[Source]:
    with source() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def written_profile(web: Source, folder: Path, kind: str = "listed maps", **lines: str) -> Path:
    path = folder / "made.toml"
    path.write_text(profile_text(web.url, kind, **lines), "utf-8")
    return path


def pull(profile: Path | str, *more: str) -> int:
    return cli.run(["territory", "pull", str(profile), "--since", f"{FIRST}", "--until", f"{LAST}", *more])


def test_nothing_is_asked_before_the_terms_are_accepted(web, home, tmp_path, capsys):
    code = pull(written_profile(web, tmp_path))

    said = capsys.readouterr().err
    assert code == cli.Exit.REFUSED
    assert "Made by a generator; free to use in any way." in said
    assert "--accept-terms" in said
    assert web.seen == []
    assert not (home / "maps").exists()


def test_terms_are_asked_once_and_again_when_they_change(web, home, tmp_path, capsys):
    profile = written_profile(web, tmp_path)
    assert pull(profile, "--accept-terms") == cli.Exit.DONE
    assert pull(profile) == cli.Exit.DONE
    capsys.readouterr()
    profile.write_text(profile.read_text("utf-8").replace("free to use in any way", "no longer free"), "utf-8")

    assert pull(profile) == cli.Exit.REFUSED
    assert "have changed since they were accepted" in capsys.readouterr().err
    rows = json.loads((home / "terms.json").read_bytes())["made"]
    assert [row["text"] for row in rows] == ["Made by a generator; free to use in any way."]
    assert rows[0]["by"]
    assert rows[0]["when"]


def test_what_came_is_kept_at_home_and_told_in_json(web, home, tmp_path, capsys):
    code = pull(written_profile(web, tmp_path), "--accept-terms", "--json")

    told = json.loads(capsys.readouterr().out)
    assert code == cli.Exit.DONE
    assert told["folder"] == str(env.home() / "maps" / "made")
    assert len(told["new"]) == DAYS
    assert (told["failed"], told["left"], told["stopped"]) == ([], 0, "")
    assert sorted(p.name for p in (home / "maps" / "made").glob("*.geojson")) == sorted(told["new"])


def test_what_could_not_be_had_is_told_and_the_exit_code_says_so(web, home, tmp_path, capsys):
    web.answers("/map/", lambda: (200, {}, b"<html>"))

    code = pull(written_profile(web, tmp_path), "--accept-terms", "--out", str(tmp_path / "out"))

    told = capsys.readouterr()
    assert code == cli.Exit.WORLD_FAILED
    assert f"new maps: {DAYS - 1}," in told.out
    assert "it is a web page where a map should be" in told.err


def test_a_redirect_into_the_house_is_refused_even_where_the_profile_is_of_the_house(web, home, tmp_path, capsys):
    with source() as other:
        web.answers("/map/", *[lambda: (302, {"Location": f"{other.url}/map/1"}, b"")] * DAYS)

        assert pull(written_profile(web, tmp_path), "--accept-terms") == cli.Exit.WORLD_FAILED
        assert other.seen == []
    assert "not a public one" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["isw-table", "--since", "2024-01-01"], "does not say where its maps are"),
        (["nowhere", "--since", "2024-01-01"], "there is no such profile"),
        (["deepstate-full", "--since", "2999-01-01"], "is after"),
        (["deepstate-full"], "--since"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(home, arguments, told, capsys):
    assert cli.run(["territory", "pull", *arguments]) == cli.Exit.USAGE
    assert told in capsys.readouterr().err


def test_damaged_acceptances_are_said(home):
    home.mkdir()
    (home / "terms.json").write_text("[")

    assert cli.run(["territory", "pull", "deepstate-full", "--since", "2024-01-01"]) == cli.Exit.REFUSED
    with pytest.raises(Exception, match="is damaged"):
        terms.are_accepted(home, "x", text="y")


@pytest.mark.parametrize("kind", ["listed maps", "feature service"])
def test_a_pull_that_was_killed_goes_on_where_it_was_and_asks_for_nothing_twice(web, home, tmp_path, kind):
    web.slow_seconds = 0.05
    profile, out = written_profile(web, tmp_path, kind), tmp_path / "out"
    line = ["territory", "pull", str(profile), "--since", f"{FIRST}", "--until", f"{LAST}", "--accept-terms"]
    started = subprocess.Popen(
        [sys.executable, "-c", "from dateline.project.cli import main; main()", *line, "--out", str(out)],
        env=os.environ | {"DATELINE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while len(web.seen) < DAYS - 1 and started.poll() is None:
        time.sleep(0.01)
    started.send_signal(signal.SIGKILL)
    started.wait(timeout=20)
    whole = json.loads((out / MANIFEST).read_bytes())["files"]
    here, before = {row["url"].removeprefix(web.url) for row in whole.values()}, len(web.seen)
    assert 0 < len(here) < DAYS

    assert pull(profile, "--out", str(out)) == cli.Exit.DONE
    assert not here & {path for path, _ in web.seen[before:]}
    assert len(list(out.glob("*.geojson"))) == DAYS
    if kind == "listed maps":
        assert sorted(path.read_bytes() for path in out.glob("*.geojson")) == sorted(MAPS.values())
    assert not [*out.glob(".pull/*.part"), *out.glob(".pull/*.draft"), *out.glob("*.draft")]
