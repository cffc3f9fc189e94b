"""Puts ground into a plane where areas are true: Lambert's azimuthal equal-area, centred where the maps lie.

Areas are true on it whatever the place; what is not is that an edge between two points far apart is a curve there. Such
an edge is split along its geodesic first, by a rule that looks at the edge alone, so that an edge that two maps share
stays shared. Areas then agree with the geodesic ones (Karney 2013, as pyproj's ``Geod`` has them) within 0.01 %.
"""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from dateline.territory.core.values import Ground

EARTH_KM = 6371.0
# The sliver between a geodesic and its chord is about L³κ/12, so four edges of length L around L² miss Lκ/3 of it;
# κ ≈ d/4R² at a distance d from the centre. The pieces keep that below 0.0005 %, so thin shapes too are within 0.01 %.
TOLERATED = 5e-6
HALF_ROUND = 180
KM_A_DEGREE = 111.2  # of a sphere with the radius above, and a little more
_MULTIPOLYGON = shapely.GeometryType.MULTIPOLYGON
_OUTLINED = {"Polygon": shapely.GeometryType.POLYGON, "MultiPolygon": _MULTIPOLYGON}
Coordinates = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """An equal-area plane in metres, by its centre in whole degrees."""

    longitude: int
    latitude: int

    @property
    def definition(self) -> str:
        """The plane as PROJ writes it."""
        return f"+proj=laea +lat_0={self.latitude} +lon_0={self.longitude} +datum=WGS84 +units=m +no_defs"


def plane_for(*grounds: Ground) -> Plane:
    """The plane centred on ground in degrees, on either side of the antimeridian or over it."""
    west, south, east, north = shapely.total_bounds(grounds)
    if east - west > HALF_ROUND:
        # Counted on from Greenwich what lies about the antimeridian is narrow, not as wide as the world.
        longitudes = shapely.get_coordinates(grounds)[:, 0] % (2 * HALF_ROUND)
        if np.ptp(longitudes) < east - west:
            west, east = longitudes.min(), longitudes.max()
    longitude = (round((west + east) / 2) + HALF_ROUND) % (2 * HALF_ROUND) - HALF_ROUND
    return Plane(longitude=longitude, latitude=round((south + north) / 2))


def to_plane(ground: Ground, plane: Plane) -> Ground:
    """Ground in degrees (longitude, latitude; WGS 84) as ground in metres on the plane; heights are dropped."""
    forward = _transformer(plane)
    if ground.geom_type not in _OUTLINED:
        split = split_long_edges(shapely.force_2d(ground), plane)
        return shapely.transform(split, lambda c: np.column_stack(forward.transform(c[:, 0], c[:, 1])))
    outline = _split(_outline(ground), plane)
    metres = np.column_stack(forward.transform(outline.coords[:, 0], outline.coords[:, 1]))
    return replace(outline, coords=metres).ground


def to_degrees(ground: Ground, plane: Plane) -> Ground:
    """Ground on the plane as longitude and latitude."""
    back = _transformer(plane)
    return shapely.transform(ground, lambda c: np.column_stack(back.transform(c[:, 0], c[:, 1], direction="INVERSE")))


def points_to_plane(degrees: Coordinates, plane: Plane) -> Coordinates:
    """Points in degrees (a row each: longitude, latitude) as points in metres on the plane."""
    return np.column_stack(_transformer(plane).transform(degrees[:, 0], degrees[:, 1]))


def geodesic_km2(ground: Ground) -> float:
    """The area in km² of ground in degrees whose edges are geodesics: the truth that the plane is held against."""
    area, _ = _geod().geometry_area_perimeter(shapely.orient_polygons(ground))
    return abs(float(area)) / 1e6


def plane_error(ground: Ground, plane: Plane) -> float:
    """By how much the plane's area of ground in degrees differs from the geodesic one, as a share of it."""
    true = geodesic_km2(ground)
    return float(to_plane(ground, plane).area) / 1e6 / true - 1 if true else 0.0


def geodesic_km(lines: Ground, plane: Plane) -> float:
    """The length in km of lines on the plane, measured on the ellipsoid."""
    return float(_geod().geometry_length(to_degrees(lines, plane))) / 1e3


