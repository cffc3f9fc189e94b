"""Takes readers' connections and keeps them up to date: the one place where a stream meets its sockets."""

import asyncio
import ipaddress
import logging
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from dateline.events.core import place
from dateline.events.core.asked import StreamAsked
from dateline.events.core.frames import Frame, Position
from dateline.events.live import Gap, LiveStream
from dateline.events.outlet import Outlet, Reader, refuse

log = logging.getLogger(__name__)
T = TypeVar("T")

FETCH = 500
KNOCKING_MAX = 200
SLUGS_MAX = 10_000
IDLE_TICKS = 600


class Drawer(Protocol):
    """What the hub needs from the log and from the part that draws; called in worker threads."""

    def resolve(self, slug: str) -> str | None:
        """The key of the stream at an address."""

    def heads(self, keys: list[str]) -> dict[str, Position]:
        """How far each of the streams has come."""

    def frames(self, key: str, after: int, *, limit: int) -> list[Frame]:
        """The next public frames after a number, oldest first; fewer than ``limit`` only at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much this process takes on."""

    streaming: bool = True
    readers_max: int = 50_000
    address_max: int = 0
    replay_max: int = 5_000
    age_s: tuple[float, float] = (1200.0, 2400.0)
    poll_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What the log said: the head as of before ``frames`` were drawn, so no frame up to it is missing."""

    after: int
    head: Position | None
    frames: list[Frame]


_UNKNOWN = Position(epoch="", seq=-1)


def is_public(address: str) -> bool:
    """Whether the address is one reader's or one network's, not that of a proxy of ours."""
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def counted_as(address: str) -> str:
    """What an address counts as: for IPv6 its network, of which one reader has all addresses."""
    if ":" not in address:
        return address
    full = ipaddress.IPv6Address(address.partition("%")[0])
    return str(full.ipv4_mapped or ipaddress.IPv6Address(int(full) >> 64 << 64))


def _answer(status: str, *extra: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *extra, "Content-Length: 0", "Cache-Control: no-store", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode()


_NOT_FOUND = _answer("404 Not Found")
_POLL_INSTEAD = _answer("503 Service Unavailable", "Retry-After: 30")
_TOO_MANY = _answer("429 Too Many Requests", "Retry-After: 30")


class Hub:
    """All streams of this process. Every method but ``moved`` belongs to the loop's thread."""

    def __init__(self, drawer: Drawer, limits: Limits) -> None:
        self.drawer = drawer
        self.limits = limits
        self.streams: dict[str, LiveStream] = {}
        self._slugs: dict[str, tuple[str | None, float]] = {}
        self._knocking: dict[str, list[tuple[int, StreamAsked]]] = {}
        self._behind: set[str] = set()
        self._asking: set[str] = set()
        self._filling: set[str] = set()
        self._addresses: Counter[str] = Counter()
        self._readers = 0
        self._followed: dict[str, Position] = {}
        self._heard: dict[str, int] = {}
        self._marks: dict[str, int] = {}
        self._clock = 0
        self._open = False

    async def start(self) -> None:
        """Opens for readers."""
        self._loop = asyncio.get_running_loop()
        self._outlet = Outlet(self._loop, lambda reader: self._discount(reader.address))
        # News must not wait behind somebody's long replay.
        self._newsdesk = ThreadPoolExecutor(1, "stream-news")
        self._archive = ThreadPoolExecutor(1, "stream-archive")
        self._open = True
        self._ticking = self._loop.create_task(self._tick())

    async def stop(self) -> None:
        """Closes every stream."""
        self._open = False
        self._ticking.cancel()
        knocking = [fd for knocks in self._knocking.values() for fd, _ in knocks]
        waiting = [reader.fd for stream in self.streams.values() for reader, _ in stream.waiting]
        for fd in knocking + waiting:
            refuse(fd, _POLL_INSTEAD)
        self._outlet.close()
        for desk in (self._newsdesk, self._archive):
            desk.shutdown(wait=False, cancel_futures=True)

    # Readers come

    def take(self, fd: int, asked: StreamAsked) -> None:
        """Serves the stream on a connected, non-blocking socket, which is the hub's from now on."""
        self._readers += 1
        asked = replace(asked, address=counted_as(asked.address)) if ":" in asked.address else asked
        self._addresses[asked.address] += 1
        if not self._open or not self.limits.streaming or self._readers > self.limits.readers_max:
            self._turn_away(fd, asked, _POLL_INSTEAD)
        elif 0 < self.limits.address_max < self._addresses[asked.address] and is_public(asked.address):
            self._turn_away(fd, asked, _TOO_MANY)
        else:
            self._find(fd, asked)

    def _turn_away(self, fd: int, asked: StreamAsked, answer: bytes) -> None:
        self._discount(asked.address)
        refuse(fd, answer)

    def _discount(self, address: str) -> None:
        self._readers -= 1
        self._addresses[address] -= 1
        if self._addresses[address] <= 0:
            del self._addresses[address]

    def _find(self, fd: int, asked: StreamAsked) -> None:
        key, until = self._slugs.get(asked.slug, (None, 0.0))
        if until < self._loop.time() or (key is not None and key not in self.streams):
            self._knock(fd, asked)
        elif key is None:
            self._turn_away(fd, asked, _NOT_FOUND)
        else:
            self._seat(self.streams[key], fd, asked)

    def _knock(self, fd: int, asked: StreamAsked) -> None:
        slug = asked.slug
        if slug in self._knocking:
            self._knocking[slug].append((fd, asked))
        elif len(self._knocking) >= KNOCKING_MAX:
            self._turn_away(fd, asked, _POLL_INSTEAD)
        else:
            self._knocking[slug] = [(fd, asked)]
            self._in_thread(self._archive, lambda: self._look_up(slug), lambda found: self._open_door(slug, found))

    def _look_up(self, slug: str) -> tuple[str | None, Position | None]:
        key = self.drawer.resolve(slug)
        return key, self.drawer.heads([key]).get(key) if key else None

    def _open_door(self, slug: str, found: tuple[str | None, Position | None] | None) -> None:
        key, head = found or (None, None)
        if len(self._slugs) > SLUGS_MAX:
            self._slugs.clear()
        if found:
            self._slugs[slug] = (key if head else None, self._loop.time() + (60.0 if head else 2.0))
        if key and head and key not in self.streams:
            self.streams[key] = LiveStream(key, head, outlet=self._outlet, replay_max=self.limits.replay_max)
        for fd, asked in self._knocking.pop(slug, []):
            if key and head:
                self._seat(self.streams[key], fd, asked)
            else:
                self._turn_away(fd, asked, _NOT_FOUND if found else _POLL_INSTEAD)

    def _seat(self, stream: LiveStream, fd: int, asked: StreamAsked) -> None:
        age = random.uniform(*self.limits.age_s)  # noqa: S311
        until = self._loop.time() + age
        reader = Reader(fd, source=stream, gzip=asked.gzip, until=until, address=asked.address)
        match stream.owed(asked.since):
            case place.Ahead() | place.Older():
                stream.waiting.append((reader, asked.since or ""))
                self._fill(stream)
            case owed:
                stream.admit(reader, owed)

    # Older frames, for who was away

    def _fill(self, stream: LiveStream) -> None:
        if stream.key in self._filling:
            return
        self._filling.add(stream.key)
        owed = [stream.owed(since) for _, since in stream.waiting]
        top = stream.ring.floor
        after = min([o.seq for o in owed if isinstance(o, place.Older)], default=top)
        served = len(stream.waiting)

        def read() -> tuple[Gap, News]:
            gap = Gap(after=after, top=top, frames=self._read_gap(stream.key, after, top))
            return gap, self._read_news(stream.key, stream.epoch, after=stream.head)

        self._in_thread(self._archive, read, lambda found: self._filled(stream, served, found))

    def _read_gap(self, key: str, after: int, top: int) -> list[Frame]:
        gap: list[Frame] = []
        while after < top:
            some = self.drawer.frames(key, after, limit=FETCH)
            gap += some
            if len(some) < FETCH:
                break
            after = some[-1].seq
        return [frame for frame in gap if frame.seq <= top]

    def _filled(self, stream: LiveStream, served: int, found: tuple[Gap, News] | None) -> None:
        self._filling.discard(stream.key)
        if found is not None:
            stream.fill(found[0])
            self._take_in(stream, found[1])
        waited, stream.waiting = stream.waiting[:served], stream.waiting[served:]
        for reader, since in waited:
            owed = stream.owed(since)
            # Still unknown after a look at the log: nobody ever told it that.
            stream.admit(reader, place.Reset() if isinstance(owed, place.Ahead | place.Older) else owed)
        if stream.waiting:
            self._fill(stream)

    # News

    def moved(self, key: str, seq: int) -> None:
        """Says from any thread that a stream may have moved on; an empty key means any of them."""
        if self._open:
            self._loop.call_soon_threadsafe(self._hear, key, seq)

    def _hear(self, key: str, seq: int) -> None:
        if not self._open:
            return
        if not key:
            self._look_at_all()
            return
        if seq <= self._heard.get(key, -1):
            return  # the same change, told another way
        self._heard[key] = seq
        self._mark(key)
        stream = self.streams.get(key)
        if stream is not None and seq > stream.head:
            self._behind.add(key)
            self._ask(stream)

    def _ask(self, stream: LiveStream) -> None:
        if stream.key in self._asking:
            return
        self._asking.add(stream.key)
        self._behind.discard(stream.key)
        hinted = self._heard.get(stream.key, 0)
        self._in_thread(
            self._newsdesk,
            lambda: self._read_news(stream.key, stream.epoch, after=stream.head, hinted=hinted),
            lambda news: self._told(stream, news),
        )

    def _read_news(self, key: str, epoch: str, *, after: int, hinted: int = 0) -> News:
        # A hint names an event that is committed: frames up to it need no look at the head.
        newer = self.drawer.frames(key, after, limit=FETCH) if hinted > after else []
        if newer and newer[-1].seq >= hinted:
            return News(after=after, head=Position(epoch=epoch, seq=newer[-1].seq), frames=newer)
        head = self.drawer.heads([key]).get(key)
        if head is None or head.epoch != epoch or head.seq <= after:
            return News(after=after, head=head, frames=[])
        return News(after=after, head=head, frames=self.drawer.frames(key, after, limit=FETCH))

    def _told(self, stream: LiveStream, news: News | None) -> None:
        self._asking.discard(stream.key)
        if news is not None and self._take_in(stream, news):
            self._behind.add(stream.key)
        if stream.key in self._behind:
            self._ask(stream)

    def _take_in(self, stream: LiveStream, news: News) -> bool:
        """Brings the stream up to what the log said; true when there is more to ask for."""
        if news.head is None:
            return False
        if news.head.epoch != stream.epoch or news.head.seq < news.after:
            stream.restart(news.head)
            self._heard[stream.key] = news.head.seq
            self._mark(stream.key)
            return False
        newer = [frame for frame in news.frames if frame.seq > stream.head]
        full = len(news.frames) >= FETCH
        if newer or news.head.seq > stream.head:
            self._mark(stream.key)
            stream.extend(newer[-1].seq if full else max(news.head.seq, newer[-1].seq if newer else 0), newer)
        return full

    def _look_at_all(self) -> None:
        keys = [*self.streams.keys() | self._followed.keys()]
        if keys and "" not in self._asking:
            self._asking.add("")
            self._in_thread(self._newsdesk, lambda: self.drawer.heads(keys), self._looked)

    def _looked(self, heads: dict[str, Position] | None) -> None:
        self._asking.discard("")
        for key, head in (heads or {}).items():
            if key in self._followed and self._followed[key] != head:
                self._followed[key] = head
                self._heard[key] = head.seq
                self._mark(key)
            stream = self.streams.get(key)
            if stream is not None and head != stream.position:
                self._behind.add(key)
                self._ask(stream)

    # What pages are kept by

    def mark(self, key: str) -> int:
        """A number that changes whenever the stream moves on; asking makes us follow it."""
        if self._open and key not in self._followed:
            self._followed[key] = _UNKNOWN
            self._look_at_all()
        return self._marks.get(key, 0)

    @property
    def clock(self) -> int:
        """The newest mark of all; while closed nobody tells us what moves, and it is older than any."""
        return self._clock if self._open else -1

    def _mark(self, key: str) -> None:
        self._clock += 1
        self._marks[key] = self._clock

    # Housekeeping

    async def _tick(self) -> None:
        tick = 0
        while True:
            await asyncio.sleep(1.0)
            tick += 1
            self._outlet.visit(tick, self._loop.time())
            if tick % max(1, round(self.limits.poll_s)) == 0:
                self._look_at_all()
            for stream in list(self.streams.values()):
                stream.idle_ticks = 0 if stream.has_readers or stream.waiting else stream.idle_ticks + 1
                if stream.idle_ticks > IDLE_TICKS and stream.key not in self._asking:
                    del self.streams[stream.key]

    def _in_thread(self, desk: ThreadPoolExecutor, work: Callable[[], T], then: Callable[[T | None], None]) -> None:
        """Runs ``work`` in the desk's thread and ``then`` in ours, with None when the world failed."""

        def done() -> None:
            if not self._open:
                return
            error = future.exception()
            if error is not None:
                log.error("the log could not be read: %s", error, exc_info=error)
            then(None if error is not None else future.result())

        future = desk.submit(work)
        future.add_done_callback(lambda _: self._open and self._loop.call_soon_threadsafe(done))
