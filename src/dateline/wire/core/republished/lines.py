"""A page as lines, whether it is plain text or markup: what the reader of republished pages works on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dateline.wire.core.article.pieces import Piece
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, showable

LONGEST_LINE = 20_000
MOST_LINES = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: ``links`` are the addresses in it, ``block`` the picture, film or card that stands there."""

    text: str = ""
    links: tuple[str, ...] = ()
    heading: bool = False
    block: Block | None = None


def lines_of_text(text: str) -> list[Line]:
    """The lines of plain text; an empty one stands for empty ones."""
    raw = showable(text).splitlines()[:MOST_LINES]
    return [Line(text=" ".join(one.split())[:LONGEST_LINE], links=_addresses(one)) for one in raw]


def lines_of_pieces(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of a page's pieces, in order."""
    return [
        Line(
            text=piece.words[:LONGEST_LINE],
            links=tuple(filter(None, (address(a.get("href")) for a in _anchors(piece)))) if "<a " in piece.html else (),
            heading=piece.kind in {"h2", "h3"},
            block=piece.block,
        )
        for piece in pieces
    ]


def bare_lines(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of a page's pieces with their words alone, which is all that telling a republished page needs."""
    return [Line(text=piece.words[:LONGEST_LINE]) for piece in pieces]


def _anchors(piece: Piece) -> Iterable[Any]:
    own = [piece.element] if piece.element.tag == "a" else []
    return [*own, *piece.element.iter("a")]


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split() if word.startswith(("http://", "https://")) and address(word))
