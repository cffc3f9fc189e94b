"""Surveys maps: ground by day and class on one plane, compared from each day to the next, split by region."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.compare import Outlined, compare, outlined
from dateline.territory.core.front import NOT_HELD
from dateline.territory.core.gates import Day
from dateline.territory.core.measures import Endpoints, Step, span
from dateline.territory.core.overlay import union, valid
from dateline.territory.core.project import Plane, plane_for, to_plane
from dateline.territory.core.regions import WHOLE, Regions
from dateline.territory.core.repair import RepairRules
from dateline.territory.core.values import Change, Finding, Ground, Period
from dateline.territory.profile_read import ClassSum, Profile
from dateline.territory.read.parts import DrawnMap, MapPart, day_maps, drawn, parted
from dateline.territory.read.regions import NamedRegions
from dateline.territory.read.values import Layer, Unreadable
from dateline.territory.surveys.values import ChangedGround, DayChange, ShownGround

NO_REGIONS = Regions((), np.empty(0, dtype=object), shapely.STRtree([]))


def day_drawings(
    layers: Sequence[Layer], profile: Profile, *, regions: NamedRegions | None, findings: list[Finding]
) -> list[DrawnMap]:
    """Each day's map, mended, in order of days; those with a fault are left out and named."""
    parts: list[MapPart] = []
    for layer in layers:
        taken = parted(layer, profile)
        if isinstance(taken, Unreadable):
            findings.append(taken.finding)
            continue
        parts += taken.parts
        findings += taken.findings
    days, found = day_maps(parts, profile)
    findings += found
    rules = _rules(profile, regions)
    maps = [drawn(day, profile, rules=rules) for day in sorted(days, key=lambda day: day.shown)]
    for each in maps:
        findings += each.findings
        if each.fault:
            findings.append(
                Finding(gate="fault", subject=each.shown.isoformat(), what=each.fault, treatment="left out")
            )
    return [each for each in maps if not each.fault]


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
    return plane_for(shapely.box(*shapely.total_bounds(grounds)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneMap:
    """One day's ground by class on the plane."""

    shown: date
    ground: Mapping[str, Ground]
    missing: tuple[str, ...]
    content: str


def on_plane(each: DrawnMap, plane: Plane) -> PlaneMap:
    """The day's map on the plane, where rounding may let edges touch that did not: a hair's breadth, mended."""
    ground = {name: valid(to_plane(ground, plane)) for name, ground in each.ground.items()}
    return PlaneMap(shown=each.shown, ground=ground, missing=each.missing, content=each.content)


def gate_day(each: PlaneMap, classes: Sequence[str]) -> Day:
    """The day as the gates see it: km² by class, None for a layer that is missing."""
    km2: dict[str, float | None] = {
        name: None if name in each.missing else _km2(each.ground.get(name)) for name in classes
    }
    return Day(shown=each.shown, km2=km2, content=each.content)


class Drawings:
    """The days of one sum of classes, ready to be compared and split by region."""

    def __init__(self, maps: Sequence[PlaneMap], each: ClassSum, *, regions: Regions) -> None:
        self._regions, self._classes = regions, each.name
        self._outlined = {m.shown: outlined(_joined(m.ground, each.classes)) for m in maps}
        self._same_side = {m.shown: _besides(m.ground, each.classes) for m in maps}
        self._days = [m.shown for m in maps]
        self._changes: dict[tuple[date, date], Change] = {}
        self.day_changes: list[DayChange] = []
        self.findings: list[Finding] = []

    def steps(self) -> Iterator[Step]:
        """A step a day; regions' areas are those of the first map, carried on by what changed."""
        area: NDArray[np.float64] | None = None
        before: Outlined | None = None
        for shown in self._days:
            after = self._outlined[shown]
            if before is None or area is None:
                area = self._regions.km2(list(shapely.get_parts(after.ground)))
                self._note(shown, Change())
                yield Step(shown=shown, area=self._by_region(area, _km2(after.ground)))
            else:
                change = self._compared(shown, before, after)
                gained, lost = self._split(change)
                area = area + gained - lost
                self._note(shown, change)
                yield Step(
                    shown=shown,
                    area=self._by_region(area, _km2(after.ground)),
                    gained=self._by_region(gained, change.gained_km2),
                    lost=self._by_region(lost, change.lost_km2),
                )
            before = after

    def endpoints(self, earlier: date, later: date) -> Endpoints:
        """What two days' maps do not share, by region."""
        change = self.change(earlier, later)
        gained, lost = self._split(change)
        return Endpoints(gained=self._by_region(gained, change.gained_km2), lost=self._by_region(lost, change.lost_km2))

    def change(self, earlier: date, later: date) -> Change:
        """What two days' maps do not share; kept, for a period's figures and its ground ask for the same."""
        if (earlier, later) not in self._changes:
            self._changes[earlier, later] = self._compared(later, self._outlined[earlier], self._outlined[later])
        return self._changes[earlier, later]

    def changed(self, steps: Sequence[Step], periods: Sequence[Period]) -> Iterator[ChangedGround]:
        """The ground that each period's endpoint figures measure; a period without a map before it has none."""
        for period in periods:
            taken = span(steps, period)
            if taken and taken.base:
                base, last = taken.base.shown, taken.inside[-1].shown
                change = self.change(base, last)
                yield ChangedGround(
                    start=period.start,
                    end=period.end,
                    classes=self._classes,
                    base=base,
                    last=last,
                    gained=shapely.MultiPolygon(list(change.gained)),
                    lost=shapely.MultiPolygon(list(change.lost)),
                )

    def shown(self, steps: Sequence[Step], periods: Sequence[Period]) -> Iterator[ShownGround]:
        """The ground of the maps that begin and end the periods, each day once, in order of days."""
        taken = [each for period in periods if (each := span(steps, period))]
        days = {step.shown for each in taken for step in (each.base, each.inside[-1]) if step}
        for shown in sorted(days):
            yield ShownGround(
                shown=shown,
                classes=self._classes,
                ground=self._outlined[shown].ground,
                same_side=self._same_side[shown],
            )

    def _compared(self, shown: date, before: Outlined, after: Outlined) -> Change:
        change = compare(before, after)
        if change.remark:
            found = Finding(gate="precision", subject=shown.isoformat(), what=change.remark, treatment="kept")
            self.findings.append(found)
        return change

    def _note(self, shown: date, change: Change) -> None:
        self.day_changes.append(DayChange(shown=shown, classes=self._classes, change=change))

    def _split(self, change: Change) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self._regions.km2(change.gained), self._regions.km2(change.lost)

    def _by_region(self, km2: NDArray[np.float64], whole: float) -> dict[str, float]:
        return {WHOLE: whole, **dict(zip(self._regions.names, km2.tolist(), strict=True))}


def _joined(ground: Mapping[str, Ground], classes: Sequence[str]) -> Ground:
    known = [ground[name] for name in classes if name in ground]
    return known[0] if len(known) == 1 else union(known)[0]


def _besides(ground: Mapping[str, Ground], classes: Sequence[str]) -> tuple[Ground, ...]:
    return tuple(g for name, g in sorted(ground.items()) if name not in classes and name not in NOT_HELD)


def _km2(ground: Ground | None) -> float:
    return float(ground.area) / 1e6 if ground is not None else 0.0
