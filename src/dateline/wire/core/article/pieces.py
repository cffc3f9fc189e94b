"""Cuts a page into pieces: each paragraph, heading, list item, table row and picture by itself, in the page's order."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from dateline.wire.core.article.pictures import figure_blocks
from dateline.wire.core.article.places import place_of
from dateline.wire.core.page import cards
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.markup import INLINE
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address

Element = Any
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "embed",
        "head",
        "title",
        "link",
        "meta",
        "button",
        "input",
        "select",
        "textarea",
        "dialog",
        "canvas",
        "audio",
        "map",
        "amp-ad",
        "option",
        "param",
    ]
)
# What ends the paragraph before it and begins one of its own.
PARTING = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "li",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "figure",
        "figcaption",
        "blockquote",
        "pre",
        "hr",
        "form",
        "fieldset",
        "legend",
        "address",
        "details",
        "summary",
        "center",
        "body",
        "html",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "label",
        "amp-story",
    ]
)
FRAMES = frozenset(("iframe", "video", "amp-iframe", "amp-video", "amp-twitter", "amp-youtube", "amp-instagram"))
MOST_PIECES = 20_000
_BREAKS = re.compile(r"(?:<br>\s*){2,}")
_TAG = re.compile(r"<[^>]+>")


@dataclass(slots=True, kw_only=True, eq=False)
class Piece:
    """One piece: ``block`` is a picture, film or card, or None where ``html`` holds words (``words`` in plain).

    ``linked`` counts the characters of ``words`` that stand in links; ``group`` is the list or table it is a part of.
    """

    kind: str
    element: Element
    place: int
    html: str = ""
    words: str = ""
    linked: int = 0
    cells: tuple[str, ...] = ()
    group: Element = None
    quoted: bool = False
    block: Block | None = None


def pieces_of(tree: Element, base: str = "") -> list[Piece]:
    """The pieces of a page or of a part of it, in order."""
    cutter = _Cutter(base)
    cutter.walk(tree, 0)
    cutter.end(tree, 0)
    return cutter.found


@dataclass(slots=True)
class _Cutter:
    base: str
    found: list[Piece] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    linked: int = 0
    in_link: int = 0
    quoted: int = 0
    group: Element = None
    kind: str = "p"

    def walk(self, element: Element, place: int) -> None:
        """Takes the element's pieces; ``place`` is its parents'."""
        tag = element.tag
        if not isinstance(tag, str) or tag in DROPPED or len(self.found) > MOST_PIECES:
            return
        if tag == "br":
            self.run.append("<br>")
        elif tag in PARTING:
            self.part(element, place | place_of(element))
        elif tag in FRAMES or tag in cards.IMAGES:
            self.show(element, place | place_of(element))
        elif tag == "a" or tag in INLINE:
            self.inline(element, place)
        else:
            self.inside(element, place)

    def inside(self, element: Element, place: int) -> None:
        if element.text:
            self.say(element.text)
        for child in element:
            self.walk(child, place)
            if child.tail:
                self.say(child.tail)

    def say(self, text: str) -> None:
        if self.in_link:
            self.linked += len(text.strip())
        self.run.append(escape(text, quote=False) if "<" in text or "&" in text or ">" in text else text)

    def inline(self, element: Element, place: int) -> None:
        """Words that are marked or linked; a mark round blocks is taken off again by ``_balanced``."""
        tag = INLINE.get(element.tag, "a")
        link = address(element.get("href"), self.base) if tag == "a" else ""
        opening = f'<a href="{escape(link)}">' if link else f"<{tag}>" if tag != "a" else ""
        self.in_link += tag == "a"
        self.run.append(opening)
        self.inside(element, place)
        self.run.append(f"</{tag}>" if opening else "")
        self.in_link -= tag == "a"

    def part(self, element: Element, place: int) -> None:
        if self.run:
            parent = element.getparent()
            self.end(parent if parent is not None else element, place)
        if self.shown_whole(element, place):
            return
        kept = self.kind, self.group, self.quoted
        self.quoted += element.tag == "blockquote"
        self.kind, self.group = _kind_within(element, kept[0], kept[1])
        self.inside(element, place)
        self.end(element, place)
        self.kind, self.group, self.quoted = kept

    def shown_whole(self, element: Element, place: int) -> bool:
        """Whether the element is one piece as it stands: a picture with its caption, a card, a table's row."""
        names = element.get("class") or ""
        if element.tag == "figure" or "caption" in names:
            made = figure_blocks(element, self.base)
        elif names and cards.is_card(names):
            made = cards.card_of(element, self.base)
        elif element.tag == "tr" and _is_row(element):
            return self.row(element, place)
        else:
            return False
        for block in made or ():
            words = words_in(element) if block["type"] == "embed" else ""
            self.add("block", element, place=place, block=block, html=escape(words, quote=False))
        return made is not None

    def row(self, element: Element, place: int) -> bool:
        cells = tuple(_inner(cell, self.base) for cell in element.iterchildren("td", "th"))
        table = next(element.iterancestors("table"), element)
        html = " | ".join(filter(None, cells))
        links = sum(len("".join(a.itertext()).strip()) for a in element.iter("a"))
        if html:
            self.add("tr", element, place=place, html=html, cells=cells, linked=links, group=table)
        return True

    def show(self, element: Element, place: int) -> None:
        made = cards.card_of(element, self.base) or []
        # A small picture between words belongs to them; it does not part them.
        if made and not (element.tag in cards.IMAGES and self.run and "".join(self.run).strip() and self.in_link):
            for block in made:
                self.add("block", element, place=place, block=block)

    def end(self, element: Element, place: int) -> None:
        """Ends the paragraph that is being written; two line breaks end one too."""
        if not self.run:
            self.linked = 0
            return
        run, self.run, linked, self.linked = "".join(self.run), [], self.linked, 0
        if not run or run.isspace():
            return
        for part in _BREAKS.split(run) if "<br>" in run else (run,):
            if html := _balanced(" ".join(part.split())):
                self.add(self.kind, element, place=place, html=html, linked=linked, group=self.group)

    def add(self, kind: str, element: Element, *, place: int, **rest: Any) -> None:
        html = rest.get("html", "")
        words = " ".join(unescape(_TAG.sub("", html.replace("<br>", " "))).split()) if _is_marked(html) else html
        if words or rest.get("block"):
            self.found.append(
                Piece(kind=kind, element=element, place=place, words=words, quoted=self.quoted > 0, **rest)
            )


