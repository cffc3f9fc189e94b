"""A country that does not exist, in an ocean where there is none: its border, its regions, the line of its front."""

import math
import random
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.territory.core.values import Ground

WEST, SOUTH, WIDTH, HEIGHT = 20.0, -48.0, 6.0, 4.0
BOUNDS = (WEST - 0.5, SOUTH - 0.5, WEST + WIDTH + 0.5, SOUTH + HEIGHT + 0.5)
COLUMNS, ROWS = 3, 2
NAMES = ("Ostrava Bay", "Lower Merrow", "Quill", "Hather", "Upper Merrow", "Saint Ebba")
DIGITS = 6
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How finely the country is drawn: points in each piece of border, and points along the front."""

    border: int
    front: int


TINY = Size(border=6, front=40)
DAILY = Size(border=60, front=2400)  # about as many points as the daily maps that are published


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """The made country: its regions, its ground, and where the front stands at first, from south to north."""

    regions: tuple[tuple[str, Ground], ...]
    ground: Ground
    front: Points


def country(seed: int, size: Size = TINY) -> Country:
    """The country of a seed: the same seed and size give the same one."""
    dice = random.Random(seed)  # noqa: S311 - it has to be the same each time
    nodes = {(i, j): _node(i, j, dice) for i in range(COLUMNS + 1) for j in range(ROWS + 1)}
    across = [(nodes[i, j], nodes[i + 1, j]) for j in range(ROWS + 1) for i in range(COLUMNS)]
    along = [(nodes[i, j], nodes[i, j + 1]) for i in range(COLUMNS + 1) for j in range(ROWS)]
    lines = [_rough(a, b, points=size.border, dice=dice) for a, b in [*across, *along]]
    faces = shapely.get_parts(shapely.polygonize([shapely.LineString(line) for line in lines]))
    ordered = sorted(faces, key=lambda face: (round(face.centroid.y - SOUTH) // 2, face.centroid.x))
    regions = tuple(zip(NAMES, ordered, strict=True))
    middle = WEST + WIDTH * 0.55
    front = _rough((middle, SOUTH - 0.4), (middle, SOUTH + HEIGHT + 0.4), points=size.front, dice=dice)
    return Country(regions=regions, ground=shapely.union_all(ordered), front=front)


def held_east_of(line: Points, land: Country) -> Ground:
    """The part of the country east of a line from south to north."""
    east = WEST + WIDTH + 1
    around = np.vstack([line, [(east, line[-1][1]), (east, line[0][1])]])
    held: Ground = shapely.intersection(land.ground, shapely.Polygon(around))
    return held


def pushed(line: Points, bump: "Bump") -> Points:
    """The line pushed westwards where the bump is; points outside the bump stay where they are, to the last digit."""
    away = (line[:, 1] - bump.latitude) / bump.half_width
    shift = np.where(np.abs(away) < 1, bump.degrees * (1 - away**2) ** 2, 0.0)
    moved = line.copy()
    moved[:, 0] = np.where(shift != 0, np.round(line[:, 0] - shift, DIGITS), line[:, 0])
    return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Bump:
    """One day's move of the front: where, how wide, and how far westwards in degrees (eastwards if negative)."""

    latitude: float
    half_width: float
    degrees: float


def _node(i: int, j: int, dice: random.Random) -> tuple[float, float]:
    x = WEST + WIDTH * i / COLUMNS + dice.uniform(-0.15, 0.15)
    y = SOUTH + HEIGHT * j / ROWS + dice.uniform(-0.15, 0.15)
    return round(x, DIGITS), round(y, DIGITS)


def _rough(a: tuple[float, float], b: tuple[float, float], *, points: int, dice: random.Random) -> Points:
    """A rough line between two points that leaves each in a narrow cone, so that lines meet in their ends only."""
    steps = np.linspace(0, 1, points + 1)
    start, end = np.array(a), np.array(b)
    length = math.dist(a, b)
    aside = np.array([a[1] - b[1], b[0] - a[0]]) / length
    drift, noise = 0.0, []
    for _ in steps:
        drift = 0.9 * drift + dice.uniform(-1, 1)
        noise.append(max(-1.0, min(1.0, drift / 3)))
    width = np.minimum(np.minimum(steps, 1 - steps) * length * 0.4, 0.12)
    line: Points = start + steps[:, None] * (end - start) + (np.array(noise) * width)[:, None] * aside
    return np.round(line, DIGITS)
