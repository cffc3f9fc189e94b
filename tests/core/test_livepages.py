"""What each reader of live pages understands, on pages made up for it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from dateline.wire.core.livepages.page import LivePage, NotALivePage
from dateline.wire.core.livepages.read import read_live_page
from dateline.wire.core.page.markup import blocks_of_text

URL = "https://paper.example/live/flood"


def update(number: int, **more: Any) -> dict[str, Any]:
    return {
        "@type": "BlogPosting",
        "headline": f"Update {number}",
        "url": f"{URL}#u{number}",
        "datePublished": f"2026-03-01T10:{number:02}:00Z",
        "articleBody": f"The water stands at mark {number}.",
        **more,
    }


def posting(*updates: Any, **more: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "url": URL,
        "headline": "Flood in the valley",
        "liveBlogUpdate": list(updates),
        **more,
    }


def page_of(*scripts: object, body: str = "") -> bytes:
    written = (value if isinstance(value, str) else json.dumps(value) for value in scripts)
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in written)
    return f"<html lang='de'><head>{tags}</head><body>{body}</body></html>".encode()


def read(page: bytes, **known: str) -> LivePage:
    found = read_live_page(page, **known)
    assert isinstance(found, LivePage), found
    return found


def html_of(page: LivePage, number: int = 0) -> str:
    return "".join(block.get("html", "") for block in page.posts[number].blocks)


def test_a_plain_posting_gives_its_head_and_its_posts() -> None:
    page = read(page_of(posting(update(2), update(1), description="Rain &amp; more rain", inLanguage="en-GB")))

    assert (page.kind, page.url, page.headline) == ("json-ld", URL, "Flood in the valley")
    assert (page.standfirst, page.language) == ("Rain & more rain", "en-GB")
    assert [(post.id, post.title) for post in page.posts] == [("u2", "Update 2"), ("u1", "Update 1")]
    assert page.posts[0].published == datetime(2026, 3, 1, 10, 2, tzinfo=UTC)
    assert html_of(page) == "<p>The water stands at mark 2.</p>"


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda live: {"@graph": [{"@type": "WebSite"}, live]},
        lambda live: [{"@type": "Organization"}, live],
        lambda live: {"@type": "WebPage", "mainEntity": {"hasPart": [live]}},
        lambda live: {**live, "@type": ["NewsArticle", "LiveBlogPosting"]},
        lambda live: {**live, "@type": "https://schema.org/LiveBlogPosting"},
    ],
)
def test_the_posting_is_found_wherever_it_stands(wrapped: Any) -> None:
    page = read(page_of({"@type": "BreadcrumbList"}, wrapped(posting(update(1)))))

    assert len(page.posts) == 1


def test_the_fullest_of_several_postings_is_the_page() -> None:
    page = read(page_of(posting(update(1)), posting(update(1), update(2), update(3))))

    assert len(page.posts) == 3


def test_updates_and_authors_that_are_only_pointed_to_are_followed() -> None:
    ada = {
        "@id": "#ada",
        "@type": "Person",
        "name": "Ada Brandt",
        "jobTitle": "Reporter",
        "sameAs": ["https://p.example/ada"],
    }
    one = update(1, author={"@id": "#ada"}) | {"@id": "#one"}
    page = read(page_of({"@graph": [posting({"@id": "#one"}), one, ada]}))

    (author,) = page.posts[0].authors
    assert (author.name, author.role, author.url) == ("Ada Brandt", "Reporter", "https://p.example/ada")


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: f"<!-- {text} -->",
        lambda text: f"//<![CDATA[\n{text}\n//]]>",
        lambda text: text + ";",
        lambda text: text[:-1] + ",}",
        lambda text: text.replace("Flood in", "Flood\nin"),
        lambda text: text.replace("Flood in", "Flood\\'s in"),
    ],
)
def test_json_with_a_small_fault_is_read_all_the_same(broken: Any) -> None:
    page = read(page_of(broken(json.dumps(posting(update(1))))))

    assert len(page.posts) == 1


def test_of_json_that_breaks_off_the_whole_updates_are_saved_and_it_is_said() -> None:
    page = read(page_of(json.dumps(posting(update(1), update(2), update(3)))[:-60]))

    assert [post.id for post in page.posts] == ["u1", "u2"]
    assert "2 posts" in page.notes[0]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("&quot;Leave&quot; &amp; go", '<p>"Leave" &amp; go</p>'),
        (
            "<p>A <a href='/b'>b</a> c</p><ul><li>d</li></ul>",
            '<p>A <a href="https://paper.example/b">b</a> c</p><ul><li>d</li></ul>',
        ),
        ("One.<br><br>Two.<br>Three.", "<p>One.</p><p>Two.<br>Three.</p>"),
        ("&lt;p&gt;Said &lt;b&gt;she&lt;/b&gt;&lt;/p&gt;", "<p>Said <strong>she</strong></p>"),
        ("<p>x</p><script>alert(1)</script><a href='javascript:1'>j</a>", "<p>x</p><p>j</p>"),
        ("<p onclick='x'>x<style>p{}</style></p><div hidden>no</div>", "<p>x</p>"),
        ("<p>News.</p><div class='read-more'>Read more: that</div>", "<p>News.</p>"),
        ("<table><tr><th>North</th><td>4</td></tr></table>", "<ul><li>North – 4</li></ul>"),
        ("<b>Bold</b> and <i>thin</i> 3 < 4", "<p><strong>Bold</strong> and <em>thin</em> 3 &lt; 4</p>"),
    ],
)
def test_a_body_becomes_paragraphs_in_our_few_tags(body: str, html: str) -> None:
    assert "".join(block["html"] for block in blocks_of_text(body, URL)) == html


@pytest.mark.parametrize(
    ("body", "block"),
    [
        ("<img src='/a.jpg' alt='A dam'>", {"type": "picture", "url": "https://paper.example/a.jpg", "alt": "A dam"}),
        (
            "<figure><img src='a.jpg' srcset='s.jpg 300w, l.jpg 1600w, h.jpg 4000w'>"
            "<figcaption>The dam <span class='credit'>(Image: Ines Roth)</span></figcaption></figure>",
            {"type": "picture", "url": "https://paper.example/live/l.jpg", "caption": "The dam", "credit": "Ines Roth"},
        ),
        (
            "<figure><img src='a.jpg'><figcaption>The dam. Photograph: Ines Roth/Agency</figcaption></figure>",
            {"caption": "The dam.", "credit": "Ines Roth/Agency"},
        ),
        ("<iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe>", {"type": "video", "url": "https://www.youtube.com/watch?v=abcdefghijk"}),
        ("<iframe src='https://maps.example/x'></iframe>", {"type": "embed", "provider": "maps.example"}),
        (
            "<blockquote class='twitter-tweet'><p>Road closed<br>till noon</p>&mdash; County (@county) "
            "<a href='https://twitter.com/county/status/12?ref_src=x'>March 1, 2026</a></blockquote>",
            {
                "type": "embed",
                "url": "https://twitter.com/county/status/12",
                "provider": "X",
                "author": "County (@county)",
                "text": "Road closed till noon",
                "published": "March 1, 2026",
            },
        ),
        ("<p>https://www.facebook.com/county/posts/5</p>", {"type": "embed", "provider": "Facebook"}),
        ("<amp-img src='/b.jpg'></amp-img>", {"type": "picture", "url": "https://paper.example/b.jpg"}),
    ],
)  # fmt: skip
def test_pictures_films_and_foreign_posts_become_blocks_of_their_own(body: str, block: dict[str, str]) -> None:
    (made,) = blocks_of_text(body, URL)

    assert block.items() <= made.items()


def test_tracking_dots_and_emoji_are_no_pictures() -> None:
    assert blocks_of_text("<img src='/p.gif' width=1 height=1><img class='emoji' src='/e.png'>", URL) == ()


def test_the_richer_body_of_the_markup_is_taken_where_it_says_the_same() -> None:
    body = """<div id="u1" class="entry is-key-event"><h3>Update 1</h3><time>10:01</time>
      <span class="author-name">By Rui Prado</span>
      <p>The water stands at <a href="/gauge">mark 1</a>.</p><p>It falls.</p></div>"""
    page = read(page_of(posting(update(1), author=[{"name": "Ada"}, {"name": "Rui Prado"}]), body=body))
    (post,) = page.posts

    assert html_of(page) == (
        '<p>The water stands at <a href="https://paper.example/gauge">mark 1</a>.</p><p>It falls.</p>'
    )
    assert (post.key, [author.name for author in post.authors]) == (True, ["Rui Prado"])


def test_a_stub_in_the_markup_does_not_replace_the_body() -> None:
    page = read(page_of(posting(update(1)), body='<div id="u1"><p>Something else entirely.</p></div>'))

    assert html_of(page) == "<p>The water stands at mark 1.</p>"


def test_posts_that_the_page_lists_as_key_events_are_marked() -> None:
    body = '<div class="key-events"><ul><li><a href="#u2">Two</a></li></ul></div>'
    page = read(page_of(posting(update(1), update(2)), body=body))

    assert [post.key for post in page.posts] == [False, True]


def test_a_credit_to_everybody_is_the_pages_and_no_posts() -> None:
    both = [{"name": "Ada"}, {"name": "Rui"}]
    page = read(page_of(posting(update(1, author=both), update(2, author=[both[1]]), author=both)))

    assert [[author.name for author in post.authors] for post in page.posts] == [[], ["Rui"]]
    assert [author.name for author in page.authors] == ["Ada", "Rui"]


def test_a_picture_that_all_updates_share_is_the_pages() -> None:
    shared, own = (
        "https://p.example/page.jpg",
        {"@type": "ImageObject", "url": "https://p.example/own.jpg", "caption": "Own"},
    )
    page = read(page_of(posting(update(1, image=shared), update(2, image=[shared, own]), image=shared)))

    assert page.picture
    assert page.picture["url"] == shared
    assert [[b["url"] for b in post.blocks if b["type"] == "picture"] for post in page.posts] == [[], [own["url"]]]


def test_what_repeats_the_page_or_the_text_is_no_title() -> None:
    repeated = ["Flood in the valley", "The water stands at…", "The water stands at mark 3", "The water stands"]
    page = read(page_of(posting(*(update(n, headline=headline) for n, headline in enumerate(repeated, start=1)))))

    assert [post.title for post in page.posts] == ["", "", "", "The water stands"]


def test_a_change_in_the_same_second_is_no_update() -> None:
    same, later = "2026-03-01T11:01:00.4+01:00", "2026-03-01T11:05:00+01:00"
    page = read(page_of(posting(update(1, dateModified=same), update(2, dateModified=later))))

    assert [post.updated for post in page.posts] == [None, datetime(2026, 3, 1, 10, 5, tzinfo=UTC)]


def test_times_without_a_zone_are_read_in_the_pages_zone_and_it_is_said() -> None:
    body = '<script>var site = {"timezone":"Europe/Lisbon"}</script>'
    summer = update(1, datePublished="2026-07-01T10:00:00")
    page = read(page_of(posting(summer), body=body))

    assert page.zone == "Europe/Lisbon"
    assert page.posts[0].published == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert "Europe/Lisbon" in page.notes[0]


def test_one_time_for_all_posts_is_nobodys() -> None:
    when = "2026-03-01T10:00:00Z"
    updates = (update(n, datePublished=when, url=f"{URL}#u{n}") for n in (1, 2))
    page = read(page_of(posting(*updates, datePublished=when), body='<p id="u1"></p>'))

    assert [post.published for post in page.posts] == [None, None]
    assert page.notes


@pytest.mark.parametrize(
    ("end", "ended"), [("2026-03-01T12:00:00Z", True), ("2026-03-02T12:00:00Z", None), (None, None)]
)
def test_only_an_end_that_had_come_ends_the_page(end: str | None, ended: bool | None) -> None:
    page = read(page_of(posting(update(1), dateModified="2026-03-01T12:00:00Z", coverageEndTime=end)))

    assert page.ended is ended


def test_an_update_without_a_name_keeps_one_name_from_reading_to_reading() -> None:
    nameless = {k: v for k, v in update(1).items() if k != "url"}
    first, second = read(page_of(posting(nameless))), read(page_of(posting(update(2), nameless)))

    assert first.posts[0].id == second.posts[1].id


def test_updates_that_share_one_anchor_are_still_several_posts() -> None:
    shared = [update(n, url=f"{URL}?post=asset:{n}#post") for n in (1, 2, 3)]
    page = read(page_of(posting(*shared, shared[0]), body='<div id="2"><p>The water stands at mark 2. More.</p></div>'))

    assert [post.id for post in page.posts] == [f"{URL}?post=asset:{n}#post" for n in (1, 2, 3)]
    assert html_of(page, 1) == "<p>The water stands at mark 2. More.</p>"


def test_the_markup_gives_title_and_time_where_the_posting_only_repeats_the_pages() -> None:
    when, head = "2026-03-01T10:00:00Z", "Flood in the valley"
    updates = [update(n, headline=head, datePublished=when, url=None) | {"@id": f"b{n}"} for n in (1, 2)]
    body = """<article id="block-b1"><header><time datetime="2026-03-01T12:00:00Z">12.00</time><h2>Bridge closed</h2>
      </header><p>The water stands at mark 1.</p></article>"""
    first, second = read(page_of(posting(*updates, datePublished=when), body=body)).posts

    assert (first.title, first.published) == ("Bridge closed", datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert (second.title, second.published) == ("", None)


def test_microdata_says_the_same_as_json_ld() -> None:
    page = read(
        b"""<article itemscope itemtype="https://schema.org/LiveBlogPosting"><h1 itemprop="headline">Flood</h1>
        <meta itemprop="datePublished" content="2026-03-01T09:00:00Z">
        <div itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting" id="p7">
          <h2 itemprop="headline">Bridge closed</h2>
          <time itemprop="datePublished" datetime="2026-03-01T10:00:00+01:00"></time>
          <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Rui Prado</b></span>
          <div itemprop="articleBody"><p>The <em>old</em> bridge.</p><p>No cars.</p></div></div></article>""",
        url=URL,
    )
    (post,) = page.posts

    assert (page.kind, page.headline, post.id, post.title) == ("microdata", "Flood", "p7", "Bridge closed")
    assert post.published == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert post.authors[0].name == "Rui Prado"
    assert html_of(page) == "<p>The <em>old</em> bridge.</p><p>No cars.</p>"


def test_a_feed_is_a_live_page_of_its_entries() -> None:
    page = read(
        b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Flut</title>
        <link rel="alternate" href="https://paper.example/live/flood"/><id>tag:paper,2026:flood</id>
        <entry><id>tag:paper,2026:1</id><title>Br\xc3\xbccke zu</title><link href="/live/flood#1"/>
        <published>2026-03-01T11:00:00+01:00</published><updated>2026-03-01T11:30:00+01:00</updated>
        <author><name>Ines Roth</name></author><category term="key-event"/><category term="Roads"/>
        <content type="html">&lt;p&gt;Alte &lt;b&gt;Br&#252;cke&lt;/b&gt;&lt;script&gt;x&lt;/script&gt;&lt;/p&gt;
        </content>
        </entry></feed>"""
    )
    (post,) = page.posts

    assert (page.kind, page.headline, page.url, page.language) == ("atom", "Flut", URL, "de")
    assert (post.title, post.key, post.tags, post.url) == ("Brücke zu", True, ("Roads",), f"{URL}#1")
    assert (post.published, post.updated) == (
        datetime(2026, 3, 1, 10, tzinfo=UTC),
        datetime(2026, 3, 1, 10, 30, tzinfo=UTC),
    )
    assert html_of(page) == "<p>Alte <strong>Brücke</strong></p>"


def test_an_older_page_in_another_encoding_keeps_its_letters() -> None:
    text = page_of(
        '{"@type":"LiveBlogPosting","headline":"Überschwemmung – „heute“","liveBlogUpdate":[{"headline":"é"}]}'
    ).decode()
    declared = text.replace("<head>", "<head><meta charset=iso-8859-1>").encode("cp1252")

    assert read(declared).headline == "Überschwemmung – „heute“"
    assert read(text.encode("cp1252")).headline == "Überschwemmung – „heute“"
    assert read(text.encode("utf-16")).headline == "Überschwemmung – „heute“"
    assert read(text.encode("cp1251", "replace"), content_type="text/html; charset=cp1251").posts


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"hello",
        b"{}",
        b"[]",
        b"<html><p>No live page</p></html>",
        b"\x00\x01\x02",
        b'{"posts": {"_items": []}}',
        b"<feed/>",
    ],
)
def test_what_is_no_live_page_is_told_with_a_reason(page: bytes) -> None:
    found = read_live_page(page)

    assert isinstance(found, NotALivePage)
    assert found.reason.endswith(".")
