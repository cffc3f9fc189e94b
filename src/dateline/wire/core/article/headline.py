"""The headline and the standfirst, without the outlet's name and as readers see them."""

import re
from copy import deepcopy
from functools import lru_cache
from typing import Any

from dateline.wire.core.article.found import Found, first
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node
from dateline.wire.core.page.words import line, squeezed

Element = Any
_SEPARATOR = re.compile(r"\s+(?:[|•·»«›–—~/]|--?|::|\\\\)\s+|\s*[|»]\s*|\s[-–—|:]$")
_WORD = re.compile(r"\w+")
_TRUST = {
    "h1": 1.0,
    "JSON-LD": 0.9,
    "microdata": 0.85,
    "og:title": 0.85,
    "title": 0.6,
    "part of title": 0.62,
    "twitter:title": 0.5,
    "heading": 0.4,
}
_KICKER = re.compile(
    r"kicker|eyebrow|spitzmarke|dachzeile|ressort|tag-?line|top-?(?:line|title)|(?:over|roof|super|sub)-?(?:line|title|head)"
    r"|title-?header|invisible|hidden|sr-only|(?:^|[-_ ])(?:label|category|prefix|date)(?:$|[-_ ])",
    re.I,
)
# How much a heading has in common with another title of a page that it belongs to.
_AGREED = 0.2
_STANDFIRST = re.compile(
    r"standfirst|article-?_*(?:lead|intro|summary|dek|subtitle)|\bdek\b|sub-?head(?:line)?\b|perex|chapo", re.I
)


def headline_of(document: Document, nodes: list[tuple[Node, str]]) -> Found[str]:
    """The headline that readers see: the page's only ``h1``, else the title that its others agree with most."""
    candidates = _candidates(document, nodes)
    if not candidates:
        return Found(value=None)
    scored = [
        (_agreement(words, candidates) * _TRUST[origin], -place) for place, (words, origin) in enumerate(candidates)
    ]
    shown = _only_heading(document, candidates)
    if shown:
        return Found(value=shown, origin="h1", confidence=round(min(1.0, 0.4 + max(scored)[0] / 2.5), 2))
    best, place = max(scored)
    words, origin = candidates[-place]
    return Found(value=words, origin=origin, confidence=round(min(1.0, 0.3 + best / 2.5), 2))


def standfirst_of(document: Document, nodes: list[tuple[Node, str]]) -> Found[str]:
    """The paragraph under the headline."""
    name, described = document.said("og:description", "description", "twitter:description", "dc.description")
    marked = next((e for e in document.tree.iter("p", "div", "h2") if _is_standfirst(_names(e))), None)
    words = words_in(marked)[:1000] if marked is not None else ""
    fits = bool(described) and squeezed(words)[:60] == squeezed(described)[:60]
    return first(
        [
            Found(value=words, origin="standfirst", confidence=0.95) if fits else None,
            *(
                Found(value=line(node.get("description") or node.get("abstract")), origin=origin, confidence=0.8)
                for node, origin in nodes
            ),
            Found(value=described, origin=name, confidence=0.7),
            Found(value=words if len(words) > 20 else "", origin="standfirst", confidence=0.6),
        ]
    )


def without_outlet(title: str, outlets: list[str]) -> str:
    """The title without the outlet's name (or a part that is only that) before or behind a bar or dash."""
    parts = [part for part in _SEPARATOR.split(title) if part and part.strip()]
    if len(parts) < 2:
        return title.strip()
    known = {squeezed(name) for name in outlets if name}
    kept = [part for part in parts if squeezed(part) not in known and not _is_host(part, known)]
    if len(kept) == len(parts) or not kept:
        return max(parts, key=len).strip() if not kept else title.strip()
    start = title.find(kept[0])
    end = title.rfind(kept[-1]) + len(kept[-1])
    return title[start:end].strip()


