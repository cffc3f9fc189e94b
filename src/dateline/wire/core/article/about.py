"""What an article is about and under which conditions it stands: section, tags, language, address, licence."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from dateline.wire.core.article.found import Found, first
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node, kinds, listed
from dateline.wire.core.page.words import address, keywords, line, once

Element = Any
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LIVE_WORDS = re.compile(
    r"\blive\s*(?::|–|-|—|blog|ticker|updates?|coverage)|(?:–|-|—|:|\|)\s*live\b|\bliveblog|\blive-?ticker\b"
    r"|\bas it happened\b"
    r"|\ben direct\b|\ben vivo\b|\bao vivo\b|\bin diretta\b|\bna żywo\b|онлайн|наживо",
    re.IGNORECASE,
)
_LIVE_PATH = re.compile(
    r"/live(?:blog|-blog|ticker|-updates?)?/|liveblog|live-ticker|liveticker|-live-|-live(?:$|[?#/])", re.IGNORECASE
)
_MOST_PLACES = 10
_NO_SECTION = re.compile(
    r"^\d+$|^(?:news?|article|story|index|amp|www|home|en|de|fr|es|it|posts?|blog|content|p|a|archive)$|\.\w+$", re.I
)


def section_of(document: Document, nodes: list[tuple[Node, str]]) -> Found[str]:
    """The part of the outlet that the article stands in."""
    name, said = document.said(
        "article:section", "parsely-section", "sailthru.section", "cxenseparse:recs:category", "section"
    )
    return first(
        [
            *(
                Found(value=_first_line(node.get("articleSection")), origin=origin, confidence=0.9)
                for node, origin in nodes
            ),
            Found(value=said, origin=name, confidence=0.85),
            Found(value=_crumb(document), origin="breadcrumb", confidence=0.7),
            Found(value=_from_path(document.url), origin="address", confidence=0.4),
        ]
    )


def tags_of(document: Document, nodes: list[tuple[Node, str]]) -> Found[tuple[str, ...]]:
    """The words that the outlet files the article under."""
    tagged = once(line(tag, 100) for tag in document.meta.get("article:tag", ()))
    name, said = document.said("news_keywords", "parsely-tags", "sailthru.tags", "keywords")
    return first(
        [
            *(Found(value=keywords(node.get("keywords")), origin=origin, confidence=0.9) for node, origin in nodes),
            Found(value=keywords(tagged[0]) if len(tagged) == 1 else tagged, origin="article:tag", confidence=0.85),
            Found(value=keywords(said), origin=name, confidence=0.7),
        ]
    )


def language_of(document: Document, nodes: list[tuple[Node, str]]) -> Found[str]:
    """The language as a tag such as ``en-GB``."""
    name, said = document.said("content-language", "og:locale", "dc.language", "dcterms.language", "language")
    root = document.tree.get("lang") or document.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return first(
        [
            Found(value=_language(root), origin="html lang", confidence=0.9),
            *(Found(value=_language(node.get("inLanguage")), origin=origin, confidence=0.85) for node, origin in nodes),
            Found(value=_language(said), origin=name, confidence=0.7),
        ]
    )


def canonical_of(document: Document, nodes: list[tuple[Node, str]]) -> Found[str]:
    """The address under which the article is to be found."""
    links = (e.get("href") for e in document.tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    shared = next((address(url, document.url) for url in document.meta.get("og:url", ())), "")
    return first(
        [
            *(Found(value=address(link, document.url), origin='rel="canonical"', confidence=0.95) for link in links),
            Found(value=shared, origin="og:url", confidence=0.85),
            *(
                Found(value=address(node.get("url"), document.url), origin=origin, confidence=0.8)
                for node, origin in nodes[:1]
            ),
            Found(value=document.url, origin="address", confidence=0.6),
        ]
    )


def places_of(nodes: list[tuple[Node, str]]) -> Found[tuple[str, ...]]:
    """Where the article was written, else which places it is about, as its data say."""
    told = (("dateline", 0.9), ("locationCreated", 0.9), ("contentLocation", 0.7), ("spatialCoverage", 0.5))
    return first(
        Found(value=_places(node.get(name)), origin=f"{origin} {name}", confidence=sure)
        for name, sure in told
        for node, origin in nodes
    )


def licence_of(document: Document, nodes: list[tuple[Node, str]]) -> Found[str]:
    """The licence that the page names for the article, as an address or in its words."""
    links = (e for e in document.tree.iter("link", "a") if "license" in (e.get("rel") or "").lower().split())
    name, said = document.said(
        "dc.rights", "dcterms.license", "dcterms.rights", "rights", "copyright", "dc.rightsholder"
    )
    return first(
        [
            *(Found(value=_licence(node.get("license")), origin=origin, confidence=0.9) for node, origin in nodes),
            *(Found(value=address(e.get("href"), document.url), origin='rel="license"', confidence=0.8) for e in links),
            *(
                Found(value=line(node.get("copyrightNotice"), 300), origin=origin, confidence=0.7)
                for node, origin in nodes
            ),
            Found(value=said, origin=name, confidence=0.6),
        ]
    )


def free_of(nodes: list[tuple[Node, str]]) -> bool | None:
    """Whether everybody may read it without paying, where the page says so."""
    for node, _ in nodes:
        said = str(node.get("isAccessibleForFree", "")).lower()
        if said in {"true", "false"}:
            return said == "true"
    return None


def live_of(document: Document, nodes: list[tuple[Node, str]], *, title: str) -> Found[bool]:
    """Whether it is a live page: by its structured data, its address or its headline."""
    if any("LiveBlogPosting" in kinds(node) for node, _ in nodes):
        return Found(value=True, origin="LiveBlogPosting", confidence=0.98)
    if is_live_title(title):
        return Found(value=True, origin="headline", confidence=0.7)
    if _LIVE_PATH.search(urlsplit(document.url).path):
        return Found(value=True, origin="address", confidence=0.6)
    return Found(value=False, origin="nothing says so", confidence=0.8)


def is_live_title(title: str) -> bool:
    """Whether a headline is a live page's: "… – live", "… LIVE: …", "as it happened"."""
    return bool(_LIVE_WORDS.search(title)) or bool(re.search(r"\blive$", title)) or bool(re.search(r"\bLIVE\b", title))


