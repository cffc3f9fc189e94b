"""Says where ground lies by the places that people know: “3 km west of X”."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from dateline.territory.core.moved import middle
from dateline.territory.core.project import Plane, bearing_km, points_to_plane, to_degrees
from dateline.territory.core.values import Ground

DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
AT_KM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place by its name, in whatever script, with its inhabitants where they are known."""

    name: str
    longitude: float
    latitude: float
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where ground lies: how far from a place and which way; 0 km and no direction where the place lies in it."""

    place: str
    km: float = 0.0
    direction: str = ""

    @property
    def words(self) -> str:
        """The same in words: the place's name alone where it lies in the ground."""
        if not self.direction:
            return self.place
        return f"{self.km:.0f} km {self.direction} of {self.place}"


class Places:
    """Places on the plane of a survey, ready to be asked."""

    def __init__(self, places: Sequence[Place], plane: Plane) -> None:
        self._places = sorted(places, key=lambda each: (-each.population, each.name, each.longitude, each.latitude))
        degrees = np.array([(each.longitude, each.latitude) for each in self._places]).reshape(-1, 2)
        self._plane = plane
        self._tree = shapely.STRtree(shapely.points(points_to_plane(degrees, plane)))

    def where(self, ground: Ground) -> Where | None:
        """Where ground on the plane lies: the largest place in it, else how far it is from the nearest place."""
        if not self._places:
            return None
        inside = self._tree.query(ground, predicate="contains")
        if len(inside):
            return Where(place=self._places[int(inside.min())].name)  # they stand in order of size
        point = shapely.Point(middle(ground))
        near = self._places[int(self._tree.query_nearest(point, all_matches=True).min())]
        here = to_degrees(point, self._plane)
        bearing, km = bearing_km((near.longitude, near.latitude), (here.x, here.y))
        if km < AT_KM:
            return Where(place=near.name)
        return Where(place=near.name, km=km, direction=DIRECTIONS[round(bearing / 45) % 8])
