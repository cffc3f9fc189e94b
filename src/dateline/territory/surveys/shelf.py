"""Holds the pieces of what changed as bytes, beyond some megabytes in a file that goes when they do.

A piece of four corners is a hundred bytes there and a thousand as ground, and between two maps that were drawn anew lie
ten thousand of them: what a long series holds follows the maps, not what changed between them.
"""

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from threading import Lock
from typing import IO

import shapely

from dateline.territory.core.values import Change, Ground

IN_MEMORY_BYTES = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class PackedChange:
    """A change as bytes: what a worker hands back."""

    gained: bytes = b""
    lost: bytes = b""
    remark: str = ""


class Shelved:
    """Ground on a shelf; equal to other ground that is the same to the last digit, wherever that is."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read

    @property
    def ground(self) -> Ground:
        """The ground, brought from there each time; pieces as one MultiPolygon."""
        content = self._read()
        return shapely.from_wkb(content) if content else shapely.MultiPolygon()

    @property
    def pieces(self) -> tuple[Ground, ...]:
        """Each piece by itself."""
        return tuple(shapely.get_parts(self.ground).tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelved) and self._read() == other._read()

    def __hash__(self) -> int:
        return hash(self._read())

    def __reduce__(self) -> tuple[object, ...]:
        # A file does not travel; what was on it does.
        return shelved, (self._read(),)


def shelved(content: bytes) -> Shelved:
    """Ground that is in memory."""
    return Shelved(lambda: content)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedChange:
    """A change on a shelf."""

    gained: Shelved
    lost: Shelved
    remark: str = ""

    @property
    def change(self) -> Change:
        """The change with its pieces as ground."""
        return Change(gained=self.gained.pieces, lost=self.lost.pieces, remark=self.remark)


class Shelf:
    """Where a survey puts what it will be asked for again; its file ends with the last that is on it."""

    def __init__(self, most_bytes: int = IN_MEMORY_BYTES) -> None:
        self._room, self._end, self._lock = most_bytes, 0, Lock()
        self._file: IO[bytes] | None = None

    def put_change(self, change: PackedChange) -> ShelvedChange:
        """The change, from now on there."""
        return ShelvedChange(gained=self.put(change.gained), lost=self.put(change.lost), remark=change.remark)

    def put(self, content: bytes) -> Shelved:
        """Ground as well-known binary, from now on there; no bytes are no ground."""
        with self._lock:
            self._room -= len(content)
            at = None if self._room >= 0 else self._written(content)
        return shelved(content) if at is None else Shelved(partial(self._at, at, len(content)))

    def _written(self, content: bytes) -> int | None:
        """Where in the file it is; None where there is no room for it, so that it stays in memory."""
        at = self._end
        try:
            if self._file is None:
                self._file = TemporaryFile(prefix="dateline-")  # noqa: SIM115
                weakref.finalize(self, self._file.close)
            self._file.seek(at)
            self._file.write(content)
            self._file.flush()
        except OSError:
            return None
        self._end = at + len(content)
        return at

    def _at(self, start: int, size: int) -> bytes:
        assert self._file is not None
        with self._lock:
            self._file.seek(start)
            return self._file.read(size)


def packed_change(change: Change) -> PackedChange:
    """A change as bytes, to the last digit."""
    return PackedChange(_packed(change.gained), _packed(change.lost), change.remark)


def _packed(pieces: Sequence[Ground]) -> bytes:
    if not pieces:
        return b""
    content: bytes = shapely.to_wkb(shapely.multipolygons(list(pieces)))
    return content