def _places(value: object) -> tuple[str, ...]:
    """The names of places: in words, of an object, or of the town in its address."""
    found = []
    for one in listed(value)[:_MOST_PLACES]:
        address_ = one.get("address") if isinstance(one, dict) else None
        town = address_.get("addressLocality") if isinstance(address_, dict) else None
        found.append(line((one.get("name") or town) if isinstance(one, dict) else one, 120))
    return once(found)


def _first_line(value: object) -> str:
    return next((words for words in (line(one, 200) for one in listed(value)) if words), "")


def _crumb(document: Document) -> str:
    """The last crumb of the trail that is not the article itself."""
    for node in (*document.linked, *document.items):
        if "BreadcrumbList" not in kinds(node):
            continue
        names = [name for name in _crumbs(node) if name]
        title = line(document.tree.findtext(".//title"))
        kept = [
            name
            for name in names
            if name[:40] not in title and name.lower() not in {"home", "start", "startseite", "inicio"}
        ]
        if kept:
            return kept[-1]
    return ""


def _crumbs(node: Node) -> Iterator[str]:
    for entry in listed(node.get("itemListElement"))[:10]:
        if isinstance(entry, dict):
            inner = entry.get("item")
            yield line(entry.get("name") or (inner.get("name") if isinstance(inner, dict) else ""), 100)


def _from_path(url: str) -> str:
    parts = [part for part in urlsplit(url).path.split("/") if part][:-1]
    kept = [part for part in parts if not _NO_SECTION.search(part)]
    return kept[0].replace("-", " ").replace("_", " ").capitalize()[:60] if kept else ""


def _language(value: object) -> str:
    raw = value.get("alternateName") or value.get("name") if isinstance(value, dict) else value
    raw = listed(raw)[0] if listed(raw) else ""
    text = str(raw or "").split(",")[0].strip()
    if not _LANGUAGE.fullmatch(text) or len(text.split("-")[0].split("_")[0]) > 3:
        return ""
    first_part, *rest = re.split(r"[-_]", text)
    return "-".join([first_part.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _licence(value: object) -> str:
    named = value.get("url") or value.get("name") if isinstance(value, dict) else value
    return line(named, 300)
