"""Reads a picture with its caption and its credit out of the markup round it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from dateline.wire.core.article.days import taken_in
from dateline.wire.core.article.places import Place, place_of
from dateline.wire.core.page import blocks
from dateline.wire.core.page.cards import IMAGES, picture_address, words_in
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, line
from dateline.wire.core.understood import Picture

Element = Any
MOST_WORDS = 1500
# The words that stand before a photographer's name, in the languages that outlets write in.
_LABELS = """
    foto(?:s|grafía|grafia|graf)? fotó photo(?:s|graph(?:er|s)?|graphie)?(?:_by|_credits?|_courtesy_of)?
    images?(?:_credits?)? pictures?(?:_by)? bild(?:er)?(?:quelle|nachweis|rechte)? quelle source crédits?(?:_photo)?
    credits? créditos? créd\\. copyright imagen imagem fot\\.? zdjęcie źródło kép kuva фото изображение снимка beeld
    bron fonte fuente illustration grafik rights 写真 图片来源 사진 صورة تصویر
"""
LABEL = f"(?:{'|'.join(part.replace('_', ' ') for part in _LABELS.split())})"
_LABELLED = re.compile(
    rf"^(.*?)(?:^|[\s(\[|/,–—-]+){LABEL}\s*[:：/|]\s*(.{{2,200}}?)[)\]]?\.?$", re.IGNORECASE | re.DOTALL
)
_COPYRIGHT = re.compile(r"^(.*?)[\s(\[|–—-]*(?:©|\(c\))\s*(.{2,200}?)[)\]]?$", re.IGNORECASE | re.DOTALL)
_BRACKETED = re.compile(
    r"^(.*[.!?…\"”’])\s*[\[(]([^()\[\]]*(?:AP|AFP|Reuters|Getty|EPA|dpa|PA|Bloomberg|Shutterstock|iStock|EFE|ANSA"
    r"|AAP)[^()\[\]]*)[)\]]\.?$"
)
_CREDIT = re.compile(
    r"credit|copyright|photographer|agency|fotograf|\bsource\b|quelle|rights|attribution|courtesy|licen[cs]e"
    r"|\bbron\b|img-?src",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"caption|bildunterschrift|bildtext|legend|image-?text|photo-?text|picture-?text|zdj-?opis|descri|didascalia"
    r"|\bcutline\b",
    re.IGNORECASE,
)
# "caption__credit" is a credit, "credit-caption" a caption.
_CREDIT_LAST = re.compile(r"(?:credit|copyright|photographer|source)s?(?:\s|$)", re.IGNORECASE)
_CREDIT_PROPERTY = {"copyrightHolder", "creditText", "author", "copyrightNotice", "creator", "provider"}
_START = re.compile(rf"^\s*(?:{LABEL}(?: by)?\s*[:：/|]\s*|(?:©|\(c\)|copyright)\s*)+", re.IGNORECASE)
_EDGES = " \t()[]|,;–—-/"


def figure_blocks(element: Element, base: str = "") -> list[Block] | None:
    """The pictures of a figure with their words, or None where the element is more than a picture and its words."""
    if len(figures := list(element.iter("figure"))) > (element.tag == "figure") and figures:
        return None
    if any(True for _ in element.iter("table", "blockquote", "iframe", "video", "h1", "pre")):
        return None
    images = list(element.iter(*IMAGES))
    if not images and element.find(".//source") is None:
        return None
    if len(words_in(element)) > MOST_WORDS or sum(1 for _ in element.iter("p")) > 4:
        return None
    url = next(filter(None, (picture_address(image, base) for image in images)), "") or _source(element, base)
    alt = next(filter(None, (line(image.get("alt"), 1000) for image in images)), "")
    caption, credit = caption_and_credit(element)
    made = blocks.picture(url, caption=caption, credit=credit or line(_attribute(images), 300), alt=alt)
    return [made] if made else []


def captioned_in(tree: Element, base: str, *, away: int) -> Iterator[Picture]:
    """Every picture of the page that has a caption or credit of its own, where no other article is told of."""
    seen: set[Element] = set()
    for element in tree.iter("figcaption", "div", "p", "span", "small", "cite", "em", "figure"):
        if element.tag != "figure" and not _is_caption(element) and not _is_credit(element):
            continue
        holder = _holder(element)
        if holder is None or holder in seen or len(words_in(holder)) > MOST_WORDS or _near(holder) & _own(away, holder):
            continue
        seen.add(holder)
        images = list(holder.iter(*IMAGES))
        caption, credit = caption_and_credit(holder)
        alt = next(filter(None, (line(image.get("alt"), 1000) for image in images)), "")
        url = next(filter(None, (picture_address(image, base) for image in images)), "") or _source(holder, base)
        credit = credit or line(_attribute(images), 300)
        if caption or credit:
            yield Picture(url=url, caption=caption, credit=credit, alt=alt, taken=taken_in(caption))


def _holder(element: Element) -> Element | None:
    """The nearest element round a caption that holds a picture: its own figure, or up to four levels up."""
    for _ in range(5):
        if element is None or element.tag in {"body", "main", "article", "html"}:
            return None
        if next(element.iter(*IMAGES, "source"), None) is not None:
            return element
        element = element.getparent()
    return None


def _own(away: int, holder: Element) -> int:
    # A figure with a caption is an article's own, whatever the boxes round it are called; teasers rarely are figures.
    return away & ~Place.RELATED if holder.tag == "figure" else away


def _near(element: Element) -> int:
    place = 0
    for _ in range(4):
        if element is None or element.tag in {"body", "html"}:
            break
        place |= place_of(element)
        element = element.getparent()
    return place


def caption_and_credit(figure: Element) -> tuple[str, str]:
    """What the figure says of its picture, and whose picture it is."""
    credits = list(_outermost(figure, _is_credit))
    credit = " ".join(dict.fromkeys(filter(None, (words_in(one) for one in credits))))
    captions = [one for one in _outermost(figure, _is_caption) if one not in credits]
    if not captions and figure.tag == "figure":
        captions = [figure]
    parts = (_without(words_in(one), one, credits) for one in captions)
    caption = " ".join(dict.fromkeys(filter(None, parts)))
    if not credit:
        caption, credit = parted(caption)
    return caption.strip(" |"), bare_credit(credit)


def parted(words: str) -> tuple[str, str]:
    """A caption and the credit at its end: ``At the river. Photo: A. Name`` is two things."""
    for finder in (_BRACKETED, _LABELLED, _COPYRIGHT):
        if found := finder.match(words):
            return found[1].strip(" (|[–—-/"), found[2].strip()
    return words, ""


def bare_credit(words: str) -> str:
    """A credit without the label and the brackets it stands in."""
    bare = line(words, 300).strip(_EDGES)
    shorter = _START.sub("", bare).strip(_EDGES)
    return shorter or bare


def _without(words: str, caption: Element, credits: list[Element]) -> str:
    for credit in credits:
        if any(one is caption for one in credit.iterancestors()):
            words = words.replace(words_in(credit), " ") if words_in(credit) else words
    return " ".join(words.split())


def _outermost(element: Element, fits: Any) -> Iterator[Element]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in {"script", "style", "noscript"}:
            continue
        if fits(child):
            # A caption may hold the credit beside it; a credit holds nothing else.
            yield child
        else:
            yield from _outermost(child, fits)


def _is_credit(element: Element) -> bool:
    if element.get("itemprop") in _CREDIT_PROPERTY or element.tag == "cite" or element.tag == "small":
        return True
    return element.tag != "figcaption" and "credit" in _named_for(element.get("class") or "")


def _is_caption(element: Element) -> bool:
    if element.tag == "figcaption" or element.get("itemprop") in {"caption", "description"}:
        return True
    return "caption" in _named_for(element.get("class") or "")


@lru_cache(maxsize=8192)
def _named_for(names: str) -> frozenset[str]:
    """What the names of a class are names of: a caption, a credit, or both."""
    caption, credit = bool(_CAPTION.search(names)), bool(_CREDIT.search(names))
    credit = credit and (not caption or bool(_CREDIT_LAST.search(names)))
    return frozenset({"caption"} if caption else ()) | frozenset({"credit"} if credit else ())


def _attribute(images: list[Element]) -> str:
    named = ("data-credit", "data-credits", "data-copyright", "data-photographer", "data-source", "data-attribution")
    return next(filter(None, (image.get(name) for image in images for name in named)), "")


def _source(element: Element, base: str) -> str:
    for source in element.iter("source"):
        listed = source.get("srcset") or source.get("data-srcset") or ""
        if found := address(listed.split(",")[-1].split()[0] if listed.split() else "", base):
            return found
    return ""
