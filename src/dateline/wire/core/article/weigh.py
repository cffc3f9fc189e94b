"""Weighs each piece of a page: how the voices share it, where it stands, what stands round it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.wire.core.article.pieces import Piece
from dateline.wire.core.article.places import PLACES
from dateline.wire.core.article.voices import Voice, shingles_of, words_of
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.words import line

Array = NDArray[Any]
Element = Any
_BITS = np.array(PLACES)
# Both are asked of words in lower case, which is much faster than to ignore case.
FURNITURE = re.compile(
    r"^(?:read|see|watch|listen|more|also|related|click|tap|follow|sign|subscribe|join|share|get|download|support"
    r"|donate"
    r"|like us|this (?:article|story|post)|copyright|©|all rights|photo|image|picture|foto|bild|source|quelle"
    r"|mehr|lesen"
    r"|lire|leia|lee|ver|подпис|читай|fonte|tags?|posted|published|updated|by|from|advert|sponsored|editor|note"
    r"|disclaimer"
    r"|continue|comments?|leave|reply|contact|email|newsletter|abonn|hier)\b",
)
INVITATION = re.compile(
    r"follow (?:him|her|us|me|them|@)|on twitter|on facebook|newsletter|sign up|subscrib|all rights reserved"
    r"|contributed to this|click here|read more|terms of|privacy|cookie|copyright|permission|reprint|@\w+\.|https?://"
    r"|whatsapp|telegram|instagram|abonn|подпис|suscr|inscri"
    r"|is a (?:reporter|writer|journalist|correspondent|contributor|staff)",
)
_NEAR = 4
_SHORTEST_SPEAKER = 25


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
        # As they were when the thresholds were learnt: many a value lies on one.
        features = features.astype(np.float32)
        trees, nodes = self.feature.shape
        rows = np.arange(len(features))[:, None] * features.shape[1]
        first = np.arange(trees)[None, :]
        asked, limits, flat = self.feature.ravel(), self.threshold.ravel(), features.ravel()
        node = np.zeros((len(features), trees), dtype=np.int64)
        for _ in range((nodes + 1).bit_length() - 1):
            at = first * nodes + node
            feature = asked.take(at)
            right = (feature >= 0) & (flat.take(rows + feature, mode="wrap") > limits.take(at))
            node = 2 * node + 1 + right
        leaves = self.leaf.ravel().take(first * (nodes + 1) + node - nodes)
        odds: Array = np.exp(self.base + leaves.sum(1))
        return odds / (1.0 + odds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forests:
    """What weighs with the quick voices alone, and what weighs with all of them."""

    quick: Forest
    full: Forest


def forests_of(written: Mapping[str, Any]) -> Forests:
    """The forests as they are written in JSON."""
    return Forests(quick=_forest(written["quick"]), full=_forest(written["full"]))


def _forest(written: Mapping[str, Any]) -> Forest:
    return Forest(
        base=float(written["base"]),
        feature=np.array(written["feature"], dtype=np.int64),
        threshold=np.array(written["threshold"], dtype=float),
        leaf=np.array(written["leaf"], dtype=float),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A page's pieces of words with what does not hang on any voice: their words, and a row of numbers for each.

    ``above`` numbers the elements at and above each piece, as ``_above`` does.
    """

    pieces: list[Piece]
    words: list[list[str]]
    shingles: list[list[int]]
    count: Array
    above: list[Array]
    still: Array


def cut_of(pieces: list[Piece], document: Document) -> Cut:
    """The pieces made ready to be weighed, however many voices are asked."""
    words = [words_of(piece.words) for piece in pieces]
    count = np.array([len(one) for one in words], dtype=float)
    above = _above(pieces)
    parts = [_sizes, _places, _density]
    columns = [part(pieces, count, above) for part in parts] if pieces else []
    return Cut(
        pieces=pieces,
        words=words,
        shingles=[shingles_of(one) for one in words],
        count=count,
        above=above,
        still=np.hstack([*columns, _kinds(pieces, words, document)]) if pieces else np.zeros((0, 0)),
    )


