"""Surveys maps: ground by day and class on one plane, compared from each day to the next, split by region."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.compare import compare, outlined
from dateline.territory.core.front import NOT_HELD
from dateline.territory.core.gates import Day
from dateline.territory.core.measures import Endpoints, Step, span
from dateline.territory.core.moved import moved
from dateline.territory.core.overlay import union, valid
from dateline.territory.core.project import Plane, plane_for, to_plane
from dateline.territory.core.regions import WHOLE, Regions
from dateline.territory.core.repair import RepairRules
from dateline.territory.core.values import Change, Finding, Ground, Period
from dateline.territory.profile_read import ClassSum, Profile
from dateline.territory.read.parts import DayMap, DrawnMap, MapPart, day_maps, drawn
from dateline.territory.read.regions import NamedRegions
from dateline.territory.surveys.kept import key_of
from dateline.territory.surveys.packed import day_words, map_in, packed_map
from dateline.territory.surveys.shelf import PackedChange, Shelf, ShelvedChange, packed_change
from dateline.territory.surveys.stages import Stage, results
from dateline.territory.surveys.values import ChangedGround, DayChange, Means, ShownGround

ENDED = "the process that mended it was killed, as one is that needs more memory than there is"
RUN = 16  # days that a worker compares at once: each run outlines one map twice
NO_REGIONS = Regions((), np.empty(0, dtype=object), shapely.STRtree([]))


def day_drawings(
    parts: Sequence[MapPart],
    profile: Profile,
    *,
    regions: NamedRegions | None,
    means: Means,
    findings: list[Finding],
) -> list[DrawnMap]:
    """Each day's map, mended, in order of days; those with a fault are left out and named."""
    days, found = day_maps(parts, profile)
    findings += found
    mender = Mender(profile=profile, rules=_rules(profile, regions))
    maps: list[DrawnMap] = []
    for each in _mended(sorted(days, key=lambda day: day.shown), mender, means):
        means.step("mending", done=len(maps) + 1, of=len(days))
        maps.append(each)
        findings += each.findings
        if each.fault:
            findings.append(
                Finding(gate="fault", subject=each.shown.isoformat(), what=each.fault, treatment="left out")
            )
    return [each for each in maps if not each.fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mender:
    """How the maps of a survey are mended."""

    profile: Profile
    rules: RepairRules


def mend(mender: Mender, day: DayMap) -> DrawnMap:
    """One day's map, mended: what a worker does."""
    return drawn(day, mender.profile, rules=mender.rules)


def _mended(days: Sequence[DayMap], mender: Mender, means: Means) -> Iterator[DrawnMap]:
    clip = mender.rules.clip
    how = repr((mender.profile, mender.rules.place)), b"" if clip is None else shapely.to_wkb(clip)
    stage = Stage(
        name="maps",
        work=mend,
        key=lambda day: key_of(*how, day_words(day)),
        pack=lambda drawn: None if drawn.fault == ENDED else packed_map(drawn),
        unpack=map_in,
        lost=lambda day: DrawnMap(shown=day.shown, fault=ENDED),
    )
    return results(stage, days, shared=mender, means=means)


def _rules(profile: Profile, regions: NamedRegions | None) -> RepairRules:
    """How the maps are mended; the country, which takes a while to join, is made where something is cut off by it."""
    if regions is None:
        return profile.repair_rules()
    grounds = [ground for _, ground in regions.regions]
    west, south, east, north = shapely.total_bounds(grounds).tolist()
    country = union(grounds)[0] if profile.place.clip == "regions" else None
    return profile.repair_rules(bounds=(west, south, east, north), country=country)


def plane_of(maps: Sequence[DrawnMap], regions: NamedRegions | None) -> Plane:
    """The plane of the regions, or of all maps together: the same for any order of files."""
    grounds = [ground for _, ground in regions.regions] if regions else [g for m in maps for g in m.ground.values()]
    return plane_for(*grounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneMap:
    """One day's ground by class on the plane."""

    shown: date
    ground: Mapping[str, Ground]
    missing: tuple[str, ...]
    content: str


def on_plane(maps: Sequence[DrawnMap], plane: Plane) -> list[PlaneMap]:
    """The days' maps on the plane; what shows the same as another day is put there once.

    Rounding may let edges touch there that did not, by a hair's breadth: before it is laid over other ground, and for
    that alone, ground is made ``valid`` again.
    """
    put: dict[str, Mapping[str, Ground]] = {}
    for each in maps:
        if each.content not in put:
            put[each.content] = {name: to_plane(ground, plane) for name, ground in each.ground.items()}
    return [PlaneMap(shown=m.shown, ground=put[m.content], missing=m.missing, content=m.content) for m in maps]


def ready_to_join(maps: Sequence[PlaneMap]) -> list[PlaneMap]:
    """The maps with their ground valid, once for all sums that join classes."""
    ready: dict[str, Mapping[str, Ground]] = {}
    for each in maps:
        if each.content not in ready:
            ready[each.content] = {name: valid(ground) for name, ground in each.ground.items()}
    return [replace(each, ground=ready[each.content]) for each in maps]


def gate_day(each: PlaneMap, classes: Sequence[str]) -> Day:
    """The day as the gates see it: km² by class, None for a layer that is missing."""
    km2: dict[str, float | None] = {
        name: None if name in each.missing else _km2(each.ground.get(name)) for name in classes
    }
    return Day(shown=each.shown, km2=km2, content=each.content)


def bridged(maps: Sequence[PlaneMap], kept: Mapping[date, Day]) -> list[PlaneMap]:
    """The maps of the days that the gates let pass; a bridged class has its ground of the day it was taken from."""
    by_day = {each.shown: each for each in maps}
    made = []
    for each in maps:
        if each.shown in kept:
            taken = {n: by_day[d].ground[n] for n, d in kept[each.shown].bridged.items() if n in by_day[d].ground}
            made.append(replace(each, ground={**each.ground, **taken}) if taken else each)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What one map has gained and lost since the one before it, and its km²: by region in their order, and in all.

    ``change`` has all pieces where they are asked for, else those that are followed from map to map: without lines that
    were only drawn again.
    """

    change: PackedChange
    by_region: tuple[NDArray[np.float64], NDArray[np.float64]]
    whole: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparer:
    """How days are compared: split by which regions, and whether all that changed is wanted, not only what moved."""

    regions: Regions
    whole: bool


def compare_days(comparer: Comparer, grounds: Sequence[Ground]) -> list[Compared]:
    """Some days' ground, each compared with the one before it: what a worker does."""
    compared, before = [], outlined(grounds[0])
    for earlier, later in itertools.pairwise(grounds):
        after = before if later is earlier else outlined(later)
        change = compare(before, after)
        compared.append(_compared(change, comparer.regions, kept=change if comparer.whole else moved(change)))
        if after is not before:
            shapely.destroy_prepared(earlier)
        before = after
    shapely.destroy_prepared(grounds[-1])
    return compared


def _compared(change: Change, regions: Regions, *, kept: Change) -> Compared:
    split = regions.km2(change.gained), regions.km2(change.lost)
    return Compared(change=packed_change(kept), by_region=split, whole=(change.gained_km2, change.lost_km2))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What two days' maps do not share."""

    endpoints: Endpoints
    pieces: ShelvedChange


class Drawings:
    """The days of one sum of classes, ready to be compared and split by region."""

    def __init__(self, maps: Sequence[PlaneMap], each: ClassSum, *, regions: Regions, shelf: Shelf) -> None:
        self._regions, self._classes, self._shelf = regions, each.name, shelf
        self._beside = {m.shown: (m.ground, each.classes) for m in maps}
        self._grounds = _joined(maps, each.classes)
        self._known: dict[tuple[date, date], _Known] = {}
        self.day_changes: list[DayChange] = []
        self.findings: list[Finding] = []

    def steps(self, means: Means, *, whole: bool) -> Iterator[Step]:
        """A step a day; regions' areas are those of the first map, carried on by what changed.

        ``whole`` keeps all that changed from day to day, for periods of a day, whose figures and ground are the same.
        """
        days, grounds = list(self._grounds), list(self._grounds.values())
        if not days:
            return
        area = self._regions.km2(list(shapely.get_parts(valid(grounds[0]))))
        self._note(days[0], self._shelf.put_change(PackedChange()))
        yield Step(shown=days[0], area=self._by_region(area, _km2(grounds[0])))
        runs = (grounds[at : at + RUN + 1] for at in range(0, len(grounds) - 1, RUN))
        comparer = Comparer(regions=self._regions, whole=whole)
        compared = itertools.chain.from_iterable(means.workers.map(compare_days, runs, shared=comparer))
        for number, (shown, each) in enumerate(zip(days[1:], compared, strict=True), 2):
            means.step("comparing", done=number, of=len(days))
            (gained, lost), known = each.by_region, self._kept(each)
            area = area + gained - lost
            self._note(shown, known.pieces)
            if whole:
                self._known[days[number - 2], shown] = known
            yield Step(
                shown=shown,
                area=self._by_region(area, _km2(self._grounds[shown])),
                gained=known.endpoints.gained,
                lost=known.endpoints.lost,
            )

    def endpoints(self, earlier: date, later: date) -> Endpoints:
        """What two days' maps do not share, by region."""
        return self._between(earlier, later).endpoints

    def changed(self, steps: Sequence[Step], periods: Sequence[Period]) -> Iterator[ChangedGround]:
        """The ground that each period's endpoint figures measure; a period without a map before it has none."""
        for period in periods:
            taken = span(steps, period)
            if taken and taken.base:
                base, last = taken.base.shown, taken.inside[-1].shown
                yield ChangedGround(
                    start=period.start,
                    end=period.end,
                    classes=self._classes,
                    base=base,
                    last=last,
                    pieces=self._between(base, last).pieces,
                )

    def shown(self, steps: Sequence[Step], periods: Sequence[Period]) -> Iterator[ShownGround]:
        """The ground of the maps that begin and end the periods, each day once, in order of days."""
        taken = [each for period in periods if (each := span(steps, period))]
        days = {step.shown for each in taken for step in (each.base, each.inside[-1]) if step}
        for shown in sorted(days):
            yield ShownGround(
                shown=shown,
                classes=self._classes,
                ground=valid(self._grounds[shown]),
                same_side=_besides(*self._beside[shown]),
            )

    def _between(self, earlier: date, later: date) -> _Known:
        """What two days' maps do not share; kept, for a period's figures and its ground ask for the same."""
        if (earlier, later) not in self._known:
            grounds = [self._grounds[earlier], self._grounds[later]]
            change = compare(*map(outlined, grounds))
            shapely.destroy_prepared(grounds)
            self._known[earlier, later] = self._kept(_compared(change, self._regions, kept=change))
            self._remark(later, change.remark)
        return self._known[earlier, later]

    def _kept(self, each: Compared) -> _Known:
        (gained, lost), (all_gained, all_lost) = each.by_region, each.whole
        split = Endpoints(gained=self._by_region(gained, all_gained), lost=self._by_region(lost, all_lost))
        return _Known(endpoints=split, pieces=self._shelf.put_change(each.change))

    def _note(self, shown: date, moved: ShelvedChange) -> None:
        self.day_changes.append(DayChange(shown=shown, classes=self._classes, moved=moved))
        self._remark(shown, moved.remark)

    def _remark(self, shown: date, remark: str) -> None:
        if remark:
            found = Finding(gate="precision", subject=shown.isoformat(), what=remark, treatment="kept")
            self.findings.append(found)

    def _by_region(self, km2: NDArray[np.float64], whole: float) -> dict[str, float]:
        return {WHOLE: whole, **dict(zip(self._regions.names, km2.tolist(), strict=True))}


def _joined(maps: Sequence[PlaneMap], classes: Sequence[str]) -> dict[date, Ground]:
    """Each day's ground of the classes together; days with the same ground have the same object."""
    made: dict[tuple[int, ...], Ground] = {}
    joined = {}
    for each in maps:
        known = [each.ground[name] for name in classes if name in each.ground]
        alike = tuple(map(id, known))
        if alike not in made:
            made[alike] = known[0] if len(known) == 1 else union(known)[0]
        joined[each.shown] = made[alike]
    return joined


def _besides(ground: Mapping[str, Ground], classes: Sequence[str]) -> tuple[Ground, ...]:
    return tuple(g for name, g in sorted(ground.items()) if name not in classes and name not in NOT_HELD)


def _km2(ground: Ground | None) -> float:
    return float(ground.area) / 1e6 if ground is not None else 0.0
