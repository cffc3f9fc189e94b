"""Copies found as reports arrive: each text's runs of five words are looked up among those of all reports before it.

A report copies another where most of the shorter text's runs are in the longer: so a cut to a quarter and a text
within a longer one are found, which sketches of likeness (MinHash) miss. Whoever published first is the first,
whatever the order of arrival: the tie of two reports hangs on their texts and times alone.
"""

import numpy as np
import numpy.typing as npt

from dateline.wire.core.copies.grams import Grams, Numbers, depths, grams, sizes_of
from dateline.wire.core.copies.kinds import Match, kind_of
from dateline.wire.core.copies.postings import Held, Postings
from dateline.wire.core.copies.shelf import Shelf, Tie
from dateline.wire.core.copies.values import Copy
from dateline.wire.core.report import Report, ReportId, standing

_SHARED = 0.5  # of the shorter text's runs, for a copy
_SHARED_BY_SHORT = 0.7  # where it has few runs: one sentence that both quote makes half of it
_SHORT_RUNS = 40
_FEWEST_SHARED = 3
_BOILERPLATE_ROOTS = 24  # a run that so many texts hold that are no copies of each other says nothing
_SHORT_TEXT = 80  # letters
_LEFT_OVER = 0.2  # of a text's runs that must be its own words and not boilerplate


