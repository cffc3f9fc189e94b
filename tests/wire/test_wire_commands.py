"""`dateline wire add`, `list`, `set`, `items` and `poll`: a channel's life at the terminal."""

import json

import pytest

from dateline.project import cli
from dateline.wire.models import Channel, ChannelState
from outlets import Answer, entry, rss

pytestmark = pytest.mark.django_db(transaction=True)


def said(capsys, *words):
    code = cli.run(["wire", *words])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_feed_is_added_polled_and_listed(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1), entry(2)), Content_Type="application/rss+xml")

    code, added = said(capsys, "add", f"{paper.url}/feed")

    assert code == 0
    assert "RSS feed “The Harbour Post”" in added
    assert "2 items" in added
    assert "new: 2" in said(capsys, "poll", "--once")[1]
    assert "Asked again in" in said(capsys, "list")[1]
    listed = [json.loads(line)["title"] for line in said(capsys, "items", "--json")[1].splitlines()]
    assert sorted(listed) == ["Report 1", "Report 2"]


def test_what_is_no_channel_is_said_and_not_added(paper, capsys):
    paper.pages["/x"] = Answer(b"\x89PNG\r\n\x1a\n" + bytes(50))

    code, words = said(capsys, "add", f"{paper.url}/x")

    assert (code, Channel.objects.count()) == (1, 0)
    assert words.startswith("dateline: ")


def test_what_cannot_be_fetched_is_said(paper, capsys):
    assert said(capsys, "add", f"{paper.url}/nothing")[0] == 4


def test_a_dry_run_adds_nothing(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1)))

    assert said(capsys, "add", "--dry-run", f"{paper.url}/feed")[0] == 0
    assert Channel.objects.count() == 0


def test_the_same_channel_is_added_once(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1)))
    for _ in range(2):
        said(capsys, "add", f"{paper.url}/feed")

    assert Channel.objects.count() == 1


def test_a_channel_is_set_paused_and_resumed(paper, capsys):
    paper.pages["/feed"] = Answer(rss(entry(1)))
    said(capsys, "add", f"{paper.url}/feed")
    uid = Channel.objects.get().uid

    assert said(capsys, "set", uid, "--shown", "headline", "--pause")[0] == 0

    channel = Channel.objects.get()
    assert (channel.shown, channel.state) == ("headline", ChannelState.PAUSED)
    assert "Paused" in said(capsys, "list")[1]
    assert said(capsys, "set", uid, "--resume")[0] == 0
    assert Channel.objects.get().state == ChannelState.ACTIVE
    assert said(capsys, "set", "nobody")[0] == 2
