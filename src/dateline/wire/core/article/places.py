"""Says in which corners of a page an element stands: the article's own tags, furniture by class, hidden parts."""

import re
from enum import IntFlag
from functools import lru_cache
from typing import Any

Element = Any


class Place(IntFlag):
    """Where something stands; an element stands where its parents do, and in its own place."""

    ARTICLE = 1
    MAIN = 2
    BODY = 4
    INTRO = 8
    HEADER = 16
    FOOTER = 32
    ASIDE = 64
    NAVIGATION = 128
    FORM = 256
    HIDDEN = 512
    COMMENT = 1024
    RELATED = 2048
    ADVERT = 4096
    SHARE = 8192
    BYLINE = 16384
    CAPTION = 32768
    LEGAL = 65536
    SIGN_UP = 131072
    TEASER = 262144
    TAGS = 524288
    BOX = 1048576


_TAGS = {
    "article": Place.ARTICLE,
    "main": Place.MAIN,
    "header": Place.HEADER,
    "footer": Place.FOOTER,
    "aside": Place.ASIDE,
    "nav": Place.NAVIGATION,
    "form": Place.FORM,
    "figcaption": Place.CAPTION,
    "address": Place.BYLINE,
}
_ROLES = {
    "article": Place.ARTICLE,
    "main": Place.MAIN,
    "banner": Place.HEADER,
    "contentinfo": Place.FOOTER,
    "complementary": Place.ASIDE,
    "navigation": Place.NAVIGATION,
}
# Parts of class names and ids, as content systems of many languages write them.
_NAMES = {
    Place.BODY: r"article-?_?(?:body|content|text)|entry-?_?content|post-?_?(?:body|content|text)"
    r"|story-?_?(?:body|content"
    r"|text)|rich-?text|body-?(?:text|copy|content)|main-?content|articulo|article__|td-post-content|artikel",
    Place.INTRO: r"standfirst|\blead\b|\bintro\b|\bdek\b|kicker|subhead|sub-?title|summary|abstract|perex|anons|chapo",
    Place.HEADER: r"\bheader\b|masthead|top-?bar|site-?head",
    Place.FOOTER: r"footer|\bfoot\b|bottom-?bar|colophon",
    Place.ASIDE: r"sidebar|side-?bar|\brail\b|right-?col|widget|marginal",
    Place.NAVIGATION: r"\bnav|menu|breadcrumb|pagination|pager|paging|toolbar|skip-?link",
    Place.HIDDEN: r"hidden|sr-only|screen-?reader|\bhide\b|invisible|assistive",
    Place.COMMENT: r"comment|disqus|\brepl(?:y|ies)|respond|discussion|forum|kommentar",
    Place.RELATED: r"relat|recommend|read-?more|also-?read|see-?also|more-(?:from|on|stories|news|articles)|popular"
    r"|most-?(?:read|viewed)|trending|latest|outbrain|taboola|similar|weitere|mehr-zum|next-?(?:post|article)",
    Place.ADVERT: r"\bads?\b|\bad-|-ad-|advert|sponsor|promo|banner|anzeige|werbung|publi|affiliate|shop",
    Place.SHARE: r"shar(?:e|ing)|social|follow|facebook|twitter|whatsapp|sociable|addthis",
    Place.BYLINE: r"byline|author|autor|contributor|\bbio\b|\bmeta\b|entry-meta|post-meta|dateline|timestamp"
    r"|publish|posted"
    r"|\bdate\b|\btime\b|datum|avatar",
    Place.CAPTION: r"caption|credit|bildunterschrift|legende|photo-?text|image-?text|copyright",
    Place.LEGAL: r"cookie|consent|gdpr|privacy|disclaimer|legal|imprint|terms|rights|licen[cs]e",
    Place.SIGN_UP: r"newsletter|subscri|sign-?up|log-?in|paywall|register|donat|premium|\babo\b|modal|popup"
    r"|overlay|mailing",
    Place.TEASER: r"teaser|\bcard\b|headline-?list|news-?list|article-?list|carousel|slider|swiper|grid-?item"
    r"|list-?item",
    Place.TAGS: r"\btags?\b|tag-?list|keyword|categor|topics?\b|label",
    Place.BOX: r"info-?box|fact-?box|\bbox\b|pull-?quote|call-?out|toc\b|table-of-contents|inhaltsverzeichnis",
}
_FINDERS = [(place, re.compile(pattern)) for place, pattern in _NAMES.items()]
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def place_of(element: Element) -> Place:
    """The element's own place, without that of its parents."""
    names = element.get("class"), element.get("id"), element.get("itemprop")
    place = _by_names(" ".join(filter(None, names))[:300]) if any(names) else Place(0)
    place |= _TAGS.get(element.tag, 0)
    if (role := element.get("role")) is not None:
        place |= _ROLES.get(role, 0)
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        place |= Place.HIDDEN
    style = element.get("style")
    if style is not None and "none" in style and "display:none" in style.replace(" ", "").lower():
        place |= Place.HIDDEN
    return place


def place_within(element: Element) -> Place:
    """The element's place with that of all its parents below the body."""
    place = Place(0)
    while element is not None and element.tag not in {"body", "html"}:
        place |= place_of(element)
        element = element.getparent()
    return place


@lru_cache(maxsize=20_000)  # pages of one outlet share their class names
def _by_names(names: str) -> Place:
    spaced = _CAMEL.sub("-", names).lower().replace("_", "-")
    place = Place(0)
    for one, finder in _FINDERS:
        if finder.search(spaced):
            place |= one
    return place
