"""Reads a feed (Atom, RSS) as a live page: each entry is a post."""

import io
from calendar import timegm
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag

import feedparser

from dateline.wire.core.livepages.page import LivePage, LivePost, NotALivePage
from dateline.wire.core.livepages.schema import own_title, single
from dateline.wire.core.page import blocks
from dateline.wire.core.page.markup import blocks_of_text
from dateline.wire.core.page.times import instant, later
from dateline.wire.core.page.values import Author, Block
from dateline.wire.core.page.words import address, line, once

KEY_TERMS = {"key-event", "key event", "keyevent", "key"}
SUMMARY_TERMS = {"summary"}
MOST_BYTES = 10_000_000


def read_feed(feed: bytes, *, url: str = "", content_type: str = "") -> LivePage | NotALivePage:
    """The live page that a feed tells of, or why there is none."""
    if len(feed) > MOST_BYTES:
        return NotALivePage(reason=f"The feed is larger than {MOST_BYTES // 1_000_000} MB.")
    if b"<!ENTITY" in feed or b"<!entity" in feed:
        return NotALivePage(reason="The feed declares entities of its own, which is not read.")
    headers = {"content-type": content_type} if content_type else {}
    found = feedparser.parse(
        io.BytesIO(feed), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    page = _page(found, url) if found.get("version") else None
    return page if page and page.posts else NotALivePage(reason="The feed has no entries.")


def _page(found: Any, url: str) -> LivePage:
    head = found.feed
    base = next((address(link.get("href")) for link in head.get("links", []) if link.get("rel") == "alternate"), "")
    return LivePage(
        kind="atom" if found.version.startswith("atom") else "rss",
        url=base or address(head.get("link"), url) or address(url),
        id=line(head.get("id"), 200),
        headline=line(head.get("title")),
        standfirst=line(head.get("subtitle")),
        language=line(head.get("language") or found.get("language"), 35),
        published=_time(head, "published"),
        modified=_time(head, "updated"),
        authors=_authors(head),
        posts=single([_post(entry, base or url) for entry in found.entries]),
    )


def _post(entry: Any, base: str) -> LivePost:
    url = address(entry.get("link"), base)
    updated = _time(entry, "updated")
    published = _time(entry, "published") or updated
    terms = [line(tag.get("term") or tag.get("label"), 100) for tag in entry.get("tags", [])]
    marks = {term.lower() for term in terms}
    body = _blocks(entry, url or base)
    return LivePost(
        id=line(entry.get("id"), 500) or urldefrag(url).fragment or url or line(entry.get("title"), 200),
        title=own_title(line(entry.get("title"), 500), body),
        published=published,
        updated=later(updated, published),
        authors=_authors(entry),
        blocks=body,
        key=bool(marks & KEY_TERMS),
        summary=bool(marks & SUMMARY_TERMS),
        url=url,
        tags=once(term for term in terms if term.lower() not in KEY_TERMS | SUMMARY_TERMS),
    )


def _blocks(entry: Any, base: str) -> tuple[Block, ...]:
    bodies = [content.get("value") for content in entry.get("content", [])] or [entry.get("summary")]
    made = [block for body in bodies[:1] for block in blocks_of_text(body, base)]
    for media in [*entry.get("media_content", []), *entry.get("enclosures", [])]:
        kind = f"{media.get('type', '')} {media.get('medium', '')}"
        link = address(media.get("url") or media.get("href"), base)
        if "image" in kind and (picture := blocks.picture(link, credit=_credit(entry))):
            made.append(picture)
    return blocks.joined(made)


def _credit(entry: Any) -> str:
    credits = entry.get("media_credit") or [{}]
    return blocks.credit_line(credits[0].get("content") or "")


def _authors(entry: Any) -> tuple[Author, ...]:
    people = [person for person in entry.get("authors", []) if person.get("name")]
    return tuple(Author(name=line(p["name"], 200), url=address(p.get("href"))) for p in people)


def _time(entry: Any, name: str) -> datetime | None:
    """The element's time: as it is written, else as the feed parser understood it."""
    written = instant(entry.get(name)) if name in entry else None
    parsed = entry.get(f"{name}_parsed") if name in entry else None
    return written or (datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None)
