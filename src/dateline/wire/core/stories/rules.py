"""An editor's decisions about stories, which the machine never undoes: what stays, and what must not come together."""

from collections.abc import Iterable, Set

from dateline.wire.core.report import ReportId
from dateline.wire.core.stories.values import StoryId


class Rules:
    """Reports that stay where an editor put them, reports barred from stories, and stories kept apart."""

    def __init__(self) -> None:
        self._staying: set[ReportId] = set()
        self._barred: dict[ReportId, set[StoryId]] = {}
        self._barring: dict[StoryId, set[ReportId]] = {}
        self._apart: dict[StoryId, set[StoryId]] = {}

    def stays(self, report: ReportId) -> bool:
        """Whether an editor said where the report belongs."""
        return report in self._staying

    def closed_to(self, report: ReportId) -> Set[StoryId]:
        """The stories that an editor said the report does not belong to."""
        return self._barred.get(report, frozenset())

    def away_from(self, story: StoryId, members: Iterable[ReportId]) -> set[StoryId]:
        """The stories that this one, with its members, must not become one with."""
        away = set(self._apart.get(story, ()))
        for report in members if self._barred else ():
            away |= self._barred.get(report, set())
        return away

    def forbids(self, story: StoryId, members: Iterable[ReportId]) -> bool:
        """Whether one of the reports is barred from the story."""
        barring = self._barring.get(story, set())
        return bool(barring) and any(report in barring for report in members)

    def stay(self, reports: Iterable[ReportId]) -> None:
        """These reports stay in the story where they are."""
        self._staying.update(reports)

    def bar(self, report: ReportId, story: StoryId) -> None:
        """This report does not belong to the story."""
        self._barred.setdefault(report, set()).add(story)
        self._barring.setdefault(story, set()).add(report)
        self._staying.discard(report)

    def allow(self, reports: Iterable[ReportId], story: StoryId) -> None:
        """A later decision: these may be in the story after all."""
        for report in list(reports):
            self._barring.get(story, set()).discard(report)
            self._barred.get(report, set()).discard(story)

    def part(self, one: StoryId, other: StoryId) -> None:
        """These stories stay two."""
        self._apart.setdefault(one, set()).add(other)
        self._apart.setdefault(other, set()).add(one)

    def inherit(self, new: StoryId, story: StoryId) -> None:
        """A story that was part of another stays apart from what that one stays apart from."""
        for other in self._apart.get(story, set()) - {new}:
            self.part(new, other)

    def unite(self, one: StoryId, other: StoryId) -> None:
        """A later decision: they may be one after all."""
        self._apart.get(one, set()).discard(other)
        self._apart.get(other, set()).discard(one)

    def merged(self, kept: StoryId, gone: StoryId) -> None:
        """What was said of a story that is gone now holds of the one it became part of."""
        for other in self._apart.pop(gone, set()):
            self._apart[other].discard(gone)
            if other != kept:
                self.part(kept, other)
        for report in self._barring.pop(gone, set()):
            self._barred[report].discard(gone)
            self._barred[report].add(kept)
            self._barring.setdefault(kept, set()).add(report)

    def forget_report(self, report: ReportId) -> None:
        """The report is no longer known."""
        self._staying.discard(report)
        for story in self._barred.pop(report, set()):
            self._barring[story].discard(report)

    def forget_story(self, story: StoryId) -> None:
        """The story is no longer known."""
        for other in self._apart.pop(story, set()):
            self._apart[other].discard(story)
        for report in self._barring.pop(story, set()):
            self._barred[report].discard(story)
