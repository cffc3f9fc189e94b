"""Whatever was written into a field or asked for in an address: nothing runs, nothing breaks, nothing leaks."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import feedparser
import pytest
from django.test import Client
from lxml import etree, html

from builders import live_blog, published
from cast import ada
from dateline.blog.actions.blogs import edit_blog, pin_post
from dateline.blog.actions.posts import amend_post, correct_post, withdraw_post, write_and_publish
from dateline.blog.core.content import Byline
from dateline.blog.core.words import BlogWords, PostWords, post_words
from dateline.blog.models import Blog, Post
from dateline.events import log

pytestmark = pytest.mark.django_db

SCRIPT = (
    "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>{{7*7}}"
)
ADDRESS = "javascript:alert(1)//https://a.example"
OUR_SCRIPTS = ("/static/readers/", "/static/blog/")


def hostile_blocks(text: str) -> list[dict]:
    link = f"https://a.example/?q={text}"
    return [
        {"type": "text", "html": f"<p>Hello {text}<a href='{ADDRESS}'>here</a><iframe src='//a.example'></iframe></p>"},
        {"type": "quote", "text": text, "speaker": text, "source": text, "url": ADDRESS},
        {"type": "picture", "url": link, "caption": text, "credit": text, "alt": text},
        {"type": "gallery", "pictures": [{"url": "https://a.example/p.jpg", "caption": text, "alt": text}]},
        {"type": "video", "url": "https://a.example/v", "title": text, "caption": text, "credit": text},
        {
            "type": "embed",
            "url": "https://a.example/e",
            "provider": text,
            "author": text,
            "text": text,
            "published": text,
        },
        {
            "type": "exhibit",
            "title": text,
            "unit": text,
            "source": text,
            "url": ADDRESS,
            "as_of": text,
            "method": text,
            "rows": [{"label": text, "value": 1}],
        },
        {"type": "factbox", "title": text, "html": f"<p>{text}</p>"},
    ]


def hostile_words(text: str, title: str = "") -> PostWords:
    byline = Byline(name=f"{text}", role=text, bio=text)
    return post_words(
        title=title or text, blocks=hostile_blocks(text), bylines=[byline], tags=[text], key=True, summary=True
    )


@pytest.fixture
def blog() -> Blog:
    blog = live_blog(ada(), headline=f"Headline {SCRIPT}")
    words = BlogWords(headline=f"Head {SCRIPT}", standfirst=SCRIPT, zone="Europe/Kyiv")
    return edit_blog(blog, words, by=ada())


@pytest.fixture
def post(blog: Blog) -> Post:
    post = write_and_publish(blog, hostile_words(SCRIPT), by=ada())
    pin_post(blog, post, by=ada())
    amend_post(post, hostile_words(f"{SCRIPT} two"), by=ada())
    correct_post(post, hostile_words(f"{SCRIPT} three"), correction=f"Note {SCRIPT}", by=ada())
    gone = write_and_publish(blog, hostile_words(SCRIPT), by=ada())
    withdraw_post(gone, reason=f"Reason {SCRIPT}", by=ada())
    return post


def addresses(post: Post) -> Iterator[str]:
    epoch = log.head(post.blog.stream_key).epoch
    yield "/"
    yield "/live/storm/"
    yield "/live/storm/?order=oldest&show=key"
    yield f"/live/storm/?tag={quote(SCRIPT)}"
    yield f"/live/storm/?author={quote(SCRIPT)}"
    yield f"/live/storm/post/{post.uid}/"
    yield "/live/storm/history/"
    yield f"/live/storm/post/{post.uid}/history/"
    yield from (f"/live/storm/at/{epoch}-{seq}/" for seq in range(1, 9))


def assert_harmless(page: str) -> None:
    """No element, attribute or address that a browser would run, beyond our own scripts and data."""
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in {"iframe", "object", "embed", "base", "foreignobject"}
        assert not (element.tag == "img" and element.get("src") == "x")
        assert not [name for name in element.attrib if name.lower().startswith("on")], etree.tostring(element)[:200]
        for name in ("href", "src", "action", "cite", "formaction", "data-front"):
            assert not re.match(r"\s*(javascript|data|vbscript):", element.get(name) or "", re.I)
        if element.tag == "script" and (element.get("type") or "") not in {"application/json", "application/ld+json"}:
            assert (element.get("src") or "").startswith(OUR_SCRIPTS)
            assert not (element.text or "").strip()


def test_no_page_runs_what_was_written_into_a_field(post):
    for address in addresses(post):
        response = Client().get(address)
        assert response.status_code == 200, address
        page = response.content.decode()
        assert "<script>alert" not in page
        assert "<svg/onload" not in page
        assert_harmless(page)
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]


def test_what_was_written_is_still_read_as_it_was_written(post):
    page = html.document_fromstring(Client().get(f"/live/storm/post/{post.uid}/").content)

    assert "{{7*7}}" in page.text_content()
    assert "<script>alert(1)</script>" in page.text_content()


def test_programs_get_data_that_is_whole_and_harmless(post):
    page = Client().get("/live/storm/").content.decode()
    blocks = re.findall(r'<script type="application/(?:ld\+)?json">(.*?)</script>', page, re.S)

    assert len(blocks) >= 2
    for block in blocks:
        assert "<" not in block
        json.loads(block)
    schema = next(json.loads(block) for block in blocks if "schema.org" in block)
    assert SCRIPT[:60] in schema[0]["headline"]


def test_feeds_are_whole_and_their_content_harmless(post):
    for name in ("feed.atom", "key-events.atom"):
        content = Client().get(f"/live/storm/{name}").content
        for text in etree.fromstring(content).xpath("//*[local-name()='content']/text()"):
            assert_harmless(text)
        parsed = feedparser.parse(content)
        assert not parsed.bozo
        assert len(parsed.entries) == 2
        assert all(link.href.startswith("http://testserver/") for link in parsed.feed.links)


def test_frames_of_the_stream_are_harmless_too(post):
    head = json.loads(Client().get("/live/storm/changes/head.json").content)
    frames = [frame if isinstance(frame, dict) else json.loads(frame) for frame in head["frames"]]

    assert frames
    for frame in frames:
        for put in frame["put"]:
            assert_harmless(put["html"])


BROKEN = "a\x00b\x07c\ud800d\udfffe\ufffef\u202eg\u2028h"


def test_signs_that_cannot_be_shown_are_gone_from_every_page(blog):
    post = write_and_publish(blog, hostile_words(BROKEN, title=f"Title {BROKEN}"), by=ada())
    correct_post(post, hostile_words(BROKEN, title=f"Right {BROKEN}"), correction=f"Note {BROKEN}", by=ada())

    for address in [*addresses(post), "/live/storm/feed.atom", "/live/storm/history.json"]:
        text = Client().get(address).content.decode("utf-8")
        assert not re.search("[\x00\x07\ufffe\u202e]", text), address
    assert not feedparser.parse(Client().get("/live/storm/feed.atom").content).bozo


ODD = ["%00", "%ff%fe", "%ed%a0%80", "%0d%0aSet-Cookie:%20a=b", "..%2f..%2fetc", "%f0%9f%94%a5", "a" * 5000, "-", "'"]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_address_is_not_found_and_nothing_else(blog, odd):
    for address in (
        f"/live/{odd}/",
        f"/live/storm/post/{odd}/",
        f"/live/storm/page/{odd}/",
        f"/live/storm/at/{odd}/",
        f"/live/storm/post/{odd}/history/",
        f"/live/{odd}/history/",
        f"/live/{odd}/feed.atom",
        f"/live/storm/?with={odd}",
        f"/live/storm/history/?before={odd}",
        f"/live/storm/history.json?after={odd}",
        f"/live/storm/feed.atom?page={odd}",
        f"/live/storm/at/?time={odd}",
        f"/live/storm/changes/{odd}.json",
    ):
        response = Client().get(address)
        assert response.status_code == 404, address
        assert "Set-Cookie" not in response


@pytest.mark.parametrize("odd", [*ODD, "x" * 60_000, "&".join(f"a{n}={n}" for n in range(900))])
def test_an_odd_question_gets_an_answer(blog, odd):
    published(blog, ada())
    for name in ("tag", "author", "order", "show", "unknown"):
        response = Client().get(f"/live/storm/?{name}={odd}")
        assert response.status_code in {200, 400}
        assert "Set-Cookie" not in response
        for value in response.headers.values():
            assert "\r" not in value
            assert "\n" not in value


@pytest.mark.parametrize(
    "path", ["", "page/1/", "post/2345678923/", "history/", "feed.atom", "at/2025-06-02/", "stream"]
)
def test_a_blog_that_is_not_there_is_not_found(path):
    assert Client().get(f"/live/nowhere/{path}").status_code == 404


@pytest.mark.parametrize("path", ["post/2345678923/", "post/2345678923/history/", "?with=2345678923", "page/7/"])
def test_a_post_or_page_that_is_not_there_is_not_found(blog, path):
    assert Client().get(f"/live/storm/{path}").status_code == 404


def test_another_blogs_post_is_not_found_under_this_one(blog):
    other = published(live_blog(ada(), slug="fire"), ada())

    for path in (f"post/{other.uid}/", f"post/{other.uid}/history/", f"?with={other.uid}"):
        assert Client().get(f"/live/storm/{path}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_readers_pages_take_no_words(post, method):
    for path in ("/live/storm/", "/live/storm/history/", "/live/storm/feed.atom", "/live/storm/at/"):
        assert getattr(Client(), method)(path).status_code == 405


def test_a_page_sets_no_cookie_and_is_the_same_for_everybody(post):
    for address in [*addresses(post), "/live/storm/feed.atom", "/live/storm/history.json"]:
        stranger, editor = Client(), Client()
        editor.force_login(ada())
        assert stranger.get(address).content == editor.get(address).content
        assert not stranger.cookies
        assert "Cookie" not in stranger.get(address).get("Vary", "")


def test_head_is_answered_as_get_is(post):
    for address in [*addresses(post), "/live/storm/feed.atom", "/live/storm/history.json"]:
        response = Client().head(address)
        assert response.status_code == 200
        assert not response.content


def test_an_address_that_is_none_of_ours_is_answered_in_words_and_under_the_policy():
    response = Client().get("/nothing/here/")

    assert response.status_code == 404
    assert "nothing at this address" in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
