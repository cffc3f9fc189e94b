"""Real live pages come in whole: every post with its title, time, author, picture and mark."""

import gzip
from collections import Counter
from datetime import UTC, datetime

import pytest

from dateline.wire.core.livepages.page import LivePage
from dateline.wire.core.livepages.read import read_live_page
from found import SHARED

pytestmark = pytest.mark.shared
FOLDER = SHARED / "data" / "liveblogs"


def read(name: str) -> LivePage:
    page = (FOLDER / name).read_bytes()
    found = read_live_page(gzip.decompress(page) if name.endswith(".gz") else page)
    assert isinstance(found, LivePage)
    return found


@pytest.mark.parametrize(
    ("name", "kind", "posts"),
    [
        ("TheMirror_2024_08_05.html.gz", "json-ld", 428),
        ("corkbeo.ie.level.html", "json-ld", 26),
        ("live-nasa-perseverance.json", "guardian", 13),
        ("sourcefabric-api_response.json", "sourcefabric", 25),
        ("key-events-single.json", "guardian-key-events", 1),
    ],
)
def test_a_real_page_comes_in_whole(name: str, kind: str, posts: int) -> None:
    page = read(name)

    assert (page.kind, len(page.posts), len({post.id for post in page.posts})) == (kind, posts, posts)
    assert all(post.published is not None and post.published.tzinfo is UTC for post in page.posts)
    assert all(post.title or post.blocks for post in page.posts)


def test_the_crisis_page_keeps_titles_times_and_permalinks() -> None:
    page = read("TheMirror_2024_08_05.html.gz")
    first, last = page.posts[0], page.posts[-1]

    assert page.zone == "Europe/London"
    assert [author.name for author in page.authors][:2] == ["Lucy Thornton", "Tim Hanlon"]
    assert first.published == datetime(2024, 8, 5, 20, 0, 18, 921000, tzinfo=UTC)
    assert first.updated is None  # The two times are the same instant, written in two zones.
    assert sum(post.updated is not None for post in page.posts) == 88
    assert first.url == f"{page.url}#{first.id}"
    assert last.published
    assert (first.published - last.published).days == 3
    assert all(post.title for post in page.posts)


def test_the_crisis_page_credits_a_post_to_its_own_author_where_the_markup_names_one() -> None:
    page = read("TheMirror_2024_08_05.html.gz")
    counted = Counter(author.name for post in page.posts for author in post.authors)

    assert counted == {"Antony Clements-Thrower": 10, "Joseph Gamp": 8, "Sophie Bateman": 3}


def test_the_crisis_page_takes_paragraphs_key_events_and_pictures_from_the_markup() -> None:
    page = read("TheMirror_2024_08_05.html.gz")
    pictures = [block for post in page.posts for block in post.blocks if block["type"] == "picture"]

    assert sum(post.key for post in page.posts) == 9
    assert page.posts[0].blocks[0]["html"].count("<p>") == 2
    assert len(pictures) == 14
    assert pictures[1]["caption"] == "Anti-racism activists in Plymouth tonight"
    assert pictures[1]["credit"] == "Anadolu via Getty Images"
    assert not any(post.title in block.get("html", "")[:200] for post in page.posts[:1] for block in post.blocks)


def test_the_local_page_names_the_second_reporter_and_shows_foreign_posts_as_cards() -> None:
    page = read("corkbeo.ie.level.html")
    counted = Counter(author.name for post in page.posts for author in post.authors)
    cards = [block["provider"] for post in page.posts for block in post.blocks if block["type"] == "embed"]

    assert all(post.title for post in page.posts)
    assert counted == {"Gavin O'Callaghan": 16, "Frances Watkins": 10}
    assert Counter(cards) == {"X": 3, "Facebook": 2, "corkbeo.ie": 1}


def test_the_national_papers_page_keeps_key_events_captions_and_the_next_page() -> None:
    page = read("live-nasa-perseverance.json")
    first = page.posts[0]
    pictures = [block for post in page.posts for block in post.blocks if block["type"] == "picture"]

    assert (first.title, first.key, first.summary) == ("Summary", True, True)
    assert first.updated == datetime(2021, 2, 19, 19, 38, 39, tzinfo=UTC)
    assert {block["credit"] for block in pictures} == {
        "NASA/AFP/Getty Images",
        "Patrick T Fallon/AFP/Getty Images",
    }
    assert all(block["caption"] and block["alt"] for block in pictures)
    assert [author.name for author in page.authors] == ["Tom McCarthy", "Natalie Grover"]
    assert sum(bool(post.authors) for post in page.posts) == 3
    assert page.ended is True
    assert page.more.startswith(page.url)
    assert len(page.notes) == 2


def test_the_older_servers_answer_keeps_every_kind_of_post() -> None:
    page = read("sourcefabric-api_response.json")
    kinds = Counter(block["type"] for post in page.posts for block in post.blocks)
    by_tag = {tag: post for post in page.posts for tag in post.tags}

    assert sum(post.pinned for post in page.posts) == 2
    assert sum(post.key for post in page.posts) == 4
    assert sum(post.deleted for post in page.posts) == 13
    assert kinds == {"text": 15, "embed": 7, "gallery": 3, "picture": 3, "quote": 1}
    assert by_tag["Comment"].blocks[0]["speaker"] == "Ali"
    assert by_tag["Advertisement"].authors[0].name == "Manolis Zografakis"
    assert page.posts[2].blocks[0]["html"].startswith("<p><strong>Germany 1 – 0 England</strong></p>")
