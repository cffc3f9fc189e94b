"""Weighs each piece of a page: how the voices share it, where it stands, what stands round it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.wire.core.article.pieces import Piece
from dateline.wire.core.article.places import Place
from dateline.wire.core.article.voices import Voice, words_of
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.words import line

Array = NDArray[Any]
Element = Any
PLACES = tuple(Place)
FURNITURE = re.compile(
    r"^(?:read|see|watch|listen|more|also|related|click|tap|follow|sign|subscribe|join|share|get|download|support"
    r"|donate"
    r"|like us|this (?:article|story|post)|copyright|©|all rights|photo|image|picture|foto|bild|source|quelle"
    r"|mehr|lesen"
    r"|lire|leia|lee|ver|подпис|читай|fonte|tags?|posted|published|updated|by|from|advert|sponsored|editor|note"
    r"|disclaimer"
    r"|continue|comments?|leave|reply|contact|email|newsletter|abonn|hier)\b",
    re.IGNORECASE,
)
INVITATION = re.compile(
    r"follow (?:him|her|us|me|them|@)|on twitter|on facebook|newsletter|sign up|subscrib|all rights reserved"
    r"|contributed to this|click here|read more|terms of|privacy|cookie|copyright|permission|reprint|@\w+\.|https?://"
    r"|whatsapp|telegram|instagram|abonn|подпис|suscr|inscri"
    r"|is a (?:reporter|writer|journalist|correspondent|contributor|staff)",
    re.IGNORECASE,
)
_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees that turn a piece's features into the odds that it belongs to the article.

    ``feature`` and ``threshold`` hold a row a tree and a column an inner node, breadth first; ``leaf`` a column a leaf.
    """

    base: float
    feature: Array
    threshold: Array
    leaf: Array

    def chances(self, features: Array) -> Array:
        """The probability for each row of features."""
        if not len(features):
            return np.zeros(0)
        trees, nodes = self.feature.shape
        rows, columns = np.arange(len(features))[:, None], np.arange(trees)[None, :]
        node = np.zeros((len(features), trees), dtype=np.int64)
        while node.size and int(node.max(initial=0)) < nodes:
            feature = self.feature[columns, node]
            right = (feature >= 0) & (features[rows, feature] > self.threshold[columns, node])
            node = 2 * node + 1 + right
        odds: Array = np.exp(self.base + self.leaf[columns, node - nodes].sum(1))
        return odds / (1.0 + odds)


def forest_of(written: Mapping[str, Any]) -> Forest:
    """The forest as it is written in JSON."""
    return Forest(
        base=float(written["base"]),
        feature=np.array(written["feature"], dtype=np.int64),
        threshold=np.array(written["threshold"], dtype=float),
        leaf=np.array(written["leaf"], dtype=float),
    )


def features_of(pieces: list[Piece], voices: tuple[Voice, ...], *, document: Document) -> Array:
    """A row of numbers for each piece of words, in the order that the forest knows."""
    if not pieces:
        return np.zeros((0, 0))
    words = [words_of(piece.words) for piece in pieces]
    shares = np.array([[voice.share(one) for voice in voices] for one in words])
    heard, own = shares[:, :3], shares[:, 3:]
    says = float(voices[3].count > 100)
    mean = heard.mean(1)
    columns = [
        shares,
        np.full((len(pieces), 1), says),
        says * own,
        says * (1 - own),
        np.stack([mean, heard.max(1), heard.min(1)], 1),
        _round(mean),
        _containers(pieces, words, heard),
        _sizes(pieces, words),
        _kinds(pieces, words, document),
        _places(pieces, words),
        _page(pieces, words, mean, voices=voices),
    ]
    return np.hstack(columns)


def _round(mean: Array) -> Array:
    """How the voices share the pieces before and after: the next one, and the next few."""
    count = len(mean)
    sums = np.concatenate([[0.0], np.cumsum(mean)])
    at = np.arange(count)
    start, end = np.maximum(0, at - _NEAR), np.minimum(count, at + 1 + _NEAR)
    before = np.where(at > 0, (sums[at] - sums[start]) / np.maximum(1, at - start), 0)
    after = np.where(at + 1 < count, (sums[end] - sums[at + 1]) / np.maximum(1, end - at - 1), 0)
    previous = np.concatenate([[0.0], mean[:-1]])
    following = np.concatenate([mean[1:], [0.0]])
    return np.stack([previous, following, before, after, np.minimum(before, after)], 1)


