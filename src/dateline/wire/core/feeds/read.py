"""Reads whatever a channel gives: feeds, sitemaps, lists of channels, agencies' items, pages with links."""

import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dateline.wire.core.feeds.jsonfeed import read_json_feed
from dateline.wire.core.feeds.kinds import kind_of_json, kind_of_page, kind_of_xml, looks_like_json
from dateline.wire.core.feeds.links import read_links_page
from dateline.wire.core.feeds.newsml import read_newsml
from dateline.wire.core.feeds.ninjs import read_ninjs
from dateline.wire.core.feeds.opml import read_opml
from dateline.wire.core.feeds.sitemap import read_sitemap
from dateline.wire.core.feeds.telegram import is_telegram, read_telegram
from dateline.wire.core.feeds.urls import joined
from dateline.wire.core.feeds.values import Fault, Feed
from dateline.wire.core.feeds.xmlfeed import feed_of
from dateline.wire.core.feeds.xmltree import MOST_BYTES, tree_of
from dateline.wire.core.page.decode import json_of, text_of_bytes

_XML = {"sitemap": read_sitemap, "sitemap-index": read_sitemap, "opml": read_opml, "newsml-g2": read_newsml}
_AHEAD = timedelta(days=1)
_GZIP = b"\x1f\x8b"
_MOST_OF_A_PAGE, _MOST_TAGS_OF_A_PAGE = 10_000_000, 300_000


def read_feed(
    data: bytes, *, url: str = "", content_type: str = "", language: str = "", now: datetime | None = None
) -> Feed:
    """The feed in these bytes, or one without entries whose faults say why; never an exception.

    ``url`` is where they come from (relative links hang on it), ``content_type`` and ``language`` what the answer's
    header said; with ``now`` a feed whose entries are still to come has a fault for its clock. Nothing is fetched.
    Times are aware, UTC where no zone is told.
    """
    content, faults = _unpacked(data)
    if not content.strip(b" \t\r\n\x00"):
        return Feed(kind="unknown", faults=(*faults, Fault("empty", "There is nothing in it.")))
    feed = _read(content, url=joined("", url), content_type=content_type, language=language)
    if now is not None and any(e.published and e.published > now + _AHEAD for e in feed.entries):
        faults = (*faults, Fault("clock", "Some entries are of more than a day from now."))
    return replace(feed, faults=(*faults, *feed.faults)) if faults else feed


def _read(content: bytes, *, url: str, content_type: str, language: str) -> Feed:
    if looks_like_json(content):
        return _read_json(content, url=url, content_type=content_type)
    kind = kind_of_xml(content)
    if kind == "html":
        return _read_page(content, url=url, content_type=content_type)
    tree = tree_of(content, content_type=content_type)
    if tree.root is None:
        return Feed(kind="unknown", encoding=tree.encoding, faults=tree.faults)
    if kind in _XML:
        return _XML[kind](tree, url=url)
    return feed_of(tree, url=url, language=language, kind=kind)


def what_is(data: bytes, *, url: str = "", content_type: str = "") -> str:
    """What the bytes are, told by what they hold and not by their header.

    One of rss, atom, rdf, cdf, jsonfeed, sitemap, sitemap-index, opml, ninjs, newsml-g2, telegram, live-page,
    links-page, article and unknown.
    """
    content, _ = _unpacked(data)
    if looks_like_json(content):
        try:
            return kind_of_json(json_of(text_of_bytes(content[:MOST_BYTES], content_type)))
        except ValueError:
            return "unknown"
    kind = kind_of_xml(content)
    if kind != "html":
        return kind or "unknown"
    text, url = _page_text(content, content_type), joined("", url)
    return kind_of_page(text, candidates=len(read_links_page(text, url=url).entries))


def _unpacked(data: bytes) -> tuple[bytes, tuple[Fault, ...]]:
    """The bytes, unzipped where they are gzip (sitemaps are stored so), and no more of them than are ever read."""
    if not data.startswith(_GZIP):
        return data, ()
    unzip = zlib.decompressobj(wbits=31)
    try:
        content = unzip.decompress(data, MOST_BYTES)
    except zlib.error:
        return b"", (Fault("gzip", "It is not the gzip that it looks like."),)
    cut = bool(unzip.unconsumed_tail) or not unzip.eof
    return content, (Fault("too large", "Only its start was unzipped."),) if cut else ()


def _read_json(content: bytes, *, url: str, content_type: str) -> Feed:
    if len(content) > MOST_BYTES:
        return Feed(
            kind="unknown", faults=(Fault("too large", f"JSON beyond {MOST_BYTES // 1_000_000} MB is not read."),)
        )
    try:
        value: Any = json_of(text_of_bytes(content, content_type))
    except ValueError as fault:
        return Feed(kind="unknown", faults=(Fault("not JSON", str(fault)[:200]),))
    kind = kind_of_json(value)
    if kind == "jsonfeed":
        return read_json_feed(value, url=url)
    if kind == "ninjs":
        return read_ninjs(value, url=url)
    return Feed(kind=kind, faults=(Fault("not a feed", "This JSON is no feed of a kind that is known."),))


def _read_page(content: bytes, *, url: str, content_type: str) -> Feed:
    text = _page_text(content, content_type)
    if is_telegram(text):
        return read_telegram(text, url=url)
    feed = read_links_page(text, url=url)
    kind = kind_of_page(text, candidates=len(feed.entries))
    return replace(feed, kind=kind, faults=(Fault("not a feed", "This is a web page."), *feed.faults))


def _page_text(content: bytes, content_type: str) -> str:
    start = content[:_MOST_OF_A_PAGE]
    if start.count(b"<") > _MOST_TAGS_OF_A_PAGE:
        start = b"<".join(start.split(b"<", _MOST_TAGS_OF_A_PAGE)[:-1])
    return text_of_bytes(start, content_type)
