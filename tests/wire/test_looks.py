"""A look at a channel: what is new, changed or taken back is stored once, and whatever an outlet does has its words."""

import gzip
import time
from datetime import timedelta
from email.utils import format_datetime

import pytest

from dateline.events.log import events_after
from dateline.wire.core.reported import hash_of_words
from dateline.wire.models import ChannelState, Item, ItemVersion
from dateline.wire.trace import verify_wire
from outlets import NOON, Answer, article, entry, live_page, rss

pytestmark = pytest.mark.django_db


def titles():
    return list(Item.objects.order_by("at", "title").values_list("title", flat=True))


def told():
    return [event.kind for event in events_after("wire", 0, limit=100)]


def test_a_feed_brings_its_entries_once(paper, channel, look):
    paper.pages["/feed"] = Answer(rss(entry(1), entry(2)), Content_Type="application/rss+xml")
    harbour = channel()

    first, second = look(harbour), look(harbour)

    assert (len(first.taken.new), len(second.taken.all)) == (2, 0)
    assert titles() == ["Report 1", "Report 2"]
    assert told() == ["channel.added", "items.taken"]
    assert ItemVersion.objects.count() == 2


def test_an_item_says_where_each_field_came_from(paper, channel, look):
    paper.pages["/feed"] = Answer(rss(entry(1, text="Two boats sank.", link=f"{paper.url}/1")))

    look(channel(language="en", section="Coast"))

    item = Item.objects.get()
    assert (item.standfirst, item.link, item.published) == (
        "Two boats sank.",
        f"{paper.url}/1",
        NOON + timedelta(minutes=1),
    )
    assert (item.language, item.section) == ("en", "Coast")
    assert item.origins["title"] == {"origin": "rss", "confidence": 0.95}


def test_a_changed_entry_is_another_version_of_its_item(paper, channel, look):
    harbour = channel()
    paper.pages["/feed"] = Answer(rss(entry(1, text="Two boats sank.")))
    look(harbour)
    paper.pages["/feed"] = Answer(rss(entry(1, text="Three boats sank.")))

    looked = look(harbour)

    assert [len(looked.taken.new), len(looked.taken.updated)] == [0, 1]
    assert [version.content["standfirst"] for version in ItemVersion.objects.all()] == [
        "Two boats sank.",
        "Three boats sank.",
    ]
    assert Item.objects.get().changed_at is not None


def test_a_time_that_is_written_anew_at_every_look_is_no_change(paper, channel, look):
    harbour = channel()
    paper.pages["/feed"] = Answer(rss(entry(1)))
    look(harbour)
    paper.pages["/feed"] = Answer(rss(entry(1, at=NOON + timedelta(hours=5))))

    assert not look(harbour).taken.all


def test_what_is_known_is_not_sent_again(paper, channel, look):
    body = rss(entry(1))
    paper.pages["/feed"] = lambda headers: (
        Answer(status=304) if headers.get("if-none-match") == '"1"' else Answer(body, ETag='"1"')
    )
    harbour = channel()
    look(harbour)

    looked = look(harbour)

    assert (looked.fault, harbour.faults, harbour.etag) == ("", 0, '"1"')
    assert paper.seen[-1][1]["if-none-match"] == '"1"'


def test_what_could_not_be_read_does_not_count_as_known(paper, channel, look):
    paper.pages["/feed"] = Answer("<html><h1>Maintenance</h1></html>", ETag='"1"', Content_Type="text/html")
    harbour = channel()

    looked = look(harbour)

    assert "could not be read" in looked.fault or "web page" in looked.fault
    assert harbour.etag == ""


def test_an_answer_that_was_cut_brings_its_whole_reports_and_is_asked_again_whole(paper, channel, look):
    whole = rss(*(entry(number) for number in range(10, 14)))
    cut = whole[: whole.rindex("report-1") + len("report-1")]
    bodies = [cut, whole]
    paper.pages["/feed"] = lambda headers: (
        Answer(status=304) if headers.get("if-none-match") == '"1"' else Answer(bodies.pop(0), ETag='"1"')
    )
    harbour = channel()
    look(harbour)

    assert titles() == ["Report 10", "Report 11", "Report 12"]
    assert "ends before it is whole" in harbour.fault
    look(harbour)
    assert titles() == [f"Report {number}" for number in range(10, 14)]
    assert (harbour.fault, harbour.etag, ItemVersion.objects.count()) == ("", '"1"', 4)


