"""Splits ground by region: whole pieces are counted as they are, only those on a border are cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from dateline.territory.core import overlay
from dateline.territory.core.tiles import MOST_POINTS, Tiles, tiled
from dateline.territory.core.values import Ground

WHOLE = "*"
# From so many small pieces on borders on it pays to cut the regions into tiles first.
MANY = 200


@dataclass(frozen=True)
class Regions:
    """Named regions on the plane, ready to be asked."""

    names: tuple[str, ...]
    grounds: NDArray[np.object_]
    tree: shapely.STRtree

    @classmethod
    def of(cls, named: Sequence[tuple[str, Ground]]) -> "Regions":
        """Regions from pairs of name and ground; several grounds of one name are one region."""
        names = tuple(dict.fromkeys(name for name, _ in named))
        grounds = np.array([_one([g for n, g in named if n == name]) for name in names], dtype=object)
        return cls.ready(names, grounds)

    @classmethod
    def ready(cls, names: tuple[str, ...], grounds: NDArray[np.object_]) -> "Regions":
        """Regions from names and as many grounds, ready to be asked."""
        shapely.prepare(grounds)
        return cls(names, grounds, shapely.STRtree(grounds))

    def __reduce__(self) -> tuple[object, ...]:
        # What makes asking quick does not travel between processes: it is made again.
        return Regions.ready, (self.names, self.grounds)

    @property
    def own_km2(self) -> dict[str, float]:
        """The regions' own areas in km², by name."""
        return dict(zip(self.names, (shapely.area(self.grounds) / 1e6).tolist(), strict=True))

    def km2(self, pieces: Sequence[Ground]) -> NDArray[np.float64]:
        """The pieces' area in km² in each region, in the order of ``names``. Pieces may not overlap."""
        total = np.zeros(len(self.names))
        faces = np.asarray(pieces, dtype=object)
        if not len(faces) or not len(self.names):
            return total
        # The tree would get each small face ready to be asked about a large region; the regions are ready already.
        face, region = self.tree.query(faces)
        inside = shapely.covers(self.grounds[region], faces[face])
        area = np.where(inside, shapely.area(faces[face]), 0.0)
        cut = np.flatnonzero(~inside)
        cut = cut[shapely.intersects(self.grounds[region[cut]], faces[face[cut]])]
        area[cut] = self._common_m2(faces, face[cut], region[cut])
        np.add.at(total, region, area / 1e6)
        return total

    def _common_m2(
        self, faces: NDArray[np.object_], face: NDArray[np.int64], region: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """For each pair of a face and a region, by number, the area that they have in common."""
        small = shapely.get_num_coordinates(faces[face]) <= MOST_POINTS
        if small.sum() < MANY:
            return _common(faces[face], self.grounds[region])
        area = np.empty(len(face))
        area[~small] = _common(faces[face[~small]], self.grounds[region[~small]])
        numbers, row = np.unique(face[small], return_inverse=True)
        try:
            area[small] = self._tiles.common_m2(faces[numbers], len(self.names))[row, region[small]]
        except GEOSException:
            area[small] = _common(faces[face[small]], self.grounds[region[small]])
        return area

    @cached_property
    def _tiles(self) -> Tiles:
        return tiled(self.grounds)


def _one(grounds: Sequence[Ground]) -> Ground:
    return overlay.union(grounds)[0] if len(grounds) > 1 else overlay.valid(grounds[0])


def _common(faces: NDArray[np.object_], grounds: NDArray[np.object_]) -> NDArray[np.float64]:
    """The area that each face has in common with its ground."""
    try:
        area: NDArray[np.float64] = shapely.area(shapely.intersection(faces, grounds))
    except GEOSException:  # one of them is hard: each by itself
        pairs = zip(faces, grounds, strict=True)
        area = np.array([overlay.intersection(face, ground)[0].area for face, ground in pairs])
    return area
