"""`dateline wire read`: what was understood, for people and as a line of JSON a page, with exit codes."""

import json
from pathlib import Path

import pytest

from dateline.project.cli import run

PAGE = """<html lang="en"><head>
<meta property="article:published_time" content="2026-03-04T06:30:00Z"></head><body><h1>River falls again</h1>
<p>The water at the bridge fell by a metre in the night, the flood service said on Thursday.</p></body></html>"""


def test_json_is_a_line_a_page_and_a_failing_page_is_a_line_that_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").write_text("")
    code = run(["wire", "read", str(tmp_path), "--json", "--workers", "1"])
    fine, empty = (json.loads(line) for line in capsys.readouterr().out.splitlines())

    assert code == 1
    assert fine["title"] == "River falls again"
    assert fine["published"] == "2026-03-04T06:30:00+00:00"
    assert empty == {"source": str(tmp_path / "b.html"), "error": "The page is empty."}


def test_people_read_each_field_with_its_origin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    code = run(["wire", "read", str(tmp_path / "a.html")])
    told = capsys.readouterr().out

    assert code == 0
    assert "River falls again  [h1, " in told
    assert "[article:published_time, 0.93]" in told


def test_a_file_that_is_not_there_is_the_worlds_failure(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["wire", "read", "/nowhere/at-all.html", "--json"])

    assert code == 4
    assert "no such file" in capsys.readouterr().out
