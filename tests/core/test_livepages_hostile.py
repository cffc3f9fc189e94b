"""No page, however broken or ill-meant, makes a reader of live pages crash, hang or emit what could run."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire.core.livepages.page import LivePage, NotALivePage
from dateline.wire.core.livepages.read import MOST_BYTES, read_live_page

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\ud800\x00\u202e"


def page_of(live: object) -> bytes:
    written = json.dumps(live).replace("</", "<\\/")
    return f'<html><script type="application/ld+json">{written}</script></html>'.encode()


def posting(**update: Any) -> dict[str, Any]:
    return {"@type": "LiveBlogPosting", "headline": "H", "liveBlogUpdate": [{"headline": "U", **update}]}


def strings_of(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [s for v in value.values() for s in strings_of(v)]
        case list() | tuple():
            return [s for v in value for s in strings_of(v)]
    names = getattr(value, "__dataclass_fields__", {})
    return [s for name in names for s in strings_of(getattr(value, name))]


@pytest.mark.parametrize(
    "page",
    [
        b"a" * (MOST_BYTES + 1),
        b"[" * 1_000_000,
        b'{"a":' * 300_000,
        b"<div>" * 1_000_000,
        b'<html><script type="application/ld+json">' + b"[" * 300_000,
        page_of(posting(articleBody="<blockquote>" * 200_000 + "x")),
        page_of(posting(articleBody="<ul><li>" * 200_000 + "x")),
        page_of(posting(articleBody="<" * 1_000_000, headline="<" * 1_000_000)),
        page_of(posting(articleBody="a<br> " * 200_000)),
        page_of(posting(datePublished=10**400, url=["x"], author=[[[]]], image=[[{}]], identifier={"value": []})),
        b'[1' + b"1" * 100_000 + b"]",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry><title>" * 20_000,
    ],
    ids=lambda page: page[:30].decode("latin-1"),
)  # fmt: skip
def test_a_monstrous_page_is_answered_within_seconds(page: bytes) -> None:
    started = time.monotonic()

    assert isinstance(read_live_page(page), LivePage | NotALivePage)
    assert time.monotonic() - started < 10


def test_a_feed_with_entities_of_its_own_is_refused() -> None:
    bomb = b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed><entry><title>&b;</title></entry></feed>'

    assert isinstance(read_live_page(bomb), NotALivePage)


def test_a_script_in_every_field_comes_out_as_nothing_that_runs() -> None:
    author = {"name": EVIL, "jobTitle": EVIL, "url": "javascript:alert(1)", "image": "data:text/html,x"}
    page = read_live_page(
        page_of(
            posting(
                headline=EVIL + "Title",
                articleBody=f"<p onclick=x>{EVIL}Text</p>",
                url=EVIL,
                author=author,
                keywords=EVIL,
            )
            | {"headline": EVIL, "description": EVIL, "author": author, "inLanguage": EVIL, "url": "javascript:x"}
        )
    )

    assert isinstance(page, LivePage)
    for text in strings_of(page):
        text.encode()  # No lone surrogate is left.
        assert not {"\x00", "\u202e"} & set(text)
        assert "<script" not in text
        assert "onerror" not in text
        assert not text.startswith(("javascript:", "data:"))


def test_another_objects_types_are_no_trouble() -> None:
    odd = [
        5,
        "x",
        None,
        [],
        {"headline": ["a"], "url": 5, "datePublished": {}, "author": {"name": {}}, "articleBody": 5},
    ]
    page = read_live_page(
        page_of({"@type": ["LiveBlogPosting", 3], "headline": {}, "liveBlogUpdate": [*odd, {"headline": "ok"}]})
    )

    assert isinstance(page, LivePage)
    assert [post.title for post in page.posts] == ["ok"]


NAMES = (
    *("@type", "@id", "url", "headline", "liveBlogUpdate", "articleBody", "author", "name", "image", "datePublished"),
    *("blocks", "elements", "_type", "html", "blockCreatedOn", "media", "allImages", "data", "keyEvents", "linkedData"),
    *("posts", "_items", "groups", "refs", "item", "text", "meta", "item_type"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("2026-01-01T00:00"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_no_json_of_any_shape_crashes_a_reader(value: object) -> None:
    live = {"@type": "LiveBlogPosting", "liveBlogUpdate": [value, {"headline": "x", "author": value, "image": value}]}
    model = {"blocks": [{"elements": [value], "blockCreatedOn": value, "attributes": value}], "pagination": value}
    answer = {"posts": {"_items": [{"groups": [{"refs": [{"item": value}]}, value], "publisher": value}]}}
    for page in (value, live, model, answer):
        assert isinstance(read_live_page(json.dumps(page).encode()), LivePage | NotALivePage)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<html>", b"{", b"<feed>", b"\xff\xfe", b"<p itemscope itemtype=LiveBlogPosting>"]),
)
def test_no_bytes_crash_a_reader(tail: bytes, head: bytes) -> None:
    assert isinstance(read_live_page(head + tail), LivePage | NotALivePage)