def kicked(heading: Element) -> str:
    """The heading's words without its kicker, its subtitle and what nobody sees; all where nothing else is there."""
    rest = deepcopy(heading)
    apart = [e for e in rest.iterdescendants() if e.tag == "small" or _is_kicker(e.get("class") or "")]
    for e in apart:
        if e.getparent() is not None:
            e.drop_tree()
    return (words_in(rest).strip(" :–—|/-") if apart else "") or words_in(heading)


def _only_heading(document: Document, candidates: list[tuple[str, str]]) -> str:
    """The ``h1`` of a page that has one only, unless it names a section or the outlet; empty where that may be."""
    headings = {squeezed(words): words for words, origin in candidates if origin == "h1"}
    if len(headings) != 1:
        return ""
    [words] = headings.values()
    count = len(_WORD.findall(words))
    others = (other for other, origin in candidates if origin not in {"h1", "heading"})
    agreed = max((similarity(words, other) for other in others), default=0.0)
    if agreed >= _AGREED:
        return words if count > 1 else ""
    linked = any(squeezed(words_in(a)) == squeezed(words) for h1 in document.tree.iter("h1") for a in h1.iter("a"))
    return words if count > 2 and not linked else ""


def _candidates(document: Document, nodes: list[tuple[Node, str]]) -> list[tuple[str, str]]:
    outlets = outlet_names(document, nodes)
    title = line(document.tree.findtext(".//head/title") or document.tree.findtext(".//title"))
    raw: list[tuple[str, str]] = [(kicked(e), "h1") for e in document.tree.iter("h1")][:12]
    raw += [(line(node.get("headline") or node.get("name")), origin) for node, origin in nodes[:2]]
    raw += [(words, "og:title") for words in map(line, document.meta.get("og:title", ())[:1])]
    raw += [(words, "twitter:title") for words in map(line, document.meta.get("twitter:title", ())[:1])]
    raw.append((title, "title"))
    raw.append((max(_SEPARATOR.split(title), key=lambda part: len(part or ""), default=""), "part of title"))
    raw += [(words_in(e), "heading") for e in document.tree.iter("h2")][:3]
    cleaned = ((without_outlet(words, outlets) if origin != "h1" else words, origin) for words, origin in raw)
    return [
        (words[:500], origin) for words, origin in cleaned if words and squeezed(words) not in map(squeezed, outlets)
    ]


def outlet_names(document: Document, nodes: list[tuple[Node, str]]) -> list[str]:
    """What the outlet is called: by its meta, its publisher and its host."""
    names = [line(name) for name in document.meta.get("og:site_name", ())]
    names += [line(name) for name in document.meta.get("application-name", ())]
    for node, _ in nodes:
        publisher = document.resolved(node.get("publisher"))
        if isinstance(publisher, dict):
            names.append(line(publisher.get("name")))
    host = re.sub(r"^https?://(?:www\.|m\.)?|[/:?].*$", "", document.url)
    return [name for name in [*names, host, host.rsplit(".", 1)[0]] if name]


def _is_host(part: str, known: set[str]) -> bool:
    small = squeezed(part)
    return len(small) > 2 and any(
        small in name or (len(name) > 3 and name in small and len(small) < 2.5 * len(name)) for name in known
    )


def _agreement(words: str, candidates: list[tuple[str, str]]) -> float:
    """How much the titles say the same as these words, each by its trust."""
    others = [(other, origin) for other, origin in candidates if origin != "heading"]
    itself = next((_TRUST[origin] for other, origin in others if other == words), 0.0)
    return sum(_TRUST[origin] * similarity(words, other) for other, origin in others) - 0.75 * itself


def similarity(one: str, other: str) -> float:
    """The share of words that two texts have in common: 0 to 1."""
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return len(a & b) / len(a | b) if a | b else 0.0


@lru_cache(maxsize=8192)
def _is_kicker(names: str) -> bool:
    return _KICKER.search(names) is not None


@lru_cache(maxsize=8192)
def _is_standfirst(names: str) -> bool:
    return _STANDFIRST.search(names) is not None


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}"[:300]
