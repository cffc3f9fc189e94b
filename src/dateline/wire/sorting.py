"""Sorts reports as they come: finds what each copies and puts it into its story, in this process's memory and in rows.

Rows are the truth: what another process or an editor changed meanwhile is taken over before the next batch. A batch is
one transaction behind the wire's log: no two processes sort the same report. Where several could, one does, and another
takes its place when it ends.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from dateline.events.log import hold
from dateline.wire import queries
from dateline.wire.actions.record import STREAM, turn
from dateline.wire.actions.sorting import Found, known_to_people, write_sorted
from dateline.wire.core.copies.values import Copy
from dateline.wire.core.stories.values import StoryChange
from dateline.wire.models import Item
from dateline.wire.remembered import Remembered, report_of
from dateline.wire.vectors import Encode, NoVectors, encoder

BATCH = 25
NEAR = 200  # reports of a story that are asked again what they copy
IDLE_SECONDS = 0.2
# Who sorted last goes on; another steps in where it leaves a report waiting so long, or has not sorted for so long.
STEP_IN_SECONDS, LATELY = 5.0, timedelta(seconds=60)
log = logging.getLogger("dateline")


class Sorter:
    """Sorts what waits, with what it remembers of the latest reports; ``light`` goes without the sentence encoder."""

    def __init__(self, *, light: bool = False) -> None:
        self._remembered = Remembered(None if light else _encoder())

    def sort_next(self) -> int:
        """Sorts the next reports that wait, some at most; how many."""
        waiting = queries.unsorted(BATCH)
        if not waiting:
            return 0
        # Before the turn: others wait for what is done in it.
        self._remembered.read(waiting)
        self._remembered.catch_up()
        with turn():
            hold(STREAM)
            self._remembered.catch_up()
            batch = queries.unsorted_among(waiting)
            if batch:
                seq = write_sorted(self._found(batch), self._remembered.stories, now=timezone.now())
                self._remembered.wrote(seq)
        return len(waiting)

    def another_sorted(self) -> bool:
        """Whether another process sorted reports since this one last did."""
        return self._remembered.catch_up()

    def _found(self, batch: list[Item]) -> Found:
        changes: list[StoryChange] = []
        copies: dict[int, Copy | None] = {}
        remembered = self._remembered
        vectors = {item.pk: vector for item in batch if (vector := remembered.vector_of(item)) is not None}
        left_alone = known_to_people(item.pk for item in batch)
        for item in batch:
            report = report_of(item)
            remembered.copies.add(report)
            if item.pk not in left_alone:
                changes += remembered.groups.add(report, vectors.get(item.pk))
            # A report that was published earlier and came later may be what the others copy.
            story = remembered.groups.story_of(item.pk)
            near = remembered.groups.story(story).reports[-NEAR:] if story is not None else (item.pk,)
            copies |= {int(one): remembered.copies.copy_of(one) for one in near if one in remembered.copies}
        return Found(items=batch, changes=changes, copies=copies, vectors=vectors)


class Turns:
    """Which of several processes sorts: who did so last goes on, and each other sees whether it is still at it."""

    def __init__(self) -> None:
        self._sorts = False
        self._waiting, self._since = 0, monotonic()

    def is_mine(self, sorter: Sorter | None) -> bool:
        """Whether this process is to sort what waits now."""
        if self._sorts and sorter and sorter.another_sorted():
            self._sorts = False
        self._sorts = self._sorts or self._steps_in()
        return self._sorts

    def _steps_in(self) -> bool:
        waiting = queries.first_unsorted()
        if waiting != self._waiting:
            self._waiting, self._since = waiting, monotonic()
        if not waiting:
            return False
        return monotonic() - self._since >= STEP_IN_SECONDS or not queries.sorted_since(timezone.now() - LATELY)


def run(stop: threading.Event, *, say: Callable[[str], None]) -> None:
    """Sorts what comes until told to stop; a database that is away is tried again a moment later."""
    sorter, turns = None, Turns()
    while not stop.is_set():
        try:
            if not turns.is_mine(sorter):
                stop.wait(IDLE_SECONDS)
                continue
            sorter = sorter or Sorter()
            if not sorter.sort_next():
                stop.wait(IDLE_SECONDS)
        except DatabaseError as fault:
            say(f"sorting waits: {fault}")
            sorter = None
            stop.wait(2.0)
        except Exception:
            log.exception("a mistake while sorting reports")
            sorter = None
            stop.wait(30.0)
        finally:
            close_old_connections()


def sort_all() -> int:
    """Sorts everything that waits; how many reports. For commands that end."""
    if not queries.unsorted(1):
        return 0
    sorter, done = Sorter(), 0
    while count := sorter.sort_next():
        done += count
    return done


def _encoder() -> Encode | None:
    try:
        return encoder()
    except NoVectors:
        return None
