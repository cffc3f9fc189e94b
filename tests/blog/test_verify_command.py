"""`dateline verify` at a terminal: a bar on long work, faults by name, few lines where blogs are many."""

import json
import sys

import pytest

from builders import live_blog, published
from cast import ada
from dateline.blog.models import Post
from dateline.project import cli
from dateline.project.commands import verify

pytestmark = pytest.mark.django_db


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def test_a_bar_shows_how_far_it_is_and_each_of_few_blogs_has_its_line(capsys, monkeypatch):
    at_a_terminal(monkeypatch)
    for name in ("storm", "flood"):
        published(live_blog(ada(), name), ada())

    assert cli.run(["verify"]) == cli.Exit.DONE

    said = capsys.readouterr()
    assert "Verifying" in said.err
    assert "100%" in said.err
    assert "storm: no faults; head " in said.out
    assert "flood: no faults; head " in said.out


def test_of_many_blogs_only_those_with_faults_are_told(capsys, monkeypatch):
    at_a_terminal(monkeypatch)
    monkeypatch.setattr(verify, "MANY", 2)
    for name in ("storm", "flood", "fire"):
        published(live_blog(ada(), name), ada())
    Post.objects.filter(blog__slug="fire").update(title="Altered")

    assert cli.run(["verify"]) == cli.Exit.DOES_NOT_HOLD

    said = capsys.readouterr()
    assert "fire: 1 fault" in said.out
    assert "storm" not in said.out
    assert "2 of 3 blogs: no faults" in said.out
    assert "differs from its revision" in said.err


def test_json_is_a_line_a_blog_without_a_bar(capsys, monkeypatch):
    at_a_terminal(monkeypatch)
    published(live_blog(ada()), ada())

    assert cli.run(["verify", "--json"]) == cli.Exit.DONE
    said = capsys.readouterr()
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert (lines[0]["blog"], lines[0]["holds"]) == ("storm", True)
    assert said.err == ""
