"""What goes down a stream: a frame for each public change, and the position that a reader has reached."""

import re
from dataclasses import dataclass

from dateline.events.core import sse

_POSITION = re.compile(r"([0-9a-f]{1,16})-(0|[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One public change as readers get it.

    ``json`` is one line and holds ``seq`` and ``prev`` as written positions. ``prev`` is the frame before it, so that
    a page sees a gap by itself; numbers in between belong to events that are nobody's business outside the desk.
    """

    seq: int
    prev: int
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in one stream: ``epoch`` tells which life of the stream the number counts in."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"


def read_position(text: str | None) -> Position | None:
    """The position that a reader sent, or None for what no server of ours ever wrote."""
    match = _POSITION.fullmatch(text or "")
    return match and Position(epoch=match[1], seq=int(match[2]))


def change(epoch: str, frame: Frame) -> bytes:
    """The frame as bytes on the wire; the same from every process."""
    return sse.block(id=f"{epoch}-{frame.seq}", event="change", data=frame.json)


def here(position: Position) -> bytes:
    """An id-only block: no event fires, but a reader who drops now comes back with this id."""
    return sse.block(id=str(position))


def reset(position: Position) -> bytes:
    """What a reader gets when the gap cannot be told: start again from the page, then from ``position``."""
    return sse.block(id=str(position), event="reset", data=f'{{"seq":"{position}"}}')