def _is_marked(html: str) -> bool:
    return "<" in html or "&" in html


def _kind_within(element: Element, kind: str, group: Element) -> tuple[str, Element]:
    """What paragraphs inside the element are, and the list that they are a part of."""
    tag = element.tag
    if tag in HEADINGS:
        return HEADINGS[tag], None
    if tag in {"li", "dt", "dd"}:
        return "li", element.getparent()
    if tag == "pre":
        return "pre", element
    if tag in {"article", "section", "main", "table", "td", "th", "form"}:
        return "p", None
    return kind, group


def _is_row(element: Element) -> bool:
    """Whether a table's row holds values, not a piece of the page's layout."""
    cells = list(element.iterchildren("td", "th"))
    return len(cells) > 1 and not any(
        inner is not cell and (inner.tag in _LAYOUT or inner.tag in cards.IMAGES)
        for cell in cells
        for inner in cell.iter()
    )


_LAYOUT = frozenset(
    {"table", "div", "ul", "ol", "h1", "h2", "h3", "h4", "article", "section", "form", "iframe", "script"}
)


def _inner(cell: Element, base: str) -> str:
    cutter = _Cutter(base)
    cutter.inside(cell, 0)
    cutter.end(cell, 0)
    return "<br>".join(piece.html for piece in cutter.found if piece.html)


_ANY_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")


def _balanced(html: str) -> str:
    """The HTML of one paragraph without tags that only open or only close, empty marks and breaks at its ends."""
    if "<" not in html:
        return html
    opened: list[tuple[str, int]] = []
    parts: list[str] = []
    at = 0
    for tag in _ANY_TAG.finditer(html):
        parts.append(html[at : tag.start()])
        at = tag.end()
        if tag[2] == "br":
            parts.append(tag[0])
        elif not tag[1]:
            opened.append((tag[2], len(parts)))
            parts.append(tag[0])
        elif opened and opened[-1][0] == tag[2]:
            opened.pop()
            parts.append(tag[0])
    parts.append(html[at:])
    for _, place in opened:
        parts[place] = ""
    return _without_empty("".join(parts))


_EMPTY = re.compile(r"<(a|strong|em|code|sub|sup)(?: [^>]*)?>((?:\s|<br>)*)</\1>")
_EDGE = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")


def _without_empty(html: str) -> str:
    before = None
    while before != html and ("></" in html or "> </" in html):
        before, html = html, _EMPTY.sub(r"\2", html)
    return _EDGE.sub("", html) if html[:1] in "< " or html[-1:] in "> " else html
