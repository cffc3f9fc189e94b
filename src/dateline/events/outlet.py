"""Writes to readers' sockets: one epoll inside the server's loop, no task, thread or transport for each reader."""

import asyncio
import os
import select
import socket
import struct
from collections.abc import Callable
from typing import Protocol

from dateline.events.core import gzipped, sse
from dateline.events.ring import Ring
from dateline.events.volley import ENTRIES, Volley, set_option, write

SEND_BUFFER = 64 * 1024  # unset, the kernel holds up to 3.9 MB for each stalled reader
GONE_MS = 60_000  # without a sign from the other side; it comes back by itself when it can
BEHIND_MAX = 256 * 1024
BATCH = ENTRIES
WARDS = 15  # each second one ward gets its comment, so each reader every 15 s
STUCK_MAX = 3  # visits of its ward without a byte taken: between 30 and 45 s
CHATTER_MAX = 16 * 1024

_SEND_BUFFER = struct.pack("i", SEND_BUFFER)
_GONE_AFTER = struct.pack("I", GONE_MS)
_BEAT = (sse.BEAT, gzipped.deflate(sse.BEAT))


class Source(Protocol):
    """What a reader reads."""

    ring: Ring

    def left(self, reader: "Reader") -> None: ...


class Reader:
    """One open stream; ``place`` is the next frame it is owed, ``block`` what its socket has not taken whole."""

    __slots__ = ("address", "block", "chatter", "fd", "grace", "gzip", "place", "sent", "source", "stuck", "until")

    def __init__(self, fd: int, *, source: Source, gzip: bool, until: float, address: str) -> None:
        self.fd = fd
        self.source = source
        self.gzip = gzip
        self.until = until
        self.address = address
        self.place = 0
        self.grace = 0
        self.block: bytes | None = None
        self.sent = 0
        self.stuck = 0
        self.chatter = 0


def refuse(fd: int, answer: bytes) -> None:
    """Answers and closes."""
    write(fd, answer)
    os.close(fd)


def bound(fd: int) -> None:
    """Bounds what the kernel keeps for a reader that does not read, and how long for one that is not there."""
    set_option(fd, level=socket.SOL_SOCKET, name=socket.SO_SNDBUF, value=_SEND_BUFFER)
    set_option(fd, level=socket.IPPROTO_TCP, name=socket.TCP_USER_TIMEOUT, value=_GONE_AFTER)


