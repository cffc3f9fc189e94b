"""Takes channels in: threads that ask what is due, each another server, and store what comes."""

import logging
import queue
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from django.db import DatabaseError, connection
from django.utils import timezone

from dateline.wire import queries
from dateline.wire.actions import channels, leases
from dateline.wire.actions.items import note_page_failed
from dateline.wire.actions.leases import Back, Task
from dateline.wire.core import schedule
from dateline.wire.looking.channel import look_at
from dateline.wire.looking.page import look_at_page
from dateline.wire.looking.tools import Looked, Tools
from dateline.wire.models import Host
from dateline.wire.reading.standing import StandingPool

HANDS = 16
IDLE_SECONDS = 0.5
# Without any channel there is nothing to hurry for.
WITHOUT_CHANNELS_SECONDS = 2.0
REST_SECONDS = 120.0
MISTAKE = "Dateline made a mistake with what this channel answered; it stands in the server's log."
log = logging.getLogger("dateline")


@dataclass(slots=True)
class Counts:
    """What a run did so far."""

    looks: int = 0
    new: int = 0
    updated: int = 0
    withdrawn: int = 0
    faults: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, looked: Looked) -> None:
        """One more look."""
        with self.lock:
            self.looks += 1
            self.faults += bool(looked.fault)
            if looked.taken:
                self.new += len(looked.taken.new)
                self.updated += len(looked.taken.updated)
                self.withdrawn += len(looked.taken.withdrawn)


class Poller:
    """Asks what is due, as many servers at once as it has hands; ``close`` ends what it started."""

    def __init__(self, *, hands: int = HANDS, readers: int | None = None, tools: Tools | None = None) -> None:
        self.counts = Counts()
        self._pool = tools.pool if tools else StandingPool(workers=readers)
        self._tools = tools or Tools(pool=self._pool, let_go=_let_go)
        self._waiting: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Back] = queue.SimpleQueue()
        self._held: dict[int, Host] = {}
        self._hands = hands
        self._moved = threading.Event()
        self._threads: list[threading.Thread] = []
        self._read_at = monotonic()

    def run(self, stop: threading.Event, *, once: bool = False) -> None:
        """Works until told to stop; with ``once`` until nothing is due and nothing under way."""
        while not stop.is_set():
            taken = self._take()
            if not taken and once and not self._held and not self._soon():
                return
            if not taken:
                busy = once or self._held or queries.has_channels()
                self._moved.wait(IDLE_SECONDS if busy else WITHOUT_CHANNELS_SECONDS)
                self._moved.clear()
            if monotonic() - self._read_at > REST_SECONDS and not self._held:
                self._pool.rest()

    def close(self) -> None:
        """Ends the threads and processes; servers that are asked at this moment are given back for others to ask."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(timeout=1.0)
        self._return()
        leases.give_back(Back(host=host, asked_at=timezone.now()) for host in list(self._held.values()))
        self._pool.close()

    def _return(self) -> None:
        """Gives back the servers that were asked, all in one turn."""
        backs = []
        while not self._done.empty():
            backs.append(self._done.get())
        if backs:
            leases.give_back(backs)
        for back in backs:
            self._held.pop(back.host.pk, None)

    def _take(self) -> int:
        """Takes as many tasks as there are hands free."""
        self._return()
        free = self._hands - len(self._held)
        now = self._tools.now()
        # Several at a time: each taking is a turn at the database.
        if free < max(1, self._hands // 4) or not queries.has_due(now):
            return 0
        tasks = leases.take_due(now, free)
        for task in tasks:
            self._held[task.host.pk] = task.host
            self._waiting.put(task)
        while len(self._threads) < min(self._hands, len(self._held)):
            thread = threading.Thread(target=self._work, daemon=True, name=f"wire-{len(self._threads)}")
            self._threads.append(thread)
            thread.start()
        return len(tasks)

    def _soon(self) -> bool:
        """Whether something is due that only waits for its server's pause."""
        return queries.has_due(self._tools.now() + timedelta(seconds=2 * IDLE_SECONDS))

    def _work(self) -> None:
        while (task := self._waiting.get()) is not None:
            try:
                self._do(task)
            except DatabaseError as fault:
                # The task is still due.
                log.warning("the wire waits: %s", fault)
                self._done.put(Back(host=task.host, asked_at=self._tools.now()))
            finally:
                self._tools.let_go()
                self._moved.set()

    def _do(self, task: Task) -> None:
        try:
            looked = _looked(task, self._tools)
        except DatabaseError:
            raise
        except Exception:
            log.exception("a mistake while looking at channel %s", task.channel.uid)
            looked = _mistaken(task, self._tools)
        if task.item:
            self._read_at = monotonic()
        self.counts.add(looked)
        self._done.put(Back(host=task.host, asked_at=self._tools.now(), retry_at=looked.patience))


def _let_go() -> None:
    connection.close()  # this thread's own


def _looked(task: Task, tools: Tools) -> Looked:
    if task.item:
        return look_at_page(task.item, task.host, tools=tools)
    return look_at(task.channel, task.host, tools=tools)


def _mistaken(task: Task, tools: Tools) -> Looked:
    """Our own mistake on one answer: seen on the channel, and the others go on."""
    now = tools.now()
    due_at = schedule.after_fault(task.channel.faults + 1, retry_at=None, now=now, chance=tools.chance())
    channels.note_fault(task.channel, MISTAKE, now=now, due_at=due_at)
    if task.item:
        note_page_failed(task.item, MISTAKE, retry_at=None)
    return Looked(fault=MISTAKE)
