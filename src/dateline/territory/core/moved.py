"""Where ground changed hands: the largest pieces of a change, and since when each piece has been held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from dateline.territory.core.overlay import difference, intersection, union
from dateline.territory.core.values import Change, Ground

# A square metre: what is smaller is left over from cutting.
NOTHING_M2 = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The map since which ground has been held; ``at_least`` where that is the first of the series."""

    day: date
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPiece:
    """Ground of the last map that has been held, without a break, since one map of the series."""

    since: Since
    ground: Ground


def largest(pieces: Sequence[Ground], count: int) -> list[Ground]:
    """The largest pieces, those that touch as one, the largest first."""
    whole = [part for part in shapely.get_parts(union(pieces)[0]) if part.area > NOTHING_M2]
    return sorted(whole, key=lambda part: (-round(part.area, 3), *shapely.bounds(part).round(3)))[:count]


class Holding:
    """Since when ground has been held, carried on from map to map: only what changed is looked at."""

    def __init__(self, first: date) -> None:
        self._first, self._days, self._pieces = first, list[date](), list[Ground]()

    def step(self, shown: date, change: Change) -> None:
        """Goes on to the next map: what it lost is no longer held, what it gained is held since its day."""
        if change.lost and self._pieces:
            self._lose(change.lost)
        self._days += [shown] * len(change.gained)
        self._pieces += change.gained

    def since(self, ground: Ground) -> Since:
        """The map since which more than half of the ground has been held without a break."""
        held: dict[date, float] = {}
        near = shapely.STRtree(self._pieces).query(ground, predicate="intersects") if self._pieces else ()
        for at in sorted(near):
            common = float(intersection(self._pieces[at], ground)[0].area)
            held[self._days[at]] = held.get(self._days[at], 0.0) + common
        before, half = float(ground.area) - sum(held.values()), float(ground.area) / 2
        if before > half or not held:
            return Since(day=self._first, at_least=True)
        days = sorted(held)
        reached = before + np.cumsum([held[day] for day in days])
        return Since(day=days[min(int((reached <= half).sum()), len(days) - 1)], at_least=False)

    def pieces(self, last: Ground) -> list[HeldPiece]:
        """The last map's ground, cut by since when it has been held, the longest held first."""
        by_day: dict[date, list[Ground]] = {}
        for day, piece in zip(self._days, self._pieces, strict=True):
            by_day.setdefault(day, []).append(piece)
        newer = {day: union(pieces)[0] for day, pieces in sorted(by_day.items())}
        first = difference(last, union(list(newer.values()))[0])[0] if newer else last
        cut = [(Since(day=self._first, at_least=True), first)]
        cut += [(Since(day=day, at_least=False), ground) for day, ground in newer.items()]
        return [HeldPiece(since=since, ground=ground) for since, ground in cut if ground.area > NOTHING_M2]

    def _lose(self, lost: Sequence[Ground]) -> None:
        touching: dict[int, list[Ground]] = {}
        for at, other in shapely.STRtree(lost).query(self._pieces, predicate="intersects").T:
            touching.setdefault(int(at), []).append(lost[other])
        days, pieces = list[date](), list[Ground]()
        for at, (day, piece) in enumerate(zip(self._days, self._pieces, strict=True)):
            kept = _rest(piece, touching[at]) if at in touching else [piece]
            pieces += kept
            days += [day] * len(kept)
        self._days, self._pieces = days, pieces


def _rest(piece: Ground, lost: Sequence[Ground]) -> list[Ground]:
    """What is left of a piece without the lost ground that touches it: never the whole map's, which takes long."""
    rest = difference(piece, union(lost)[0])[0]
    return [part for part in shapely.get_parts(rest) if part.area > NOTHING_M2]


def middle(ground: Ground) -> tuple[float, float]:
    """A point to find the ground by: its centroid where that lies in it, else a point that does."""
    centre = shapely.centroid(ground)
    point = centre if shapely.contains(ground, centre) else shapely.point_on_surface(ground)
    x, y = np.round([shapely.get_x(point), shapely.get_y(point)], 3)
    return float(x), float(y)
