"""Turns a piece of a page's markup into blocks: text in our few tags, pictures, films and cards."""

import re
from html import escape, unescape
from typing import Any

from lxml import etree, html

from dateline.wire.core.page import blocks, cards
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, showable

Element = Any
INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "sub": "sub", "sup": "sup"}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
BLOCKISH = {"p", "div", "ul", "ol", "table", "blockquote", "figure", "section", "article", *HEADINGS}
CARDISH = {*cards.IMAGES, "iframe", "video", "amp-iframe", "amp-video", "amp-twitter", "amp-youtube", "amp-instagram"}
DROPPED = {
    *("script", "style", "noscript", "template", "svg", "math", "object", "embed", "head", "title", "link", "meta"),
    *("form", "button", "input", "select", "textarea", "nav", "dialog", "canvas", "audio", "map", "amp-ad"),
}
# What a page itself marks as furniture by a class, a role or an attribute.
FURNITURE = re.compile(
    r"^(?:read-?more|readmore-.*|related|related-.*|share|share-.*|sharing|social-share|social-links|newsletter.*"
    r"|advert|advertisement|advert-.*|ad-slot|ad|ads|promo|promoted|sponsored|hidden|visually-hidden|sr-only"
    r"|screen-reader-text)$"
)
_EMPTY = re.compile(r"<(strong|em|code|sub|sup|a)(?: href=\"[^\"]*\")?>((?:\s|<br>)*)</\1>")
_EDGE_BREAKS = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_BODY_TAG = re.compile(r"<\s*(?:p|div|ul|ol|br|blockquote|table|h[1-6]|figure|section)\b", re.IGNORECASE)
_ESCAPED_BODY = re.compile(r"&lt;/(?:p|a|div|strong|ul|b|em|span|figure)\s*&gt;", re.IGNORECASE)
DEEPEST = 100
MOST_OF_A_BODY = 2_000_000
_OF_A_HEAD = frozenset(
    ("title", "meta", "link", "base", "script", "style", "noscript", "template", "bgsound", "object")
)


