"""Tells whether coordinates that are no degrees are the metres of the web's maps, and of no other projection."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import shapely
from pyproj import Transformer

from dateline.territory.core.shapes import EARTH, Bounds
from dateline.territory.core.values import Ground

WEB_MERCATOR = 3857
MERCATOR_READ = (
    "its coordinates say no system and are no degrees: as web-mercator metres (EPSG:3857) they lie in the place"
)
_WIDEST = 20_037_508.4
# Within so much of its own width a map may reach over the borders of the place.
_OVER = 0.25
_UTM_NORTH, _UTM_SOUTH, _ZONES, _ZONE_DEGREES = 32600, 32700, 60, 6
_UTM_EAST = (0.0, 1_000_000.0)


def only_mercator(bounds: Sequence[float], place: Bounds | None) -> bool:
    """Whether these bounds are web-mercator metres of the place (in degrees) and could not be UTM metres of it.

    Never without a place: any large numbers are metres of somewhere.
    """
    west, south, east, north = map(float, bounds)
    if place is None or _within((west, south, east, north), EARTH) or max(map(abs, bounds)) > _WIDEST:
        return False
    # A few hundred metres about the point where all is nought could be degrees just as well.
    if _within((west, south, east, north), (-1e4, -1e4, 1e4, 1e4)):
        return False
    if not _lies_in((west, south, east, north), WEB_MERCATOR, place):
        return False
    return not any(_lies_in((west, south, east, north), zone, place) for zone in _utm_zones(west, east, place))


def from_mercator(ground: Ground) -> Ground:
    """Web-mercator metres as longitude and latitude."""
    back = _to_degrees(WEB_MERCATOR)
    return shapely.transform(ground, lambda c: np.column_stack(back.transform(c[:, 0], c[:, 1])))


def _utm_zones(west: float, east: float, place: Bounds) -> Iterator[int]:
    """The UTM zones of a place and the ones beside it, as EPSG codes; none for eastings that UTM has not."""
    if west < _UTM_EAST[0] or east > _UTM_EAST[1]:
        return
    first, last = (int((longitude + 180) // _ZONE_DEGREES) + 1 for longitude in (place[0], place[2]))
    for zone in range(first - 1, last + 2):
        for hemisphere in (_UTM_NORTH, _UTM_SOUTH):
            yield hemisphere + (zone - 1) % _ZONES + 1


def _lies_in(bounds: Bounds, epsg: int, place: Bounds) -> bool:
    west, south, east, north = bounds
    corners_x, corners_y = _to_degrees(epsg).transform([west, west, east, east], [south, north, south, north])
    box = (min(corners_x), min(corners_y), max(corners_x), max(corners_y))
    more_x, more_y = _OVER * (place[2] - place[0]), _OVER * (place[3] - place[1])
    wider = (place[0] - more_x, place[1] - more_y, place[2] + more_x, place[3] + more_y)
    return bool(np.isfinite(box).all()) and _within(box, wider)


def _within(bounds: Bounds, place: Bounds) -> bool:
    return bounds[0] >= place[0] and bounds[1] >= place[1] and bounds[2] <= place[2] and bounds[3] <= place[3]


@cache
def _to_degrees(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, 4326, always_xy=True)
