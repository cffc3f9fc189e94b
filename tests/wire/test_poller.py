"""Polling: everything that is due, once; politely; shared by processes; whatever is killed, nothing lost or doubled."""

import json
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone

from dateline.wire.actions.channels import NewChannel, add_channel
from dateline.wire.actions.leases import LEASE, Back, give_back, take_due
from dateline.wire.ingest import Poller
from dateline.wire.models import Channel, Host, Item, ItemVersion
from newsrooms import DATELINE, newsroom
from outlets import Answer, article, entry, outlet, rss
from settings_for_tests import ON_POSTGRES

pytestmark = pytest.mark.django_db(transaction=True)


def add(made, path="/feed", **values):
    how = {"inside": made.inside}
    return add_channel(NewChannel(address=f"{made.url}{path}", kind="feed", how=how, **values), by=None)


def polled(**values):
    import threading

    poller = Poller(hands=4, readers=1, **values)
    try:
        poller.run(threading.Event(), once=True)
    finally:
        poller.close()
    return poller.counts


def test_all_that_is_due_is_asked_once_and_then_nothing_is_due():
    with ExitStack() as stack:
        papers = [stack.enter_context(outlet()) for _ in range(6)]
        for paper in papers:
            paper.pages["/feed"] = Answer(rss(*(entry(n) for n in range(5))))
            add(paper)

        counts = polled()
        again = polled()

    assert (counts.looks, counts.new, counts.faults) == (6, 30, 0)
    assert again.looks == 0
    assert [paper.asked("/feed") for paper in papers] == [1] * 6


def test_channels_of_one_server_are_asked_one_after_the_other_with_a_pause(paper):
    for number in range(3):
        paper.pages[f"/{number}"] = Answer(rss(entry(number)))
        add(paper, f"/{number}")

    polled()

    gaps = [later - earlier for earlier, later in zip(paper.times, paper.times[1:], strict=False)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.99


def test_pages_of_new_items_are_read_too(paper):
    paper.pages["/feed"] = Answer(rss(entry(1, link=f"{paper.url}/1")))
    text = "\n".join(f"Sentence {n} of a report about boats in the harbour." for n in range(9))
    paper.pages["/1"] = Answer(article("Report 1", text), Content_Type="text/html")
    add(paper, reads_pages=True)

    counts = polled()

    assert (counts.looks, counts.new, counts.updated) == (2, 1, 1)
    assert "Sentence 8" in Item.objects.get().text


def test_a_server_that_one_process_asks_is_nobody_elses_until_its_lease_ends(paper):
    add(paper)
    now = timezone.now()

    first, second = take_due(now, 10), take_due(now, 10)
    later = take_due(now + LEASE + timedelta(seconds=1), 10)

    assert [len(first), len(second), len(later)] == [1, 0, 1]


def test_a_server_that_asked_for_patience_is_left_alone_for_all_its_channels(paper):
    paper.pages["/a"] = Answer("busy", status=429, Retry_After="600")
    paper.pages["/b"] = Answer(rss(entry(1)))
    add(paper, "/a")
    add(paper, "/b")

    polled()

    assert Host.objects.get().free_at > timezone.now() + timedelta(seconds=500)
    assert paper.asked("/b") == 0


def test_a_paused_channel_is_not_asked(paper):
    from dateline.wire.actions.channels import pause_channel, resume_channel

    paper.pages["/feed"] = Answer(rss(entry(1)))
    channel = pause_channel(add(paper), by=None)

    assert polled().looks == 0
    resume_channel(channel, by=None)
    assert polled().looks == 1


def test_a_mistake_of_ours_on_one_channel_is_its_state_and_the_others_go_on(paper, monkeypatch, caplog):
    from dateline.wire.looking import kinds

    real = kinds.reports_of_feed
    monkeypatch.setattr(kinds, "reports_of_feed", lambda feed: 1 / 0 if feed.title == "Odd" else real(feed))
    with outlet() as other:
        paper.pages["/feed"] = Answer(rss(entry(1), title="Odd"))
        other.pages["/feed"] = Answer(rss(entry(2)))
        odd = add(paper)
        add(other)

        counts = polled()

    odd.refresh_from_db()
    assert (counts.new, counts.faults) == (1, 1)
    assert "mistake" in odd.fault
    assert "ZeroDivisionError" in caplog.text


def test_forty_looks_with_faults_in_between_bring_each_item_exactly_once(paper):
    """A feed that grows and rolls on, among answers that break: in the end each report is here, each once."""
    chance = random.Random(7)
    total = [0]

    def feed(headers):
        total[0] += chance.randint(0, 6)
        body = rss(*(entry(n) for n in range(max(0, total[0] - 20), total[0])))
        return chance.choice([*[Answer(body)] * 3, Answer("busy", status=503), Answer(body, Content_Length="999999")])

    paper.pages["/feed"] = feed
    channel = add(paper)
    for _ in range(40):
        Channel.objects.update(due_at=timezone.now())
        give_back([Back(host=channel.host, asked_at=timezone.now() - timedelta(seconds=9))])
        polled()
    paper.pages["/feed"] = Answer(rss(*(entry(n) for n in range(total[0]))))
    Channel.objects.update(due_at=timezone.now())
    give_back([Back(host=channel.host, asked_at=timezone.now() - timedelta(seconds=9))])
    polled()

    titles = Counter(Item.objects.values_list("title", flat=True))
    assert titles == Counter({f"Report {n}": 1 for n in range(total[0])})
    assert ItemVersion.objects.count() == total[0]


def let_go_of_dead_leases(room):
    """As if the three minutes for which a server is taken were over."""
    statement = "UPDATE wire_host SET free_at = '2000-01-01 00:00:00Z'"
    if url := room.env["DATABASE_URL"]:
        with psycopg.connect(url) as rows:
            rows.execute(statement)
        return
    with closing(sqlite3.connect(Path(room.env["DATELINE_HOME"]) / "dateline.sqlite3", timeout=20)) as rows:
        rows.execute(statement.replace("Z'", "'"))
        rows.commit()


@pytest.mark.slow
@pytest.mark.both
def test_killed_again_and_again_while_it_polls_nothing_is_lost_or_doubled(tmp_path):
    chance = random.Random(3)
    total = [0]

    def feed(headers):
        total[0] += 3
        return Answer(rss(*(entry(n) for n in range(max(0, total[0] - 40), total[0]))))

    with outlet() as paper, newsroom(tmp_path, postgres=ON_POSTGRES) as room:
        paper.pages["/feed"] = feed
        room.run("wire", "add", f"{paper.url}/feed")
        for _ in range(4):
            seen, end = total[0], time.monotonic() + 20
            process = subprocess.Popen([*DATELINE, "wire", "poll", "--now"], env=room.env)
            while total[0] == seen and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(chance.random() * 0.1)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            let_go_of_dead_leases(room)
        asked = total[0]
        room.run("wire", "poll", "--once", "--now")
        listed = room.run("wire", "items", "--json", "--most", "1000")
        titles = Counter(json.loads(line)["title"] for line in listed.splitlines())

        assert asked >= 12
        assert titles == Counter({f"Report {n}": 1 for n in range(total[0])})
        room.run("verify")
