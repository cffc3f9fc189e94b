"""Finds the words that stand with each picture of a page: round it, right behind it, in its title."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from dateline.wire.core.article.days import taken_in
from dateline.wire.core.article.pictures import (
    LABEL,
    MOST_WORDS,
    caption_and_credit,
    credit_attribute,
    is_caption,
    is_credit,
    named_for,
    parted,
    said_of_it,
    shows_author,
    source_address,
)
from dateline.wire.core.article.places import Place, place_of
from dateline.wire.core.page.cards import IMAGES, picture_address, words_in
from dateline.wire.core.page.words import address, line
from dateline.wire.core.understood import Picture

Element = Any
_TOLD = ("figcaption", "div", "p", "span", "small", "cite", "em", "figure")
_SHOWN = (*IMAGES, "source")
# A line of its own that is nothing but a credit: "Photo: A. Name", whatever its element is called.
_CREDIT_LINE = re.compile(rf"\s*(?:{LABEL}\s*[:：]|©)\s*\S", re.IGNORECASE)
_LONGEST_LINE, _LONGEST_LABEL = 120, 60
_MARKED = frozenset({"figure", "figcaption", "small", "cite"})
_AUTHORS = re.compile(r"(?<![a-z])(?:author|autor(?:en|in)?|byline|contributor|profile)(?![a-z])", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b", re.IGNORECASE)
_LEVELS, _NEIGHBOURS, _MOST_BETWEEN = 5, 3, 60
_TOPMOST = frozenset({"body", "main", "article", "html"})
_AWAY = Place.RELATED | Place.COMMENT | Place.NAVIGATION


def captioned_in(tree: Element, base: str) -> Iterator[Picture]:
    """Every picture of the page that has a caption or credit of its own, where no other article is told of."""
    seen: set[Element] = set()
    for element in tree.iter(*_TOLD):
        if not _may_tell(element) or not (element.tag == "figure" or is_caption(element) or _is_credit_line(element)):
            continue
        holder = _holder(element)
        if holder is None:
            holder = _just_before(element)
            told = said_of_it(*_told_apart(element))
        elif holder in seen:
            continue
        else:
            told = caption_and_credit(holder)
            if not told[1] and not is_caption(element) and element.tag != "figure":
                told = said_of_it(told[0], words_in(element))
        if holder is None or _is_elsewhere(holder) or _is_a_portrait(holder):
            continue
        if not told[1] and is_a_link(holder, base):
            continue
        seen.add(holder)
        if picture := _picture(holder, told, base=base):
            yield picture


def titled_credit(image: Element) -> str:
    """The credit that a picture's title or alternative words end with, or "": ``The river | Photo: A. Name``."""
    alt, title = line(image.get("alt"), 1000), line(image.get("title"), 1000)
    if alt and title.startswith(f"{alt} | ") and len(title) - len(alt) < _LONGEST_LINE:
        return said_of_it(alt, title[len(alt) + 3 :])[1]
    for words in (title, alt):
        caption, credit = parted(words)
        if caption and credit:
            return said_of_it(caption, credit)[1]
    return ""


def _picture(holder: Element, told: tuple[str, str], *, base: str) -> Picture | None:
    images = list(holder.iter(*IMAGES))
    caption, credit = told
    credit = credit or line(credit_attribute(images), 300)
    if not caption and not credit:
        return None
    alt = next(filter(None, (line(image.get("alt"), 1000) for image in images)), "")
    urls = (picture_address(image, base) for image in images)
    url = next(filter(None, urls), "") or source_address(holder, base) or _late_address(holder, base)
    return Picture(url=url, caption=caption, credit=credit, alt=alt, taken=taken_in(caption))


def _may_tell(element: Element) -> bool:
    """Whether the element is worth a closer look: it is named for words of a picture, or begins as a credit does."""
    names, text = element.get("class"), element.text
    if element.tag in _MARKED or (names and named_for(names)) or (text is not None and _has_label(text)):
        return True
    return element.get("itemprop") is not None


def _has_label(text: str) -> bool:
    head = text[:_LONGEST_LABEL]
    return ":" in head or "©" in head or "：" in head


def _is_credit_line(element: Element) -> bool:
    if is_credit(element):
        return True
    text = element.text
    return bool(text and _has_label(text) and _CREDIT_LINE.match(text) and len(words_in(element)) <= _LONGEST_LINE)


def _told_apart(element: Element) -> tuple[str, str]:
    """The caption and the credit in an element that stands apart from its picture."""
    if is_caption(element):
        return caption_and_credit(element) if len(element) else parted(words_in(element))
    return "", words_in(element)


def _holder(element: Element) -> Element | None:
    """The nearest element round a caption that holds a picture and little else: its figure, or up to four levels up."""
    for one in (element, *islice(element.iterancestors(), _LEVELS - 1)):
        if one.tag in _TOPMOST:
            return None
        if next(one.iter(*_SHOWN), None) is not None or _late(one) is not None:
            return one if len(words_in(one)) <= MOST_WORDS else None
    return None


def _just_before(element: Element) -> Element | None:
    """What shows a picture right before the element, with hardly a word between."""
    for one in (element, *islice(element.iterancestors(), _LEVELS - 1)):
        if one.tag in _TOPMOST:
            return None
        for sibling in islice(one.itersiblings(preceding=True), _NEIGHBOURS):
            if (sibling.tail or "").strip():
                return None
            if next(sibling.iter(*_SHOWN), None) is not None:
                return sibling if len(words_in(sibling)) <= _MOST_BETWEEN else None
            if words_in(sibling):
                return None
    return None


def _late(element: Element) -> Element | None:
    """An element of a kind of its own inside (its name has a dash) that loads a picture when it is looked at."""
    named = element.iterfind(".//*[@data-srcset]")
    return next((one for one in named if isinstance(one.tag, str) and "-" in one.tag), None)


def _late_address(element: Element, base: str) -> str:
    late = _late(element)
    return "" if late is None else address(late.get("data-src"), base)


def _is_elsewhere(holder: Element) -> bool:
    """Whether another article is told of there, or nobody's: by the places near it, and by a footer, however far up."""
    # A figure with a caption is an article's own, whatever the boxes round it are called; teasers rarely are figures.
    away = _AWAY & ~Place.RELATED if holder.tag == "figure" else _AWAY
    near = [one for one in (holder, *islice(holder.iterancestors(), 3)) if one.tag not in {"body", "html"}]
    return any(place_of(one) & away for one in near) or any(one.tag == "footer" for one in holder.iterancestors())


def is_a_link(holder: Element, base: str) -> bool:
    """Whether picture and words are one link to another page: a teaser."""
    link = holder if holder.tag == "a" else next(holder.iterancestors("a"), None)
    url = "" if link is None else address(link.get("href"), base)
    return bool(url) and not _FILE.search(url) and url.split("#")[0] != base.split("#")[0]


def _is_a_portrait(holder: Element) -> bool:
    """Whether the words are an author's, beside a portrait."""
    near = (one for one in (holder, *islice(holder.iterancestors(), 2)) if one.tag not in _TOPMOST)
    named = any(_AUTHORS.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in near)
    return named or shows_author(holder)
