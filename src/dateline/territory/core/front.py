"""The front line: the part of held ground's outline that faces the other side, and how long it is.

How long depends on how finely it is drawn, as a coast's length does: so there are always two lengths, as drawn and with
every bend below a kilometre drawn straight. Only the second may be held against another mapper's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.compare import Outlined
from dateline.territory.core.project import Plane, geodesic_km
from dateline.territory.core.values import ControlClass, Ground

# The outline is asked piece by piece what it faces, so a border is found to within half of this.
PIECE_M = 250.0
# One mapper's coast and border run up to some two kilometres beside another's: beside the boundaries that are used
# with them, DeepState's, ISW's and OwlMaps' outlines lose hardly any more length from there on.
BORDER_M = 2_000.0
# Two shapes of one side with a gap narrower than this between them were drawn beside each other; nobody stands there.
GAP_M = 20.0
STRAIGHT_M = 1_000.0
# A hole in a country that is smaller than this is a seam between its regions, not another country.
SEAM_M2 = 1e6
# What a map shows of ground that the side it follows does not hold.
NOT_HELD = frozenset({ControlClass.CONTESTED, ControlClass.LIBERATED, ControlClass.IGNORED})
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inland:
    """A country on the plane: where an outline is a front, and not its coast or its border."""

    country: Ground
    border: Ground

    @classmethod
    def of(cls, country: Ground) -> "Inland":
        """The country, ready to be asked."""
        rings = shapely.get_rings(shapely.get_parts(country))
        border = shapely.multilinestrings(rings[shapely.area(shapely.polygons(rings)) > SEAM_M2])
        shapely.prepare([country, border])
        return cls(country, border)

    def holds(self, points: Points) -> NDArray[np.bool_]:
        """For each point whether it lies in the country, away from its border."""
        inside = shapely.contains_xy(self.country, points[:, 0], points[:, 1])
        inside[inside] = ~shapely.dwithin(self.border, shapely.points(points[inside]), BORDER_M)
        return np.asarray(inside)


def front(held: Outlined, *, same_side: Sequence[Ground] = (), inland: Inland | None = None) -> Ground:
    """The front line of held ground, on its plane: a MultiLineString, empty where nothing faces the other side.

    ``same_side`` is other ground that the same side holds; without ``inland`` the coast and the border count too.
    """
    start, end, outward = _pieces(held)
    middle = (start + end) / 2
    faces = np.ones(len(middle), dtype=bool)
    for own in (held.ground, *same_side):
        beyond = middle + outward * GAP_M
        shapely.prepare(own)
        faces &= ~shapely.contains_xy(own, beyond[:, 0], beyond[:, 1])
        shapely.destroy_prepared(own)  # it takes ten times the memory of the ground
    if inland is not None:
        faces[faces] = inland.holds(middle[faces])
    if not faces.any():
        return shapely.MultiLineString()
    lines = shapely.multilinestrings(shapely.linestrings(np.stack([start[faces], end[faces]], axis=1)))
    return shapely.multilinestrings(shapely.get_parts(shapely.line_merge(lines)))


def front_km(line: Ground, plane: Plane) -> float:
    """The length of a front as it is drawn, in km on the ellipsoid."""
    return geodesic_km(line, plane) if not shapely.is_empty(line) else 0.0


def as_drawn(line: Ground) -> Ground:
    """The front with the points alone that shape it, to half a metre; it was cut into short pieces to be asked."""
    return straightened(line, 0.5)


def straightened(line: Ground, metres: float = STRAIGHT_M) -> Ground:
    """The front with bends that leave the straight line by less than this drawn straight (Douglas and Peucker)."""
    parts = shapely.simplify(shapely.get_parts(line), metres, preserve_topology=False)
    return shapely.multilinestrings(parts[~shapely.is_empty(parts)])


def _pieces(held: Outlined) -> tuple[Points, Points, Points]:
    """The outline in short pieces: where each starts and ends, and which way from it the ground is not (length 1)."""
    start, end = held.edges[:, :2], held.edges[:, 2:]
    along = end - start
    length = np.hypot(*along.T)
    # The ground is on the left of an edge with the side 1.
    outward = np.column_stack([along[:, 1], -along[:, 0]]) * (np.sign(held.sides) / length)[:, None]
    count = np.maximum(1, np.ceil(length / PIECE_M)).astype(np.int64)
    edge = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    first, last = (number / count[edge])[:, None], ((number + 1) / count[edge])[:, None]
    whole = (last == 1).ravel()
    ends = start[edge] + along[edge] * last
    ends[whole] = end[edge][whole]  # to the last digit, so that lines meet
    return start[edge] + along[edge] * first, ends, outward[edge]
