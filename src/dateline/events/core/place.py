"""Decides what a reader who opens a stream is owed, from what it says it has."""

from dataclasses import dataclass

from dateline.events.core.frames import Position, read_position


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What this process knows of a stream: every frame after ``floor`` and up to ``head`` is at hand."""

    epoch: str
    floor: int
    head: int
    replay_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FromHead:
    """It has everything, or asked for nothing: it waits for the next change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """It gets every frame after ``seq``, which are all at hand."""

    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """It names a change that this process has not heard of: look at the log before judging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """Frames after ``seq`` must come from the log first."""

    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """The gap cannot be told: it starts again."""


Owed = FromHead | Replay | Ahead | Older | Reset


def owed(since: str | None, known: Known) -> Owed:
    """What the reader gets first."""
    if since is None:
        return FromHead()
    position = read_position(since)
    if position is None or position.epoch != known.epoch or known.head - position.seq > known.replay_max:
        return Reset()
    return _within(position, known)


def _within(position: Position, known: Known) -> Owed:
    if position.seq > known.head:
        return Ahead()
    if position.seq == known.head:
        return FromHead()
    return Replay(seq=position.seq) if position.seq >= known.floor else Older(seq=position.seq)
