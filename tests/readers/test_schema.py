"""What search engines read in a page says what the page says, in words that schema.org knows."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from builders import live_blog, published, words
from cast import ada
from dateline.blog.actions.blogs import change_state
from dateline.blog.actions.posts import correct_post, withdraw_post
from dateline.blog.core.blocks import parse_blocks
from dateline.blog.core.content import BlogView, Byline, Correction, PostView, PublicState
from dateline.readers import schema

AT = datetime(2025, 6, 2, 11, 5, tzinfo=UTC)
URL = "https://live.example/live/storm/"
BLOCKS = [
    {"type": "text", "html": "<p>Water is rising.</p>"},
    {"type": "picture", "picture": "a" * 64, "width": 1800, "height": 1200, "caption": "A bridge", "credit": "Rui"},
    {"type": "picture", "url": "https://elsewhere.example/p.jpg", "alt": "Not ours"},
    {"type": "video", "url": "https://elsewhere.example/film", "title": "A film", "caption": "Waves"},
]


def post(n: int, **changed: object) -> PostView:
    at = AT + timedelta(minutes=n)
    made = PostView(uid=f"p{n}", published=at, order=at, title=f"Post {n}", blocks=parse_blocks(BLOCKS))
    return replace(made, **changed)


def state(*posts: PostView, **head: object) -> PublicState:
    blog = replace(BlogView(slug="storm", headline="A storm", standfirst="It comes.", zone="Europe/Kyiv"), **head)
    return PublicState(seq=9, blog=blog, posts={p.uid: p for p in posts})


def read(found: PublicState, url: str = URL) -> tuple[dict[str, Any], dict[str, Any]]:
    live, article = json.loads(schema.live_page(found, found.newest_first, url=url, opened=AT))
    assert (live["@type"], article["@type"]) == ("LiveBlogPosting", "NewsArticle")
    return live, article


def full() -> PublicState:
    correction = Correction(at=AT + timedelta(hours=1), note="It was not so.")
    people = (Byline(name="Ada Lindqvist", role="Editor", bio="Reports.", portrait="b" * 64),)
    rich = post(1, bylines=people, tags=("Kyiv",), updated=AT + timedelta(hours=1), corrections=(correction,))
    return state(rich, post(2, source="https://elsewhere.example/2"), started=AT, ended=AT + timedelta(days=1))


def test_a_live_page_names_its_coverage_its_publisher_and_its_posts():
    live, _ = read(full())

    assert live["headline"] == "A storm"
    assert live["url"] == live["mainEntityOfPage"] == URL
    assert live["coverageStartTime"] == "2025-06-02T14:05:00+03:00"
    assert live["coverageEndTime"] == "2025-06-03T14:05:00+03:00"
    assert live["publisher"]["name"]
    assert live["publisher"]["logo"]["url"].startswith("https://live.example/")
    assert live["author"][0]["name"] == "Ada Lindqvist"
    assert live["image"]
    assert [update["headline"] for update in live["liveBlogUpdate"]] == ["Post 2", "Post 1"]


def test_an_update_has_its_own_words_times_address_people_pictures_film_and_correction():
    update = read(full())[0]["liveBlogUpdate"][1]

    assert update["@type"] == "BlogPosting"
    assert update["datePublished"] == "2025-06-02T14:06:00+03:00"
    assert update["dateModified"] == "2025-06-02T15:05:00+03:00"
    assert update["url"] == f"{URL}?with=p1#post-p1"
    assert update["articleBody"].startswith("Water is rising.")
    assert update["author"][0]["jobTitle"] == "Editor"
    assert [image["creditText"] for image in update["image"]] == ["Rui"]
    assert update["video"][0]["name"] == "A film"
    assert update["correction"] == [
        {"@type": "CorrectionComment", "text": "It was not so.", "datePublished": "2025-06-02T15:05:00+03:00"}
    ]


def test_only_pictures_that_the_page_shows_are_its_images():
    assert "elsewhere.example/p.jpg" not in schema.live_page(full(), full().newest_first, url=URL, opened=AT)


def test_a_withdrawn_post_is_left_out():
    live, _ = read(state(post(1), post(2).withdrawn_for("Why", sealed=False)))

    assert [update["headline"] for update in live["liveBlogUpdate"]] == ["Post 1"]


def test_the_newest_twenty_are_told_and_no_more():
    live, _ = read(state(*(post(n) for n in range(35))))

    assert [update["headline"] for update in live["liveBlogUpdate"]] == [f"Post {n}" for n in range(34, 14, -1)]


def test_the_day_of_publication_stays_when_the_page_changes():
    dates = {
        read(found)[0]["datePublished"]
        for found in (state(), state(started=AT + timedelta(hours=1)), state(post(5)), full())
    }

    assert dates == {"2025-06-02T14:05:00+03:00"}


def test_an_imported_blog_was_published_when_it_began_elsewhere():
    assert read(state(started=AT - timedelta(days=9)))[0]["datePublished"] == "2025-05-24T14:05:00+03:00"


def test_no_words_can_end_the_script():
    evil = "</script><script>alert(1)</script><!--"
    text = schema.live_page(state(post(1, title=evil), headline=evil), [post(1, title=evil)], url=URL, opened=AT)

    assert "<" not in text
    assert json.loads(text)[0]["headline"].startswith("</script>")


def test_a_withdrawn_posts_page_says_nothing_to_programs():
    assert schema.post_page(state(), post(1).withdrawn_for("Why", sealed=False), url=URL, opened=AT) == ""


def test_a_posts_page_is_an_article_of_the_live_page():
    (article,) = json.loads(schema.post_page(full(), full().posts["p1"], url=f"{URL}post/p1/", opened=AT))

    assert article["@type"] == "NewsArticle"
    assert article["url"] == article["mainEntityOfPage"] == f"{URL}post/p1/"
    assert article["isPartOf"]["url"] == URL
    assert article["publisher"]["name"]


class Vocabulary:
    """schema.org's terms as its own file has them: what each type is, and what each property belongs to."""

    def __init__(self, path: Path) -> None:
        graph = json.loads(path.read_text())["@graph"]
        self.terms = {term["@id"]: term for term in graph}

    def kinds(self, name: str) -> set[str]:
        """The type and everything it is a kind of."""
        assert name in self.terms, f"{name} is no type of schema.org"
        found = {name}
        for parent in self._ids(name, "rdfs:subClassOf"):
            found |= self.kinds(parent) if parent in self.terms else {parent}
        return found

    def domains(self, name: str) -> set[str]:
        assert name in self.terms, f"{name} is no property of schema.org"
        return self._ids(name, "schema:domainIncludes")

    def ranges(self, name: str) -> set[str]:
        return self._ids(name, "schema:rangeIncludes")

    def _ids(self, name: str, relation: str) -> set[str]:
        given = self.terms[name].get(relation, [])
        return {one["@id"] for one in (given if isinstance(given, list) else [given])}