class Outlet:
    """All readers of this process by socket."""

    def __init__(self, loop: asyncio.AbstractEventLoop, forget: Callable[[Reader], None]) -> None:
        self._loop = loop
        self._forget = forget
        self._epoll = select.epoll()
        self._volley = Volley()
        self._wards: list[dict[int, Reader]] = [{} for _ in range(WARDS)]
        loop.add_reader(self._epoll.fileno(), self._ready)

    def __len__(self) -> int:
        return sum(map(len, self._wards))

    def add(self, reader: Reader, opening: bytes) -> None:
        """Takes the reader in: first the opening, then whatever its place owes it."""
        bound(reader.fd)
        self._wards[reader.fd % WARDS][reader.fd] = reader
        self._epoll.register(reader.fd, select.EPOLLIN)
        ring = reader.source.ring
        reader.grace = ring.total
        if reader.place < ring.end:
            piece, reader.place = ring.piece(reader.place, reader.gzip)
            opening += piece
        self._give(reader, opening)
        if reader.place < ring.end:
            self.push(reader)

    def spread(self, readers: list[Reader], ring: Ring) -> None:
        """Gives a batch of readers, all plain or all gzipped, what they are owed.

        Most have all that came before, so that one piece serves them; this loop is where a server's time goes.
        """
        place = next((reader.place for reader in readers if reader.block is None), ring.end)
        if not ring.first <= place < ring.end:
            for reader in readers:
                self.push(reader)
            return
        piece, after = ring.piece(place, readers[0].gzip)
        ready = [reader for reader in readers if reader.place == place and reader.block is None]
        others = readers if len(ready) < len(readers) or after < ring.end else ()
        for reader in ready:
            reader.place = after
        taken = self._volley.send([reader.fd for reader in ready], piece)
        if taken.count(len(piece)) < len(ready):
            for reader, size in zip(ready, taken, strict=True):
                if size != len(piece):
                    self._short(reader, piece, size)
        for reader in others:
            self.push(reader)

    def push(self, reader: Reader) -> None:
        """Writes what the reader is owed until its socket is full; cuts who is too far behind."""
        ring = reader.source.ring
        if reader.block is not None:
            if ring.total - max(ring.total_before(reader.place), reader.grace) > BEHIND_MAX:
                self.cut(reader)
            return
        while reader.place < ring.end and reader.block is None and reader.fd >= 0:
            if reader.place < ring.first:
                self.cut(reader)
                return
            piece, reader.place = ring.piece(reader.place, reader.gzip)
            self._give(reader, piece)

    def _give(self, reader: Reader, block: bytes) -> None:
        taken = write(reader.fd, block)
        if taken != len(block):
            self._short(reader, block, taken)

    def _short(self, reader: Reader, block: bytes, taken: int) -> None:
        if taken < 0:
            self.cut(reader)
        else:
            reader.block, reader.sent = block, taken
            self._epoll.modify(reader.fd, select.EPOLLIN | select.EPOLLOUT)

    def _ready(self) -> None:
        for fd, event in self._epoll.poll(0, BATCH):
            reader = self._wards[fd % WARDS].get(fd)
            if reader is None:
                continue
            if event & ~select.EPOLLOUT:
                self._hear(reader)
            if event & select.EPOLLOUT and reader.fd >= 0:
                self._go_on(reader)

    def _hear(self, reader: Reader) -> None:
        try:
            said = os.read(reader.fd, 4096)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        reader.chatter += len(said)
        if not said or reader.chatter > CHATTER_MAX:
            self.cut(reader)

    def _go_on(self, reader: Reader) -> None:
        block = reader.block
        if block is not None:
            taken = write(reader.fd, block[reader.sent :])
            if taken < 0:
                self.cut(reader)
                return
            reader.sent += taken
            reader.stuck = 0
            if reader.sent < len(block):
                return
            reader.block = None
            self._epoll.modify(reader.fd, select.EPOLLIN)
        self.push(reader)

    def cut(self, reader: Reader) -> None:
        """Closes the reader's connection; it comes back by itself with the last id it got."""
        if reader.fd < 0:
            return
        del self._wards[reader.fd % WARDS][reader.fd]
        self._epoll.unregister(reader.fd)
        os.close(reader.fd)
        reader.fd = -1
        reader.source.left(reader)
        self._forget(reader)

    def visit(self, tick: int, now: float) -> None:
        """Sees one ward: a comment for who is idle, the door for who is stuck or has been here long enough."""
        self._visit_some(list(self._wards[tick % WARDS].values()), now)

    def _visit_some(self, readers: list[Reader], now: float) -> None:
        for reader in readers[:BATCH]:
            if reader.fd >= 0:
                self._visit_one(reader, now)
        if len(readers) > BATCH:
            self._loop.call_soon(self._visit_some, readers[BATCH:], now)

    def _visit_one(self, reader: Reader, now: float) -> None:
        if reader.block is not None:
            reader.stuck += 1
            if reader.stuck >= STUCK_MAX:
                self.cut(reader)
        elif now > reader.until:
            self.cut(reader)
        else:
            self._give(reader, _BEAT[reader.gzip])

    def close(self) -> None:
        """Closes every reader and then the outlet itself."""
        for ward in self._wards:
            for reader in list(ward.values()):
                self.cut(reader)
        self._loop.remove_reader(self._epoll.fileno())
        self._epoll.close()
        self._volley.close()
