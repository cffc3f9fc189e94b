"""Sorts reports as they come: finds what each copies and puts it into its story, in this process's memory and in rows.

Rows are the truth: what another process or an editor changed meanwhile is seen before the next batch, and the memory
is made anew from the rows. A batch is one transaction behind the wire's log: no two processes sort the same report.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

import numpy as np
from django.db import DatabaseError, close_old_connections
from django.db.models import Max
from django.utils import timezone

from dateline.events.log import hold
from dateline.wire import queries
from dateline.wire.actions.record import STREAM, turn
from dateline.wire.actions.sorting import Found, known_to_people, write_sorted
from dateline.wire.core.copies.index import CopyIndex
from dateline.wire.core.copies.values import Copy
from dateline.wire.core.report import Report
from dateline.wire.core.stories.groups import StoryGroups
from dateline.wire.core.stories.sums import Floats
from dateline.wire.core.stories.values import StoryChange
from dateline.wire.models import Item, Membership
from dateline.wire.vectors import Encode, NoVectors, encoder, meaning_of

MOST = 20_000  # reports that stories are made of: the latest to arrive
BATCH = 25
NEAR = 200  # reports of a story that are asked again what they copy
IDLE_SECONDS = 0.5
log = logging.getLogger("dateline")


class Sorter:
    """What one process knows of the latest reports; ``light`` goes without the sentence encoder."""

    def __init__(self, *, light: bool = False) -> None:
        self._encode = None if light else _encoder()
        self._vectors: dict[int, Floats] = {}
        self._mark: object = None
        self._forget_all()

    def sort_next(self) -> int:
        """Sorts the next reports that wait, some at most; how many."""
        waiting = queries.unsorted(BATCH)
        if not waiting:
            return 0
        self._read(waiting)  # before the turn: others wait for what is done in it
        with turn():
            hold(STREAM)
            now = timezone.now()
            batch = queries.unsorted_among(waiting)
            if self._mark != _newest_change():
                self._rebuild()
            if batch:
                write_sorted(self._found(batch), self._stories, now=now)
            self._mark = _newest_change()
        self._make_room()
        return len(waiting)

    def _found(self, batch: list[Item]) -> Found:
        changes: list[StoryChange] = []
        copies: dict[int, Copy | None] = {}
        left_alone = known_to_people(item.pk for item in batch)
        for item in batch:
            report = report_of(item)
            self._copies.add(report)
            if item.pk not in left_alone:
                changes += self._groups.add(report, self._vectors.get(item.pk))
            # A report that was published earlier and came later may be what the others copy.
            story = self._groups.story_of(item.pk)
            near = self._groups.story(story).reports[-NEAR:] if story is not None else (item.pk,)
            copies |= {int(one): self._copies.copy_of(one) for one in near if one in self._copies}
        return Found(items=batch, changes=changes, copies=copies)

    def _rebuild(self) -> None:
        """Puts the latest reports where the rows say that they are, with what people decided of them."""
        self._forget_all()
        rows = queries.in_stories(MOST)
        self._read([row.item for row in rows])
        for row in rows:
            report = report_of(row.item)
            self._copies.add(report)
            self._groups.place(report, row.story_id, vector=self._vectors.get(row.item_id))
            self._stories[row.story_id] = row.story_id
        seen = queries.decided()
        for row in rows:
            if row.by_person or (row.story_id in seen and row.at <= seen[row.story_id]):
                self._groups.belongs(row.item_id, row.story_id)
        for item, story in queries.taken_out(row.item_id for row in rows):
            if self._groups.story_of(item) != story:
                self._groups.does_not_belong(item, story)
        self._groups.next_story = max(self._groups.next_story, queries.newest_story() + 1)

    def _read(self, items: list[Item]) -> None:
        new = [item for item in items if item.pk not in self._vectors]
        if self._encode and new:
            vectors = self._encode([meaning_of(report_of(item)) for item in new])
            self._vectors |= {item.pk: np.asarray(vector) for item, vector in zip(new, vectors, strict=True)}

    def _make_room(self) -> None:
        if len(self._vectors) > 2 * MOST:
            self._vectors = {pk: vector for pk, vector in self._vectors.items() if pk in self._groups}

    def _forget_all(self) -> None:
        self._groups = StoryGroups(capacity=MOST)
        self._copies = CopyIndex(capacity=MOST)
        self._stories: dict[int, int] = {}


def report_of(item: Item) -> Report:
    """The item as copies and stories are told of it; its time is never later than it was first seen."""
    host = item.channel.host.name if item.channel.host else ""
    return Report(
        id=item.pk,
        title=item.title,
        text=item.text or item.standfirst,
        published=item.at,
        host=host,
        language=item.language,
    )


def run(stop: threading.Event, *, say: Callable[[str], None]) -> None:
    """Sorts what comes until told to stop; a database that is away is tried again a moment later."""
    sorter = None
    while not stop.is_set():
        try:
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


def _newest_change() -> tuple[int | None, datetime | None]:
    """What differs whenever anybody has put anything into a story or taken it out."""
    found = Membership.objects.aggregate(newest=Max("pk"), ended=Max("ended_at"))
    return found["newest"], found["ended"]
