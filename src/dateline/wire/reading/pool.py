"""Reads many pages on all cores, each page within limits of time and memory: one page cannot hurt the rest."""

import os
import resource
import signal
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic

from dateline.wire.core.fetched import Failed
from dateline.wire.core.page.document import MOST_BYTES
from dateline.wire.core.understood import NotRead, Understood

FETCHING_SECONDS = 30.0
# A process that was started afresh loads its libraries first.
STARTING_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page to read: its bytes if they are here, an address to fetch, or else a file of that name.

    ``inside`` names servers that may be private, as for ``fetch``.
    """

    name: str
    url: str = ""
    content: bytes | None = None
    content_type: str = ""
    fetched: bool = False
    inside: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was understood of a source; ``missing`` where it could not even be fetched or opened."""

    source: Source
    page: Understood | NotRead
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one page may take: seconds (fetching apart), memory of its process."""

    seconds: float = 30.0
    megabytes: int = 2000


def read_all(
    sources: Sequence[Source], *, workers: int | None = None, limits: Limits | None = None
) -> Iterator[Answer]:
    """An answer for each source, in their order, as soon as it and those before it are there."""
    limits = limits or Limits()
    waiting = list(enumerate(sources))[::-1]
    done: dict[int, Answer] = {}
    count = max(1, min(workers or os.cpu_count() or 1, len(sources)))
    hands = [Hand(limits) for _ in range(count)]
    try:
        for wanted in range(len(sources)):
            while wanted not in done:
                _give(hands, waiting)
                done.update(_taken(hands))
            yield done.pop(wanted)
    finally:
        for hand in hands:
            hand.dismiss()


class Hand:
    """One process that reads pages, one after the other; replaced when a page was too much for it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self.task: tuple[int, Source] | None = None
        self.deadline = 0.0

    @property
    def line(self) -> Connection:
        assert self._line is not None
        return self._line

    def take(self, number: int, source: Source) -> None:
        """Begins to read the page."""
        if self._process is not None and not self._process.is_alive():
            self.dismiss()  # ended from outside: no page's fault
        fresh = self._process is None
        if fresh:
            self._start()
        self.task = (number, source)
        extra = (FETCHING_SECONDS if source.fetched else 0.0) + (STARTING_SECONDS if fresh else 0.0)
        self.deadline = monotonic() + self._limits.seconds + extra
        self.line.send(source)

    def answer(self) -> tuple[int, Answer]:
        """What came of the page: its answer, or why there is none."""
        assert self.task is not None
        (number, source), self.task = self.task, None
        try:
            return number, self.line.recv()
        except (EOFError, OSError):
            self.dismiss()
            return number, Answer(
                source=source, page=NotRead(reason="The page was too much for its reader, which ended.")
            )

    def give_up(self) -> tuple[int, Answer]:
        """The answer for a page that takes too long; its process ends."""
        assert self.task is not None
        (number, source), self.task = self.task, None
        self.dismiss()
        reason = f"The page took longer than {self._limits.seconds:g} seconds."
        return number, Answer(source=source, page=NotRead(reason=reason))

    def dismiss(self) -> None:
        """Ends the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self.line.close()
        self._process = self._line = None

    def _start(self) -> None:
        context = get_context("spawn")
        self._line, far = context.Pipe()
        self._process = context.Process(target=_work, args=(far, self._limits.megabytes), daemon=True)
        self._process.start()
        far.close()


def _give(hands: list[Hand], waiting: list[tuple[int, Source]]) -> None:
    for hand in hands:
        if hand.task is None and waiting:
            hand.take(*waiting.pop())


def _taken(hands: list[Hand]) -> Iterator[tuple[int, Answer]]:
    busy = {hand.line: hand for hand in hands if hand.task is not None}
    nearest = min(hand.deadline for hand in busy.values())
    ready = connection.wait(list(busy), timeout=max(0.0, nearest - monotonic()))
    for line, hand in busy.items():
        if line in ready:
            yield hand.answer()
        elif hand.deadline <= monotonic():
            yield hand.give_up()


def _work(line: Connection, megabytes: int) -> None:
    """The process' life: a page comes, its answer goes."""
    from dateline.wire.reading.knowledge import knowledge

    # Ctrl-C at the terminal reaches every process: when to end is the parent's to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    knowledge()
    most = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    while True:
        try:
            source = line.recv()
        except EOFError:
            return
        line.send(_answer(source))


def _answer(source: Source) -> Answer:
    from dateline.wire.reading.page import read_page

    try:
        held = _held(source)
        if isinstance(held, NotRead):
            return Answer(source=source, page=held, missing=True)
        content, url, content_type = held
        return Answer(source=_bare(source), page=read_page(content, url=url, content_type=content_type))
    except MemoryError:
        return Answer(source=_bare(source), page=NotRead(reason="The page needs more memory than it may take."))
    except Exception as fault:  # noqa: BLE001 - our mistake on one page, said in its line: the other pages go on
        reason = f"Dateline made a mistake on this page: {type(fault).__name__}."
        return Answer(source=_bare(source), page=NotRead(reason=reason))


def _held(source: Source) -> tuple[bytes, str, str] | NotRead:
    """The page's bytes, its address and its content type."""
    if source.fetched:
        from dateline.wire.fetch import fetch

        found = fetch(source.url, allowed=source.inside)
        return (
            NotRead(reason=found.reason)
            if isinstance(found, Failed)
            else (found.content, found.url, found.content_type)
        )
    if source.content is not None:
        return source.content, source.url, source.content_type
    try:
        raw = Path(source.name).read_bytes()
        if raw.startswith(b"\x1f\x8b"):
            # One byte more than is read at most tells that there is more.
            raw = zlib.decompressobj(31).decompress(raw, MOST_BYTES + 1)
    except FileNotFoundError:
        return NotRead(reason="There is no such file, and it is no web address.")
    except (OSError, EOFError, zlib.error) as fault:
        return NotRead(reason=f"The file cannot be read: {getattr(fault, 'strerror', None) or fault}.")
    return raw, source.url, source.content_type


def _bare(source: Source) -> Source:
    """The source without its bytes, which need not travel back."""
    return Source(name=source.name, url=source.url, fetched=source.fetched)
