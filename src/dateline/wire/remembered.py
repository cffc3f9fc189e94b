"""What one process knows of the latest reports, their copies and stories, kept as the rows say.

Rows are the truth: what another process or a person changed is taken over from them, as the log tells of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from dateline.events.log import events_of, head
from dateline.events.models import Event
from dateline.wire import queries
from dateline.wire.actions.record import STREAM
from dateline.wire.core.copies.index import CopyIndex
from dateline.wire.core.report import Report
from dateline.wire.core.stories.groups import StoryGroups
from dateline.wire.core.stories.sums import Floats
from dateline.wire.kinds import SORTING, Kind
from dateline.wire.models import Item
from dateline.wire.vectors import Encode, meaning_of

MOST = 20_000  # reports that stories are made of: the latest to arrive
AT_ONCE = 500  # reports whose words are read together
MOST_TAKEN_OVER = 2_000  # changed reports; where there are more, all is read anew
# Rows that a transaction wrote before an earlier one ended may be numbered before that one's; clocks differ a little.
OVERLAP_ROWS, OVERLAP = 1_000, timedelta(minutes=5)


class Remembered:
    """The latest reports in memory; ``stories`` leads from the machine's numbers of stories to keys of rows."""

    def __init__(self, encode: Encode | None) -> None:
        self._encode = encode
        self._vectors: dict[int, Floats] = {}
        self._seq = -1
        self._newest = 0
        self._people: object = None
        self._forget_all()

    def _forget_all(self) -> None:
        self.groups = StoryGroups(capacity=MOST)
        self.copies = CopyIndex(capacity=MOST)
        self.stories: dict[int, int] = {}
        self._numbers: dict[int, int] = {}

    def read(self, items: list[Item]) -> None:
        """Finds the meaning of reports that wait, before the turn: others wait for what is done in it."""
        self._vectors = self._encoded(items)

    def vector_of(self, item: Item) -> Floats | None:
        """The meaning of a report that waits, where there is an encoder."""
        return self._vectors.get(item.pk)

    def wrote(self, seq: int) -> None:
        """What this process wrote itself, up to an event, it knows."""
        self._seq, self._newest = seq, queries.newest_membership()
        if len(self.stories) > 2 * MOST:
            self.stories = {number: key for number, key in self.stories.items() if self.groups.has_story(number)}
        self._numbers = {key: number for number, key in self.stories.items()}

    def catch_up(self) -> bool:
        """Takes over what others changed since; whether another process sorted reports."""
        if self._seq < 0:
            self._seq = self._head()
            self._read_all()
            return False
        events = events_of(STREAM, SORTING, after=self._seq)
        if events:
            self._take_over(events)
        return any(event.kind == Kind.STORIES_SORTED for event in events)

    def _take_over(self, events: list[Event]) -> None:
        self._seq = events[-1].seq
        since = min(event.at for event in events) - OVERLAP
        touched = queries.touched(since, after=self._newest - OVERLAP_ROWS)
        if len(touched) > MOST_TAKEN_OVER:
            self._read_all()
            return
        self._newest = queries.newest_membership()
        self._move(touched)
        self._hear_people()

    def _head(self) -> int:
        told = head(STREAM)
        return told.seq if told else 0

    def _read_all(self) -> None:
        """Puts the latest reports where the rows say that they are, with what people decided of them."""
        self._forget_all()
        self._people = None
        self._newest = queries.newest_membership()
        self.groups.next_story = queries.newest_story() + 1
        self._place(queries.in_stories(MOST))
        self._hear_people()

    def _move(self, touched: list[int]) -> None:
        there = queries.story_of_each(touched)
        fresh: list[tuple[int, int]] = []
        for item in touched:
            story = there.get(item)
            if item not in self.groups:
                fresh += [(item, story)] if story is not None else []
            elif story is None:
                self.groups.drop(item)
            elif self.groups.story_of(item) != self._number(story):
                self.groups.put(item, self._number(story))
        self._place(fresh)

    def _place(self, placed: list[tuple[int, int]]) -> None:
        for start in range(0, len(placed), AT_ONCE):
            stories = dict(placed[start : start + AT_ONCE])
            items = queries.items_of(list(stories))
            vectors = self._kept(items)
            for item in items:
                report = report_of(item)
                self.copies.add(report)
                self.groups.place(report, self._number(stories[item.pk]), vector=vectors.get(item.pk))

    def _number(self, story: int) -> int:
        """The machine's number of a story in the rows: the key, where no story was numbered so meanwhile."""
        number = self._numbers.get(story)
        if number is None:
            number = self.groups.next_story if story in self.stories else story
            self.groups.next_story = max(self.groups.next_story, number + 1)
            self._numbers[story], self.stories[number] = number, story
        return number

    def _hear_people(self) -> None:
        """What people decided of these reports, as it stands now: what they took back counts no more."""
        decided, out = queries.decided(), queries.taken_out()
        if (decided, out) == self._people:
            return
        self._people = decided, out
        self.groups.forget_decisions()
        for item, story, by_person, at in queries.placed_where(decided):
            seen = decided.get(story)
            if item in self.groups and (by_person or (seen is not None and at <= seen)):
                self.groups.belongs(item, self._number(story))
        for item, story in out:
            if item in self.groups and self.groups.story_of(item) != self._number(story):
                self.groups.does_not_belong(item, self._number(story))

    def _kept(self, items: list[Item]) -> dict[int, Floats]:
        """The meanings of reports that were sorted, as they were kept; those that were not are found."""
        if not self._encode:
            return {}
        kept = queries.vectors_of(item.pk for item in items)
        return kept | self._encoded([item for item in items if item.pk not in kept])

    def _encoded(self, items: Iterable[Item]) -> dict[int, Floats]:
        items = list(items)
        if not self._encode or not items:
            return {}
        vectors = self._encode([meaning_of(report_of(item)) for item in items])
        return {item.pk: vector for item, vector in zip(items, vectors, strict=True)}


def report_of(item: Item) -> Report:
    """The item as copies and stories are told of it; its time is never later than it was first seen."""
    host = item.channel.host.name if item.channel.host else ""
    at: datetime = item.at
    return Report(
        id=item.pk,
        title=item.title,
        text=item.text or item.standfirst,
        published=at,
        host=host,
        language=item.language,
    )