def bearing_km(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Which way it goes from one point in degrees to another, in degrees clockwise from north, and how far, in km."""
    bearing, _, metres = _geod().inv(*start, *end)
    return float(bearing) % 360, float(metres) / 1e3


def split_long_edges(ground: Ground, plane: Plane) -> Ground:
    """The same ground in degrees with every edge that the plane would bend split along its geodesic."""
    if ground.geom_type in _OUTLINED:
        outline = _outline(ground)
        split = _split(outline, plane)
        return ground if split is outline else split.ground
    kind, coords, offsets = shapely.to_ragged_array([ground])
    return _split(_Outline(kind, coords, offsets), plane).ground if len(coords) else ground


@dataclass(frozen=True, slots=True)
class _Outline:
    """Ground as its points: where each ring ends among them, each part among the rings, the whole among the parts."""

    kind: shapely.GeometryType
    coords: Coordinates
    offsets: tuple[NDArray[np.int64], ...]

    @property
    def ground(self) -> Ground:
        made: Ground = shapely.from_ragged_array(self.kind, self.coords, self.offsets)[0]
        return made


def _outline(ground: Ground) -> _Outline:
    """The points of a polygon or of several; shapely's own way is slower by far for one ground at a time."""
    parts = shapely.get_parts(ground)
    rings, part = shapely.get_rings(parts, return_index=True)
    ends = np.append(0, np.cumsum(shapely.get_num_coordinates(rings)))
    of_parts = np.append(0, np.cumsum(np.bincount(part, minlength=len(parts))))
    kind = _OUTLINED[ground.geom_type]
    offsets = (ends, of_parts, np.array([0, len(parts)])) if kind is _MULTIPOLYGON else (ends, of_parts)
    return _Outline(kind, shapely.get_coordinates(rings), offsets)


def _split(outline: _Outline, plane: Plane) -> _Outline:
    """The same with the points that split its long edges; the one given where there is none."""
    coords, rings = outline.coords, outline.offsets[0]
    if len(coords) < 2:
        return outline
    pieces = _pieces(coords, plane)  # each edge begins where the one before it ends
    pieces[rings[1:-1] - 1] = 1  # from one ring's end to the next ring's start there is no edge
    long = np.flatnonzero(pieces > 1)
    if not len(long):
        return outline
    ends = zip(map(tuple, coords[long].tolist()), map(tuple, coords[long + 1].tolist()), strict=True)
    between = [_between(a, b, count) for (a, b), count in zip(ends, pieces[long].tolist(), strict=True)]
    added = np.append(0, np.cumsum(pieces - 1))
    split = np.empty((len(coords) + added[-1], 2))
    old = np.zeros(len(split), dtype=bool)
    old[np.arange(len(coords)) + added] = True
    split[old], split[~old] = coords, np.concatenate(between)
    return _Outline(outline.kind, split, (rings + np.append(added, added[-1])[rings], *outline.offsets[1:]))


@cache
def _geod() -> Geod:
    return Geod(ellps="WGS84")


@cache
def _transformer(plane: Plane) -> Transformer:
    return Transformer.from_crs(4326, plane.definition, always_xy=True)


def _pieces(coords: Coordinates, plane: Plane) -> NDArray[np.int64]:
    """Into how many pieces the edge from each point to the next goes: by its own length and place, in whatever map."""
    centre = np.array([plane.longitude, plane.latitude], dtype=float)
    pieces = np.ones(len(coords) - 1, dtype=np.int64)
    # No edge is longer, nor farther away, than its degrees along the equator: few have to be looked at more closely.
    farthest = KM_A_DEGREE * np.abs(np.array([coords.min(axis=0), coords.max(axis=0)]) - centre).max(axis=0).sum()
    degrees = np.abs(np.diff(coords[:, 0])) + np.abs(np.diff(coords[:, 1]))
    most = 3 * TOLERATED / KM_A_DEGREE / _bend(np.minimum(farthest, HALF_ROUND * KM_A_DEGREE))
    perhaps = np.flatnonzero(degrees > most)
    if len(perhaps):
        start, end = coords[perhaps], coords[perhaps + 1]
        away = np.maximum(_haversine_km(start, centre), _haversine_km(end, centre))
        length = _haversine_km(start, end)
        pieces[perhaps] = np.maximum(1, np.ceil(np.sqrt(length * _bend(away) / 3 / TOLERATED)))
    return pieces


def _bend(away: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much a straight line bends on the plane so many km from its centre; more than the first order says."""
    bend: NDArray[np.float64] = away / (4 * EARTH_KM**2) / np.maximum(0.05, np.cos(away / (2 * EARTH_KM))) ** 4
    return bend


def _haversine_km(a: Coordinates, b: Coordinates) -> NDArray[np.float64]:
    (lon1, lat1), (lon2, lat2) = np.radians(a.T), np.radians(b.T)
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def _between(a: Point, b: Point, pieces: int) -> Coordinates:
    """The points that split the geodesic, the same ones from either end."""
    return _points(b, a, pieces)[::-1] if b < a else _points(a, b, pieces)


@lru_cache(maxsize=20_000)
def _points(first: Point, last: Point, pieces: int) -> Coordinates:
    # The maps of a series have their long edges in common.
    return np.asarray(_geod().npts(*first, *last, pieces - 1))
