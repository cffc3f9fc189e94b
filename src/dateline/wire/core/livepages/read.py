"""Reads another outlet's live page, whatever it is written in: the kind is told by the content."""

from typing import Any

from dateline.wire.core.livepages import guardian, schema, sourcefabric
from dateline.wire.core.livepages.page import LivePage, NotALivePage
from dateline.wire.core.livepages.webpage import read_web_page
from dateline.wire.core.page import decode
from dateline.wire.core.page.words import address

MOST_BYTES = 40_000_000
_FEED_ROOTS = (b"<feed", b"<rss", b"<rdf:rdf")


def read_live_page(page: bytes, *, url: str = "", content_type: str = "") -> LivePage | NotALivePage:
    """The live page in these bytes, with all its posts, or why there is none; never an exception.

    Understood are a ``LiveBlogPosting`` as JSON-LD or microdata in HTML, the Guardian's page model, an answer of
    Sourcefabric's Live Blog API, and a feed. ``url`` is where the bytes come from, if that is known.
    """
    if len(page) > MOST_BYTES:
        return NotALivePage(reason=f"The page is larger than {MOST_BYTES // 1_000_000} MB.")
    start = page[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return NotALivePage(reason="The page is empty.")
    if start[:1] in b"{[":
        return _read_json(decode.text_of_bytes(page, content_type), url=url)
    if any(root in start.lower() for root in _FEED_ROOTS) and b"<html" not in start.lower():
        # The feed parser is slow to load, and most pages are not feeds.
        from dateline.wire.core.livepages.atom import read_feed

        return read_feed(page, url=url, content_type=content_type)
    if b"<" not in page:
        return NotALivePage(reason="This is neither a web page nor JSON nor a feed.")
    return read_web_page(decode.text_of_bytes(page, content_type), url=url)


def _read_json(text: str, *, url: str) -> LivePage | NotALivePage:
    try:
        value: Any = decode.json_of(text)
    except ValueError as fault:
        return NotALivePage(reason=f"The JSON cannot be read: {fault}.")
    if guardian.is_page_model(value):
        return guardian.read_page_model(value, url=url)
    if sourcefabric.is_answer(value):
        return sourcefabric.read_answer(value, url=url)
    found = schema.fullest([value])
    if found is None:
        return NotALivePage(reason="The JSON is no live page of a kind that is known.")
    page = schema.live_page(found[0], found[1], kind="json-ld", url=address(url))
    return page if page.posts else NotALivePage(reason="The LiveBlogPosting has no posts.")
