"""Finds who wrote an article among the words that a page shows: beside the headline, and where the text ends."""

import re
from collections.abc import Iterator, Sequence

from dateline.wire.core.article.days import without_times
from dateline.wire.core.article.pieces import Piece
from dateline.wire.core.article.places import ELSEWHERE, Place

# "by" as outlets write it, wherever a line is parted: "04.02.2022 | 13:10 | Von Uta Stern".
_BY = re.compile(
    r"(?:^|[|•·/–—:,;]\s*|\s-\s|\d\s+)"
    r"((?:(?:written|reporting|posted|published|story|words|text|article|report|reported) )?by|"
    r"(?:(?:ein )?(?:artikel|beitrag|text|bericht|interview|gastbeitrag|kommentar) )?von|veröffentlicht von|par"
    r"|publié par|por|di|door|av|af|autor(?:in|en)?|author|text|redaktion|автор|tekst|przez)\s*:?\s+(?=[A-ZÀ-ÞА-ЯЁІЇ])",
    re.IGNORECASE,
)
_WORD = r"[A-ZÀ-ÞА-ЯЁІЇ][\w'’-]+\.?"
_NAME = re.compile(
    rf"(?:(?:Dr|Prof|Mag)\.\s*(?:h\.\s?c\.\s*)?)*{_WORD}(?:\s(?:[A-ZÀ-ÞА-ЯЁІЇ]\.|von|van|de|da|del|di|der|den|du|la|le|al|bin|dos))*"
    rf"(?:\s{_WORD}){{1,2}}"
)
# Where a name ends: at a number, and at what says where and when.
_CUT = re.compile(r"\s+(?:\d|(?:in|unter|under|am|on|le|el|vom|um|at|IN|In)(?:\s|$))")
_PARTICLES = frozenset(
    (
        *("von", "van", "vom", "de", "da", "dos", "del", "della", "di", "der", "den", "du"),
        *("la", "le", "al", "el", "bin", "ibn", "ten", "ter", "af", "y", "e", "und"),
    )
)
_NO_FIRST_NAME = frozenset(
    (
        *("deine", "dein", "ihre", "ihr", "euer", "lieber", "liebe", "zum", "zur", "von", "text", "foto", "alle"),
        *("letzte", "neue", "the", "your", "weitere", "mehr", "more", "dear"),
    )
)
_ABOVE, _ON, _BELOW = 5, 3, 3
_LONGEST = 120
_AWAY = ELSEWHERE & ~(Place.ASIDE | Place.TEASER)


def by_lines(pieces: Sequence[Piece], kept: Sequence[bool]) -> Iterator[str]:
    """What stands behind a "by" beside the headline, or where the text begins or ends, nearest the headline first."""
    for piece in _near(pieces, kept):
        found = _BY.search(piece.words)
        if found and (name := _CUT.split(without_times(piece.words[found.end() :]))[0]):
            yield name


def names_alone(pieces: Sequence[Piece], kept: Sequence[bool]) -> Iterator[str]:
    """Short lines in the same places that are a person's name and nothing else, and stand as a byline does."""
    at = [n for n, keep in enumerate(kept) if keep and pieces[n].words]
    for n in _at_edges(pieces, kept):
        piece = pieces[n]
        bare = without_times(piece.words).strip(" |•·/–—-")
        if len(bare) < 40 and is_full_name(bare) and _stands_as_byline(pieces, n, first=at[0], last=at[-1]):
            yield bare


def _stands_as_byline(pieces: Sequence[Piece], n: int, *, first: int, last: int) -> bool:
    """Whether a name alone credits: a day is beside it, it is marked above the text, or it signs the last paragraph."""
    piece = pieces[n]
    if piece.kind in {"h2", "h3", "tr"} or piece.place & (Place.TAGS | Place.FORM | Place.BOX):
        return False
    if without_times(piece.words) != piece.words:
        return True
    above = n < first and bool(piece.place & Place.BYLINE)
    beside = piece.element.getparent() is pieces[last].element.getparent()
    return above or (last <= n <= last + 1 and piece.kind == "p" and piece.element.tag == "p" and beside)


def is_credit(words: str) -> bool:
    """Whether what stands behind a "by" can be names: one word, or words that begin as names do."""
    parts = words.split()
    return len(parts) < 2 or all(
        part[:1].isupper() or not part[:1].isalpha() or part.lower() in _PARTICLES for part in parts
    )


def is_full_name(words: str) -> bool:
    """Whether the words look like a person's first and last name."""
    return bool(_NAME.fullmatch(words)) and words.split()[0].lower() not in _NO_FIRST_NAME


def _near(pieces: Sequence[Piece], kept: Sequence[bool]) -> Iterator[Piece]:
    return (pieces[n] for n in _at_edges(pieces, kept))


def _at_edges(pieces: Sequence[Piece], kept: Sequence[bool]) -> Iterator[int]:
    at = [n for n, keep in enumerate(kept) if keep and pieces[n].words]
    if not at:
        return
    first, last = at[0], at[-1]
    headline = next((n for n in range(first, -1, -1) if pieces[n].element.tag == "h1"), first)
    top = headline if first - headline < 4 * _ABOVE else first
    below_headline = range(top, min(first + _ON, len(pieces)))
    above_headline = range(max(0, top - _ABOVE), top)
    end = range(max(first + _ON, last - 1), min(len(pieces), last + 1 + _BELOW))
    for n in (*below_headline, *above_headline, *end):
        piece = pieces[n]
        if piece.element.tag != "h1" and 2 < len(piece.words) < _LONGEST and not piece.place & _AWAY:
            yield n
