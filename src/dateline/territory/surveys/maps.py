"""Surveys maps: ground by day and class on one plane, compared from each day to the next, split by region."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.compare import Outlined, compare, outlined
from dateline.territory.core.gates import Day
from dateline.territory.core.measures import Endpoints, Step
from dateline.territory.core.project import Plane, plane_for, to_plane
from dateline.territory.core.regions import WHOLE, Regions
from dateline.territory.core.values import Change, Finding, Ground
from dateline.territory.profile_read import ClassSum, Profile
from dateline.territory.read.parts import DrawnMap, MapPart, day_maps, drawn, parted
from dateline.territory.read.regions import NamedRegions
from dateline.territory.read.values import Layer, Unreadable

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
    country = shapely.union_all([ground for _, ground in regions.regions]) if regions else None
    bounds = tuple(shapely.bounds(country).tolist()) if country is not None else None
    rules = profile.repair_rules(bounds=bounds, country=country)
    maps = [drawn(day, profile, rules=rules) for day in sorted(days, key=lambda day: day.shown)]
    for each in maps:
        findings += each.findings
        if each.fault:
            findings.append(
                Finding(gate="fault", subject=each.shown.isoformat(), what=each.fault, treatment="left out")
            )
    return [each for each in maps if not each.fault]


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
    """The day's map on the plane."""
    ground = {name: to_plane(ground, plane) for name, ground in each.ground.items()}
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
        self._regions = regions
        self._outlined = {m.shown: outlined(_joined(m.ground, each.classes)) for m in maps}
        self._days = [m.shown for m in maps]

    def steps(self) -> Iterator[Step]:
        """A step a day; regions' areas are those of the first map, carried on by what changed."""
        area: NDArray[np.float64] | None = None
        before: Outlined | None = None
        for shown in self._days:
            after = self._outlined[shown]
            if before is None or area is None:
                area = self._regions.km2(list(shapely.get_parts(after.ground)))
                yield Step(shown=shown, area=self._by_region(area, _km2(after.ground)))
            else:
                change = compare(before, after)
                gained, lost = self._split(change)
                area = area + gained - lost
                yield Step(
                    shown=shown,
                    area=self._by_region(area, _km2(after.ground)),
                    gained=self._by_region(gained, change.gained_km2),
                    lost=self._by_region(lost, change.lost_km2),
                )
            before = after

    def endpoints(self, earlier: date, later: date) -> Endpoints:
        """What two days' maps do not share, by region."""
        change = compare(self._outlined[earlier], self._outlined[later])
        gained, lost = self._split(change)
        return Endpoints(gained=self._by_region(gained, change.gained_km2), lost=self._by_region(lost, change.lost_km2))

    def _split(self, change: Change) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self._regions.km2(change.gained), self._regions.km2(change.lost)

    def _by_region(self, km2: NDArray[np.float64], whole: float) -> dict[str, float]:
        return {WHOLE: whole, **dict(zip(self._regions.names, km2.tolist(), strict=True))}


def _joined(ground: Mapping[str, Ground], classes: Sequence[str]) -> Ground:
    known = [ground[name] for name in classes if name in ground]
    return known[0] if len(known) == 1 else shapely.union_all(known)


def _km2(ground: Ground | None) -> float:
    return float(ground.area) / 1e6 if ground is not None else 0.0
