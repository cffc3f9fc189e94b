"""Feeds that are broken, wrongly encoded or hostile: what can be read is read, and what was wrong is named."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.wire import Feed, read_feed, what_is
from dateline.wire.core.feeds.clean import clean_html
from dateline.wire.core.feeds.texts import inside
from dateline.wire.core.feeds.xmltree import parsed

HEAD = '<rss version="2.0"><channel><title>Harbour Post</title>'
ITEM = "<item><title>{}</title><link>https://post.example/{}</link><guid>{}</guid></item>"
FINE = HEAD + "".join(ITEM.format(f"Story {n}", n, n) for n in range(5)) + "</channel></rss>"


def titles(content: str | bytes, content_type: str = "") -> list[str]:
    held = content.encode() if isinstance(content, str) else content
    return [entry.title for entry in read_feed(held, content_type=content_type).entries]


def faults(content: str | bytes) -> set[str]:
    held = content.encode() if isinstance(content, str) else content
    return {fault.name for fault in read_feed(held).faults}


def test_a_feed_that_is_well_formed_has_no_fault() -> None:
    assert titles(FINE) == [f"Story {n}" for n in range(5)]
    assert faults(FINE) == set()


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        ("AT&T & more", "AT&T & more"),
        ("caf&eacute; &nbsp;&mdash; open", "café — open"),
        ("bad \x0bcontrol", "bad control"),
        ("one &#150; two &#x92;", "one – two ’"),
        ("4 < 5", "4 < 5"),
    ],
)
def test_what_makes_a_feed_ill_formed_is_mended_and_told(broken: str, title: str) -> None:
    content = FINE.replace("Story 2", broken)

    assert titles(content)[2] == title
    assert len(titles(content)) == 5


@pytest.mark.parametrize(
    "content",
    [
        FINE.replace("</title><link>https://post.example/2", "<link>https://post.example/2"),
        FINE.replace("</item>", "", 1),
        FINE.replace("Story 2", "Story 2 <b>bold<br>"),
        FINE.replace("</channel></rss>", ""),
        "junk before " + FINE + " and junk behind",
        FINE.replace("<rss", "\n\n  <?xml version='1.0'?><rss"),
        FINE.replace('version="2.0"', "version=2.0"),
        FINE.replace("<guid>", "<media:thing/><guid>"),
    ],
)
def test_all_entries_of_a_feed_with_broken_tags_are_found(content: str) -> None:
    found = read_feed(content.encode()).entries

    assert [entry.key for entry in found] == ["0", "1", "2", "3", "4"]


@given(st.integers(min_value=len(HEAD), max_value=len(FINE)))
def test_a_feed_cut_off_anywhere_has_the_entries_before_the_cut_and_no_half_one(end: int) -> None:
    cut = FINE[:end]
    whole = cut.count("</item>")

    assert titles(cut) == [f"Story {n}" for n in range(whole)]
    assert ("cut" in faults(cut)) is (cut != FINE)


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>{}</feed>'
ATOM_ENTRY = '<entry><id>tag:{0}</id><title type="html"><![CDATA[Story <b>{0}</b>]]></title><link href="/{0}"/></entry>'
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
LINKS = "<html><body><main>{}</main></body></html>"
LINK = '<h2><a href="/news/2026/03/story-number-{0}-of-the-day">A headline of some length, number {0}</a></h2>'
TELEGRAM = "<html><body><div class='tgme_channel_info_header_title'>Port</div>{}</body></html>"
MESSAGE = (
    "<div class='tgme_widget_message' data-post='port/{0}'><div class='tgme_widget_message_text'>Ferry {0}</div></div>"
)
CUT = {
    "rss": HEAD + "".join(ITEM.format(f"Story {n}", n, n) for n in range(9, 12)) + "</channel></rss>",
    "atom": ATOM.format("".join(map(ATOM_ENTRY.format, range(9, 12)))),
    "sitemap": SITEMAP.format("".join(f"<url><loc>http://post.example/{n}</loc></url>" for n in range(9, 12))),
    "links": LINKS.format("".join(map(LINK.format, range(9, 12)))),
    "telegram": TELEGRAM.format("".join(map(MESSAGE.format, range(9, 12)))),
}


@pytest.mark.parametrize("kind", CUT)
def test_no_cut_makes_a_report_that_nobody_told(kind: str) -> None:
    told = {(e.key, e.title) for e in read_feed(CUT[kind].encode(), url="http://post.example/").entries}

    assert len(told) == 3
    for end in range(len(CUT[kind])):
        found = read_feed(CUT[kind][:end].encode(), url="http://post.example/").entries
        assert {(e.key, e.title) for e in found} <= told, CUT[kind][:end]


WORDS = {
    "iso-8859-1": "Füße",
    "windows-1252": "Füße – „so“",
    "koi8-r": "Привет",
    "shift_jis": "日本語",
    "gb2312": "中文",
}


@pytest.mark.parametrize(("name", "words"), WORDS.items())
def test_a_feed_is_read_in_the_encoding_that_it_declares(name: str, words: str) -> None:
    content = f'<?xml version="1.0" encoding="{name}"?>' + FINE.replace("Story 0", words)

    assert titles(content.encode(name))[0] == words


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_encodings_and_marks_are_told_by_their_first_bytes(name: str) -> None:
    assert titles(FINE.replace("Story 0", "Ўё 中").encode(name))[0] == "Ўё 中"


def test_a_wrong_declaration_is_found_out_and_told() -> None:
    content = '<?xml version="1.0" encoding="utf-16"?>' + FINE.replace("Story 0", "Füße")
    latin = ('<?xml version="1.0" encoding="utf-8"?>' + FINE.replace("Story 0", "Füße")).encode("latin-1")

    assert titles(content)[0] == "Füße"
    assert titles(latin)[0] == "Füße"
    assert faults(content) == faults(latin) == {"encoding"}


def test_the_header_counts_before_the_declaration() -> None:
    content = '<?xml version="1.0" encoding="iso-8859-1"?>' + FINE.replace("Story 0", "Füße")

    assert titles(content.encode(), content_type="text/xml; charset=utf-8")[0] == "Füße"


def bomb(depth: int) -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{lines}]>'.encode()
        + FINE.replace("Story 0", f"&e0; &e{depth - 1};").encode()
    )


def test_an_entity_may_stand_for_words_and_never_for_other_entities() -> None:
    content = bomb(30)

    assert titles(content)[0] == "ha &e29;"
    assert "entities" in faults(content)


def test_an_entity_outside_of_the_document_is_not_read(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    content = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{secret}">]>' + FINE.replace("Story 0", "&f;")

    assert "secret" not in "".join(titles(content))
    assert len(titles(content)) == 5


@pytest.mark.parametrize(
    "nothing",
    [b"", b" " * 5_000_000, b"\x00" * 5_000_000, b"<" * 3_000_000, b"&" * 1_000_000, b"<a>" * 500_000, b"[" * 500_000,
     b'{"a":' * 500_000, b"<html>" + b"<div>" * 300_000, b"<!DOCTYPE a [" + b'<!ENTITY a "b">' * 200_000, b"\x1f\x8b",
     b"\x1f\x8bno", gzip.compress(b" " * 100_000_000, mtime=0), bytes(range(256)) * 100],
    ids=lambda content: f"{content[:8]!r}-{len(content)}",
)  # fmt: skip
def test_much_of_nothing_is_a_value_with_a_fault(nothing: bytes) -> None:
    feed = read_feed(nothing)

    assert not feed.entries
    assert feed.faults
    assert what_is(nothing) in {"unknown", "article", "links-page"}


@pytest.mark.parametrize(
    "content",
    [
        FINE.replace("Story 2", "bad &#xD800; character &#55296; numbers &#0; &#99999999;"),
        FINE.replace("<item>", '<item xml:base="//[">', 1),
        '<html><base href="http://[bad"><a href="/a-story-with-a-long-name">A headline of the usual length</a></html>',
        FINE.replace("https://post.example/2", "http://[::1"),
    ],
)
def test_numbers_and_addresses_that_mean_nothing_do_no_harm(content: str) -> None:
    for url in ("", "https://post.example/", "http://[bad"):
        feed = read_feed(content.encode(), url=url)

        assert len(feed.entries) in {1, 5}
        assert all(entry.title for entry in feed.entries)


def test_a_name_that_no_element_may_have_does_no_harm() -> None:
    root, fault = parsed(b'<title xmlns="u">one <:s>two</:s></title>')

    assert fault
    assert root is not None
    assert clean_html(inside(root)) == "one <span>two</span>"


def test_a_packed_sitemap_is_unpacked() -> None:
    feed = read_feed(gzip.compress(b"<urlset><url><loc>https://post.example/a</loc></url></urlset>"))

    assert [entry.link for entry in feed.entries] == ["https://post.example/a"]


def test_a_web_page_instead_of_a_feed_says_so_and_names_its_feeds() -> None:
    page = b"""<!doctype html><html><head><title>Post</title><link rel="alternate" type="application/rss+xml"
    href="/feed.xml" title="All"></head><body><p>Moved.</p></body></html>"""
    feed = read_feed(page, url="https://post.example/")

    assert [fault.name for fault in feed.faults] == ["not a feed"]
    assert [(link.url, link.title) for link in feed.links] == [("https://post.example/feed.xml", "All")]


PIECES = [
    b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<entry>", b"</entry>", b"<![CDATA[",
    b"]]>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<!--", b"-->", b"&", b"&amp;", b"&#x41;",
    b"<link href='a'/>", b"\xff", b"\x00", b"<html>", b"<?xml version='1.0' encoding='koi8-r'?>", b"<!DOCTYPE a [",
    b"<!ENTITY a 'b'>", b"]>", b"{}",
    b'{"items":[', b'"version":"https://jsonfeed.org/version/1.1",', b"]}", b"<pubDate>", b"2025-06-02", b"<urlset>",
    b"<url>", b"<loc>", b"https://a.example/", b"<opml>", b"<outline xmlUrl='http://a.example'>", b"words",
    b"<a href='/a-b-c-d'>", b"tgme_widget_message", b"<script>", b"&lt;script&gt;",
]  # fmt: skip
ANYTHING = st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ANYTHING)
def test_any_bytes_give_a_value_whose_words_can_be_asked_for(content: bytes) -> None:
    feed = read_feed(content, url="https://post.example/")

    assert isinstance(feed, Feed)
    assert isinstance(what_is(content), str)
    for entry in feed.entries:
        assert entry.key
        for words in (entry.heading, entry.standfirst, *entry.contents):
            assert "<script" not in words.html.lower()
            assert "\n" not in words.text
        assert all(moment is None or moment.utcoffset() is not None for moment in (entry.published, entry.updated))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_feed_with_bytes_changed_somewhere_gives_a_value(data: st.DataObject) -> None:
    content = bytearray(FINE.encode())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[at] = data.draw(st.integers(0, 255))
        else:
            del content[at : at + data.draw(st.integers(1, 30))]

    assert isinstance(read_feed(bytes(content)), Feed)
