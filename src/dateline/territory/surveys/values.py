"""What a survey is asked for, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dateline.territory.core.periods import By
from dateline.territory.core.project import Plane
from dateline.territory.core.regions import Regions
from dateline.territory.core.values import Figure, Finding, Ground, Input
from dateline.territory.profile_read import Profile
from dateline.territory.read.regions import NamedRegions
from dateline.territory.surveys.kept import Kept
from dateline.territory.surveys.shelf import ShelvedChange
from dateline.territory.surveys.workers import Here, Workers

if TYPE_CHECKING:
    from dateline.territory.read.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Files, how they are read, and into which periods the days fall; ``cuts`` are stated days in place of ``by``.

    ``plane`` is the one to measure on, in place of that of the regions or maps.
    ``zone`` is where moments become days, in place of the profile's; a day that a source only names stays its own.
    ``classes`` are sums of classes in place of the profile's, as ``surveys/sums.py`` reads them.
    """

    files: Sequence[Path]
    profile: Profile
    regions: Path | None = None
    by: By = "month"
    cuts: Sequence[date] = ()
    zone: str = ""
    classes: Sequence[str] = ()
    gazetteer: Path | None = None
    plane: Plane | None = None


class Step(Protocol):
    """Hears how far a survey is."""

    def __call__(self, stage: str, *, done: int, of: int) -> None:
        """Of so many items of the stage so many are done."""
        ...


def _silent(stage: str, *, done: int, of: int) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """With what a survey is made; none of it changes what comes out."""

    workers: Workers = field(default_factory=Here)
    kept: Kept | None = None
    step: Step = _silent


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGround:
    """The ground of one sum of classes on the day that its map shows, on the plane.

    ``same_side`` is what the map shows besides, held by the same side: where the two meet there is no front.
    """

    shown: date
    classes: str
    ground: Ground
    same_side: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedGround:
    """What a period's last map has and the map before the period has not, and the reverse, on the plane.

    ``start`` and ``end`` are the period's as its figures have them; ``base`` and ``last`` the days of the two maps.
    """

    start: date
    end: date
    classes: str
    base: date
    last: date
    pieces: ShelvedChange

    @property
    def gained(self) -> Ground:
        """The later map's pieces, brought from the shelf each time they are asked for."""
        return self.pieces.gained.ground

    @property
    def lost(self) -> Ground:
        """The earlier map's, in the same way."""
        return self.pieces.lost.ground


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """What one sum of classes' map changed of the one before it, on the plane; nothing for the first of the series.

    ``moved`` may hold lines that were only drawn again: whoever follows ground leaves them out.
    """

    shown: date
    classes: str
    moved: ShelvedChange


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyedRegions:
    """The regions that a survey was split by, as they were read (degrees) and on its plane, in one order."""

    in_degrees: NamedRegions
    on_plane: Regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The same inputs give the same survey, whatever the order of the files.

    ``plane_error`` is the plane's area of the last map against the geodesic one, as a share of it; None for tables.
    ``changed`` has the ground behind each period's endpoint figures, in order of sums and periods; ``shown`` the
    ground of the maps that begin and end a period, each once; ``day_changes`` what changed from map to map. All three,
    and ``split_by``, are empty for tables. ``gazetteer`` has the places that changed ground is told by; ``asked``
    is what was asked for.
    """

    profile: Profile
    inputs: tuple[Input, ...]
    regions: Input | None = None
    plane: Plane | None = None
    plane_error: float | None = None
    days: tuple[date, ...] = ()
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    changed: tuple[ChangedGround, ...] = ()
    shown: tuple[ShownGround, ...] = ()
    day_changes: tuple[DayChange, ...] = ()
    split_by: SurveyedRegions | None = None
    gazetteer: "Gazetteer | None" = None
    asked: Asked | None = field(default=None, compare=False, repr=False)


class NothingToMeasure(ValueError):
    """No file held a map that the profile can read; the text says why, file by file."""
