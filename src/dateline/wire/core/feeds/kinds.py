"""Tells what a channel's bytes are, by what they hold and not by what their header says."""

import re
from typing import Any

from dateline.wire.core.feeds.jsonfeed import is_json_feed
from dateline.wire.core.feeds.ninjs import is_ninjs
from dateline.wire.core.feeds.telegram import is_telegram

ROOTS = {
    "rss": "rss", "rdf": "rdf", "feed": "atom", "entry": "atom", "channel": "cdf", "opml": "opml",
    "urlset": "sitemap", "sitemapindex": "sitemap-index", "newsmessage": "newsml-g2", "newsitem": "newsml-g2",
    "packageitem": "newsml-g2", "conceptitem": "newsml-g2", "planningitem": "newsml-g2", "itemset": "newsml-g2",
}  # fmt: skip
_START = 65_536
_PROLOGUE = re.compile(
    rb"[\s\x00\xef\xbb\xbf\xff\xfe]*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[<>]|\[.*?\]\s*)*>)",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_HTML = {"html", "head", "body", "div", "meta", "title", "script", "p", "a", "h1", "section", "article", "main", "link"}


def root_of(content: bytes) -> str:
    """The name of the first element, without its prefix, in lower case; "" where there is none."""
    start = content[:_START].replace(b"\x00", b"")
    at = 0
    while found := _PROLOGUE.match(start, at):
        at = found.end()
    element = _ELEMENT.search(start, at)
    return element[1].decode("ascii", "replace").lower() if element else ""


def kind_of_xml(content: bytes) -> str:
    """The kind that the root element tells, ``html``, or "" for what is neither."""
    root = root_of(content)
    return ROOTS.get(root, "html" if root in _HTML else "")


def looks_like_json(content: bytes) -> bool:
    """Whether it begins as JSON does."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def kind_of_json(value: Any) -> str:
    """jsonfeed, ninjs, live-page or unknown."""
    if is_json_feed(value):
        return "jsonfeed"
    if is_ninjs(value):
        return "ninjs"
    first = value[0] if isinstance(value, list) and value else value
    live = isinstance(first, dict) and (first.get("@type") == "LiveBlogPosting" or "liveBlogUpdate" in first)
    return "live-page" if live else "unknown"


def kind_of_page(text: str, *, candidates: int) -> str:
    """telegram, live-page, links-page, article or unknown; ``candidates`` is how many links look like articles."""
    if is_telegram(text):
        return "telegram"
    if "LiveBlogPosting" in text:
        return "live-page"
    words = sum(map(len, re.findall(r"<p\b[^>]*>([^<]{60,})", text[:2_000_000])))
    says = re.search(
        r"""property=["']og:type["'][^>]*content=["']article|"@type"\s*:\s*"(?:News|Reportage)?Article\"""", text
    )
    if says and words > 400:
        return "article"
    if candidates >= 8 and candidates * 120 > words:
        return "links-page"
    return "article" if words > 800 or says else "links-page" if candidates >= 3 else "unknown"