class CopyIndex:
    """The texts of the latest ``capacity`` reports; older arrivals are forgotten, as are those ``forget`` is told of.

    Rebuild it by adding the reports again, in any order. 200,000 reports of usual length take some 500 MB.
    """

    def __init__(self, capacity: int = 200_000) -> None:
        if capacity < 1:
            raise ValueError("capacity is the number of reports to keep: at least 1")
        self._capacity = capacity
        self._postings = Postings()
        self._shelf = Shelf()

    def __len__(self) -> int:
        return len(self._shelf.places)

    def __contains__(self, report: object) -> bool:
        return report in self._shelf.places

    @property
    def size_bytes(self) -> int:
        """What the index's arrays take."""
        return self._postings.size_bytes + self._shelf.size_bytes

    def add(self, report: Report) -> Copy | None:
        """Which earlier report this one copies, or None; a report that is known already takes its earlier text's place.

        A report that was published before some that arrived earlier may become what those copy: ask ``copy_of``.
        Raises ValueError where ``published`` has no zone.
        """
        stands = standing(report)
        self.drop(report.id)
        self._make_room()
        read = grams(_text_of(report))
        held = self._postings.find(read.hashes)
        place = self._shelf.put(report.id, stands)
        self._shelf.levels[place], self._shelf.sizes[place] = read.level, read.sizes
        if len(held.items):
            self._tie(place, read, held)
        self._postings.add(read.hashes, place)
        return self.copy_of(report.id)

    def copy_of(self, report: ReportId) -> Copy | None:
        """What a report copies by all that is known now; None where it copies nothing, or is not known."""
        shelf = self._shelf
        place = shelf.places.get(report)
        tie = shelf.ties[place] if place is not None else None
        if place is None or tie is None:
            return None
        return Copy(
            report=report,
            of=shelf.ids[shelf.of[place]],
            first=shelf.ids[shelf.root(place)],
            kind=tie.kind,
            in_earlier=tie.in_earlier,
            in_later=tie.in_later,
        )

    def first_of(self, report: ReportId) -> ReportId:
        """The report where the text of this one appeared first: itself where it copies nothing.

        Raises KeyError for a report that is not known.
        """
        return self._shelf.ids[self._shelf.root(self._shelf.places[report])]

    def forget(self, before: float) -> int:
        """Forget reports published before a time, in seconds since 1970; how many those were."""
        old = [place for place in self._shelf.places.values() if self._shelf.standings[place][0] < before]
        self._shelf.alive[old] = False
        self._tidy()
        return len(old)

    def drop(self, report: ReportId) -> None:
        """Take one report out, as if it had never come; what copied it is tied to what it copied, if anything."""
        place = self._shelf.places.pop(report, None)
        if place is not None:
            self._shelf.alive[place] = False
            self._shelf.untie(place)

    def _make_room(self) -> None:
        """Forget the earliest arrivals an eighth of the capacity at a time."""
        if len(self._shelf) < self._capacity + max(64, self._capacity // 8):
            return
        alive = np.flatnonzero(self._shelf.alive[: len(self._shelf)])
        self._shelf.alive[alive[: max(0, len(alive) - self._capacity)]] = False
        self._tidy()

    def _tidy(self) -> None:
        self._postings.keep(self._shelf.tidy())

    def _tie(self, place: int, read: Grams, held: Held) -> None:
        """Tie the new report to the best of the earlier ones that it shares enough with, and later ones to it."""
        held = self._living(held)
        held, sizes = self._telling(held, read)
        if not len(held.items):
            return
        others, shared = np.unique(held.items, return_counts=True)
        level = np.maximum(self._shelf.levels[others], read.level)
        own, theirs = np.maximum(sizes[level], 1), np.maximum(self._shelf.sizes[others, level], 1)
        copies = np.flatnonzero(_is_copy(shared, own, theirs) | read.whole_only)
        for at in copies:
            match = Match(
                places=read.places[held.hashes[held.items == others[at]]],
                of=np.sort(read.places),
                share=min(1.0, float(shared[at] / own[at])),
                of_other=min(1.0, float(shared[at] / theirs[at])),
                words=read.words,
            )
            self._choose(place, int(others[at]), match)

    def _choose(self, new: int, other: int, match: Match) -> None:
        shelf = self._shelf
        new_is_later = shelf.standings[other] < shelf.standings[new]
        mine, theirs = (match.share, match.of_other) if new_is_later else (match.of_other, match.share)
        both = mine + theirs
        alike = int(5 * 2 * mine * theirs / both) if both else 0
        tie = Tie(
            in_earlier=round(mine, 3),
            in_later=round(theirs, 3),
            alike=alike,
            kind=kind_of(match, in_earlier=mine, in_later=theirs),
        )
        shelf.tie(*((new, other) if new_is_later else (other, new)), how=tie)

    def _living(self, held: Held) -> Held:
        kept = self._shelf.alive[held.items]
        return held if kept.all() else Held(hashes=held.hashes[kept], items=held.items[kept])

    def _telling(self, held: Held, read: Grams) -> tuple[Held, npt.NDArray[np.int64]]:
        """What is shared apart from boilerplate, and how many runs the text has without it at each level.

        Boilerplate is what many texts hold that are no copies of each other: a text that very many republish is none.
        """
        counts = np.bincount(held.hashes, minlength=len(read.hashes))
        if counts.max(initial=0) < _BOILERPLATE_ROOTS:
            return held, read.sizes
        many = counts[held.hashes] >= _BOILERPLATE_ROOTS
        span = len(self._shelf) + 1
        pairs = np.unique(held.hashes[many] * span + self._shelf.roots(held.items[many]))
        roots = np.bincount(pairs // span, minlength=len(read.hashes))
        empty = roots >= _BOILERPLATE_ROOTS
        if not empty.any():
            return held, read.sizes
        kept = ~empty[held.hashes]
        if empty.mean() > 1 - _LEFT_OVER:
            kept[:] = False
        sizes = read.sizes - sizes_of(depths(read.hashes[empty]))
        return Held(hashes=held.hashes[kept], items=held.items[kept]), sizes


def _text_of(report: Report) -> str:
    """The text; with the title before it where it is hardly any."""
    text = report.text
    return text if len(text) > _SHORT_TEXT or text.strip() == report.title.strip() else f"{report.title}\n{text}"


def _is_copy(shared: Numbers, own: Numbers, theirs: Numbers) -> npt.NDArray[np.bool_]:
    shorter = np.minimum(own, theirs)
    wanted = np.where(shorter < _SHORT_RUNS, _SHARED_BY_SHORT, _SHARED)
    enough: npt.NDArray[np.bool_] = (shared >= wanted * shorter) & (shared >= _FEWEST_SHARED)
    return enough