def check(thing: dict[str, Any], known: Vocabulary) -> int:
    """How many properties were checked: each exists, belongs to its thing's type, and holds what it may."""
    kinds, count = known.kinds(f"schema:{thing['@type']}"), 0
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        assert known.domains(f"schema:{name}") & kinds, f"{name} does not belong to {thing['@type']}"
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                assert known.kinds(f"schema:{one['@type']}") & known.ranges(f"schema:{name}"), name
                count += check(one, known)
        count += 1
    return count


@pytest.mark.shared
def test_every_property_is_schema_orgs_and_belongs_to_its_type(shared):
    known = Vocabulary(shared / "data" / "schemas" / "schemaorg" / "schemaorg-news-subset.jsonld")
    page = [*read(full()), *json.loads(schema.post_page(full(), full().posts["p1"], url=URL, opened=AT))]

    assert sum(check(thing, known) for thing in page) > 80


def of(path: str) -> list[dict[str, Any]]:
    page = Client().get(path).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(text) if text else []


@pytest.mark.django_db
def test_the_pages_carry_it():
    blog = live_blog(ada())
    for n in range(45):
        published(blog, ada(), f"Post {n}")
    kept = published(blog, ada(), "Wrong")
    correct_post(kept, words("Right"), correction="It was not so.", by=ada())
    gone = published(blog, ada(), "Gone")
    withdraw_post(gone, reason="Why", by=ada())
    change_state(blog, "ended", by=ada())

    live = of("/live/storm/")[0]
    assert len(live["liveBlogUpdate"]) == 20
    assert live["liveBlogUpdate"][0]["correction"][0]["text"] == "It was not so."
    assert "coverageEndTime" in live
    assert [u["headline"] for u in of("/live/storm/page/1/")[0]["liveBlogUpdate"]] == [
        f"Post {n}" for n in range(19, -1, -1)
    ]
    assert of(f"/live/storm/post/{kept.uid}/")[0]["headline"] == "Right"
    assert of(f"/live/storm/post/{gone.uid}/") == []
