"""Finds the articles that a front page or section page leads to, by the shape of its links; and the feeds it names."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.fields import time_fields, words_in
from dateline.wire.core.feeds.urls import joined, url_of
from dateline.wire.core.feeds.values import CUT, Entry, Feed, Link, Media
from dateline.wire.core.page.markup import tree_of

Element = Any
MOST_LINKS = 3_000
MOST_ENTRIES = 500
ENOUGH = 3
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|ref|ref_src|cmpid|ocid|icid|ito|xtor|at_\w+|wt_\w+)$", re.I
)
_DATE = re.compile(r"/(?:19|20)\d\d[/-](?:\d\d|[a-z]{3})(?:[/-]\d{1,2})?(?:[/-]|$)|[-/](?:20\d{6})(?:\D|$)", re.I)
_NUMBER = re.compile(r"\d{5,}|[-_]\d{4,}$|[a-f0-9]{8,}|\b[a-z]{1,3}\d{5,}", re.I)
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|themen?|category|kategorie|categor[iy]a?|authors?|autor(?:en|es)?|by|profile|about|contact|kontakt"
    r"|impressum|imprint|privacy|datenschutz|terms|agb|login|signin|register|subscribe|abo|account|search|suche|help|faq"
    r"|newsletters?|podcasts?|jobs|careers|shop|cookies?|sitemap|rss|feeds?|archive?|wp-admin|page)(?:/|$|\?|\.)",
    re.IGNORECASE,
)
_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|css|js|xml|json|ics)$", re.IGNORECASE)
_LINK_ENDS = re.compile(r"</a\s*>", re.IGNORECASE)
_FURNITURE = {"nav", "footer", "aside", "form"}
_CARDS = {"article", "li", "section", "div", "td", "figure"}
_LIVE = re.compile(r"(?:^|\W)(?:live|liveblog|liveticker|en directo|en direct|ao vivo)(?:\W|$)", re.IGNORECASE)
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "text/xml")


@dataclass(slots=True)
class _Found:
    """A link to one address, gathered from all the places where the page has it."""

    url: str
    title: str = ""
    score: int = -9
    picture: Media | None = None
    time: str = ""
    standfirst: str = ""
    order: int = 0
    seen: set[str] = field(default_factory=set)


def read_links_page(text: str, *, url: str) -> Feed:
    """The links that look like articles, in the page's order; the page's own feeds among ``links``."""
    whole = _without_open_link(text)
    tree = tree_of(whole)
    if tree is None:
        return Feed(kind="links-page")
    base = joined(url, next((e.get("href") or "" for e in tree.iter("base")), ""))
    found: dict[str, _Found] = {}
    for order, anchor in enumerate(tree.iter("a")):
        if order >= MOST_LINKS:
            break
        _look(anchor, base, found)
    good = [one for one in found.values() if one.score >= ENOUGH and one.title]
    return Feed(
        kind="links-page",
        heading=words_in(one_line(tree.findtext(".//title") or "")),
        home=url,
        language=(tree.get("lang") or "")[:35],
        links=feeds_named(tree, base),
        faults=() if whole is text else (CUT,),
        entries=tuple(_entry(one) for one in good[:MOST_ENTRIES]),
    )


def _without_open_link(text: str) -> str:
    """The page without a link that it ends within: half an address leads elsewhere."""
    at = max(text.rfind(f"<a{space}") for space in " \n\t\r")
    return text if at < 0 or _LINK_ENDS.search(text, at) else text[:at]


def feeds_named(tree: Element, base: str) -> tuple[Link, ...]:
    """The feeds that the page's head names, each with its type and title."""
    found = []
    for each in tree.iter("link"):
        type_ = (each.get("type") or "").lower().strip()
        link = url_of(each.get("href"), base)
        if link and type_ in FEED_TYPES and "alternate" in (each.get("rel") or "").lower().split():
            found.append(Link(url=link, rel="alternate", type=type_, title=one_line(each.get("title") or "")))
    return tuple(dict.fromkeys(found))


