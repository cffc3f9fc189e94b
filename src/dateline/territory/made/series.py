"""A series of daily maps of the made country: a front that moves, a retreat, an exclave, contested ground, a pocket."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
import shapely

from dateline.territory.core.values import Ground
from dateline.territory.made.country import (
    DIGITS,
    HEIGHT,
    SOUTH,
    TINY,
    Bump,
    Country,
    Points,
    Size,
    country,
    held_east_of,
    pushed,
)
from dateline.territory.profile_read import Profile, read_profile

FIRST_DAY = date(2024, 3, 1)
LABELS = {
    "occupied": "Zajęte /// Occupied /// made.status.occupied",
    "contested": "Sporne /// Contested /// made.status.contested",
    "liberated": "Odzyskane /// Liberated /// made.status.liberated",
}
_RETREAT, _JUMP, _EXCLAVE, _POCKET = (0.35, 0.5), 0.7, (0.2, 0.6), (0.4, 0.8)  # shares of the series


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePiece:
    """One feature of a map: its label and its ground, None where the map says nothing there."""

    label: str
    ground: Ground | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDay:
    """One day's map as it is drawn, and what is true: class → ground, no place in two."""

    shown: date
    pieces: tuple[MadePiece, ...]
    truth: Mapping[str, Ground] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The made country with its daily maps, and the day of a leap of the front that is true."""

    country: Country
    days: tuple[MadeDay, ...]
    jump: date


def series(seed: int = 1, *, days: int = 40, size: Size = TINY) -> Series:
    """A whole series without a defect: the same seed, days and size give the same one."""
    land = country(seed, size)
    dice = random.Random(seed + 1)  # noqa: S311 - it has to be the same each time
    line, peak, made = land.front, held_east_of(land.front, land), []
    for number in range(days):
        for bump in _moves(number / days, number == int(_JUMP * days), dice):
            line = pushed(line, bump)
        held = held_east_of(line, land)
        peak = shapely.union(peak, held)
        made.append(_day(number, days, land=land, lines=(line, held, peak)))
    return Series(country=land, days=tuple(made), jump=FIRST_DAY + timedelta(days=int(_JUMP * days)))


def made_profile() -> Profile:
    """The profile that reads the made maps."""
    return read_profile((files("dateline.territory.made") / "made.toml").read_text("utf-8"), "made.toml")


def _moves(share: float, leaps: bool, dice: random.Random) -> list[Bump]:
    where = SOUTH + HEIGHT * dice.uniform(0.2, 0.8)
    moves = [Bump(latitude=where, half_width=dice.uniform(0.15, 0.3), degrees=dice.uniform(0.01, 0.03))]
    if _RETREAT[0] <= share < _RETREAT[1]:
        moves.append(Bump(latitude=SOUTH + HEIGHT * 0.3, half_width=0.4, degrees=-0.03))
    if leaps:
        moves.append(Bump(latitude=SOUTH + HEIGHT * 0.6, half_width=0.7, degrees=0.35))
    return moves


def _day(number: int, days: int, *, land: Country, lines: tuple[Points, Ground, Ground]) -> MadeDay:
    line, held, peak = lines
    share = number / days
    truth = {"occupied": held}
    if _EXCLAVE[0] <= share < _EXCLAVE[1]:
        truth["occupied"] = shapely.union(held, _exclave())
    if _POCKET[0] <= share < _POCKET[1]:
        truth["occupied"] = shapely.difference(truth["occupied"], _pocket())
    contested = shapely.difference(shapely.intersection(_strip(line), land.ground), truth["occupied"])
    truth["contested"] = contested
    regained = shapely.difference(shapely.difference(peak, truth["occupied"]), contested)
    if regained.area > 1e-6:
        truth["liberated"] = _areal(regained)
    pieces = tuple(MadePiece(label=LABELS[name], ground=ground) for name, ground in truth.items())
    return MadeDay(shown=FIRST_DAY + timedelta(days=number), pieces=pieces, truth=truth)


def _exclave() -> Ground:
    return shapely.box(21.1, SOUTH + 1.1, 21.4, SOUTH + 1.35)


def _pocket() -> Ground:
    return shapely.Polygon([(24.4, -45.4), (24.6, -45.45), (24.65, -45.25), (24.5, -45.2)])


def _strip(line: Points) -> Ground:
    """Ground that both sides claim: a strip west of the front, in the middle of it."""
    inside = line[(line[:, 1] > SOUTH + HEIGHT * 0.42) & (line[:, 1] < SOUTH + HEIGHT * 0.58)]
    west = np.round(inside - np.array([0.06, 0.0]), DIGITS)
    strip = shapely.Polygon(np.vstack([inside, west[::-1]]))
    return _areal(shapely.make_valid(strip, method="structure", keep_collapsed=False))


def _areal(ground: Ground) -> Ground:
    # Less than a hectare is what the drawing leaves over.
    parts = [p for p in shapely.get_parts(ground) if p.geom_type == "Polygon" and p.area > 1e-6]
    return shapely.MultiPolygon(parts)