def test_a_feed_that_turns_into_a_page_stays_visible_and_recovers_by_itself(paper, channel, look):
    harbour = channel()
    paper.pages["/feed"] = Answer(rss(entry(1)))
    look(harbour)
    paper.pages["/feed"] = Answer(article("We are moving", "Back soon."), Content_Type="text/html")
    for _ in range(3):
        look(harbour)
    faults, fault, due = harbour.faults, harbour.fault, harbour.due_at
    paper.pages["/feed"] = Answer(rss(entry(1), entry(2)))

    look(harbour)

    assert (faults, harbour.state) == (3, ChannelState.ACTIVE)
    assert fault
    assert due > NOON + timedelta(minutes=15)
    assert (harbour.faults, harbour.fault) == (0, "")
    assert titles() == ["Report 1", "Report 2"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
def test_a_server_that_asks_for_patience_gets_it(paper, channel, look, status, as_date):
    clock_there = NOON + timedelta(days=1)  # its clock is a day off
    wait = format_datetime(clock_there + timedelta(seconds=4000), usegmt=True) if as_date else "4000"
    date = format_datetime(clock_there, usegmt=True)
    paper.pages["/feed"] = Answer("busy", status=status, Retry_After=wait, Date=date)
    harbour = channel()

    looked = look(harbour)

    assert str(status) in harbour.fault
    assert looked.patience is not None


def test_what_is_gone_is_asked_no_more_and_stays_visible(paper, channel, look):
    paper.pages["/feed"] = Answer("gone", status=410)
    harbour = channel()

    look(harbour)

    assert (harbour.state, "410" in harbour.fault) == (ChannelState.GONE, True)
    assert told()[-1] == "channel.gone"


def test_a_channel_that_moved_for_good_is_asked_where_it_is(paper, channel, look):
    paper.pages["/feed"] = Answer(status=301, Location="/new")
    paper.pages["/new"] = Answer(rss(entry(1)))
    harbour = channel()

    look(harbour)

    assert (harbour.address, harbour.moved_from) == (f"{paper.url}/new", f"{paper.url}/feed")
    assert titles() == ["Report 1"]


def test_a_channel_that_is_passed_on_for_now_keeps_its_address(paper, channel, look):
    paper.pages["/feed"] = Answer(status=302, Location="/new")
    paper.pages["/new"] = Answer(status=301, Location="/newer")
    paper.pages["/newer"] = Answer(rss(entry(1)))
    harbour = channel()

    look(harbour)

    assert (harbour.address, titles()) == (f"{paper.url}/feed", ["Report 1"])


def test_a_portal_that_moves_everything_to_itself_moves_no_channel(paper, channel, look):
    paper.pages["/feed"] = Answer(status=301, Location="/portal")
    paper.pages["/portal"] = Answer(article("Sign in", "Please sign in."))
    harbour = channel()

    look(harbour)

    assert harbour.address == f"{paper.url}/feed"
    assert harbour.fault


def slow(wfile):
    wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        wfile.write(b"<")
        wfile.flush()
        time.sleep(0.1)


def endless(wfile):
    wfile.write(b"HTTP/1.1 200 OK\r\n\r\n<rss><channel>")
    for _ in range(1000):
        wfile.write(b"<item>" * 1000)


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(12))
    + "]><rss version='2.0'><channel><title>&a11;</title><item><title>&a11;</title></item></channel></rss>"
)
BAD = {
    "slow drip": Answer(write=slow),
    "endless body": Answer(write=endless),
    "wrong length": Answer(rss(entry(1)), Content_Length="100000"),
    "no HTTP": Answer(write=lambda wfile: wfile.write(b"\x16\x03\x01 not HTTP\r\n\r\n")),
    "to the metadata address": Answer(status=302, Location="http://169.254.169.254/latest/meta-data/"),
    "to a file": Answer(status=302, Location="file:///etc/passwd"),
    "in a circle": Answer(status=301, Location="/feed"),
    "entity bomb": Answer(ENTITIES),
    "gzip bomb": Answer(gzip.compress(b"<rss>" + b" " * 50_000_000), Content_Encoding="gzip"),
    "half a gzip": Answer(gzip.compress(rss(entry(1)).encode())[:-9], Content_Encoding="gzip"),
    "nothing": Answer(b""),
    "not there": Answer("no", status=404),
    "broken": Answer("no", status=500),
    "a picture": Answer(b"\x89PNG\r\n\x1a\n" + bytes(500), Content_Type="application/rss+xml"),
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD.keys())
def test_an_outlet_that_behaves_badly_is_a_state_of_its_channel(paper, channel, look, answer):
    paper.pages["/feed"] = answer
    harbour = channel()
    started = time.monotonic()

    look(harbour)

    items = Item.objects.all()
    assert harbour.fault or not items.exists() or all(len(item.title) < 1001 for item in items)
    assert harbour.state == ChannelState.ACTIVE
    assert harbour.due_at > NOON
    assert time.monotonic() - started < 10
    paper.pages["/feed"] = Answer(rss(entry(7)))
    look(harbour)
    assert "Report 7" in titles()
    assert harbour.fault == ""


