"""Which part of the plane a map shows, at which scale, turned so that north is up in its middle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dateline.territory.core.overlay import thinned
from dateline.territory.core.picture import nice_step
from dateline.territory.core.project import Plane, to_degrees
from dateline.territory.core.values import Ground

MOST_OF_CHANGE = 0.95  # the largest pieces that make up this much of the change decide what is shown
AROUND = 0.14  # of its size, on each side
LEAST_METRES = 4_000.0
LEAST_SHAPE, MOST_HEIGHT = 0.45, 520.0  # a share of the width; in pixels, and never higher than wide
WORTH_A_LOCATOR = 1.8  # a whole that is larger than this many views is shown small beside it
PIXEL = 0.5  # outlines are simplified to half a pixel
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window on the plane: its middle in metres, its scale, its size in pixels, by how many degrees it is turned."""

    x: float
    y: float
    metres_per_pixel: float
    width: float
    height: float
    turned: float

    def window(self, share: float = 1.0) -> Ground:
        """The window's ground on the plane, or the middle ``share`` of it."""
        w, h = (side * self.metres_per_pixel * share / 2 for side in (self.width, self.height))
        corners = np.array([(-w, -h), (w, -h), (w, h), (-w, h)])
        angle = math.radians(self.turned)
        turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
        return shapely.Polygon(corners @ turn + np.array([self.x, self.y]))

    def in_pixels(self, ground: Ground) -> Ground:
        """Ground on the plane as pixels from the window's upper left corner, not cut."""
        angle = math.radians(-self.turned)
        turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
        middle, half = np.array([self.x, self.y]), np.array([self.width / 2, self.height / 2])
        down = np.array([1.0, -1.0]) / self.metres_per_pixel
        return shapely.transform(ground, lambda coords: (coords - middle) @ turn * down + half)

    def cut(self, grounds: Sequence[Ground]) -> list[Ground]:
        """Grounds that share borders, in pixels, cut to the window, simplified to half a pixel, sharing them still."""
        west, south, east, north = self.window(1.02).bounds
        near = [shapely.clip_by_rect(ground, west, south, east, north) for ground in grounds]
        drawn = [_areal(self.in_pixels(ground)) for ground in near]
        simple = thinned(drawn, PIXEL)
        return [_areal(shapely.clip_by_rect(each, 0, 0, self.width, self.height)) for each in simple]

    @property
    def scale_km(self) -> float:
        """A round length in km for the scale bar: about a fifth of the window's width."""
        longest = self.width * self.metres_per_pixel / 1000 / 4
        return nice_step(longest / 2.5)


def view_of(changed: Sequence[Ground], whole: Ground, *, width: float, plane: Plane) -> View:
    """The window around the pieces that make up the change, or around the whole where these are many or none."""
    wide = _around(whole, width, plane)
    close = _around(_focus(changed), width, plane) if changed else wide
    return close if changed and wide.metres_per_pixel > WORTH_A_LOCATOR * close.metres_per_pixel else wide


def needs_locator(view: View, whole: Ground) -> bool:
    """Whether the window shows so little of the whole that a reader has to be told where it lies."""
    west, south, east, north = shapely.bounds(whole)
    seen = max((east - west) / view.width, (north - south) / view.height)
    return bool(seen > WORTH_A_LOCATOR * view.metres_per_pixel)


def _around(focus: Ground, width: float, plane: Plane) -> View:
    west, south, east, north = (float(side) for side in shapely.bounds(focus))
    x, y = (west + east) / 2, (south + north) / 2
    room = 1 + 2 * AROUND
    across, along = max(east - west, LEAST_METRES) * room, max(north - south, LEAST_METRES) * room
    height = round(min(max(width * along / across, LEAST_SHAPE * width), MOST_HEIGHT, width))
    scale = max(across / width, along / height)
    return View(x=x, y=y, metres_per_pixel=scale, width=width, height=height, turned=_turn(x, y, plane))


def _turn(x: float, y: float, plane: Plane) -> float:
    """By how many degrees the plane's up differs from north at a place: what the window is turned back by."""
    here = shapely.get_coordinates(to_degrees(shapely.Point(x, y), plane))[0]
    there = shapely.get_coordinates(to_degrees(shapely.Point(x, y + 1000.0), plane))[0]
    east = (there[0] - here[0]) * math.cos(math.radians(here[1]))
    return round(math.degrees(math.atan2(east, there[1] - here[1])), 3)


def _focus(pieces: Sequence[Ground]) -> Ground:
    ordered = sorted(pieces, key=lambda piece: -float(piece.area))
    area, enough, taken = 0.0, MOST_OF_CHANGE * sum(float(piece.area) for piece in pieces), []
    for piece in ordered:
        taken.append(piece)
        area += float(piece.area)
        if area >= enough:
            break
    return shapely.GeometryCollection(taken)


def _areal(ground: Ground) -> Ground:
    parts: list[Any] = [part for part in shapely.get_parts(shapely.get_parts(ground)) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)
