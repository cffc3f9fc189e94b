"""The last frames of one stream, encoded once for everybody, and the joined pieces that late readers get."""

from bisect import bisect_right
from collections.abc import Sequence

from dateline.events.core import gzipped

KEPT_MIN = 1000
KEPT_BYTES = 16 * 1024 * 1024
PIECE_BYTES = 96 * 1024
JOINED_BYTES = 4 * 1024 * 1024


class Encoded:
    """One frame as bytes: plain at once, deflated when the first reader wants it so."""

    __slots__ = ("_deflated", "end", "plain", "seq")

    def __init__(self, seq: int, plain: bytes) -> None:
        self.seq = seq
        self.plain = plain
        self.end = 0
        self._deflated: bytes | None = None

    def bytes(self, gzip: bool) -> bytes:
        """The frame in one of its two forms."""
        if not gzip:
            return self.plain
        if self._deflated is None:
            self._deflated = gzipped.deflate(self.plain)
        return self._deflated


class Ring:
    """Frames by place: places count up for ever, ``first`` is the oldest kept, ``end`` the next to come."""

    __slots__ = ("_frames", "_joined", "_joined_bytes", "first", "floor", "kept_max", "total")

    def __init__(self, *, floor: int, kept_max: int) -> None:
        self.floor = floor
        self.kept_max = max(kept_max, KEPT_MIN)
        self.first = 0
        self.total = 0
        self._frames: list[Encoded] = []
        self._forget_joined()

    @property
    def end(self) -> int:
        return self.first + len(self._frames)

    def append(self, frames: Sequence[Encoded]) -> None:
        """Adds newer frames; the oldest go when there are too many."""
        for frame in frames:
            self.total += len(frame.plain)
            frame.end = self.total
        self._frames.extend(frames)
        self._forget_joined()
        self._trim()

    def prepend(self, frames: Sequence[Encoded], *, floor: int) -> None:
        """Adds older frames, read again from the log: from now on everything after ``floor`` is at hand."""
        end = self._frames[0].end - len(self._frames[0].plain) if self._frames else self.total
        for frame in reversed(frames):
            frame.end = end
            end -= len(frame.plain)
        self._frames[:0] = frames
        self.first -= len(frames)
        self.floor = floor
        self._forget_joined()

    def clear(self, *, floor: int) -> None:
        """Forgets every frame: who had not got them all is cut."""
        self.first, self.floor = self.end, floor
        self._frames.clear()
        self._forget_joined()

    def place(self, seq: int) -> int:
        """Where the first frame after ``seq`` stands, or will stand."""
        return self.first + bisect_right(self._frames, seq, key=lambda frame: frame.seq)

    def total_before(self, place: int) -> int:
        """How many bytes of frames stand before the place; with ``total`` it says how far a reader is behind."""
        if place >= self.end:
            return self.total
        frame = self._frames[max(place - self.first, 0)]
        return frame.end - len(frame.plain)

    def piece(self, place: int, gzip: bool) -> tuple[bytes, int]:
        """The next bytes for a reader at ``place`` and the place after them: several frames joined, or one long one."""
        if place == self.end - 1:
            return self._frames[-1].bytes(gzip), place + 1
        known = self._joined.get((place, gzip))
        if known is None:
            known = self._join(place, gzip)
            self._joined_bytes += len(known[0])
            if self._joined_bytes > JOINED_BYTES:
                self._forget_joined()
            self._joined[place, gzip] = known
        return known

    def _join(self, place: int, gzip: bool) -> tuple[bytes, int]:
        parts, size = [], 0
        for frame in self._frames[place - self.first :]:
            parts.append(frame.bytes(gzip))
            size += len(parts[-1])
            if size >= PIECE_BYTES:
                break
        return b"".join(parts), place + len(parts)

    def _forget_joined(self) -> None:
        self._joined: dict[tuple[int, bool], tuple[bytes, int]] = {}
        self._joined_bytes = 0

    def _trim(self) -> None:
        over = max(0, len(self._frames) - self.kept_max)
        while len(self._frames) - over > KEPT_MIN and self.total - self._frames[over].end > KEPT_BYTES:
            over += 1
        if over:
            self.floor = self._frames[over - 1].seq
            self.first += over
            del self._frames[:over]
