"""Reads a web page that describes its live blog to machines: JSON-LD, or microdata in its markup."""

import re
from dataclasses import replace
from typing import Any

from dateline.wire.core.livepages import schema
from dateline.wire.core.livepages.anchors import enriched
from dateline.wire.core.livepages.page import LivePage, NotALivePage
from dateline.wire.core.page import decode, microdata
from dateline.wire.core.page.markup import tree_of
from dateline.wire.core.page.times import instant, is_zone
from dateline.wire.core.page.words import address, keywords, line

Element = Any
_ZONE = re.compile(r"[tT]ime_?[zZ]one(?:\"|&quot;|')?\s*[:=]\s*(?:\"|&quot;|')([A-Z][A-Za-z_]+(?:\\?/[A-Za-z_]+){1,2})")
_BROKEN = "Its JSON-LD is broken: {count} posts could be saved from it."


def read_web_page(text: str, *, url: str = "") -> LivePage | NotALivePage:
    """The live page that an HTML page describes."""
    tree = tree_of(text)
    if tree is None:
        return NotALivePage(reason="The page is empty.")
    url = address(url) or _canonical(tree)
    page = _from_json(tree, url, _zone(text)) or _from_microdata(tree, url, _zone(text))
    if page is None:
        return NotALivePage(reason="The page holds no LiveBlogPosting, as JSON-LD or as microdata.")
    page = _with_head(_sure(enriched(page, tree)), tree)
    return page if page.posts else NotALivePage(reason="The page's LiveBlogPosting has no posts.")


def _sure(page: LivePage) -> LivePage:
    """The page without the note on unknown times where the markup has told them all."""
    if any(post.published is None for post in page.posts):
        return page
    return replace(page, notes=tuple(note for note in page.notes if note != schema.SAME_TIMES))


def _from_json(tree: Element, url: str, zone: str | None) -> LivePage | None:
    values, broken = [], []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = script.text or ""
        try:
            values.append(decode.json_of(source))
        except ValueError:
            broken.append(source)
    found = schema.fullest(values)
    if found is not None:
        return schema.live_page(found[0], found[1], kind="json-ld", url=url, zone=zone)
    return next(filter(None, (_saved(source, url, zone) for source in broken)), None)


def _saved(source: str, url: str, zone: str | None) -> LivePage | None:
    """What can be read of JSON-LD that is broken somewhere: the updates before the fault."""
    updates = decode.objects_after(source, "liveBlogUpdate") if schema.LIVE in source else []
    if not updates:
        return None
    node = {"@type": schema.LIVE, "liveBlogUpdate": updates}
    page = schema.live_page(node, {}, kind="json-ld", url=url, zone=zone)
    return replace(page, notes=(*page.notes, _BROKEN.format(count=len(page.posts))))


def _from_microdata(tree: Element, url: str, zone: str | None) -> LivePage | None:
    found = schema.fullest(microdata.items_of(tree))
    return found and schema.live_page(found[0], found[1], kind="microdata", url=url, zone=zone)


def _with_head(page: LivePage, tree: Element) -> LivePage:
    """The page, what it did not say about itself taken from the document's head."""
    meta = {str(e.get("property") or e.get("name")).lower(): e.get("content") or "" for e in tree.iter("meta")}
    title = tree.findtext(".//title") or ""
    return replace(
        page,
        headline=page.headline or line(meta.get("og:title") or title),
        standfirst=page.standfirst or line(meta.get("og:description") or meta.get("description")),
        language=page.language or line(tree.get("lang") or meta.get("og:language"), 35),
        published=page.published or instant(meta.get("article:published_time"), page.zone),
        modified=page.modified or instant(meta.get("article:modified_time"), page.zone),
        tags=page.tags or keywords(meta.get("news_keywords")),
    )


def _canonical(tree: Element) -> str:
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    shared = [e.get("content") for e in tree.iter("meta") if e.get("property") == "og:url"]
    return next(filter(None, (address(link) for link in [*links, *shared])), "")


def _zone(text: str) -> str | None:
    """The zone that the page's own scripts name, if they all name the same."""
    names = {name.replace("\\", "") for name in _ZONE.findall(text)}
    known = {name for name in names if is_zone(name)}
    return known.pop() if len(known) == 1 else None
