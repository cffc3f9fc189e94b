"""Real pages of the shared inputs: the reference page, live pages with and without their structured data."""

import gzip
import json
import re
from pathlib import Path

import pytest

from dateline.wire import Understood, read_page

SHARED = next((p / "shared" for p in Path(__file__).parents if (p / "shared" / "reference").is_dir()), None)
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(SHARED is None, reason="the shared real inputs are not here: ../shared"),
]


def read(content: bytes) -> Understood:
    found = read_page(content)
    assert isinstance(found, Understood)
    return found


def live_page(name: str) -> bytes:
    assert SHARED
    content = (SHARED / "data" / "liveblogs" / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


def unmarked(content: bytes) -> bytes:
    return re.sub(rb"<script[^>]*ld\+json.*?</script>", b"", content, flags=re.DOTALL)


def test_of_the_reference_page_all_comes_out_but_quotes_and_figures() -> None:
    assert SHARED
    (path,) = (SHARED / "reference").glob("000_*.txt")
    expected, found = json.loads((SHARED / "reference" / "expected.json").read_text()), read(path.read_bytes())
    page = expected["page"]

    assert (found.title, found.is_live, found.section) == (page["headline"], page["is_live_blog"], page["topic"])
    assert (found.posted, found.has_key_events) == (page["posted"], page["has_key_events_marker"])
    assert len(found.posts) == len(expected["posts"])
    for post, wanted in zip(found.posts, expected["posts"], strict=True):
        assert (post.title, list(post.byline)) == (wanted["title"], wanted["byline"])
        assert [author.bio for author in post.authors] == ([wanted["bio"]] if wanted["bio"] else [])
        assert post.marked_updated == wanted.get("updated_marker", False)
        assert len(post.pictures) == len(wanted["pictures"])
        for picture, told in zip(post.pictures, wanted["pictures"], strict=True):
            assert picture.caption.startswith(told["caption_starts"])
            assert picture.taken == (told["taken"] or "")
            assert told["credit"] in {None, picture.credit}
    assert [(r.title, r.section or None, r.is_live, r.cut) for r in found.related] == [
        (r["title"], r["section"], r.get("is_live_blog", False), r.get("cut", False)) for r in expected["related"]
    ]


@pytest.mark.parametrize(("name", "posts"), [("TheMirror_2024_08_05.html.gz", 428), ("corkbeo.ie.level.html", 26)])
def test_every_post_of_a_marked_live_page_is_found_with_its_time(name: str, posts: int) -> None:
    found = read(live_page(name))

    assert len(found.posts) == posts
    assert all(post.time and post.title for post in found.posts)


@pytest.mark.parametrize(("name", "shown"), [("TheMirror_2024_08_05.html.gz", 30), ("corkbeo.ie.level.html", 26)])
def test_without_its_structured_data_every_post_in_the_markup_is_found(name: str, shown: int) -> None:
    content = live_page(name)
    marked = {post.time: post for post in read(content).posts}
    found = read(unmarked(content)).posts

    assert len(found) == shown
    assert all(post.time in marked and marked[post.time].title[:30] == post.title[:30] for post in found)
