"""What changed between two maps, from the edges that differ alone.

An edge that bounds the ground of both maps, with the ground on the same side, bounds no change: it cancels. Two maps of
one mapper a day apart differ in a few hundred edges of thousands, so only those are polygonised; each face is then
gained, lost or neither by one point inside it. The result equals the full geometric difference (property test), and is
taken from it where most edges differ or where they cannot be put together: then it is the quicker or the only way.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from dateline.territory.core import overlay
from dateline.territory.core.values import Change, Ground

Edges = NDArray[np.float64]  # one row an edge: x1, y1, x2, y2, the lesser end first
Sides = NDArray[np.int64]  # for each edge 1 with the ground on its left, -1 on its right
# Of two maps that share few edges the full difference is the quicker one: a whole map redrawn, or put down anew.
MOST_DIFFERING = 0.5
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Outlined:
    """Ground with its boundary as a set of edges: made once for each map, compared with two neighbours."""

    ground: Ground
    edges: Edges
    sides: Sides


def outlined(ground: Ground) -> Outlined:
    """The ground, ready to be compared; edges that two of its parts share are no boundary."""
    shapely.prepare(ground)
    return Outlined(ground, *_netted(*_edges(ground)))


def compare(earlier: Outlined, later: Outlined) -> Change:
    """What the later map has gained and lost; both grounds valid but for a hair's breadth, on the same plane."""
    if earlier is later:
        return Change()
    edges, _ = _netted(np.vstack([earlier.edges, later.edges]), np.append(earlier.sides, -later.sides))
    if not len(edges):
        return Change()
    differing = len(edges) / (len(earlier.edges) + len(later.edges))
    change = _by_faces(edges, earlier.ground, later.ground) if differing <= MOST_DIFFERING else None
    return change or full_difference(earlier.ground, later.ground)


def full_difference(earlier: Ground, later: Ground) -> Change:
    """The same by the full geometric difference: what ``compare`` is held against. Its remark says if it was hard."""
    earlier, later = overlay.valid(earlier), overlay.valid(later)
    gained, remark = overlay.difference(later, earlier)
    lost, other = overlay.difference(earlier, later)
    return Change(gained=_pieces(gained), lost=_pieces(lost), remark=remark or other)


def _by_faces(edges: Edges, earlier: Ground, later: Ground) -> Change | None:
    """The change by the faces that the differing edges enclose; None where they do not tell."""
    try:
        faces = _faces(edges)
        change = _classed(faces, earlier, later) if faces is not None else None
    except GEOSException:  # where edges nearly meet, noding them may come to no end
        return None
    return change if change is not None and _adds_up(change, earlier, later) else None


def _faces(edges: Edges) -> NDArray[np.object_] | None:
    """The faces that the edges enclose, or None where an edge encloses nothing.

    That happens where the end of one edge lies on another but for a rounding error: the two are not seen to meet.
    """
    # As long lines: to node as many edges by themselves takes six times as long.
    noded = shapely.node(shapely.line_merge(shapely.multilinestrings(shapely.linestrings(edges.reshape(-1, 2, 2)))))
    faces, *loose = shapely.polygonize_full(shapely.get_parts(noded))
    return None if any(not shapely.is_empty(rest) for rest in loose) else shapely.get_parts(faces)


def _classed(faces: NDArray[np.object_], earlier: Ground, later: Ground) -> Change:
    points = shapely.point_on_surface(faces)
    x, y = shapely.get_x(points), shapely.get_y(points)
    before, after = shapely.contains_xy(earlier, x, y), shapely.contains_xy(later, x, y)
    return Change(gained=tuple(faces[after & ~before]), lost=tuple(faces[before & ~after]))


def _adds_up(change: Change, earlier: Ground, later: Ground) -> bool:
    # Areas near 1e11 m² are summed in doubles: a square metre is some 1e-11 of them.
    return bool(abs((change.gained_km2 - change.lost_km2) * 1e6 - (later.area - earlier.area)) < 1.0)


def _pieces(ground: Ground) -> tuple[Ground, ...]:
    return tuple(part for part in shapely.get_parts(ground) if not part.is_empty)


def _edges(ground: Ground) -> tuple[Edges, Sides]:
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(ground)))
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    a, b = coords[:-1][same], coords[1:][same]
    turned = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    return np.where(turned[:, None], np.hstack([b, a]), np.hstack([a, b])), np.where(turned, -1, 1)


def _netted(edges: Edges, sides: Sides) -> tuple[Edges, Sides]:
    """Each edge once, in a fixed order, with the sum of its sides; those that cancel are gone."""
    if not len(edges):
        return edges, sides
    order = np.argsort(_mixed(edges), kind="stable")
    ordered = edges[order]
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    start = np.flatnonzero(first)
    net = np.add.reduceat(sides[order], start)
    return ordered[start[net != 0]], net[net != 0]


def _mixed(edges: Edges) -> NDArray[np.uint64]:
    """A number for each edge, the same for the same edge: what is alike comes together when they are sorted.

    Should two edges ever have one number, they may fail to cancel: the faces then do not tell, or are none.
    """
    mixed = np.zeros(len(edges), dtype=np.uint64)
    for column in (edges + 0.0).T:  # there are two zeros
        mixed = (mixed ^ np.ascontiguousarray(column).view(np.uint64)) * _ODD
        mixed ^= mixed >> np.uint64(29)
    return mixed
