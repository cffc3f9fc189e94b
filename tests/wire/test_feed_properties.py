"""What a writer of our own writes is read back: RSS, Atom, JSON Feed and OPML alike."""

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire import Feed, read_feed
from dateline.wire.core.feeds.opml import Outline, write_opml

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"])
WORDS = st.text(LETTERS, min_size=1, max_size=12)
LINE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
TIMES = st.datetimes(datetime(1980, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"title": LINE, "body": LINE, "author": st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True), "at": TIMES}
    ),
    max_size=8,
)


def rss(entries: list[dict]) -> bytes:
    items = "".join(
        f"<item><guid>e-{n}</guid><title>{escape(escape(e['title']))}</title><author>{e['author']}</author>"
        f"<description>{escape(escape(e['body']))}</description><pubDate>{format_datetime(e['at'])}</pubDate></item>"
        for n, e in enumerate(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def atom(entries: list[dict]) -> bytes:
    items = "".join(
        f"<entry><id>e-{n}</id><title>{escape(e['title'])}</title><author><name>{e['author']}</name></author>"
        f"<summary>{escape(e['body'])}</summary><published>{e['at'].isoformat()}</published></entry>"
        for n, e in enumerate(entries)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{items}</feed>'.encode()


def json_feed(entries: list[dict]) -> bytes:
    items = [
        {"id": f"e-{n}", "title": e["title"], "summary": e["body"], "authors": [{"name": e["author"]}],
         "date_published": e["at"].isoformat()}
        for n, e in enumerate(entries)
    ]  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items}).encode()


def told(feed: Feed) -> list[tuple]:
    return [(e.key, e.title, e.summary, e.byline, e.published) for e in feed.entries]


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_what_is_written_is_read_back_whatever_it_is_written_in(entries: list[dict]) -> None:
    wanted = [(f"e-{n}", e["title"], e["body"], (e["author"],), e["at"]) for n, e in enumerate(entries)]

    for feed in (rss(entries), atom(entries), json_feed(entries)):
        assert told(read_feed(feed)) == wanted
        assert not read_feed(feed).faults


@settings(max_examples=30, deadline=None)
@given(ENTRIES)
def test_the_encoding_changes_nothing(entries: list[dict]) -> None:
    content = atom(entries).decode()

    for name in ("utf-8-sig", "utf-16", "utf-16-be", "utf-32"):
        assert told(read_feed(content.encode(name))) == told(read_feed(content.encode()))


@given(
    st.lists(
        st.tuples(LINE, st.integers(0, 10**6), st.lists(WORDS, max_size=3)), max_size=8, unique_by=lambda one: one[1]
    )
)
def test_a_list_of_channels_that_is_written_is_read_back(channels: list[tuple[str, int, list[str]]]) -> None:
    outlines = [
        Outline(url=f"https://post.example/{n}", title=title, home="https://post.example/", folders=tuple(folders))
        for title, n, folders in channels
    ]
    feed = read_feed(write_opml(outlines, title="Mine", now=datetime(2025, 6, 2, tzinfo=UTC)))

    assert (feed.kind, feed.title, feed.created) == ("opml", "Mine", datetime(2025, 6, 2, tzinfo=UTC))
    assert sorted((e.link, e.title, e.section) for e in feed.entries) == sorted(
        (one.url, one.title, one.folders[-1] if one.folders else "") for one in outlines
    )


@given(ENTRIES)
def test_an_entry_without_an_id_keeps_its_key_while_the_feed_moves_on(entries: list[dict]) -> None:
    unnamed = [rss([entry]).replace(b"<guid>e-0</guid>", b"") for entry in entries]
    keys = {read_feed(one).entries[0].key for one in unnamed}

    assert keys == {read_feed(one + b"\n").entries[0].key for one in unnamed}
    assert len(keys) == len({(entry["title"], entry["at"].date()) for entry in entries})
