"""Stories as reports arrive, in one pass: each report goes to the story it is most like, or opens one.

After each arrival the stories near it are looked at again: two that have grown alike become one, and a report that is
more like another story moves there. What an editor decided stays. Stories keep their number: of two that merge the
larger does, of equally large ones the older.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import count, islice

import numpy as np

from dateline.wire.core.report import Report, ReportId, moment
from dateline.wire.core.stories.reasons import why
from dateline.wire.core.stories.rules import Rules
from dateline.wire.core.stories.sums import Bundle, Floats, Slots, Sums, Weights
from dateline.wire.core.stories.values import Kind, Reason, Story, StoryChange, StoryId
from dateline.wire.core.stories.words import packed, unpacked, words_of

_NEAR = 48  # stories near a report that are looked at again
_LOOKED_AT = 6  # of these, whether they should be one with another
_WORTH_A_LOOK = 0.5  # of what is enough to belong together
_RECENT = 4  # reports of a story that are looked at again
_SMALL = 6
_TAKEN_AS_READ = 200  # reports; the mean of what came is trusted as it outnumbers them
_BETTER = 1.15  # how much more a report must be like another story to move
_BY_EDITOR = Reason(by_editor=True)


class StoryGroups:
    """Stories of the latest ``capacity`` reports. ``next_story`` is the number that the next new story gets.

    Rebuild it by ``place``, which puts reports where they were, and the decisions again.
    """

    def __init__(self, *, capacity: int = 100_000, next_story: StoryId = 1, weights: Weights | None = None) -> None:
        if capacity < 1:
            raise ValueError("capacity is the number of reports to keep: at least 1")
        self.next_story = next_story
        self._capacity = capacity
        self._sums = Sums(weights or Weights())
        self._rules = Rules()
        self._stories: dict[ReportId, StoryId] = {}
        self._bundles: dict[ReportId, Bundle] = {}
        self._words: dict[ReportId, str] = {}  # packed
        self._mean: Floats | None = None
        self._meant = 1
        self._arrived: dict[ReportId, int] = {}
        self._arrivals = count()

    def __len__(self) -> int:
        return len(self._stories)

    def __contains__(self, report: object) -> bool:
        return report in self._stories

    def add(self, report: Report, vector: Sequence[float] | Floats | None = None) -> tuple[StoryChange, ...]:
        """Put a report into a story; what that changed, first the report's own way, and nothing for a known report.

        ``vector`` is its meaning, of length 1 and centred (``wire/vectors.py``), for all reports or for none. Raises
        ValueError for a time without its zone.
        """
        if report.id in self._stories:
            return ()
        bundle = self._read(report, vector)
        alike = self._sums.likeness(bundle)
        best = int(alike.argmax()) if len(alike) else -1
        story = self._sums.stories[best] if best >= 0 and alike[best] >= 1 else None
        if story is None:
            story = self._new_story()
            changes = [self._change(Kind.OPENED, story, [report.id], reason=Reason())]
        else:
            changes = [self._change(Kind.JOINED, story, [report.id], reason=self._why(report.id, story))]
        self._enter(report.id, story)
        near = np.flatnonzero(alike > _WORTH_A_LOOK)
        near = near[np.argsort(-alike[near])][:_NEAR]
        changes += self._look_again(story, [s for slot in near if (s := self._sums.stories[slot]) is not None])
        self._make_room()
        return tuple(changes)

    def place(self, report: Report, story: StoryId, *, vector: Sequence[float] | Floats | None = None) -> None:
        """Put a report where it is known to be; nothing is decided. Raises ValueError for a known report."""
        if report.id in self._stories:
            raise ValueError(f"report {report.id!r} is in a story already")
        self._read(report, vector)
        self._enter(report.id, story)
        self.next_story = max(self.next_story, story + 1)

    def put(self, report: ReportId, story: StoryId) -> None:
        """Put a known report where it is known to be now; nothing is decided. Raises KeyError for an unknown one."""
        if self._stories[report] != story:
            self._move(report, story)
            self.next_story = max(self.next_story, story + 1)

    def drop(self, report: ReportId) -> None:
        """Forget one report. Raises KeyError for an unknown one."""
        self._forget(report)

    def forget_decisions(self) -> None:
        """Forget what editors decided; reports stay where they are."""
        self._rules = Rules()

    def story_of(self, report: ReportId) -> StoryId | None:
        """The story where a report is now; None where it is not known."""
        return self._stories.get(report)

    def has_story(self, story: StoryId) -> bool:
        """Whether any report that is known is in the story."""
        return story in self._sums.slots

    def story(self, story: StoryId) -> Story:
        """A story with its reports. Raises KeyError where there is none."""
        return Story(id=story, reports=tuple(sorted(self._sums.members[story], key=self._arrived.__getitem__)))

    def stories(self) -> tuple[Story, ...]:
        """All stories, the oldest first."""
        return tuple(self.story(story) for story in sorted(self._sums.slots))

    def forget(self, before: float) -> int:
        """Forget reports published before a time, in seconds since 1970; how many. Their stories keep their numbers."""
        old = [report for report, bundle in self._bundles.items() if bundle.first < before]
        for report in old:
            self._forget(report)
        return len(old)

    def merge(self, kept: StoryId, gone: StoryId) -> StoryChange:
        """An editor's decision: two stories are one, under the first's number. Raises KeyError for an unknown story."""
        moved = self.story(gone).reports
        if kept == gone:
            raise ValueError("a story cannot become part of itself")
        self._rules.unite(kept, gone)
        self._rules.allow([*moved, *self.story(kept).reports], kept)
        self._rules.allow([*moved, *self.story(kept).reports], gone)
        self._join(kept, gone)
        self._rules.stay(self._sums.members[kept])
        return self._change(Kind.MERGED, kept, moved, reason=_BY_EDITOR, other=gone)

    def split(self, story: StoryId, reports: Iterable[ReportId]) -> StoryChange:
        """An editor's decision: these reports of a story are another one; the two stay two.

        Raises ValueError where none or all of the story's reports are named, or others.
        """
        leaving, members = tuple(dict.fromkeys(reports)), self._sums.members[story]
        if not leaving or len(leaving) >= len(members) or not set(leaving) <= members.keys():
            raise ValueError("name some of the story's reports, and not all of them")
        new = self._new_story()
        for report in leaving:
            self._move(report, new)
        self._rules.inherit(new, story)
        self._rules.part(story, new)
        self._rules.stay([*leaving, *self._sums.members[story]])
        return self._change(Kind.SPLIT, new, leaving, reason=_BY_EDITOR, other=story)

    def belongs(self, report: ReportId, story: StoryId) -> tuple[StoryChange, ...]:
        """An editor's decision: a report belongs to a story, and stays. Raises KeyError where either is not known."""
        before = self._stories[report]
        self._sums.members[story]
        self._rules.allow([report], story)
        self._rules.stay([report])
        if before == story:
            return ()
        self._move(report, story)
        return (self._change(Kind.SPLIT, story, [report], reason=_BY_EDITOR, other=before),)

    def does_not_belong(self, report: ReportId, story: StoryId) -> tuple[StoryChange, ...]:
        """An editor's decision: a report is not of a story; if it is there now, it opens one of its own.

        Raises KeyError where the report is not known.
        """
        before = self._stories[report]
        if before == story and len(self._sums.members[story]) == 1:
            raise ValueError("it is the only report of the story")
        self._rules.bar(report, story)
        if before != story:
            return ()
        new = self._new_story()
        self._rules.inherit(new, story)
        self._move(report, new)
        return (self._change(Kind.SPLIT, new, [report], reason=_BY_EDITOR, other=story),)

    def _read(self, report: Report, vector: Sequence[float] | Floats | None) -> Bundle:
        when = moment(report.published)
        words = words_of(report)
        self._sums.read(words.weights)
        bundle = Bundle(
            words=self._sums.normed(words.weights), first=when, last=-math.inf if math.isinf(when) else when
        )
        if vector is not None:
            # In two bytes a number: of the latest reports this is the most of what is held.
            bundle.vector, bundle.vectors = self._centred(np.asarray(vector, np.float32)).astype(np.float16), 1
        self._arrived[report.id] = next(self._arrivals)
        self._bundles[report.id], self._words[report.id] = bundle, packed(words)
        return bundle

    def _centred(self, vector: Floats) -> Floats:
        """A vector without what the reports so far have in common: a wire of one field is alike in everything."""
        if self._mean is None:
            self._mean = np.zeros_like(vector)
        self._mean += (vector - self._mean) / (_TAKEN_AS_READ + self._meant)
        self._meant += 1
        rest = vector - self._mean
        size = float(np.linalg.norm(rest))
        return rest / size if size > 1e-6 else rest

    def _look_again(self, story: StoryId, near: list[StoryId]) -> list[StoryChange]:
        """Whether stories near a new report should be one, and whether reports in them are more like another."""
        changes: list[StoryChange] = []
        near = [story, *(other for other in near if other != story)]
        for one in near[:_LOOKED_AT]:
            while one in self._sums.slots and (change := self._merge_best(one, near)):
                changes.append(change)
                one = change.story
        there = [one for one in near if one in self._sums.slots]
        for one in there[:_LOOKED_AT]:
            members = self._sums.members.get(one, {})
            looked = islice(reversed(members), _RECENT) if one == there[0] or len(members) <= _SMALL else ()
            for report in list(looked):
                changes += self._move_to_best(report, there)
        return changes

    def _merge_best(self, story: StoryId, near: list[StoryId]) -> StoryChange | None:
        members = self._sums.members[story]
        away = self._rules.away_from(story, members) | {story}
        slots = self._slots(near)
        alike = self._sums.likeness(self._sums.bundle(story), away, among=slots)
        for at in np.argsort(-alike):
            other = self._sums.stories[slots[at]]
            if alike[at] < 1 or other is None:
                return None
            if not self._rules.forbids(story, self._sums.members[other]):
                kept, gone = sorted((story, other), key=lambda one: (-self._sums.size(one), one))
                reason, moved = (
                    self._why(next(reversed(self._sums.members[gone])), kept),
                    tuple(self._sums.members[gone]),
                )
                self._join(kept, gone)
                return self._change(Kind.MERGED, kept, moved, reason=reason, other=gone)
        return None

    def _move_to_best(self, report: ReportId, near: list[StoryId]) -> list[StoryChange]:
        before, bundle = self._stories[report], self._bundles[report]
        if self._rules.stays(report) or self._sums.size(before) < 2:
            return []
        self._sums.subtract(before, bundle)
        slots = self._slots(near)
        alike = self._sums.likeness(bundle, self._rules.closed_to(report), among=slots)
        self._sums.restore(before, bundle)
        here = alike[slots == self._sums.slots[before]]
        best = int(alike.argmax())
        story = self._sums.stories[slots[best]]
        if story is None or story == before or alike[best] < 1 or alike[best] < _BETTER * here.max(initial=0):
            return []
        reason = self._why(report, story)
        self._move(report, story)
        return [self._change(Kind.SPLIT, story, [report], reason=reason, other=before)]

    def _slots(self, stories: list[StoryId]) -> Slots:
        return np.array([self._sums.slots[one] for one in stories if one in self._sums.slots], np.int64)

    def _new_story(self) -> StoryId:
        self.next_story += 1
        return self.next_story - 1

    def _enter(self, report: ReportId, story: StoryId) -> None:
        self._sums.put(story, report, bundle=self._bundles[report])
        self._stories[report] = story

    def _move(self, report: ReportId, story: StoryId) -> None:
        before = self._stories[report]
        self._sums.take(before, report, bundle=self._bundles[report])
        if before not in self._sums.slots:
            self._rules.forget_story(before)
        self._enter(report, story)

    def _join(self, kept: StoryId, gone: StoryId) -> None:
        for report in self._sums.members[gone]:
            self._stories[report] = kept
        self._sums.join(kept, gone)
        self._rules.merged(kept, gone)

    def _make_room(self) -> None:
        if len(self._stories) > self._capacity + max(16, self._capacity // 16):
            for report in list(islice(self._stories, len(self._stories) - self._capacity)):
                self._forget(report)

    def _forget(self, report: ReportId) -> None:
        story = self._stories.pop(report)
        del self._arrived[report]
        bundle = self._bundles.pop(report)
        self._sums.take(story, report, bundle=bundle)
        self._sums.unread(bundle.words)
        del self._words[report]
        self._rules.forget_report(report)
        if story not in self._sums.slots:
            self._rules.forget_story(story)

    def _why(self, report: ReportId, story: StoryId) -> Reason:
        return why(
            unpacked(self._words[report]),
            self._bundles[report],
            story=self._sums.bundle(story),
            telling=self._sums.telling,
        )

    @staticmethod
    def _change(
        kind: Kind, story: StoryId, reports: Iterable[ReportId], *, reason: Reason, other: StoryId | None = None
    ) -> StoryChange:
        return StoryChange(kind=kind, story=story, reports=tuple(reports), reason=reason, other=other)
