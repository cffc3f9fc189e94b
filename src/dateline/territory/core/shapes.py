"""Looks at shapes for what is odd: swapped axes, doubled points, spikes, slivers, rings that cross too often."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.values import Ground

Bounds = tuple[float, float, float, float]  # west, south, east, north
# Maps that reach over the antimeridian count on past 180.
EARTH: Bounds = (-360.0, -90.0, 360.0, 90.0)
# Mending takes time with the square of the crossings: 50,000 of them some seconds. A random ring of 100,000 points
# has ten thousand times as many and would never end; published maps stay below 30,000.
MOST_CROSSINGS = 50_000
_SAMPLE = 200
KM_A_DEGREE = 111.2
_FEW = 5  # points: a ring of so few that is all needle is a sliver
SPIKE_DEGREES, SPIKE_KM, SPIKE_FOOT_KM = 0.3, 1.0, 0.02
SLIVER_KM2, SLIVER_ROUNDNESS = 0.05, 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """A needle in a ring: where its point is and how far it sticks out, in km."""

    longitude: float
    latitude: float
    km: float


def swapped(ground: Ground, place: Bounds | None) -> bool:
    """Whether the ground only fits the place, or the earth, with its axes exchanged."""
    west, south, east, north = shapely.bounds(ground)
    turned: Bounds = (south, west, north, east)
    if not _inside((west, south, east, north), EARTH):
        return _inside(turned, EARTH) and (place is None or _meet(turned, place))
    return place is not None and not _meet((west, south, east, north), place) and _inside(turned, _wider(place))


def in_order(grounds: NDArray[np.object_], place: Bounds | None) -> NDArray[np.bool_]:
    """Which of many grounds need no closer look: in their place, valid, no point twice, too small for a needle.

    Asked of all at once, for to ask each of a million takes minutes. What is not in order here may still be so.
    """
    west, south, east, north = shapely.bounds(grounds).T
    lies = (west >= EARTH[0]) & (south >= EARTH[1]) & (east <= EARTH[2]) & (north <= EARTH[3])
    if place is not None:
        lies &= (west <= place[2]) & (east >= place[0]) & (south <= place[3]) & (north >= place[1])
    # No edge of a needle is longer than the ground is wide, nor a degree longer than on the equator.
    small = KM_A_DEGREE * np.hypot(east - west, north - south) < SPIKE_KM
    small |= shapely.get_num_coordinates(grounds) <= _FEW
    found: NDArray[np.bool_] = lies & small & shapely.is_valid(grounds)
    found[_with_repeats(grounds)] = False
    return found


def _with_repeats(grounds: NDArray[np.object_]) -> NDArray[np.int64]:
    """The numbers of the grounds in which a point stands twice in a row; one may be named more than once."""
    parts, ground = shapely.get_parts(grounds, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    twice = (coords[1:] == coords[:-1]).all(axis=1) & (ring[1:] == ring[:-1])
    numbers: NDArray[np.int64] = ground[part[ring[1:][twice]]]
    return numbers


def exchanged(ground: Ground) -> Ground:
    """The ground with longitude and latitude exchanged."""
    turned: Ground = shapely.transform(ground, lambda c: c[:, ::-1])
    return turned


def rounded(ground: Ground, digits: int = 6) -> Ground:
    """Lines or ground with fewer digits, still valid: six of a degree are a tenth of a metre.

    Not by ``shapely.set_precision``, which gives up on ground whose parts share an edge.
    """
    shape = shapely.transform(ground, lambda coords: np.round(coords, digits))
    if shapely.is_valid(shape):
        return shape
    # Part by part first: of thousands of parts together it takes a hundred times as long, and seldom two of them meet.
    parts = shapely.get_parts(shape)
    torn = ~shapely.is_valid(parts)
    mended = shapely.get_parts(shapely.make_valid(parts[torn], method="structure", keep_collapsed=False))
    whole = shapely.MultiPolygon([*parts[~torn], *mended[~shapely.is_empty(mended)]])
    return whole if shapely.is_valid(whole) else shapely.make_valid(whole, method="structure", keep_collapsed=False)


def on_earth(ground: Ground) -> bool:
    """Whether all coordinates can be degrees."""
    return _inside(tuple(shapely.bounds(ground)), EARTH)


def repeated_points(ground: Ground) -> int:
    """How many points stand twice in a row."""
    coords, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(ground)), return_index=True)
    return int(((coords[1:] == coords[:-1]).all(axis=1) & (ring[1:] == ring[:-1])).sum())


def crossings(polygon: Ground) -> float:
    """About how often edges of the polygon may cross others, from a sample: what mending it would cost."""
    coords, ring = shapely.get_coordinates(shapely.get_rings(polygon), return_index=True)
    same = ring[1:] == ring[:-1]
    low, high = np.minimum(coords[:-1], coords[1:])[same], np.maximum(coords[:-1], coords[1:])[same]
    # The longest edges, each of which may cross all others, by themselves; of the rest a sample.
    order = np.argsort((high - low).sum(axis=1))
    step = max(1, len(low) // _SAMPLE)
    sampled = np.zeros(len(low), dtype=bool)
    sampled[::step] = True
    sampled[order[-_SAMPLE:]] = False
    (west, south), (east, north) = np.ascontiguousarray(low.T), np.ascontiguousarray(high.T)

    def met(edges: NDArray[np.int64]) -> int:
        found = 0
        for i in edges:
            beside = (west <= east[i]) & (east >= west[i])
            found += max(0, int(np.count_nonzero(beside & (south <= north[i]) & (north >= south[i]))) - 3)
        return found

    return met(order[-_SAMPLE:]) / 2 + met(np.flatnonzero(sampled)) * step / 2


def spikes(ground: Ground) -> list[Spike]:
    """Needles: points where a ring turns back on itself, out and back for more than a kilometre."""
    rings = shapely.get_rings(shapely.get_parts(ground))
    coords, ring = shapely.get_coordinates(rings[shapely.get_num_coordinates(rings) > _FEW], return_index=True)
    if not len(coords):
        return []
    at, narrow = _needles(coords, ring)
    return [
        Spike(longitude=float(coords[i, 0]), latitude=float(coords[i, 1]), km=float(k))
        for i, k in zip(at, narrow, strict=True)
    ]


def slivers(ground: Ground) -> NDArray[np.bool_]:
    """For each part whether it is a sliver: thin, and less than a twentieth of a km²."""
    parts = shapely.get_parts(ground)
    return _thin(parts)


def sliver_holes(ground: Ground) -> NDArray[np.object_]:
    """The holes in the ground that are slivers: gaps that drawing left, not pockets."""
    parts = shapely.get_parts(ground)
    with_holes = parts[shapely.get_num_interior_rings(parts) > 0]
    if not len(with_holes):
        return np.array([], dtype=object)
    rings = [hole for part in with_holes for hole in part.interiors]
    holes = shapely.polygons(rings)
    found: NDArray[np.object_] = holes[_thin(holes)]
    return found


def _thin(polygons: NDArray[np.object_]) -> NDArray[np.bool_]:
    area, around = shapely.area(polygons), shapely.length(polygons)
    roundness = 4 * np.pi * area / np.maximum(around, 1e-12) ** 2
    latitude = shapely.get_y(shapely.centroid(polygons))
    km2 = area * 111.2**2 * np.cos(np.radians(latitude))
    found: NDArray[np.bool_] = (km2 < SLIVER_KM2) & ((roundness < SLIVER_ROUNDNESS) | (km2 < SLIVER_KM2 / 1000))
    return found


def _needles(coords: NDArray[np.float64], ring: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    scale = np.array([KM_A_DEGREE * np.cos(np.radians(coords[:, 1].mean())), KM_A_DEGREE])
    flat = coords * scale
    length = np.hypot(*np.diff(flat, axis=0).T)
    # A ring's last point is its first: the edge before the first point is the one before the last.
    inside = (ring[:-2] == ring[1:-1]) & (ring[2:] == ring[1:-1])
    short = np.minimum(length[:-1], length[1:])
    at = np.flatnonzero(inside & (short > SPIKE_KM)) + 1
    back, on = flat[at - 1] - flat[at], flat[at + 1] - flat[at]
    cosine = (back * on).sum(axis=1) / np.maximum(length[at - 1] * length[at], 1e-12)
    narrow = cosine > np.cos(np.radians(SPIKE_DEGREES))
    # Where two lines part at a narrow angle there is a cusp; a needle comes back to where it began.
    returns = np.hypot(*(flat[at + 1] - flat[at - 1]).T) < SPIKE_FOOT_KM
    found = at[narrow & returns]
    return found, short[found - 1]


def _inside(bounds: Bounds, place: Bounds) -> bool:
    return bounds[0] >= place[0] and bounds[1] >= place[1] and bounds[2] <= place[2] and bounds[3] <= place[3]


def _meet(bounds: Bounds, place: Bounds) -> bool:
    return bounds[0] <= place[2] and bounds[2] >= place[0] and bounds[1] <= place[3] and bounds[3] >= place[1]


def _wider(place: Bounds) -> Bounds:
    """A quarter more on each side: maps reach over the border."""
    more_x, more_y = (place[2] - place[0]) / 4, (place[3] - place[1]) / 4
    return place[0] - more_x, place[1] - more_y, place[2] + more_x, place[3] + more_y
