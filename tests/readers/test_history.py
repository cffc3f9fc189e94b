"""Anybody can read what was published and changed, and reckon the log's hashes again by themselves."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from builders import live_blog, published, words
from cast import ada
from dateline.blog.actions.blogs import pin_post
from dateline.blog.actions.posts import (
    amend_post,
    correct_post,
    draft_post,
    mark_post,
    tag_post,
    withdraw_post,
)
from dateline.blog.models import Blog
from dateline.events.core.chain import START, digest
from dateline.readers.views import history as history_view

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "the-trace.md"


@pytest.fixture
def blog() -> Blog:
    return live_blog(ada())


def get(path: str, *, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status
    return response.content.decode()


def plain(html: str) -> str:
    """The page's text, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_every_public_change_stands_in_the_history_newest_first(blog):
    post = published(blog, ada(), "Water rises")
    amend_post(post, words("Water rises fast"), by=ada())
    mark_post(post, key=True, by=ada())
    tag_post(post, ["Flood"], by=ada())
    pin_post(blog, post, by=ada())

    page = get("/live/storm/history/")

    assert re.findall(r'<li id="event-(\d+)"', page) == ["7", "6", "5", "4", "3", "2", "1"]
    for what in ("Published", "Amended", "Marked", "Tagged", "The pinned post changed", "The coverage was opened"):
        assert what in page


def test_an_amendment_is_shown_word_by_word_and_not_by_colour_alone(blog):
    post = published(blog, ada(), "Seven boats", "The mayor counts 507 boats in the harbour.")
    amend_post(post, words("Seven boats", "The mayor counts 5,107 boats in the harbour."), by=ada())

    page = get("/live/storm/history/")

    assert re.search(r"<del>.*\[removed: .*</span>507<.*</del>", page)
    assert re.search(r"<ins>.*\[added: .*</span>5,107<.*</ins>", page)
    assert "The mayor counts" in page


def test_a_correction_and_a_withdrawal_stand_with_their_notes(blog):
    post = published(blog, ada(), "Wrong town")
    correct_post(post, words("Right town"), correction="We had the wrong town.", by=ada())
    withdraw_post(post, reason="It did not happen.", by=ada())

    page = get("/live/storm/history/")

    assert "We had the wrong town." in page
    assert "It did not happen." in page
    assert "<del>" in page


def test_each_line_shows_its_hash_and_the_page_the_newest_one(blog):
    post = published(blog, ada())
    page = get("/live/storm/history/")
    event = post.revisions.get().event

    assert f">{event.hash}<" in page
    assert f">{event.previous_hash}<" in page
    assert f"{event.seq}:{event.hash}" in page


def test_a_draft_is_in_no_history(blog):
    draft = draft_post(blog, words("Not yet public"), by=ada())

    assert "Not yet public" not in get("/live/storm/history/")
    assert "Not yet public" not in get("/live/storm/history.json")
    get(f"/live/storm/post/{draft.uid}/history/", status=404)


def test_a_sealed_posts_words_notes_and_tags_are_in_no_history(blog):
    post = published(blog, ada(), "Secretname", "Secretwords", tags=["Secrettag"])
    correct_post(post, words("Secretname", "Secretmore"), correction="Secretnote", by=ada())
    withdraw_post(post, reason="A court asked.", sealed=True, by=ada())

    hashes = [revision.event.hash for revision in post.revisions.all()]
    for path in (
        "/live/storm/history/",
        f"/live/storm/post/{post.uid}/history/",
        "/live/storm/history.json",
        "/live/storm/feed.atom",
    ):
        page = get(path)
        assert "Secret" not in page
        if "history" in path:
            assert all(hash in page for hash in hashes)
    assert "A court asked." in get("/live/storm/history/")


def test_a_withdrawn_post_that_is_not_sealed_keeps_its_words_in_the_history(blog):
    post = published(blog, ada(), "Said too soon")
    withdraw_post(post, reason="It was not so.", by=ada())

    assert "Said too soon" in get(f"/live/storm/post/{post.uid}/history/")


