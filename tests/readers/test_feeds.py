"""Who follows a blog by feed reader gets every post, correction and withdrawal, and can fetch the rest."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from builders import live_blog, published, words
from cast import ada
from dateline.blog.actions.posts import correct_post, mark_post, set_time, withdraw_post
from dateline.blog.core.blocks import parse_blocks
from dateline.blog.core.content import BlogView, PostView
from dateline.blog.models import Blog
from dateline.readers.atom import NEWEST, archived, archives, content_of, current

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return live_blog(ada())


def feed(name: str = "feed.atom", query: str = "") -> feedparser.FeedParserDict:
    response = Client().get(f"/live/storm/{name}{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert_is_atom(response.content)
    return parsed


def assert_is_atom(content: bytes) -> None:
    """What RFC 4287 demands of every feed and entry."""
    ns = {"a": "http://www.w3.org/2005/Atom"}
    root = etree.fromstring(content)
    for element in [root, *root.findall("a:entry", ns)]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ns)) == 1
        assert [link for link in element.findall("a:link", ns) if link.get("rel") == "alternate"]
    assert root.findall("a:author/a:name", ns)
    assert len(root.xpath("//a:entry/a:id/text()", namespaces=ns)) == len(
        set(root.xpath("//a:entry/a:id/text()", namespaces=ns))
    )


def links(parsed: feedparser.FeedParserDict) -> dict[str, str]:
    return {link.rel: link.href for link in parsed.feed.links}


def test_an_empty_blog_has_a_feed(blog):
    assert feed().entries == []


def test_an_entry_has_the_posts_words_times_tags_and_address(blog):
    post = published(blog, ada(), "Water rises", "At the <a href='/inside'>bridge</a>.", tags=["Kyiv & region"])

    entry = feed().entries[0]

    assert entry.title == "Water rises"
    assert entry.link == f"http://testserver/live/storm/?with={post.uid}#post-{post.uid}"
    assert entry.published_parsed[:6] == post.published.timetuple()[:6]
    assert [tag.term for tag in entry.tags] == ["Kyiv & region"]
    assert "bridge" in entry.content[0].value
    assert entry.content[0].type == "text/html"


def test_addresses_in_an_entry_are_absolute_and_pictures_plain():
    picture = {"type": "picture", "picture": "a" * 64, "width": 900, "height": 600, "alt": "Water", "credit": "Us"}
    now = timezone.now()
    post = PostView(uid="x", published=now, order=now, blocks=parse_blocks([picture]))

    body = content_of(post, BlogView(slug="storm", headline="A storm"), site="https://live.example")

    assert 'src="https://live.example/pictures/' in body
    assert "srcset" not in body
    assert "<source" not in body


def test_a_correction_moves_the_entry_and_its_note_stands_in_it(blog):
    post = published(blog, ada(), "Wrong town")
    before = feed().entries[0]
    correct_post(post, words("Right town"), correction="We had the wrong town.", by=ada())

    entry = feed().entries[0]

    assert entry.id == before.id
    assert entry.published == before.published
    assert entry.updated_parsed >= before.updated_parsed
    assert "We had the wrong town." in entry.content[0].value


def test_a_withdrawn_post_is_told_as_its_stub(blog):
    post = published(blog, ada(), "Rumour", "Secret words", key=True)
    withdraw_post(post, reason="It was not so.", by=ada())

    for name in ("feed.atom", "key-events.atom"):
        (entry,) = feed(name).entries
        assert entry.title == "Withdrawn"
        assert "It was not so." in entry.content[0].value
        assert "Secret words" not in entry.content[0].value


def test_the_key_feed_holds_key_events_alone_under_the_same_ids(blog):
    published(blog, ada(), "Plain")
    key = published(blog, ada(), "Turning point", key=True)

    (entry,) = feed("key-events.atom").entries

    assert entry.title == "Turning point"
    assert entry.id in {e.id for e in feed().entries}
    mark_post(key, key=False, by=ada())
    assert feed("key-events.atom").entries == []


def test_the_two_feeds_have_ids_of_their_own(blog):
    assert feed().feed.id != feed("key-events.atom").feed.id


def test_older_posts_are_found_through_the_archives(blog):
    for n in range(65):
        published(blog, ada(), f"Post {n}")
    seen, at = feed(), "/live/storm/feed.atom"
    assert len(seen.entries) == NEWEST
    assert links(seen)["self"] == f"http://testserver{at}"
    titles = {entry.title for entry in seen.entries}
    while "prev-archive" in links(seen):
        seen = feed(query="?" + links(seen)["prev-archive"].split("?")[1])
        assert links(seen)["current"] == f"http://testserver{at}"
        titles |= {entry.title for entry in seen.entries}

    assert titles == {f"Post {n}" for n in range(65)}


def test_an_old_posts_correction_is_in_the_feed_one_follows(blog):
    old = published(blog, ada(), "Old")
    set_time(old, timezone.now() - timedelta(days=2), by=ada())
    for n in range(60):
        published(blog, ada(), f"Post {n}")
    assert "Old" not in {entry.title for entry in feed().entries}
    correct_post(old, words("Old but right"), correction="It was not so.", by=ada())

    assert feed().entries[0].title == "Old but right"


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", "", "1e3", "²", "9" * 400])
def test_a_page_that_is_not_there_is_not_found(blog, page):
    assert Client().get("/live/storm/feed.atom", {"page": page}).status_code == 404


def test_a_feed_is_asked_for_by_its_tag(blog):
    first = Client().get("/live/storm/feed.atom")

    assert first["X-Dateline-Cache"] == blog.stream_key
    assert Client().get("/live/storm/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 304
    published(blog, ada())
    assert Client().get("/live/storm/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 49, 50, 51, 99, 140])
def test_feed_and_archives_together_hold_every_post_and_no_feed_is_long(count):
    now = timezone.now()
    posts = [
        PostView(uid=str(n), published=now + timedelta(n), order=now + timedelta(n), blocks=parse_blocks([]))
        for n in range(count)
    ]

    held = {post.uid for post in current(posts)}
    for page in range(1, archives(count) + 1):
        held |= {post.uid for post in archived(posts, page) or ()}
    assert held == {post.uid for post in posts}
    assert len(current(posts)) == min(count, NEWEST)
