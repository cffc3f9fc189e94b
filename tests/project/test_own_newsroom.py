"""The first commands of a newsroom of one's own, as the README gives them, in a home that is not there yet."""

import os
import subprocess
from pathlib import Path

from newsrooms import DATELINE


def _dateline(home: Path, *words: str, typed: str = "") -> str:
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")} | {"DATABASE_URL": ""}
    surroundings["DATELINE_HOME"] = str(home)
    done = subprocess.run([*DATELINE, *words], env=surroundings, input=typed, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_person_and_a_blog_are_added_in_a_home_that_is_not_there_yet(tmp_path: Path) -> None:
    home = tmp_path / "newsroom"

    _dateline(home, "user", "add", "ada", "--runs-newsroom", "--password-stdin", typed="a long enough password\n")
    _dateline(home, "blog", "create", "flood", "--headline", "The river rises", "--zone", "Europe/Kyiv")

    assert "The river rises" in _dateline(home, "blog", "list")
    assert "no faults" in _dateline(home, "verify")
