"""Everything else that a channel can be: JSON Feed, sitemaps, OPML, agencies' items, Telegram, pages with links."""

import json
from datetime import UTC, datetime

import pytest

from dateline.wire import Entry, read_feed, what_is

TIME = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk" xml:base="https://post.example/news/">
<id>urn:post</id><title>Post</title><link href="/"/><link rel="next" href="?page=2"/><rights>All kept</rights>
<entry><id>urn:1</id><title type="html">Ferry &amp;amp; bridge</title><link href="1"/><link rel="enclosure"
type="image/jpeg" href="1.jpg" length="12"/><published>2025-06-02T12:00:00Z</published>
<author><name>Ana</name><uri>ana</uri></author><category term="sea" label="The sea"/>
<source><id>urn:x</id><title>Elsewhere</title><link href="https://else.example/"/></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A &lt; <a href="map">map</a></p></div></content>
</entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://post.example/rdf"><title>Post</title><link>https://post.example/</link>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://post.example/1"><title>One</title><link>https://post.example/1</link>
<dc:date>2025-06-02T12:00:00Z</dc:date></item></rdf:RDF>"""
MEDIA = b"""<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>P</title>
<item><title>One</title><guid>https://post.example/1</guid><media:group><media:content url="https://post.example/1.jpg"
medium="image" width="800" height="600"><media:description>The ferry at dawn</media:description>
<media:credit>Ana Ruiz</media:credit></media:content>
</media:group><media:thumbnail url="https://post.example/small.jpg" width="90"/></item></channel></rss>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://post.example/1</loc><news:news><news:publication><news:name>Post</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2025-06-02T12:00:00Z</news:publication_date>
<news:title>One</news:title><news:keywords>sea, ferry</news:keywords></news:news>
<image:image><image:loc>https://post.example/1.jpg</image:loc></image:image></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://post.example/s1.xml</loc><lastmod>2025-06-02</lastmod></sitemap></sitemapindex>"""
OPML = b"""<opml version="2.0"><head><title>Mine</title></head><body><outline text="Coast">
<outline type="rss" text="Post" xmlUrl="https://post.example/feed" htmlUrl="https://post.example/"/>
</outline></body></opml>"""
JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Post", "home_page_url": "https://post.example/",
    "hubs": [{"type": "WebSub", "url": "https://hub.example/"}], "language": "en",
    "items": [{"id": 7, "url": "/1", "title": "One", "content_html": "<p onclick='x'>Words</p>", "tags": ["sea"],
               "date_published": "2025-06-02T12:00:00Z", "authors": [{"name": "Ana"}], "image": "/1.jpg"}, 5, None],
}).encode()  # fmt: skip
NINJS = json.dumps({
    "uri": "urn:agency:1", "type": "text", "versioncreated": "2025-06-02T12:00:00Z", "pubstatus": "canceled",
    "urgency": 3,
    "headline": "One", "byline": "By Ana", "body_xhtml": "<p>Words</p>", "located": "Port", "language": "en",
    "subject": [{"name": "Sea", "code": "x:1"}],
    "associations": {"main": {"type": "picture", "description_text": "The ferry", "byline": "Bo", "renditions": {
        "small": {"href": "https://a.example/s.jpg", "width": 90},
        "big": {"href": "https://a.example/b.jpg", "width": 900}}}},
}).encode()  # fmt: skip
NEWSML = b"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-06-02T12:00:00Z</sent>
<sender>agency.example</sender></header><itemSet><newsItem guid="urn:agency:1" version="2" xml:lang="en"><itemMeta>
<itemClass qcode="ninat:text"/><provider literal="Agency"/><versionCreated>2025-06-02T12:00:00Z</versionCreated>
<pubStatus qcode="stat:usable"/></itemMeta><contentMeta><urgency>2</urgency><headline>One</headline><by>By Ana</by>
<located><name>Port</name></located><subject qcode="x:1"><name>Sea</name></subject></contentMeta><contentSet>
<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Words</p><script>x</script>
</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"""
TELEGRAM = b"""<html><head><meta property="og:title" content="Port office"></head><body>
<div class="tgme_channel_info_header_title"><span>Port office</span></div>
<div class="tgme_widget_message text_not_supported_wrap" data-post="port/12">
<div class="tgme_widget_message_forwarded_from">
<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/harbour/3"><span>Harbour</span></a></div>
<a class="tgme_widget_message_photo_wrap" style="width:1px;background-image:url('https://cdn.example/p.jpg')"></a>
<div class="tgme_widget_message_text">The ferry is late.<br/><br/>It waits <b>outside</b>.</div>
<span class="tgme_widget_message_views">1.2K</span><span class="tgme_widget_message_meta">edited
<time datetime="2025-06-02T12:00:00+00:00">12:00</time></span></div></body></html>"""
LINKS = ("""<html lang="en"><head><title>Post</title></head><body><nav><a href="/sport">Sport</a></nav>""" + "".join(
    f"""<article><h2>
    <a href="/2025/06/02/the-ferry-was-late-{n}?utm_source=x">The ferry was late again, part {n}</a></h2>
    <img src="/{n}.jpg" alt="Ferry"><p>What passengers said while they waited on the quay, part {n}.</p>
    <time datetime="2025-06-02T12:00:00Z"></time></article>""" for n in range(9)
) + """<footer><a href="/about/contact-us-here-please">Contact the newsroom of the Post</a></footer></body></html>"""
).encode()  # fmt: skip
KINDS = {
    "atom": ATOM, "rdf": RDF, "rss": MEDIA, "sitemap": SITEMAP, "sitemap-index": INDEX, "opml": OPML,
    "jsonfeed": JSON_FEED,
    "ninjs": NINJS, "newsml-g2": NEWSML, "telegram": TELEGRAM, "links-page": LINKS,
}  # fmt: skip


def only(kind: str) -> Entry:
    feed = read_feed(KINDS[kind], url="https://post.example/")
    return feed.entries[0]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told_by_what_the_bytes_hold(kind: str) -> None:
    assert what_is(KINDS[kind], url="https://post.example/") == kind
    assert what_is(b"\xef\xbb\xbf \n" + KINDS[kind], content_type="text/plain") == kind
    assert read_feed(KINDS[kind], url="https://post.example/").kind == kind


def test_pages_are_told_apart() -> None:
    words = "<p>" + "Words that an article has, and a good many of them too, in one long paragraph. " * 9 + "</p>"

    assert (
        what_is(b'<html><script type="application/ld+json">{"@type":"LiveBlogPosting"}</script></html>') == "live-page"
    )
    assert what_is(f"<html><body><h1>One</h1>{words * 2}</body></html>".encode()) == "article"
    assert what_is(b"<html><body>Hello</body></html>") == what_is(b"words") == what_is(b'{"a": 1}') == "unknown"


def test_an_atom_entry_has_its_links_from_the_base_and_its_words_as_they_are_marked() -> None:
    feed, entry = read_feed(ATOM), only("atom")

    assert (feed.key, feed.home, feed.next_page) == (
        "urn:post",
        "https://post.example/",
        "https://post.example/news/?page=2",
    )
    assert (entry.key, entry.link, entry.title, entry.language) == (
        "urn:1",
        "https://post.example/news/1",
        "Ferry & bridge",
        "uk",
    )
    assert entry.published == TIME
    assert entry.body == ('<p>A &lt; <a href="https://post.example/news/map" rel="noopener noreferrer">map</a></p>')
    assert [person.url for person in entry.authors] == ["https://post.example/news/ana"]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("sea", "The sea")]
    assert [(one.url, one.kind, one.bytes) for one in entry.media] == [("https://post.example/news/1.jpg", "image", 12)]
    assert entry.source
    assert (entry.source.title, entry.source.home) == ("Elsewhere", "https://else.example/")


def test_an_rdf_feed_tells_its_pace_and_its_entries_by_their_addresses() -> None:
    feed = read_feed(RDF)

    assert (feed.seconds, feed.home) == (1800, "https://post.example/")
    assert [(entry.key, entry.published) for entry in feed.entries] == [("https://post.example/1", TIME)]


def test_a_picture_has_its_caption_credit_and_size_and_stands_before_its_thumbnail() -> None:
    (picture,) = only("rss").pictures

    assert (picture.url, picture.caption, picture.credit) == (
        "https://post.example/1.jpg", "The ferry at dawn", "Ana Ruiz",
    )  # fmt: skip
    assert (picture.width, picture.height) == (800, 600)


def test_a_news_sitemap_has_titles_times_and_pictures() -> None:
    entry = only("sitemap")

    assert (entry.link, entry.title, entry.published) == ("https://post.example/1", "One", TIME)
    assert entry.language == "en"
    assert entry.publisher
    assert entry.publisher.name == "Post"
    assert [tag.term for tag in entry.tags] == ["sea", "ferry"]
    assert entry.pictures[0].url == "https://post.example/1.jpg"


def test_an_index_and_a_list_of_channels_name_other_channels() -> None:
    sitemap, channel = only("sitemap-index"), only("opml")

    assert (sitemap.link, sitemap.days) == ("https://post.example/s1.xml", {"updated"})
    assert (channel.link, channel.title, channel.section, channel.links[0].url) == (
        "https://post.example/feed", "Post", "Coast", "https://post.example/",
    )  # fmt: skip


def test_a_json_feed_is_read_and_what_is_no_item_in_it_is_left_out() -> None:
    feed, entry = read_feed(JSON_FEED), only("jsonfeed")

    assert (feed.title, feed.hub, len(feed.entries)) == ("Post", "https://hub.example/", 1)
    assert (entry.key, entry.link, entry.title, entry.body) == ("7", "https://post.example/1", "One", "<p>Words</p>")
    assert (entry.published, entry.byline, entry.pictures[0].url) == (TIME, ("Ana",), "https://post.example/1.jpg")


def test_an_agencys_items_have_their_status_urgency_place_and_largest_picture() -> None:
    ninjs, newsml = only("ninjs"), only("newsml-g2")

    for entry in (ninjs, newsml):
        assert (entry.key, entry.title, entry.byline, entry.places) == ("urn:agency:1", "One", ("By Ana",), ("Port",))
        assert (entry.published, entry.language, entry.section) == (TIME, "en", "Sea")
        assert (entry.body or "").strip() == "<p>Words</p>"
    assert (ninjs.status, ninjs.urgency, newsml.status, newsml.urgency) == ("canceled", 3, "usable", 2)
    assert [(one.url, one.caption, one.credit) for one in ninjs.pictures] == [
        ("https://a.example/b.jpg", "The ferry", "Bo")
    ]
    assert newsml.version == "2"


def test_a_message_of_a_telegram_channel_has_its_first_line_picture_views_and_origin() -> None:
    feed, entry = read_feed(TELEGRAM), only("telegram")

    assert (feed.title, feed.home) == ("Port office", "https://t.me/s/port")
    assert (entry.key, entry.link, entry.title) == ("port/12", "https://t.me/port/12", "The ferry is late.")
    assert (entry.published, entry.views, entry.version) == (TIME, 1200, "edited")
    assert entry.pictures[0].url == "https://cdn.example/p.jpg"
    assert "It waits <b>outside</b>." in (entry.body or "")
    assert entry.source
    assert (entry.source.title, entry.source.home) == ("Harbour", "https://t.me/harbour/3")


def test_a_front_page_gives_its_articles_and_not_its_furniture() -> None:
    feed = read_feed(LINKS, url="https://post.example/")
    first = feed.entries[0]

    assert [entry.key for entry in feed.entries] == [
        f"https://post.example/2025/06/02/the-ferry-was-late-{n}" for n in range(9)
    ]
    assert (first.title, first.published) == ("The ferry was late again, part 0", TIME)
    assert first.pictures[0].url == "https://post.example/0.jpg"
    assert first.summary.startswith("What passengers said")
