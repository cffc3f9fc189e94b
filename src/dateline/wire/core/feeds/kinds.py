"""Tells what a channel's bytes are, by what they hold and not by what their header says."""

import re

_ROOTS = {
    "rss": "rss", "rdf:rdf": "rdf", "rdf": "rdf", "feed": "atom", "channel": "cdf", "opml": "opml",
    "urlset": "sitemap", "sitemapindex": "sitemap-index", "newsmessage": "newsml-g2", "newsitem": "newsml-g2",
    "packageitem": "newsml-g2", "conceptitem": "newsml-g2", "entry": "atom", "html": "html",
}  # fmt: skip
_ROOT = re.compile(rb"<(?:(?:[A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)[\s>/]")
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[.*?\]\s*)*>)", re.DOTALL | re.IGNORECASE)


def root_of(start: bytes) -> str:
    """The name of the first element, without its prefix, in lower case; "" where there is none."""
    at = 0
    while found := _PROLOGUE.match(start, at):
        at = found.end()
    found = _ROOT.search(start, at)
    return found[1].decode("ascii", "replace").lower() if found else ""
