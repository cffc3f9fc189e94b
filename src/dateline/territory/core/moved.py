"""Where ground changed hands: the largest pieces of a change, and since when each piece has been held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from dateline.territory.core.overlay import areal, difference, intersection, union
from dateline.territory.core.values import Change, Ground

# A square metre: what is smaller is left over from cutting.
NOTHING_M2 = 1.0
# What is narrower than this, on average, is a line that was drawn again beside itself: no ground changed hands there.
# Between two days of ISW's maps of 2022 there are some 4,000 such slivers, most of them thinner than two millimetres.
REDRAWN_M = 2.0


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
    found: list[Ground] = []
    for area, group in _groups(pieces):
        # Between two whole redraws lie thousands of slivers: those that cannot be among the largest are not joined.
        if len(found) >= count and area + NOTHING_M2 < found[count - 1].area:
            break
        found += [part for part in shapely.get_parts(union(group)[0]) if part.area > NOTHING_M2]
        found.sort(key=lambda part: (-round(part.area, 3), *shapely.bounds(part).round(3)))
    return found[:count]


def _groups(pieces: Sequence[Ground]) -> list[tuple[float, list[Ground]]]:
    """The pieces that touch or overlap one another together, with the area of all of them in m²; the largest first."""
    ground = np.array(pieces, dtype=object)
    shapely.prepare(ground)
    lead = list(range(len(pieces)))
    for one, other in shapely.STRtree(ground).query(ground, predicate="intersects").T.tolist():
        if one < other:
            first, second = _leader(lead, one), _leader(lead, other)
            lead[max(first, second)] = min(first, second)
    groups: dict[int, list[Ground]] = {}
    for at, piece in enumerate(pieces):
        groups.setdefault(_leader(lead, at), []).append(piece)
    sized = [(float(shapely.area(group).sum()), group) for group in groups.values()]
    return sorted(sized, key=lambda each: -each[0])


def _leader(lead: list[int], at: int) -> int:
    """The first piece of the group; on the way there, ways are made shorter."""
    while lead[at] != at:
        lead[at] = at = lead[lead[at]]
    return at


def moved(change: Change) -> Change:
    """The change without lines that were only drawn again: what is followed from map to map."""
    return Change(gained=_wide(change.gained), lost=_wide(change.lost), remark=change.remark)


class Holding:
    """Since when ground has been held, carried on from map to map: only what changed is looked at."""

    def __init__(self, first: date) -> None:
        self._first, self._days, self._pieces = first, list[date](), list[Ground]()

    def step(self, shown: date, change: Change) -> None:
        """Goes on to the next map: what it lost is no longer held, what it gained is held since its day."""
        followed = moved(change)
        if followed.lost and self._pieces:
            self._lose(followed.lost)
        self._days += [shown] * len(followed.gained)
        self._pieces += followed.gained

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
        for day, piece in zip(self._days, self._within(last), strict=True):
            by_day.setdefault(day, []).append(piece)
        newer = {day: union(pieces)[0] for day, pieces in sorted(by_day.items())}
        first = difference(last, union(list(newer.values()))[0])[0] if newer else last
        cut = [(Since(day=self._first, at_least=True), first)]
        cut += [(Since(day=day, at_least=False), ground) for day, ground in newer.items()]
        return [HeldPiece(since=since, ground=ground) for since, ground in cut if ground.area > NOTHING_M2]

    def _within(self, last: Ground) -> list[Ground]:
        """The pieces without what lines drawn again since have taken of them."""
        shapely.prepare(last)
        inside = shapely.covers(last, self._pieces) if self._pieces else ()
        return [
            piece if whole else intersection(piece, last)[0] for piece, whole in zip(self._pieces, inside, strict=True)
        ]

    def _lose(self, lost: Sequence[Ground]) -> None:
        pieces, away = np.array(self._pieces, dtype=object), np.array(lost, dtype=object)
        at, other = shapely.STRtree(away).query(pieces, predicate="intersects")
        if not len(at):
            return
        # What is lost of one piece, at once: the pieces of a change share no edges.
        order = np.lexsort((other, at))
        numbers, row = np.unique(at[order], return_inverse=True)
        parts, of = shapely.get_parts(
            _less(pieces[numbers], shapely.multipolygons(away[other[order]], indices=row)), return_index=True
        )
        kept = _is_wide(parts)
        rest = np.delete(np.arange(len(pieces)), numbers)
        number = np.concatenate([rest, numbers[of[kept]]])
        ordered = np.argsort(number, kind="stable")
        days = np.array(self._days, dtype=object)
        self._days = days[number[ordered]].tolist()
        self._pieces = np.concatenate([pieces[rest], parts[kept]])[ordered].tolist()


def _less(pieces: NDArray[np.object_], lost: NDArray[np.object_]) -> NDArray[np.object_]:
    """Each piece without its lost ground."""
    try:
        return np.array([areal(left) for left in shapely.difference(pieces, lost)], dtype=object)
    except GEOSException:  # one of them is hard: each by itself
        pairs = zip(pieces, lost, strict=True)
        return np.array([difference(piece, gone)[0] for piece, gone in pairs], dtype=object)


def _wide(pieces: Sequence[Ground]) -> tuple[Ground, ...]:
    array = np.array(pieces, dtype=object)
    return tuple(array[_is_wide(array)].tolist())


def _is_wide(pieces: NDArray[np.object_]) -> NDArray[np.bool_]:
    area = shapely.area(pieces)
    found: NDArray[np.bool_] = (area > NOTHING_M2) & (2 * area > REDRAWN_M * shapely.length(pieces))
    return found


def middle(ground: Ground) -> tuple[float, float]:
    """A point to find the ground by: its centroid where that lies in it, else a point that does."""
    centre = shapely.centroid(ground)
    point = centre if shapely.contains(ground, centre) else shapely.point_on_surface(ground)
    x, y = np.round([shapely.get_x(point), shapely.get_y(point)], 3)
    return float(x), float(y)