def test_a_posts_own_history_holds_its_changes_alone(blog):
    published(blog, ada(), "Another one")
    post = published(blog, ada(), "Mine")
    amend_post(post, words("Mine too"), by=ada())

    page = get(f"/live/storm/post/{post.uid}/history/")

    assert "Another one" not in page
    assert len(re.findall(r'<li id="event-', page)) == 2


def test_another_blogs_post_has_no_history_here(blog):
    other = live_blog(ada(), slug="fire")
    post = published(other, ada())

    get(f"/live/storm/post/{post.uid}/history/", status=404)


def test_a_long_history_is_read_page_by_page_without_gap_or_repeat(blog, monkeypatch):
    monkeypatch.setattr(history_view, "LINES", 4)
    for n in range(9):
        published(blog, ada(), f"Post {n}")
    seen: list[int] = []
    path = "/live/storm/history/"
    while path:
        page = get(path)
        seen += [int(seq) for seq in re.findall(r'<li id="event-(\d+)"', page)]
        older = re.search(r'href="(/live/storm/history/\?before=\d+)">Older', page)
        path = older[1] if older else ""

    assert seen == list(range(11, 0, -1))


@pytest.mark.parametrize("before", ["0", "1", "x", "", "-4", "²", "9" * 30, "1\x00"])
def test_a_place_that_is_not_in_the_history_is_not_found(blog, before):
    assert Client().get("/live/storm/history/", {"before": before}).status_code == 404


def test_the_time_is_in_the_blogs_zone(blog):
    published(blog, ada())

    assert re.search(r"\d\d:\d\d EE(S)?T", get("/live/storm/history/"))


def test_the_history_is_not_for_search_engines(blog):
    assert 'content="noindex' in get("/live/storm/history/")


def test_an_outsider_can_reckon_every_hash_again(blog, monkeypatch):
    monkeypatch.setattr(history_view, "MOST_EVENTS", 3)
    post = published(blog, ada(), "Вода піднімається", "“Quotes” & <b>bold</b> 北京")
    amend_post(post, words("Two"), by=ada())
    withdraw_post(post, reason="Why", sealed=True, by=ada())
    published(blog, ada(), "Three")
    events, answer = [], {"next": "/live/storm/history.json"}
    while answer["next"]:
        answer = json.loads(get(answer["next"].removeprefix("http://testserver")))
        events += answer["events"]

    previous = START
    assert [event["seq"] for event in events] == list(range(1, 7))
    for event in events:
        fields = [event[name] for name in ("seq", "kind", "subject", "at", "actor", "content_hash")]
        assert digest([answer["epoch"], *fields, previous]) == event["hash"]
        assert event["sealed"] == (event["content"] is None)
        assert event["sealed"] or digest(event["content"]) == event["content_hash"]
        previous = event["hash"]
    assert answer["head"] == {"seq": 6, "hash": previous}
    assert [event["seq"] for event in events if event["sealed"]] == [3, 4, 5]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program that the guide tells outsiders to run."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.S)
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
    path = tmp_path / "check.py"
    path.write_text(code)
    return path


def check(program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, program, *words], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.django_db(transaction=True)
def test_the_guides_own_program_finds_the_log_whole_and_an_alteration_out(program, live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    from dateline.blog.models import Revision

    blog = live_blog(ada())
    post = published(blog, ada(), "Вода")
    withdraw_post(published(blog, ada(), "Sealed"), reason="Why", sealed=True, by=ada())
    url = f"{live_server.url}/live/storm/history.json"
    whole = check(program, url)
    seen = whole.stdout.split()[-1]

    assert whole.returncode == 0, whole.stderr
    assert post.revisions.get().event.seq == 3
    published(blog, ada(), "Later")
    assert check(program, url, seen).returncode == 0
    assert check(program, url, "3:" + "0" * 64).returncode != 0
    Revision.objects.filter(post=post).update(content={**post.revisions.get().content, "title": "Another"})
    assert check(program, url, seen).returncode != 0
