"""Readers see how each claim stands and who says it, can ask for posts by it, and programs can too."""

import json
import re
from html import unescape

import feedparser
import pytest
from django.test import Client

from builders import live_blog, published
from cast import ada
from claims_made import claim, exhibit, figure
from dateline.blog.actions.claims import set_status
from dateline.blog.actions.posts import withdraw_post, write_and_publish
from dateline.blog.core.words import post_words
from dateline.blog.models import Blog, Post
from dateline.claims.core.values import SourceAbout
from dateline.claims.models import Claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return live_blog(ada())


@pytest.fixture
def filed() -> Claim:
    return claim(ada(), speaker="A minister", hedge="nearly", quote="Nearly all of it is ours.")


@pytest.fixture
def post(blog, filed) -> Post:
    published(blog, ada(), "Without claims")
    return write_and_publish(blog, post_words(title="With a claim", claims=[filed.uid]), by=ada())


def got(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def things(text: str) -> list[dict]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])


def test_a_post_says_who_says_what_with_which_number_and_how_it_stands(post):
    text = got("/live/storm/")

    for words in ("Unverified", "A minister", "The Wire", "nearly 507 km²", "May 2025", "Nearly all of it is ours."):
        assert words in text
    assert 'data-status="unverified"' in text


def test_posts_are_asked_for_by_status_with_a_plain_address(post, filed):
    set_status(filed, "confirmed", note="Two maps show it.", by=ada())

    confirmed, wrong = got("/live/storm/?status=confirmed"), got("/live/storm/?status=wrong")
    assert "With a claim" in confirmed
    assert "Without claims" not in confirmed
    assert "“Confirmed”" in confirmed
    assert "No post matches." in wrong


def test_an_unknown_status_asks_for_nothing(post):
    assert "Without claims" in got("/live/storm/?status=%22%5D")


def test_the_statuses_in_use_can_be_chosen_and_where_there_are_none_nothing_is_offered(blog, filed):
    published(blog, ada(), "Without claims")
    assert "by-status" not in got("/live/storm/")

    write_and_publish(blog, post_words(title="With", claims=[filed.uid]), by=ada())

    assert 'href="/live/storm/?status=unverified"' in got("/live/storm/")


def test_posts_are_asked_for_by_source_of_a_claim_a_quotation_or_an_exhibit(blog, post, filed):
    card = {"type": "exhibit", "exhibit": exhibit(ada(), figure(ada()), source='Maps & "Co" d’État').uid}
    said = {"type": "quote", "text": "We hold.", "source": "The Wire"}
    both = write_and_publish(blog, post_words(title="Two sources", blocks=[said, card]), by=ada())

    [sources] = re.findall(r'<p class="sources">(.*?)</p>', got(f"/live/storm/post/{both.uid}/"))
    links = [unescape(found) for found in re.findall(r'href="([^"]+)"', sources)]
    wire, maps = map(got, links)

    assert [("With a claim" in page, "Two sources" in page) for page in (wire, maps)] == [(True, True), (False, True)]
    assert not any("Without claims" in page for page in (wire, maps))
    assert "Showing posts that rest on The Wire." in wire
    assert f'href="{links[1]}" dir="auto" aria-current="true"' in unescape(maps)
    assert "No post matches." in got("/live/storm/?source=Nobody")


def test_a_withdrawn_post_rests_on_nothing(post):
    withdraw_post(post, base=post.version, reason="Not so.", by=ada())

    assert "With a claim" not in got("/live/storm/?source=The%20Wire")
    assert "source=The" not in got("/live/storm/")


def test_the_history_tells_a_new_status_with_its_note(post, filed):
    set_status(filed, "wrong", note="The maps show nothing.", by=ada())

    text = got("/live/storm/history/")
    assert "Status of a claim changed" in text
    assert "The maps show nothing." in text
    assert text.count(filed.text) == 1
    assert re.search(r"<del>.*Unverified.*</del>.*<ins>.*Wrong.*</ins>", text, re.S)


def test_the_page_as_it_was_shows_the_status_of_then(post, filed):
    path = re.search(r'href="(/live/storm/at/[^"]+)#', got("/live/storm/history/"))[1]
    set_status(filed, "wrong", note="The maps show nothing.", by=ada())

    assert 'data-status="unverified"' in got(path)
    assert 'data-status="wrong"' in got("/live/storm/")


def test_what_was_found_of_a_claim_is_a_claim_review_for_programs(post, filed):
    assert not [thing for thing in things(got(f"/live/storm/post/{post.uid}/")) if thing["@type"] == "ClaimReview"]
    set_status(filed, "wrong", note="The maps show nothing.", by=ada())

    article, review = things(got(f"/live/storm/post/{post.uid}/"))
    assert review["claimReviewed"] == filed.text
    assert (review["reviewRating"]["ratingValue"], review["reviewRating"]["alternateName"]) == (1, "Wrong")
    assert review["itemReviewed"]["author"]["name"] == "A minister"
    assert review["reviewBody"] == "The maps show nothing."
    assert article["citation"] == [{"@type": "CreativeWork", "name": "The Wire", "url": "https://wire.example.org/"}]


def test_the_feed_carries_claims_and_sources_and_moves_up_with_a_new_status(post, filed):
    before = feedparser.parse(got("/live/storm/feed.atom")).entries[0]
    set_status(filed, "disputed", note="Others say less.", by=ada())

    entry = feedparser.parse(got("/live/storm/feed.atom")).entries[0]
    assert entry.title == "With a claim"
    assert entry.updated >= before.updated
    assert "Others say less." in entry.content[0].value
    assert [link.href for link in entry.links if link.rel == "related"] == ["https://wire.example.org/"]


def test_an_exhibit_stands_in_the_post_and_as_a_table_in_the_feed(blog):
    shown = exhibit(ada(), figure(ada()))
    write_and_publish(blog, post_words(blocks=[{"type": "exhibit", "exhibit": shown.uid}]), by=ada())

    text, entry = got("/live/storm/"), feedparser.parse(got("/live/storm/feed.atom")).entries[0]
    assert f'data-exhibit="{shown.uid}"' in text
    assert "<svg" in text
    assert "<svg" not in entry.content[0].value
    assert "507.9" in entry.content[0].value


def test_words_of_a_claim_are_escaped(blog):
    hostile = claim(ada(), "<b>Bold</b>", source=SourceAbout(name="<i>x</i>"), url="javascript:alert(1)")
    write_and_publish(blog, post_words(title="x", claims=[hostile.uid]), by=ada())

    text = got("/live/storm/")
    assert not any(piece in text for piece in ("<b>Bold", "<i>x", "javascript:alert"))


@pytest.mark.parametrize(("language", "status"), [("de", "Ungeprüft"), ("uk", "Не перевірено"), ("ar", "مُتحقَّق")])
def test_statuses_speak_the_language_of_the_page(filed, language, status):
    blog = live_blog(ada(), slug=f"in-{language}")
    Blog.objects.filter(pk=blog.pk).update(language=language)
    from dateline.blog.actions.blogs import change_state

    change_state(Blog.objects.get(pk=blog.pk), "paused", by=ada())
    write_and_publish(blog, post_words(title="x", claims=[filed.uid]), by=ada())

    assert status in got(f"/live/in-{language}/")
