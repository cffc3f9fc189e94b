"""Finds the day of publication among the words that a page shows: beside the headline, round the article's text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.wire.core.article.days import clock_in, day_in
from dateline.wire.core.article.pieces import Piece
from dateline.wire.core.article.places import ELSEWHERE, Place

Element = Any
_PUBLISHED = re.compile(
    r"publi|posted|written|veröff|erschienen|erstellt|eingestellt|datum|\bdate\b|опубл|julkaistu|dodano", re.IGNORECASE
)
_CHANGED = re.compile(
    r"updat|modif|changed|edited|aktuali[sz]|änderung|\bstand\b|revis|mis à jour|обновл", re.IGNORECASE
)
# How many pieces above the headline and below the text a date may stand.
_ABOVE, _BELOW = 25, 8
# A paragraph may open with its day: "29.11.2022 – …", "Berlin, (12.11.2021). …".
_OPENING = 60
_LONGEST, _SHORT, _SHORTEST_PARAGRAPH = 90, 40, 40
SURE = 4.0
_UNSEEN = frozenset({"script", "style", "head", "meta", "title", "option"})
_MOST_ABOVE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A day that the page shows, with the time of day beside it; from ``SURE`` points on it is surely the article's."""

    day: date
    clock: tuple[int, int] | None
    points: float


def shown_day(pieces: Sequence[Piece], kept: Sequence[bool]) -> Shown | None:
    """The day that the page shows as the article's; ``kept`` says which pieces are its text. None where none fits."""
    at = [n for n, keep in enumerate(kept) if keep and pieces[n].words]
    best = max(_candidates(pieces, at), key=lambda one: one.points, default=None) if at else None
    return best if best is not None and best.points > 0 else None


def day_below_headline(elements: Sequence[Element]) -> date | None:
    """The day that a short text names just below the headline, or else just above it, whatever its element is."""
    at = next((n for n, element in enumerate(elements[:_MOST_ABOVE]) if element.tag == "h1"), None)
    if at is None:
        return None
    for element in (*elements[at : at + 60], *elements[max(0, at - _ABOVE) : at][::-1]):
        unseen = not isinstance(element.tag, str) or element.tag in _UNSEEN
        for text in (None if unseen else element.text, element.tail):
            if text and 5 < len(text.strip()) < _LONGEST and (day := day_in(text)):
                return day
    return None


def _candidates(pieces: Sequence[Piece], at: list[int]) -> Iterator[Shown]:
    first, last = at[0], at[-1]
    headline = next((n for n in range(min(first + 2, len(pieces) - 1), -1, -1) if pieces[n].element.tag == "h1"), None)
    top, text = first if headline is None else min(first, headline), set(at)
    for n in range(max(0, top - _ABOVE), min(len(pieces), last + 1 + _BELOW)):
        words = pieces[n].words
        if first < n < last and n in text and len(words) >= _SHORTEST_PARAGRAPH:
            continue
        words = words if len(words) < _LONGEST else words[:_OPENING] if n == first else ""
        if words and (day := day_in(words)):
            away = _away(n, first=first, last=last, headline=headline)
            points = away + _likeness(pieces[n])
            yield Shown(day=day, clock=clock_in(words), points=points)


def _away(n: int, *, first: int, last: int, headline: int | None) -> float:
    """Points for where a piece stands: most between the headline and the first words of the text."""
    if n > last:
        return 1.5 - (n - last) / 10
    if n > first:
        return 3.0 - min(n - first, 20) / 10 + (1.0 if n == first + 1 else 0.0) - (0.5 if n > first + 3 else 0.0)
    if headline is None:
        return 4.0 - (first - n) / 10
    return 3.0 - min(first - n, abs(n - headline)) / 10 + (1.0 if n >= headline else 0.0)


def _likeness(piece: Piece) -> float:
    """Points for what a piece is called, and for what it says beside the day."""
    points = 1.0 * bool(piece.place & Place.BYLINE) + 1.0 * bool(_PUBLISHED.search(piece.words))
    points += 0.5 if len(piece.words) < _SHORT else 0.0
    points -= 1.5 * bool(_CHANGED.search(piece.words)) + 3.0 * bool(piece.place & ELSEWHERE)
    return points - (1.0 if piece.kind == "li" and piece.linked > 10 else 0.0)
