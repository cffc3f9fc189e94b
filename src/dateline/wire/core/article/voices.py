"""Asks kept extractors which words of a page are the article: each is a voice, none of them decides alone."""

import logging
import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import partial
from html import unescape
from typing import Any

from lxml import etree

from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node
from dateline.wire.core.page.words import squeezed

Element = Any
_WORD = re.compile(r"\w+")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|ul|ol|h[1-6]|br|tr|td|table|section|article|blockquote|figure|pre|dd|dt|body)\b[^>]*>", re.I
)
_TAG = re.compile(r"<[^>]*>")
SHINGLE = 4
# Larger pages are asked of the fastest voice only: the others take time and memory that grow faster than the page.
MOST_CHARACTERS = 3_000_000


class Voice:
    """The words that one extractor takes for the article."""

    __slots__ = ("count", "flat", "lines", "shingles")

    def __init__(self, text: str) -> None:
        self.lines: set[str] = set()
        words: list[str] = []
        for one in text.split("\n"):
            if found := _WORD.findall(one.lower()):
                self.lines.add(" ".join(found))
                words += found
        self.count = len(words)
        self.flat = f" {' '.join(words)} "
        self.shingles = set(shingles_of(words))

    def share(self, words: list[str], shingles: list[int]) -> float:
        """How much of a piece the voice takes for the article: 0 to 1; ``words`` in lower case, with their shingles."""
        if not self.count or not words:
            return 0.0
        if len(words) < SHINGLE:
            line = " ".join(words)
            return 1.0 if line in self.lines else 0.5 if f" {line} " in self.flat else 0.0
        return sum(map(self.shingles.__contains__, shingles)) / len(shingles)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower())


def shingles_of(words: list[str]) -> list[int]:
    """Each run of four words, as a number."""
    return list(map(hash, zip(words, words[1:], words[2:], words[3:], strict=False)))


def quick_voices(document: Document, nodes: list[tuple[Node, str]]) -> tuple[Voice, ...]:
    """What resiliparse and the page's own structured data take for the article: some two milliseconds."""
    text = document.shallow_text()[: 4 * MOST_CHARACTERS]
    return Voice(_asked(partial(_resiliparse, text))), Voice(body_in(nodes))


def slow_voices(document: Document) -> tuple[Voice, ...]:
    """What trafilatura and readability take for the article: thirty times as long as the quick ones."""
    return tuple(Voice(text) for text in slow_texts(document))


def slow_texts(document: Document) -> tuple[str, str]:
    """The texts that trafilatura and readability find; empty ones for a page that is too large for them."""
    if len(document.text) > MOST_CHARACTERS:
        return "", ""
    tree = _without_code(document.tree)
    return _asked(partial(_trafilatura, tree)), _asked(partial(_readability, tree))


def _without_code(tree: Element) -> Element:
    """A copy of the tree without what no reader sees, so that each voice need not walk through it."""
    copy = deepcopy(tree)
    etree.strip_elements(copy, "style", "svg", "template", "link", with_tail=False)
    for script in list(copy.iter("script")):
        if "ld+json" not in (script.get("type") or ""):
            script.drop_tree()
    return copy


def body_in(nodes: Iterable[tuple[Node, str]]) -> str:
    """The longest article body in the structured data, a paragraph a line."""
    bodies = (str(node.get("articleBody") or "") for node, _ in nodes)
    return max((lines_of(body) if "<" in body else body for body in bodies), key=len, default="")


def lines_of(html: str) -> str:
    """The text of a piece of HTML, each block on a line of its own."""
    return unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", html)))


# A page that it cannot read is no news for the terminal: its voice is silent.
logging.getLogger("readability").setLevel(logging.CRITICAL)
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def _asked(extractor: Callable[[], str | None]) -> str:
    try:
        return extractor() or ""
    except Exception:  # noqa: BLE001 - whatever others' code stumbles over on a broken page: this voice is silent
        return ""


def _trafilatura(tree: Element) -> str | None:
    import trafilatura

    return trafilatura.extract(deepcopy(tree), fast=True, include_comments=False)


def _readability(tree: Element) -> str | None:
    import readability

    return lines_of(readability.Document(tree).summary(html_partial=True))


def _resiliparse(text: str) -> str | None:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(text, main_content=True, list_bullets=False, alt_texts=False, links=False, noscript=False)


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever stands between their letters."""
    return squeezed(one) == squeezed(other)