def test_a_charset_that_is_told_wrong_costs_no_letter(paper, channel, look):
    body = rss(entry(1, title="Überflutung in Łódź")).encode()
    paper.pages["/feed"] = Answer(body, Content_Type="application/rss+xml; charset=us-ascii")

    look(channel())

    assert titles() == ["Überflutung in Łódź"]


def test_an_unchanged_answer_with_a_body_is_unchanged(paper, channel, look):
    def kept(headers):
        body = rss(entry(1)) if "if-none-match" not in headers else rss(entry(1), entry(2))
        return Answer(body, ETag='"1"', status=304 if "if-none-match" in headers else 200)

    paper.pages["/feed"] = kept
    harbour = channel()
    look(harbour)

    looked = look(harbour)

    assert (looked.fault, titles()) == ("", ["Report 1"])


def test_an_item_from_a_clock_that_runs_ahead_does_not_stay_on_top(paper, channel, look, clock):
    paper.pages["/feed"] = Answer(rss(entry(1, at=NOON + timedelta(days=1))))

    look(channel())

    item = Item.objects.get()
    assert (item.published, item.at) == (NOON + timedelta(days=1), NOON)


POSTS = {f"p{n}": (NOON - timedelta(minutes=n), f"Post {n}", f"What happened {n} minutes ago.") for n in range(1, 9)}


def test_a_live_page_is_split_into_its_posts(paper, channel, look):
    paper.pages["/live"] = Answer(live_page(POSTS), Content_Type="text/html")

    looked = look(channel("/live", "live"))

    assert len(looked.taken.new) == 8
    assert Item.objects.get(title="Post 3").published == NOON - timedelta(minutes=3)


def test_an_edit_on_a_live_page_is_another_version(paper, channel, look):
    storm = channel("/live", "live")
    paper.pages["/live"] = Answer(live_page(POSTS))
    look(storm)
    paper.pages["/live"] = Answer(live_page(POSTS | {"p3": (POSTS["p3"][0], "Post 3, corrected", "It was four.")}))

    looked = look(storm)

    assert [item.title for item in looked.taken.updated] == ["Post 3, corrected"]
    assert not looked.taken.withdrawn


def test_a_post_that_is_missing_between_others_was_withdrawn(paper, channel, look):
    storm = channel("/live", "live")
    paper.pages["/live"] = Answer(live_page(POSTS))
    look(storm)
    paper.pages["/live"] = Answer(live_page({name: post for name, post in POSTS.items() if name != "p3"}))

    looked = look(storm)

    assert [item.title for item in looked.taken.withdrawn] == ["Post 3"]
    assert Item.objects.get(title="Post 3").withdrawn == "It no longer stands on the page."
    paper.pages["/live"] = Answer(live_page(POSTS))
    look(storm)
    assert Item.objects.get(title="Post 3").withdrawn_at is None


def test_posts_that_scrolled_away_were_not_withdrawn(paper, channel, look):
    storm = channel("/live", "live")
    paper.pages["/live"] = Answer(live_page(POSTS))
    look(storm)
    newer = {f"n{n}": (NOON + timedelta(minutes=n), f"Newer {n}", "Later.") for n in range(3, 0, -1)}
    kept = dict(list(POSTS.items())[:5])
    paper.pages["/live"] = Answer(live_page(newer | kept))

    looked = look(storm)

    assert (len(looked.taken.new), looked.taken.withdrawn) == (3, ())


def test_the_log_of_all_of_it_holds(paper, channel, look):
    storm = channel("/live", "live")
    for posts in (POSTS, dict(list(POSTS.items())[1:]), POSTS):
        paper.pages["/live"] = Answer(live_page(posts))
        look(storm)

    assert not list(verify_wire())


def test_words_that_were_altered_behind_the_log_are_found(paper, channel, look):
    paper.pages["/feed"] = Answer(rss(entry(1)))
    look(channel())
    version = ItemVersion.objects.get()
    ItemVersion.objects.filter(pk=version.pk).update(content=version.content | {"title": "Something else"})

    assert [fault.what for fault in verify_wire()] == [f"version 1 of item {version.item.uid} was altered"]


def test_a_version_with_another_hash_is_found(paper, channel, look):
    paper.pages["/feed"] = Answer(rss(entry(1)))
    look(channel())
    content = ItemVersion.objects.get().content | {"title": "Something else"}
    ItemVersion.objects.update(content=content, hash=hash_of_words(content))

    assert any("is not what its event tells" in fault.what for fault in verify_wire())


@pytest.mark.django_db(transaction=True)
def test_the_desk_is_told_of_an_item_at_the_commit(paper, channel, look):
    from dateline.events import wake

    paper.pages["/feed"] = Answer(rss(entry(1)))
    harbour = channel()
    heard = []
    leave = wake.listen(lambda key, seq: heard.append((key, seq, Item.objects.count())))

    look(harbour)
    leave()

    assert heard == [("wire", 2, 1)]