def features_of(cut: Cut, voices: tuple[Voice, ...]) -> Array:
    """A row of numbers for each piece of words, in the order that the forest for as many voices knows.

    The last voice is the page's own structured data, the others are extractors.
    """
    if not cut.pieces:
        return np.zeros((0, 0))
    said = zip(cut.words, cut.shingles, strict=True)
    shares = np.array([[voice.share(*one) for voice in voices] for one in said])
    heard, own = shares[:, :-1], shares[:, -1:]
    says = float(voices[-1].count > 100)
    mean = heard.mean(1)
    columns = [
        shares,
        np.full((len(shares), 1), says),
        says * own,
        says * (1 - own),
        np.stack([mean, heard.max(1), heard.min(1)], 1),
        _round(mean),
        _containers(cut, heard),
        _page(cut, mean, voices=voices),
        cut.still,
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


def _above(pieces: list[Piece]) -> list[Array]:
    """For each of three levels (a piece's element, its parent, the one above) the number of the element there.

    Elements are numbered by level; a piece that stands higher has the number 0, which is nobody's.
    """
    levels: list[dict[Element, int]] = [{}, {}, {}]
    numbers = np.zeros((3, len(pieces)), dtype=np.int64)
    for at, piece in enumerate(pieces):
        element = piece.element
        for up, known in enumerate(levels):
            if element is None:
                break
            numbers[up, at] = known.setdefault(element, len(known) + 1)
            element = element.getparent()
    return list(numbers)


def _containers(cut: Cut, heard: Array) -> Array:
    """How the voices share the piece's element, its parent and the parent above, each as a whole."""
    weight = cut.count + 0.1
    columns = []
    for number in cut.above:
        total = np.bincount(number, weight)
        for voice in heard.T:
            shared = np.bincount(number, weight * voice) / np.maximum(total, 1e-9)
            columns.append(np.where(number > 0, shared[number], 0.0))
    return np.stack(columns, 1)


def _density(pieces: list[Piece], count: Array, above: list[Array]) -> Array:
    """How much running text stands in the piece's surroundings, beside the densest on the page: readability's idea.

    A paragraph speaks for its parent, and half for the one above: by its commas and its length, less what is linked.
    """
    commas = np.array([piece.words.count(",") + piece.words.count("،") + piece.words.count("、") for piece in pieces])
    length = np.array([len(piece.words) for piece in pieces], dtype=float)
    free = 1 - np.minimum(1.0, np.array([piece.linked for piece in pieces]) / np.maximum(1.0, length))
    worth = np.where(length >= _SHORTEST_SPEAKER, (1 + commas + np.minimum(length / 100, 3)) * free, 0.0)
    most = max(1.0, float(worth.sum()))
    columns = []
    for number in above[1:]:
        total = np.bincount(number, worth)
        total[0] = 0.0
        words = np.bincount(number, count)
        linked = np.bincount(number, count * (1 - free))
        largest = max(float(total.max()), 1e-9)
        columns += [total[number] / largest, total[number] / most, (linked / np.maximum(1, words))[number]]
    return np.stack(columns, 1)


def _sizes(pieces: list[Piece], count: Array, _: list[Array]) -> Array:
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
        small = text.lower()
        rows.append(
            (
                piece.kind in {"h2", "h3"}, piece.kind == "li", piece.kind == "tr", piece.kind == "pre", piece.quoted,
                piece.element.tag == "p", text[-1:] in ".!?…\"”’»", key in titles, key in described, key in seen,
                "©" in text or "(c)" in text, key in alts, bool(FURNITURE.match(small)), len(INVITATION.findall(small)),
                html.startswith("<em>") and html.endswith("</em>"),
                html.startswith("<strong>") and html.endswith("</strong>"),
                html.startswith("<a ") and html.endswith("</a>"), html.count("<a "), text[:1].islower(),
                text.endswith(":"), sum(map(str.isdigit, text)) / max(1, len(text)), piece.block is not None,
                len(text) / max(1, len(own)), text.isupper(),
            )
        )  # fmt: skip
        seen.add(key)
    return np.array(rows, dtype=float)


def _lines_of(texts: Iterable[str]) -> set[str]:
    return {" ".join(words_of(line(text))) for text in texts} - {""}


def _places(pieces: list[Piece], count: Array, _: list[Array]) -> Array:
    rows = (np.array([piece.place for piece in pieces])[:, None] & _BITS > 0).astype(float)
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


def _page(cut: Cut, mean: Array, *, voices: tuple[Voice, ...]) -> Array:
    """What is the same for the whole page, and where the piece stands to the headline and to the surest pieces."""
    pieces = cut.pieces
    largest = max(1, *(voice.count for voice in voices[:-1]))
    whole = [voice.count / largest for voice in voices] + [max(min(1.0, v.count / 2000) for v in voices[:-1])]
    at = np.arange(len(pieces))
    headline = next((n for n, piece in enumerate(pieces) if piece.element.tag == "h1"), -1)
    sure = np.flatnonzero((mean > 0.7) & (cut.count > 8))
    first, last = (int(sure[0]), int(sure[-1])) if len(sure) else (0, len(pieces))
    near = [at < headline, at < first, at > last, np.clip(at - last, 0, 20), np.clip(first - at, 0, 20)]
    return np.hstack([np.tile(np.array(whole), (len(pieces), 1)), np.stack(near, 1).astype(float)])
