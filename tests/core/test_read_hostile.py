"""Hostile and broken pages: read as far as they go, never an exception, never without an end."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.wire import NotRead, Understood, read_page, to_json

PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div class='article-body'>", "</div>", "<a href='x'>", "</a>", "<table><tr><td>", "</table>"),
        *("<figure>", "<figcaption>", "<img src=//[bad srcset='a 9w'>", "<time datetime='2026-13-45'>", "<li>", "<ul>"),
        *(
            "<script type='application/ld+json'>",
            "</script>",
            '{"@type":"NewsArticle","author":',
            '"headline":[{}],',
            "]}",
        ),
        *(
            "<meta property='og:title' content='x'>",
            "&#0;",
            "&bogus;",
            "\x00",
            "\ud800",
            "<h1>",
            "</h1>",
            "<br><br>",
            "<!--",
        ),
        *(
            "Source link",
            "\nPosted: 2026-03-04 12:14:37\n",
            "Read More",
            "Share",
            "12:30",
            "Photo: A/B",
            "<blockquote>",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_soup_of_tags_raises(parts: list[str]) -> None:
    found = read_page("".join(parts).encode("utf-8", "surrogatepass"), url="https://x.example/a")

    assert isinstance(found, NotRead) or to_json(found)


@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-7", "x; charset=zlib", "charset=utf-16"]))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise_whatever_the_header_says(content: bytes, header: str) -> None:
    assert isinstance(read_page(content, content_type=header), NotRead | Understood)


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 100_000 + b"deep words",
        b"<p>" + b"<b>" * 50_000 + b"deep words",
        b"<html><body>" + b"<p>A line of words that comes again.</p>" * 8_000,
        b"<table>" * 3_000 + b"<tr><td>cell words</td></tr>",
        b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><html><p>&b;&b;</p></html>",
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>words</p>",
        b"<script type='application/ld+json'>" + b'{"author":' * 20_000 + b"</script><p>words</p>",
        b"<p>" + b"Photo: " * 50_000 + b"</p>",
        b"<html><body>" + b"<time datetime='2026-03-04T10:00:00Z'>x</time>" * 20_000,
        ("<title>" + " | ".join("ab" * 9 for _ in range(20_000)) + "</title><p>words</p>").encode(),
    ],
    ids=["divs", "marks", "repeats", "tables", "entities", "lists", "objects", "labels", "times", "bars"],
)
def test_pages_made_to_hurt_are_read_to_an_end(content: bytes) -> None:
    assert isinstance(read_page(content), NotRead | Understood)


def test_a_page_larger_than_what_is_read_says_so() -> None:
    found = read_page(b"<p>" + b"x" * 61_000_000)

    assert isinstance(found, NotRead)
    assert "larger than" in found.reason


def test_scripts_handlers_and_strange_links_do_not_come_through() -> None:
    words = "The town council met on Tuesday and decided to repair the bridge before the winter comes again. " * 3
    found = read_page(
        f"<html><body><article><h1>Council repairs bridge</h1><p onclick='x()'>{words}<script>alert(1)</script>"
        f"<a href='javascript:x()'>link</a> <a href='https://ok.example/'>fine</a></p><p>{words}</p></article></body></html>"
    )

    assert isinstance(found, Understood)
    html = "".join(block.get("html", "") for block in found.blocks)
    assert "https://ok.example/" in html
    assert not any(bad in html for bad in ("javascript", "alert", "onclick", "<script"))
