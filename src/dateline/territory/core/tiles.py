"""Regions cut into tiles of few points, so that a small piece on a long border meets a short part of it."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.overlay import areal
from dateline.territory.core.values import Ground

MOST_POINTS = 200  # of a tile


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles that together are the regions; ``region`` says of each which one it is part of."""

    grounds: NDArray[np.object_]
    region: NDArray[np.int64]
    tree: shapely.STRtree

    def common_m2(self, pieces: NDArray[np.object_], count: int) -> NDArray[np.float64]:
        """The area in m² that each piece (a row) has in common with each of ``count`` regions (a column)."""
        area = np.zeros((len(pieces), count))
        piece, tile = self.tree.query(pieces)
        common = shapely.area(shapely.intersection(pieces[piece], self.grounds[tile]))
        np.add.at(area, (piece, self.region[tile]), common)
        return area


def tiled(grounds: NDArray[np.object_]) -> Tiles:
    """The tiles of regions on the plane, each halved across its longer side until it has few points."""
    parts = [(number, part) for number, ground in enumerate(grounds) for part in _halved(ground)]
    tiles = np.array([part for _, part in parts], dtype=object)
    return Tiles(tiles, np.array([number for number, _ in parts], dtype=np.int64), shapely.STRtree(tiles))


def _halved(ground: Ground) -> list[Ground]:
    if shapely.get_num_coordinates(ground) <= MOST_POINTS:
        return [] if shapely.is_empty(ground) else [ground]
    west, south, east, north = shapely.bounds(ground)
    if east - west > north - south:
        middle = (west + east) / 2
        halves = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    else:
        middle = (south + north) / 2
        halves = shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)
    return [tile for half in halves for tile in _halved(areal(shapely.intersection(ground, half)))]
