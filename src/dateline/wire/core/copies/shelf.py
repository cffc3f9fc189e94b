"""What is kept of each report beside its runs: its name, its place in time, how many runs it has, and its tie."""

from dataclasses import dataclass

import numpy as np

from dateline.wire.core.copies.grams import LEVELS, Numbers
from dateline.wire.core.copies.values import Kind
from dateline.wire.core.report import ReportId

Standing = tuple[float, str, str]
NOTHING = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How a report hangs on an earlier one; ``alike`` from 0 to 5 says how good a source that is."""

    in_earlier: float
    in_later: float
    alike: int
    kind: Kind


class Shelf:
    """Reports by the place where they stand; a place whose report is forgotten is free after ``tidy``."""

    def __init__(self) -> None:
        self.ids: list[ReportId] = []
        self.standings: list[Standing] = []
        self.ties: list[Tie | None] = []
        self.places: dict[ReportId, int] = {}
        self.alive = np.zeros(1 << 10, np.bool_)
        self.of = np.full(1 << 10, NOTHING, np.int64)
        self.levels = np.zeros(1 << 10, np.int8)
        self.sizes = np.zeros((1 << 10, LEVELS), np.int32)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def size_bytes(self) -> int:
        """What the arrays take."""
        return sum(a.nbytes for a in (self.alive, self.of, self.levels, self.sizes))

    def put(self, report: ReportId, standing: Standing) -> int:
        """The place of a new report."""
        place = len(self.ids)
        if place == len(self.alive):
            self._widen()
        self.ids.append(report)
        self.standings.append(standing)
        self.ties.append(None)
        self.places[report] = place
        self.alive[place], self.of[place] = True, NOTHING
        return place

    def tie(self, later: int, earlier: int, *, how: Tie) -> None:
        """Tie a report to an earlier one, unless it is tied to a better source: more alike, or as alike and earlier."""
        old = self.ties[later]
        if old is not None:
            held = (-old.alike, self.standings[self.of[later]])
            if held <= (-how.alike, self.standings[earlier]):
                return
        self.of[later], self.ties[later] = earlier, how

    def root(self, place: int) -> int:
        """Where the ties lead: the first that published."""
        while (up := int(self.of[place])) != NOTHING:
            place = up
        return place

    def roots(self, places: Numbers) -> Numbers:
        """The root of each place."""
        while len(open_ := np.flatnonzero(self.of[places] != NOTHING)):
            places = places.copy()
            places[open_] = self.of[places[open_]]
        return places

    def untie(self, place: int) -> None:
        """Tie what hung on a report to what it hung on itself, if anything."""
        for below in np.flatnonzero(self.of[: len(self)] == place):
            self.of[below] = self.of[place]
            if self.of[below] == NOTHING:
                self.ties[below] = None
        self.of[place], self.ties[place] = NOTHING, None

    def tidy(self) -> Numbers:
        """Free the places of what is forgotten and holds nothing; for each old place its new one for postings, or -1.

        A forgotten report on which a known one hangs keeps its name and place, so that the first is still told.
        """
        count = len(self)
        kept = self.alive[:count].copy()
        while True:
            above = self.of[:count][kept]
            above = above[above != NOTHING]
            if kept[above].all():
                break
            kept[above] = True
        numbers = np.where(kept, np.cumsum(kept) - 1, NOTHING)
        for_postings: Numbers = np.where(self.alive[:count], numbers, NOTHING)
        self._move(np.flatnonzero(kept), numbers)
        return for_postings

    def _move(self, kept: Numbers, numbers: Numbers) -> None:
        self.ids = [self.ids[place] for place in kept]
        self.standings = [self.standings[place] for place in kept]
        self.ties = [self.ties[place] for place in kept]
        above = self.of[kept]
        size = max(1 << 10, len(kept) + len(kept) // 4)
        alive, of = np.zeros(size, np.bool_), np.full(size, NOTHING, np.int64)
        levels, sizes = np.zeros(size, np.int8), np.zeros((size, LEVELS), np.int32)
        alive[: len(kept)] = self.alive[kept]
        of[: len(kept)] = np.where(above == NOTHING, NOTHING, numbers[above])
        levels[: len(kept)], sizes[: len(kept)] = self.levels[kept], self.sizes[kept]
        self.alive, self.of, self.levels, self.sizes = alive, of, levels, sizes
        self.places = {one: place for place, one in enumerate(self.ids) if alive[place]}

    def _widen(self) -> None:
        more = len(self.alive)
        self.alive = np.concatenate([self.alive, np.zeros(more, np.bool_)])
        self.of = np.concatenate([self.of, np.full(more, NOTHING, np.int64)])
        self.levels = np.concatenate([self.levels, np.zeros(more, np.int8)])
        self.sizes = np.concatenate([self.sizes, np.zeros((more, LEVELS), np.int32)])
