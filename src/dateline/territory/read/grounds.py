"""Builds ground from rings of points: many points at once, refusing what is no place on the earth."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.values import Ground
from dateline.territory.read.values import Faulty

Points = Sequence[Sequence[float]]
Rings = Sequence[Points]
Convert = Callable[[Ground], Ground]
_MULTIPOLYGON = shapely.GeometryType.MULTIPOLYGON


def ground_from(polygons: Sequence[Rings]) -> Ground | None:
    """The ground of polygons, each its outer ring and its holes; None where no ring encloses anything."""
    whole = [[ring for ring in rings if len(ring)] for rings in polygons]
    whole = [rings for rings in whole if rings]
    if not whole:
        return None
    rings = [ring for polygon in whole for ring in polygon]
    coords = _coordinates(rings)
    sizes = np.fromiter(map(len, rings), dtype=np.int64)
    counts = np.fromiter(map(len, whole), dtype=np.int64)
    return _assembled(coords, sizes, counts)


def _assembled(coords: NDArray[np.float64], sizes: NDArray[np.int64], counts: NDArray[np.int64]) -> Ground | None:
    ends = np.cumsum(sizes)
    closed = (coords[ends - 1] == coords[ends - sizes]).all(axis=1)
    if not closed.all() or sizes.min() < 4:
        return _one_by_one(np.split(coords, ends[:-1]), counts)
    parts = np.append(0, np.cumsum(counts))
    offsets = (np.append(0, ends), parts, np.array([0, len(counts)]))
    made: Ground = shapely.from_ragged_array(_MULTIPOLYGON, coords, offsets)[0]
    return made


def _one_by_one(rings: list[NDArray[np.float64]], counts: NDArray[np.int64]) -> Ground | None:
    """The slow way, for rings that are left open or enclose nothing."""
    polygons, at = [], 0
    for count in counts:
        outer, *holes = rings[at : at + count]
        at += count
        if len(np.unique(outer, axis=0)) >= 3:
            polygons.append(shapely.Polygon(outer, [h for h in holes if len(np.unique(h, axis=0)) >= 3]))
    return shapely.MultiPolygon(polygons) if polygons else None


def _coordinates(rings: Sequence[Points]) -> NDArray[np.float64]:
    """The points of all rings, longitude and latitude; heights are dropped."""
    try:
        if set(map(len, chain.from_iterable(rings))) == {2}:
            coords = np.fromiter(chain.from_iterable(chain.from_iterable(rings)), dtype=float).reshape(-1, 2)
        else:
            coords = np.array([(point[0], point[1]) for ring in rings for point in ring], dtype=float)
    except (TypeError, ValueError, IndexError, KeyError) as fault:
        raise Faulty("its coordinates are not pairs of numbers") from fault
    return checked(coords)


def checked(coords: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same points, all of them numbers: a map with a hole where NaN stood would be wrong by that ground."""
    bad = ~np.isfinite(coords).all(axis=1)
    if bad.any():
        raise Faulty(f"{int(bad.sum())} of {len(coords)} points are not numbers (NaN or infinite)")
    return coords


def polygons_of(geometry: Ground | None) -> Ground | None:
    """The polygons of any geometry, flat, as one ground; None where it has none."""
    if geometry is None or shapely.is_empty(geometry):
        return None
    found = [part for part in _flat(geometry) if part.geom_type == "Polygon" and not part.is_empty]
    if not found:
        return None
    ground = shapely.force_2d(found[0] if len(found) == 1 else shapely.MultiPolygon(found))
    checked(shapely.get_coordinates(ground))
    return ground


def from_oriented(rings: Iterable[Points]) -> Ground | None:
    """The ground of rings that turn clockwise where they are outer ones, the other way where they are holes."""
    closed = [shapely.Polygon(_coordinates([r])) for r in rings if len(r) >= 3]
    turned = [(p, shapely.is_ccw(p.exterior)) for p in closed]
    shells = [p for p, ccw in turned if not ccw] or closed
    holes = [p for p, ccw in turned if ccw] if shells is not closed else []
    within: dict[int, list[Any]] = {}
    tree = shapely.STRtree(shells)
    for hole in holes:
        around = tree.query(shapely.Point(hole.exterior.coords[0]), predicate="intersects")
        fitting = [i for i in around if shells[i].area >= hole.area]
        if fitting:
            within.setdefault(min(fitting, key=lambda i: shells[i].area), []).append(hole.exterior)
    made = [shapely.Polygon(shell.exterior, within.get(i, [])) for i, shell in enumerate(shells)]
    return shapely.MultiPolygon(made) if made else None


def converter(crs: str) -> Convert | None:
    """What turns coordinates of this system into longitude and latitude; None where they are that already."""
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(crs)
        if system.is_geographic and (system.to_epsg() in {4326, 4979} or "CRS84" in crs.upper()):
            return None
        forward = Transformer.from_crs(system, 4326, always_xy=True)
    except CRSError as fault:
        raise Faulty(f"its coordinate system is unknown: {crs[:80]}") from fault

    def convert(ground: Ground) -> Ground:
        return shapely.transform(ground, lambda c: checked(np.column_stack(forward.transform(c[:, 0], c[:, 1]))))

    return convert


def _flat(geometry: Ground) -> list[Ground]:
    level = [geometry]
    while any(hasattr(part, "geoms") for part in level):
        level = [p for part in level for p in (part.geoms if hasattr(part, "geoms") else [part])]
    return level