def tree_of(page: str) -> Element | None:
    """The page's element tree, or None where there is none; a hundred levels deep at most, below them is only text."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    raw = showable(page).encode("utf-8", "replace")
    try:
        return _shallow(_with_body(html.document_fromstring(raw, parser=parser))) if raw.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _with_body(tree: Element) -> Element:
    """The tree with what stands in its head by mistake put before its body.

    Both tags may be left out, and libxml2 does not know that an element younger than itself ends the head.
    """
    head = tree.find("head")
    strayed = next((child for child in head if child.tag not in _OF_A_HEAD), None) if head is not None else None
    if head is None or strayed is None:
        return tree
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    body[:0] = [strayed, *strayed.itersiblings()]
    return tree


def _shallow(tree: Element) -> Element:
    level = [tree]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
    for element in level:
        words = " ".join(element.itertext())
        element[:] = []
        element.text = words
    return tree


def blocks_of_text(body: object, base: str = "") -> tuple[Block, ...]:
    """The blocks of a body that is plain text, HTML, or HTML escaped once too often."""
    if not isinstance(body, str) or not body.strip():
        return ()
    source = body[:MOST_OF_A_BODY]
    if "<" not in source and _ESCAPED_BODY.search(source):
        source = source.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    if not _BODY_TAG.search(source):
        source = "".join(f"<p>{part}</p>" for part in re.split(r"\s*[\r\n\u2028\u2029]\s*", source))
    tree = tree_of(f"<div>{source}</div>")
    return () if tree is None else blocks_of_element(tree, base)


def blocks_of_element(element: Element, base: str = "", *, skip: frozenset[Any] = frozenset()) -> tuple[Block, ...]:
    """The blocks of what stands inside the element, without the elements in ``skip``."""
    writer = _Writer(base, skip)
    writer.walk_inside(element)
    return writer.finished()


class _Writer:
    """Walks markup and collects blocks: a run of words grows into a paragraph, paragraphs into a text."""

    def __init__(self, base: str, skip: frozenset[Any]) -> None:
        self.base = base
        self.skip = skip
        self.found: list[Block] = []
        self.run: list[str] = []

    def finished(self) -> tuple[Block, ...]:
        self.end_paragraph()
        return blocks.joined(self.found)

    def walk_inside(self, element: Element) -> None:
        self.words(element.text)
        for child in element:
            if isinstance(child.tag, str) and child not in self.skip and not is_furniture(child):
                self.walk(child)
            self.words(child.tail)

    def walk(self, element: Element) -> None:
        tag = element.tag
        if (card := cards.card_of(element, self.base)) is not None:
            self.end_paragraph()
            self.found.extend(card)
        elif tag == "br":
            self.run.append("<br>")
        elif (tag in INLINE or tag == "a") and not holds_blocks(element):
            self.inline(element)
        elif (made := _whole(element, self.base, self.skip)) is not None:
            self.end_paragraph()
            self.found.extend(made)
        elif tag in BLOCKISH or tag in {
            "li",
            "dt",
            "dd",
            "header",
            "footer",
            "main",
            "aside",
            "hr",
            "figcaption",
            "fieldset",
        }:
            self.end_paragraph()
            self.walk_inside(element)
            self.end_paragraph()
        else:
            self.walk_inside(element)

    def inline(self, element: Element) -> None:
        opening, closing = _tags(element, self.base)
        self.run.append(opening)
        self.walk_inside(element)
        self.run.append(closing)

    def words(self, text: str | None) -> None:
        if text:
            self.run.append(escape(re.sub(r"\s+", " ", text), quote=False))

    def end_paragraph(self) -> None:
        run, self.run = "".join(self.run), []
        for part in re.split(r"(?:<br>\s*){2,}", run):
            if words := _trimmed(part):
                self.found.append(_bare_address(words) or blocks.text(f"<p>{words}</p>"))


def _bare_address(words: str) -> Block | None:
    """A card for a paragraph that is nothing but an address: that is how editors paste what is to be embedded."""
    return blocks.framed(address(unescape(words))) if re.fullmatch(r"https?://[^\s<>]+", words) else None


def is_furniture(element: Element) -> bool:
    """Whether the page itself marks the element as no part of the text."""
    if element.tag in DROPPED or element.get("hidden") is not None:
        return True
    return any(FURNITURE.match(name.lower()) for name in (element.get("class") or "").split())


def holds_blocks(element: Element) -> bool:
    """Whether something inside needs a block of its own."""
    return any(True for _ in element.iter(*BLOCKISH, *CARDISH)) or element.find(".//br/../br[2]") is not None


def inline_html(element: Element, base: str) -> str:
    """What stands inside the element as one run of words and inline tags."""
    writer = _Writer(base, frozenset())
    for part in (element.text, *element):
        if part is None or isinstance(part, str):
            writer.words(part)
            continue
        if isinstance(part.tag, str) and part.tag not in {"ul", "ol"} and not is_furniture(part):
            writer.run.append(" " if part.tag in BLOCKISH else "")
            opening, closing = _tags(part, base)
            writer.run.append(opening + inline_html(part, base) + closing)
        writer.words(part.tail)
    return _trimmed("".join(writer.run)) if element.tag in {"li", *HEADINGS, "td", "th"} else "".join(writer.run)


def _tags(element: Element, base: str) -> tuple[str, str]:
    if element.tag == "a":
        url = address(element.get("href"), base)
        return (f'<a href="{escape(url)}">', "</a>") if url else ("", "")
    if element.tag == "br":
        return "<br>", ""
    ours = INLINE.get(element.tag)
    return (f"<{ours}>", f"</{ours}>") if ours else ("", "")


def _trimmed(run: str) -> str:
    # A browser shows no space inside the ends of an empty tag, and no break at a paragraph's edge.
    emptied = _EMPTY.sub(r"\2", _EMPTY.sub(r"\2", run))
    return re.sub(r" {2,}", " ", _EDGE_BREAKS.sub("", emptied)) if re.sub(r"<[^>]+>|\s", "", emptied) else ""


def _whole(element: Element, base: str, skip: frozenset[Any]) -> list[Block] | None:
    """The blocks of a heading, list, quotation or table, which are kept in one piece; None for other elements."""
    if element.tag in HEADINGS and not any(True for _ in element.iter(*CARDISH)):
        words, tag = inline_html(element, base), HEADINGS[element.tag]
        return [blocks.text(f"<{tag}>{words}</{tag}>")] if words else []
    if element.tag in {"ul", "ol"} and not any(True for _ in element.iter(*CARDISH)):
        return [blocks.text(found)] if (found := _list(element, base)) else []
    if element.tag == "blockquote":
        return _quotation(blocks_of_element(element, base, skip=skip))
    if element.tag == "table" and not any(True for _ in element.iter(*CARDISH)):
        return _rows(element, base)
    return None


def _list(element: Element, base: str) -> str:
    items = []
    for item in element.iterchildren("li"):
        nested = "".join(_list(child, base) for child in item.iterchildren("ul", "ol"))
        if (words := inline_html(item, base)) or nested:
            items.append(f"<li>{words}{nested}</li>")
    return f"<{element.tag}>{''.join(items)}</{element.tag}>" if items else ""


def _quotation(inside: tuple[Block, ...]) -> list[Block]:
    return [
        blocks.text(f"<blockquote>{block['html']}</blockquote>") if block["type"] == "text" else block
        for block in inside
    ]


def _rows(element: Element, base: str) -> list[Block]:
    """A table's rows as a list, a line each: the blog has no tables in its text."""
    rows = []
    for row in element.iter("tr"):
        cells = filter(None, (inline_html(cell, base) for cell in row.iterchildren("td", "th")))
        rows.append(" – ".join(cells))
    items = "".join(f"<li>{row}</li>" for row in rows if row)
    return [blocks.text(f"<ul>{items}</ul>")] if items else []