def plain_address(url: str) -> str:
    """The address without its fragment and without what only counts clicks."""
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def _look(anchor: Element, base: str, found: dict[str, _Found]) -> None:
    full = url_of(anchor.get("href"), base)
    if not full:
        return
    try:
        address = plain_address(full)
    except ValueError:
        return
    title = one_line(" ".join(anchor.itertext())) or one_line(anchor.get("aria-label") or anchor.get("title") or "")
    heading = _heading(anchor)
    one = found.setdefault(address, _Found(url=address, order=len(found)))
    score = _shape(address, base) + _place(anchor, heading) + _told(heading or title)
    if score > one.score or (score == one.score and len(title) > len(one.title)):
        one.score, one.title = score, heading or title or one.title
    elif not one.title:
        one.title = heading or title
    _beside(anchor, one, base)


def _shape(address: str, base: str) -> int:
    """What the address says: articles have long names, dates and numbers; sections and services do not."""
    parts, own = urlsplit(address), urlsplit(base)
    score = 0 if not base or _site(parts.netloc) == _site(own.netloc) else -3
    path = parts.path.rstrip("/")
    last = path.rpartition("/")[2]
    if not path or _FILES.search(path):
        return -9
    score += -4 if _NOT_ARTICLES.search(path + "/") else 0
    score += 2 if _DATE.search(path) else 0
    score += 1 if _NUMBER.search(last) or _NUMBER.search(parts.query) else 0
    hyphens = last.count("-") + last.count("_")
    return score + (2 if hyphens >= 3 or len(last) >= 40 else 1 if hyphens == 2 else 0)


def _site(host: str) -> str:
    return ".".join(host.lower().removeprefix("www.").split(":")[0].split(".")[-2:])


def _place(anchor: Element, heading: str) -> int:
    if heading:
        return 2
    above = [each.tag for each, _ in zip(anchor.iterancestors(), range(30), strict=False)]
    return -2 if _FURNITURE & set(above) else 0


def _heading(anchor: Element) -> str:
    """The words of a heading around the link or inside it."""
    inside = next((e for e in anchor.iterdescendants("h1", "h2", "h3", "h4", "h5")), None)
    if inside is not None:
        return one_line(" ".join(inside.itertext()))
    for each, _ in zip(anchor.iterancestors(), range(3), strict=False):
        if each.tag in {"h1", "h2", "h3", "h4", "h5"}:
            return one_line(" ".join(anchor.itertext()))
    return ""


def _told(title: str) -> int:
    """What the words say: a headline is longer than a label."""
    if not title:
        return 0
    dense = any(ord(c) > 0x2E80 for c in title)  # Chinese, Japanese, Korean: a word is a character or two
    size = len(title) * 3 if dense else len(title)
    return 2 if size >= 30 else 1 if size >= 20 else -1


def _beside(anchor: Element, one: _Found, base: str) -> None:
    """The picture, time and words of the card that the link stands in."""
    card = _card(anchor)
    if card is None:
        return
    if one.picture is None:
        image = next((e for e in card.iter("img") if _source(e)), None)
        if image is not None and (url := url_of(_source(image), base)):
            one.picture = Media(url=url, kind="image", alt=one_line(image.get("alt") or ""))
    if not one.time:
        one.time = next((e.get("datetime") or "" for e in card.iter("time") if e.get("datetime")), "")
    if not one.standfirst:
        one.standfirst = next((t for e in card.iter("p") if len(t := one_line(" ".join(e.itertext()))) >= 40), "")


def _source(image: Element) -> str:
    told = image.get("src") or ""
    return image.get("data-src") or told if told.startswith("data:") or not told else told


def _card(anchor: Element) -> Element | None:
    """The largest element around the link that leads nowhere else."""
    own, best = anchor.get("href"), None
    for each, _ in zip(anchor.iterancestors(), range(6), strict=False):
        if each.tag in {"body", "html", "main"}:
            break
        targets = {a.get("href") for a, _ in zip(each.iter("a"), range(12), strict=False)}
        if len({t for t in targets if t and _long(t)} - {own}) > 0:
            break
        if each.tag in _CARDS:
            best = each
    return best


def _long(target: str) -> bool:
    return target.rstrip("/").rpartition("/")[2].count("-") >= 2


def _entry(one: _Found) -> Entry:
    live = bool(_LIVE.search(one.title) or re.search(r"/live(?:blog|ticker)?[/-]", one.url, re.IGNORECASE))
    return Entry(
        key=one.url,
        key_is_told=False,
        link=one.url,
        heading=words_in(one.title),
        standfirst=words_in(one.standfirst),
        links=(Link(url=one.url),),
        media=(one.picture,) if one.picture else (),
        is_live=True if live else None,
        **time_fields({"published": one.time}),
    )
