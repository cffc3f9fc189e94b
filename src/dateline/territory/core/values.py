"""The values of territory: ground by class, dated; what changed between two maps; figures; findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry

# Ground: shapely (Multi)Polygons in the equal-area plane of core/project.py, in metres.
Ground: TypeAlias = BaseGeometry


class ControlClass(StrEnum):
    """What a piece of ground on a control map is."""

    OCCUPIED = "occupied"
    ADVANCE = "advance"
    CLAIMED = "claimed"
    CONTESTED = "contested"
    LIBERATED = "liberated"
    IGNORED = "ignored"


class Measure(StrEnum):
    """What a figure measures; never an unnamed “gained”."""

    NET = "net"
    ENDPOINT_GAIN = "endpoint_gain"
    ENDPOINT_LOSS = "endpoint_loss"
    DAILY_GAIN = "daily_gain"
    DAILY_LOSS = "daily_loss"
    POSITIVE_DAYS = "positive_days"
    NEGATIVE_DAYS = "negative_days"
    AREA = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file as it was read: its name, the SHA-256 of its bytes, their number."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One defect, named: which gate, in which input or on which day, what, and what was done about it."""

    gate: str
    subject: str
    what: str
    treatment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlMap:
    """What one dated map shows: class → ground in degrees, no place in two; with its files and what was found in them.

    ``shown`` is the day that it shows, in the profile's zone.
    """

    shown: date
    ground: Mapping[str, Ground]
    inputs: tuple[Input, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed from one map to the next: pieces of ground, none in both.

    ``remark`` says what had to be done to tell, where the two could not be compared to the last digit.
    """

    gained: tuple[Ground, ...] = ()
    lost: tuple[Ground, ...] = ()
    remark: str = ""

    @property
    def gained_km2(self) -> float:
        """Ground of the later map that is not in the earlier, in km²."""
        return float(sum(piece.area for piece in self.gained)) / 1e6

    @property
    def lost_km2(self) -> float:
        """Ground of the earlier map that is not in the later, in km²."""
        return float(sum(piece.area for piece in self.lost)) / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of ``figures.csv``: a number with its period (both days included), region, classes and measure.

    ``region`` is ``*`` for the whole; ``share`` is of the profile's denominator, for areas only.
    """

    start: date
    end: date
    region: str
    classes: str
    measure: Measure
    km2: float
    share: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Some days, both ends included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAreas:
    """Areas in km² on one day, by region (``*`` the whole), for one sum of classes."""

    shown: date
    km2: Mapping[str, float] = field(default_factory=dict)
