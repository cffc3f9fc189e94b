"""Lays ground over ground so that an answer always comes: exactly, or with the points on a fine grid and a word of it.

The overlay of two grounds is exact but for the last digits, and rarely fails: where edges nearly meet, or where one is
not valid. Then it is mended and its points are put on a grid, where an overlay cannot fail.
"""

from collections.abc import Callable, Sequence

import shapely
from shapely.errors import GEOSException

from dateline.territory.core.shapes import MOST_CROSSINGS, crossings
from dateline.territory.core.values import Ground

Laid = tuple[Ground, str]  # the ground, and what had to be done to get it: mostly nothing
# Shares of the extent of what is laid: for a country of 1,000 km a micrometre, a tenth of a millimetre, a centimetre.
# On the finest a front of 1,000 km moves by less than a square metre.
GRIDS = (1e-12, 1e-10, 1e-8)


class Endless(GEOSException):  # type: ignore[misc]  # shapely says no types
    """A ring crosses itself so often that mending it would never end; the text says how often."""


def difference(ground: Ground, other: Ground) -> Laid:
    """The ground that is not in the other."""
    return _laid(lambda grid, those: shapely.difference(*those, grid_size=grid), [ground, other])


def intersection(ground: Ground, other: Ground) -> Laid:
    """The ground that both have."""
    return _laid(lambda grid, those: shapely.intersection(*those, grid_size=grid), [ground, other])


def union(grounds: Sequence[Ground]) -> Laid:
    """The ground that any has; nothing of no ground is an empty collection."""
    return _laid(lambda grid, those: shapely.union_all(those, grid_size=grid), list(grounds))


def thinned(grounds: Sequence[Ground], tolerance: float) -> list[Ground]:
    """The grounds with fewer points, borders that they share still shared; each by itself where that is too hard."""
    try:
        return list(shapely.coverage_simplify(list(grounds), tolerance, simplify_boundary=True))
    except GEOSException:
        return list(shapely.simplify(list(grounds), tolerance))


def valid(ground: Ground) -> Ground:
    """The same ground, valid; the one given where it is so already. Lines and points, which have no area, fall away.

    Raises Endless for ground that can never be mended.
    """
    if shapely.is_valid(ground):
        return ground
    _refuse_endless(ground)
    # Part by part: of many parts at once the structure takes minutes where a ring crosses itself often.
    parts = shapely.make_valid(shapely.get_parts(ground), method="structure", keep_collapsed=False)
    made = areal(parts[0]) if len(parts) == 1 else union([areal(part) for part in parts])[0]
    # Rarely a crossing that lies on a point misleads it: the other way knows no holes that overlap, but is right.
    return made if shapely.is_valid(made) else areal(shapely.make_valid(ground))


def endless(ground: Ground) -> str:
    """Why mending this ground would never end; nothing where it would."""
    if shapely.is_valid(ground):
        return ""
    try:
        _refuse_endless(ground)
    except Endless as fault:
        return str(fault)
    return ""


def _refuse_endless(ground: Ground) -> None:
    for part in shapely.get_parts(ground):
        met = crossings(part)
        if met > MOST_CROSSINGS:
            points = shapely.get_num_coordinates(part)
            raise Endless(f"a ring of {points:,} points crosses itself some {met:,.0f} times")


def areal(ground: Ground) -> Ground:
    """The polygons of ground; lines and points, which have no area, fall away."""
    if ground.geom_type in {"Polygon", "MultiPolygon"}:
        return ground
    parts = shapely.get_parts(shapely.get_parts(ground))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _laid(lay: Callable[[float | None, list[Ground]], Ground], grounds: list[Ground]) -> Laid:
    try:
        return areal(lay(None, grounds)), ""
    except GEOSException as fault:
        why = str(fault).partition(" (")[0].removeprefix("TopologyException: ").rstrip(" .")
    grounds = [valid(ground) for ground in grounds]
    west, south, east, north = shapely.total_bounds(grounds)
    extent = max(east - west, north - south)
    *finer, last = GRIDS
    for grid in finer:
        try:
            return areal(lay(grid * extent, grounds)), _remark(why, grid)
        except GEOSException:
            continue
    return areal(lay(last * extent, grounds)), _remark(why, last)


def _remark(why: str, grid: float) -> str:
    return f"it could not be laid over exactly ({why}); points were put on a grid of {grid:.0e} of the map's width"
