"""One stream as this process follows it: its ring, its readers, and the sweeps that bring them up to date."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.events.core import frames, gzipped, place, sse
from dateline.events.core.frames import Frame, Position
from dateline.events.outlet import BATCH, Outlet, Reader
from dateline.events.ring import Encoded, Ring

_PLAIN = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    b"Cache-Control: no-cache, no-transform\r\nX-Accel-Buffering: no\r\nVary: Accept-Encoding\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n"
)
_HEADS = (_PLAIN + b"\r\n", _PLAIN + b"Content-Encoding: gzip\r\n\r\n" + gzipped.HEADER)
# Everybody who lost the same server must not come back in the same second.
_RETRIES = [sse.retry(ms) for ms in range(2000, 5000, 125)]
_OPENINGS = (
    [_HEADS[0] + retry for retry in _RETRIES],
    [_HEADS[1] + gzipped.deflate(retry) for retry in _RETRIES],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Every frame after ``after`` and up to ``top``."""

    after: int
    top: int
    frames: list[Frame]


class LiveStream:
    """A stream with readers, or lately with readers."""

    def __init__(self, key: str, head: Position, *, outlet: Outlet, replay_max: int) -> None:
        self.key = key
        self.epoch = head.epoch
        self.head = head.seq
        self.replay_max = replay_max
        self.ring = Ring(floor=head.seq, kept_max=replay_max)
        self._forms: tuple[set[Reader], set[Reader]] = (set(), set())  # plain, gzipped
        self.waiting: list[tuple[Reader, str]] = []
        self.idle_ticks = 0
        self._outlet = outlet
        self._loop = asyncio.get_running_loop()
        self._sweeping = False
        self._here: tuple[bytes, bytes] | None = None

    def owed(self, since: str | None) -> place.Owed:
        """What a reader who says this gets first."""
        known = place.Known(epoch=self.epoch, floor=self.ring.floor, head=self.head, replay_max=self.replay_max)
        return place.owed(since, known)

    def admit(self, reader: Reader, owed: place.FromHead | place.Replay | place.Reset) -> None:
        """Opens the stream to the reader and follows on from there."""
        opening = random.choice(_OPENINGS[reader.gzip])  # noqa: S311
        reader.place = self.ring.end
        match owed:
            case place.FromHead():
                opening += self._position()[reader.gzip]
            case place.Reset():
                opening += self._in_form(frames.reset(self.position), reader.gzip)
            case place.Replay(seq=seq):
                reader.place = self.ring.place(seq)
                # Nothing public since: the reader still learns where it is.
                opening += self._position()[reader.gzip] if reader.place == self.ring.end else b""
        self._forms[reader.gzip].add(reader)
        self._outlet.add(reader, opening)

    def left(self, reader: Reader) -> None:
        self._forms[reader.gzip].discard(reader)

    @property
    def position(self) -> Position:
        return Position(epoch=self.epoch, seq=self.head)

    def extend(self, head: int, newer: Sequence[Frame]) -> None:
        """Takes in what happened and brings every reader up to date."""
        self.head, self._here = max(head, self.head), None
        if newer:
            self.ring.append([self._encoded(frame) for frame in newer])
            self._sweep()

    def fill(self, gap: Gap) -> None:
        """Takes older frames back in from the log, if they still meet those at hand."""
        if gap.after < gap.top == self.ring.floor:
            self.ring.prepend([self._encoded(frame) for frame in gap.frames], floor=gap.after)

    def restart(self, head: Position) -> None:
        """The log begins a new life (restored, or made anew): all readers start again."""
        self.epoch, self.head, self._here = head.epoch, head.seq, None
        self.ring.clear(floor=head.seq)
        self.ring.append([Encoded(head.seq, frames.reset(head))])
        self._sweep()

    def _encoded(self, frame: Frame) -> Encoded:
        return Encoded(frame.seq, frames.change(self.epoch, frame))

    def _position(self) -> tuple[bytes, bytes]:
        if self._here is None:
            plain = frames.here(self.position)
            self._here = (plain, gzipped.deflate(plain))
        return self._here

    @staticmethod
    def _in_form(block: bytes, gzip: bool) -> bytes:
        return gzipped.deflate(block) if gzip else block

    @property
    def has_readers(self) -> bool:
        return any(self._forms)

    def _sweep(self) -> None:
        if not self._sweeping and self.has_readers:
            self._sweeping = True
            self._sweep_some(self._batches(), self.ring.end)

    def _batches(self) -> Iterator[list[Reader]]:
        for form in self._forms:
            readers = list(form)
            yield from (readers[at : at + BATCH] for at in range(0, len(readers), BATCH))

    def _sweep_some(self, batches: Iterator[list[Reader]], end: int) -> None:
        """One batch, then the loop's other work; frames that come meanwhile go along, joined."""
        batch = next(batches, None)
        if batch is not None:
            self._loop.call_soon(self._sweep_some, batches, end)
            self._outlet.spread(batch, self.ring)
            return
        self._sweeping = False
        if self.ring.end != end:
            self._sweep()