def _containers(pieces: list[Piece], words: list[list[str]], heard: Array) -> Array:
    """How the voices share the piece's element, its parent and the parent above, each as a whole."""
    sums: dict[tuple[int, Element], tuple[float, Array]] = {}
    chains = []
    for piece, own, row in zip(pieces, words, heard, strict=True):
        weight = len(own) + 0.1
        chain, element = [], piece.element
        for up in range(3):
            if element is None:
                break
            key = (up, element)
            total, shared = sums.get(key, (0.0, np.zeros(3)))
            sums[key] = (total + weight, shared + weight * row)
            chain.append(key)
            element = element.getparent()
        chains.append(chain)
    shares = {key: shared / total for key, (total, shared) in sums.items()}
    nothing = np.zeros(3)
    return np.array([np.concatenate([shares[c[up]] if up < len(c) else nothing for up in range(3)]) for c in chains])


def _sizes(pieces: list[Piece], words: list[list[str]]) -> Array:
    count = np.array([len(own) for own in words], dtype=float)
    linked = np.array([min(1.0, piece.linked / max(1, len(piece.words))) for piece in pieces])
    few, short = (count < 4).astype(float), (count < 10).astype(float)
    return np.stack([np.log1p(count), np.minimum(count, 80) / 80, few, short, linked, linked * (count < 8)], 1)


def _kinds(pieces: list[Piece], words: list[list[str]], document: Document) -> Array:
    titles = _lines_of(words_in(e) for e in document.tree.iter("title", "h1"))
    titles |= _lines_of(document.meta.get("og:title", ()))
    described = _lines_of((*document.meta.get("og:description", ()), *document.meta.get("description", ())))
    alts = _lines_of(e.get("alt") or "" for e in document.tree.iter("img"))
    seen: set[str] = set()
    rows = []
    for piece, own in zip(pieces, words, strict=True):
        key = " ".join(own)
        text, html = piece.words, piece.html
        rows.append(
            (
                piece.kind in {"h2", "h3"}, piece.kind == "li", piece.kind == "tr", piece.kind == "pre", piece.quoted,
                piece.element.tag == "p", text[-1:] in ".!?…\"”’»", key in titles, key in described, key in seen,
                "©" in text or "(c)" in text, key in alts, bool(FURNITURE.match(text)), len(INVITATION.findall(text)),
                html.startswith("<em>") and html.endswith("</em>"),
                html.startswith("<strong>") and html.endswith("</strong>"),
                html.startswith("<a ") and html.endswith("</a>"), html.count("<a "), text[:1].islower(),
                text.endswith(":"), sum(c.isdigit() for c in text) / max(1, len(text)), piece.block is not None,
                len(text) / max(1, len(own)), text.isupper(),
            )
        )  # fmt: skip
        seen.add(key)
    return np.array(rows, dtype=float)


def _lines_of(texts: Iterable[str]) -> set[str]:
    return {" ".join(words_of(line(text))) for text in texts} - {""}


def _places(pieces: list[Piece], words: list[list[str]]) -> Array:
    rows = np.array([[bool(piece.place & place) for place in PLACES] for piece in pieces], dtype=float)
    count = np.array([len(own) for own in words], dtype=float)
    passed = (np.cumsum(count) - count) / max(1.0, count.sum())
    depths = np.array(_surroundings(pieces), dtype=float)
    return np.hstack([rows, passed[:, None], depths])


def _surroundings(pieces: list[Piece]) -> list[tuple[int, int]]:
    """How deep each piece stands, and how many children its parent has; counted once a parent."""
    known: dict[Element, tuple[int, int]] = {}
    found = []
    for piece in pieces:
        parent = piece.element.getparent()
        if parent is not None and parent not in known:
            known[parent] = (sum(1 for _ in parent.iterancestors()) + 2, len(parent))
        found.append((1, 0) if parent is None else known[parent])
    return found


def _page(pieces: list[Piece], words: list[list[str]], mean: Array, *, voices: tuple[Voice, ...]) -> Array:
    """What is the same for the whole page, and where the piece stands to the headline and to the surest pieces."""
    largest = max(1, *(voice.count for voice in voices[:3]))
    whole = [voice.count / largest for voice in voices] + [max(min(1.0, v.count / 2000) for v in voices[:3])]
    at = np.arange(len(pieces))
    headline = next((n for n, piece in enumerate(pieces) if piece.element.tag == "h1"), -1)
    sure = np.flatnonzero((mean > 0.7) & (np.array([len(own) for own in words]) > 8))
    first, last = (int(sure[0]), int(sure[-1])) if len(sure) else (0, len(pieces))
    near = [at < headline, at < first, at > last, np.clip(at - last, 0, 20), np.clip(first - at, 0, 20)]
    return np.hstack([np.tile(np.array(whole), (len(pieces), 1)), np.stack(near, 1).astype(float)])
