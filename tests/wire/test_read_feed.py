"""Feeds of every kind become one value; relative links, languages and people where their dialect has them."""

from datetime import UTC, datetime

from dateline.wire import Feed, read_feed

RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Harbour Post</title><link>https://post.example/</link><description>News</description><ttl>5</ttl>
<atom:link rel="self" href="https://post.example/feed"/><atom:link rel="hub" href="https://hub.example/"/>
<item><title>Ferry &amp;amp; bridge</title><link>https://post.example/1</link><guid isPermaLink="false">p-1</guid>
<pubDate>Mon, 02 Jun 2025 14:14:37 +0200</pubDate><dc:creator>Ana Ruiz</dc:creator>
<description>&lt;p&gt;The ferry is late.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p onclick="x()">The <a href="/f">ferry</a> is late.</p><script>x()</script>]]>
</content:encoded>
</item></channel></rss>"""


def test_an_rss_feed_is_read_with_its_pace_its_addresses_and_its_entries() -> None:
    feed = read_feed(RSS, url="https://post.example/feed")

    assert (feed.kind, feed.title, feed.home) == ("rss", "Harbour Post", "https://post.example/")
    assert (feed.address, feed.hub, feed.seconds) == ("https://post.example/feed", "https://hub.example/", 300)
    assert not feed.faults


def test_an_entry_has_its_own_id_its_instant_and_words_that_are_safe() -> None:
    (entry,) = read_feed(RSS, url="https://post.example/feed").entries

    assert (entry.key, entry.link, entry.title) == ("p-1", "https://post.example/1", "Ferry & bridge")
    assert entry.published == datetime(2025, 6, 2, 12, 14, 37, tzinfo=UTC)
    assert entry.summary == "The ferry is late."
    assert entry.body == ('<p>The <a href="https://post.example/f" rel="noopener noreferrer">ferry</a> is late.</p>')
    assert entry.byline == ("Ana Ruiz",)


def test_bytes_that_are_nothing_are_a_feed_that_says_so() -> None:
    for nothing in (b"", b" \n" * 1000, b"\x00" * 100, b"<", b"no feed at all"):
        feed = read_feed(nothing)

        assert isinstance(feed, Feed)
        assert not feed.entries
        assert feed.faults
