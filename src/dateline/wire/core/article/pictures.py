"""Reads a picture with its caption and its credit out of the markup round it."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from dateline.wire.core.page import blocks
from dateline.wire.core.page.cards import IMAGES, picture_address, words_in
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, line

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
# "Photo: A. Name", "Photo by A. Name": what stands behind is a name.
_BY_LABEL = (
    rf"(?:{LABEL}\s*[:：/|]|(?:photo(?:graph)?s?|images?|pictures?|illustrations?) (?:by|courtesy of)\s"
    r"|(?-i:Photos?|Illustrations?|Fotos?|Fotografías?|Bild) (?:von|de|par|di|av|af|door)\s+(?=(?-i:[A-ZÀ-ÞА-ЯЁІЇ])))"
)
_LABELLED = re.compile(rf"^(.*?)(?:^|[\s(\[|/,–—-]+){_BY_LABEL}\s*(.{{2,200}}?)[)\]]?\.?$", re.IGNORECASE | re.DOTALL)
_COPYRIGHT = re.compile(
    r"^(.*?)[\s(\[|–—-]*(?:©|\(c\)|\bcopyright\b:?)\s*(.{2,200}?)[)\]]?$", re.IGNORECASE | re.DOTALL
)
_BRACKETED = re.compile(
    r"^(.*[.!?…\"”’])\s*[\[(]([^()\[\]]*(?:AP|AFP|Reuters|Getty|EPA|dpa|PA|Bloomberg|Shutterstock|iStock|EFE|ANSA"
    r"|AAP)[^()\[\]]*)[)\]]\.?$"
)
_AGENCY = (
    "(?:AP|AFP|Reuters|REUTERS|EPA|dpa|EFE|ANSA|AAP|Xinhua|Bloomberg|BBC|Getty Images|Keystone|Shutterstock|iStock)"
    r"(?:(?:\s?/\s?|\s+via\s+|\s+Photo\s*/\s*)[^.!?]{2,60})?"
)
# An agency behind the last sentence, with or without a name: "… on Friday. REUTERS/A. Name", "… in June. Getty Images".
_SIGNED = re.compile(rf"^(.*[.!?…\"”’)])\s+({_AGENCY})\.?$")
# A caption that is nothing but a credit: "(The Courier)", "Getty Images".
_ONLY_CREDIT = re.compile(rf"\(([^()]{{2,60}})\)|({_AGENCY})")
_HOW_MANYTH = re.compile(r"^[\[(]\d{1,3}\s?/\s?\d{1,3}[\])]\s*")
_BUTTON = re.compile(
    r",?\s*(?:purchase licensing rights|opens in (?:a )?new (?:tab|window)|opens new tab).*$", re.IGNORECASE
)
# These three are asked of class names in lower case, which is faster than to ignore case.
_CREDIT = re.compile(
    r"(?<!ac)credit|copyright|photographer|agency|fotograf|\bsource\b|quelle|rights|attribution|courtesy|licen[cs]e"
    r"|\bbron\b|img-?src|(?:image|img|picture|photo|foto|bild|imagen?)[-_]{0,2}(?:auth?or|autor[ea]?|owner|by)(?![a-z])",
)
_CAPTION = re.compile(
    r"caption|bildunterschrift|bildtext|legend|image-?text|photo-?text|picture-?text|zdj-?opis|descri|didascalia"
    r"|\bcutline\b",
)
# "caption__credit" is a credit, "credit-caption" a caption.
_CREDIT_LAST = re.compile(r"(?:credit|copyright|photographer|source)s?(?:\s|$)")
_CAPTIONED = frozenset({"figure", "figcaption"})
_CREDIT_PROPERTY = {"copyrightHolder", "creditText", "author", "copyrightNotice", "creator", "provider"}
_START = re.compile(rf"^\s*(?:{LABEL}(?: by)?\s*[:：/|]\s*|{_BY_LABEL}\s*|(?:©|\(c\)|copyright)\s*)+", re.IGNORECASE)
_ONLY_LABEL = re.compile(rf"(?:{LABEL})(?: by)?\s*[:：]?", re.IGNORECASE)
# What stands on a picture but says nothing of it: how long the film is, the how manyth it is, a day, a button's words.
_COUNTED = re.compile(
    r"[\W\d_]{0,40}(?:(?:view|see|show|alle|tutte|voir|ver)\s)?[\W\d_]{0,20}"
    r"(?:min(?:ut[a-z]{0,3})?|sek|sec|h|uhr|images?|photos?|pictures?|bilder|fotos?|of|von|de|di|gallery|galerie|video)?"
    r"[\W\d_]{0,20}",
    re.IGNORECASE,
)
_ALL_RIGHTS = re.compile(
    r"^(?:19|20)\d\d\b|all rights? reserved|alle rechte|tous droits|todos los derechos|todos os direitos"
    r"|tutti i diritti|alle rechten|alla rättigheter|все права|усі права|wszelkie prawa",
    re.IGNORECASE,
)
_LONGEST_CREDIT = 250
_MOST_BESIDE = 400
_EDGES = " \t()[]|,;–—-/"


def figure_blocks(element: Element, base: str = "") -> list[Block] | None:
    """The pictures of a figure with their words, or None where the element is more than a picture and its words."""
    if len(figures := list(element.iter("figure"))) > (element.tag == "figure") and figures:
        return None
    if any(True for _ in element.iter("table", "blockquote", "iframe", "video", "h1", "pre")):
        return None
    if shows_author(element):
        return None
    images = list(element.iter(*IMAGES))
    if not images and element.find(".//source") is None:
        return None
    if len(words_in(element)) > MOST_WORDS or sum(1 for _ in element.iter("p")) > 4:
        return None
    url = next(filter(None, (picture_address(image, base) for image in images)), "") or source_address(element, base)
    alt = next(filter(None, (line(image.get("alt"), 1000) for image in images)), "")
    caption, credit = caption_and_credit(element)
    made = blocks.picture(url, caption=caption, credit=credit or line(credit_attribute(images), 300), alt=alt)
    return [made] if made else []


def shows_author(figure: Element) -> bool:
    """Whether the picture is of the author, whose page is linked beside it."""
    return any("author" in (link.get("rel") or "").split() for link in figure.iter("a"))


def caption_and_credit(figure: Element) -> tuple[str, str]:
    """What the figure says of its picture, and whose picture it is."""
    credits = list(_outermost(figure, is_credit))
    credit = " ".join(dict.fromkeys(filter(None, map(words_in, credits))))
    captions = [one for one in _outermost(figure, is_caption) if one not in credits]
    if not captions and (figure.tag == "figure" or is_caption(figure) or (credit and _is_small(figure))):
        captions = [figure]
    parts = (_without(words_in(one), one, credits) for one in captions)
    caption = " ".join(dict.fromkeys(part for part in parts if not _COUNTED.fullmatch(part)))
    bare, told = parted(_BUTTON.sub("", caption))
    if not credit or not bare or credit.endswith(told):
        caption, credit = bare, credit or told
    return said_of_it(caption, credit)


def said_of_it(caption: str, credit: str) -> tuple[str, str]:
    """A caption and a credit without labels and edges; empty ones for what says nothing of a picture."""
    caption, credit = _HOW_MANYTH.sub("", caption).strip(" |-–—"), bare_credit(credit)
    if (only := _ONLY_CREDIT.fullmatch(caption)) is not None:
        caption, credit = "", credit or only[1] or only[2]
    if _COUNTED.fullmatch(credit) or _ONLY_LABEL.fullmatch(credit) or (not caption and _ALL_RIGHTS.search(credit)):
        credit = ""
    return caption, credit


def _is_small(holder: Element) -> bool:
    """Whether the element holds hardly more than a picture: what is no credit in it is then its caption."""
    if len(words_in(holder)) > _MOST_BESIDE or sum(1 for _ in holder.iter(*IMAGES)) > 1:
        return False
    return next(holder.iter("time", "li", "address", "button", "h2", "h3", "article"), None) is None


def parted(words: str) -> tuple[str, str]:
    """A caption and the credit at its end: ``At the river. Photo: A. Name`` is two things."""
    for finder in (_BRACKETED, _LABELLED, _COPYRIGHT, _SIGNED):
        if found := finder.match(words):
            return found[1].rstrip(" (|[–—-/,").lstrip(" |–—-/,"), found[2].strip()
    return words, ""


def bare_credit(words: str) -> str:
    """A credit without the label and the brackets it stands in."""
    bare = _BUTTON.sub("", line(words, 300)).strip(_EDGES)
    shorter = _START.sub("", bare).strip(_EDGES)
    return shorter or bare


def _without(words: str, caption: Element, credits: list[Element]) -> str:
    for credit in credits:
        if any(one is caption for one in credit.iterancestors()):
            words = words.replace(words_in(credit), " ") if words_in(credit) else words
    return " ".join(words.split())


def _outermost(element: Element, fits: Callable[[Element], bool]) -> Iterator[Element]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in {"script", "style", "noscript"}:
            continue
        if fits(child):
            # A caption may hold the credit beside it; a credit holds nothing else.
            yield child
        else:
            yield from _outermost(child, fits)


def is_credit(element: Element) -> bool:
    """Whether the element is named for a credit, and holds no more than one."""
    names = element.get("class") or ""
    if element.get("itemprop") in _CREDIT_PROPERTY:
        named = "byline" not in names
    elif element.tag == "small":
        named = True
    elif element.tag == "cite":
        named = any(one.tag in _CAPTIONED or "caption" in named_for(one.get("class") or "") for one in _up(element))
    else:
        named = element.tag not in _CAPTIONED and "credit" in named_for(names)
    return named and len(words_in(element)) <= _LONGEST_CREDIT


def _up(element: Element) -> Iterator[Element]:
    """The element's parents, three levels up."""
    return islice(element.iterancestors(), 3)


def is_caption(element: Element) -> bool:
    """Whether the element is named for a caption."""
    if element.tag == "figcaption" or element.get("itemprop") in {"caption", "description"}:
        return True
    return "caption" in named_for(element.get("class") or "")


@lru_cache(maxsize=8192)
def named_for(names: str) -> frozenset[str]:
    """What the names of a class are names of: a caption, a credit, or both."""
    low = names.lower()
    caption, credit = bool(_CAPTION.search(low)), bool(_CREDIT.search(low))
    credit = credit and (not caption or bool(_CREDIT_LAST.search(low)))
    return frozenset({"caption"} if caption else ()) | frozenset({"credit"} if credit else ())


def credit_attribute(images: list[Element]) -> str:
    """The credit in an attribute of the images, or ""."""
    named = ("data-credit", "data-credits", "data-copyright", "data-photographer", "data-source", "data-attribution")
    return next(filter(None, (image.get(name) for image in images for name in named)), "")


def source_address(element: Element, base: str) -> str:
    """The address of the first source inside the element, or ""."""
    for source in element.iter("source"):
        listed = source.get("srcset") or source.get("data-srcset") or ""
        if found := address(listed.split(",")[-1].split()[0] if listed.split() else "", base):
            return found
    return ""
