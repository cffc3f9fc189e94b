"""What a survey is asked for, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline.territory.core.periods import By
from dateline.territory.core.project import Plane
from dateline.territory.core.values import Figure, Finding, Input
from dateline.territory.profile_read import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Files, how they are read, and into which periods the days fall; ``cuts`` are stated days in place of ``by``."""

    files: Sequence[Path]
    profile: Profile
    regions: Path | None = None
    by: By = "month"
    cuts: Sequence[date] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The same inputs give the same survey, whatever the order of the files.

    ``plane_error`` is the plane's area of the last map against the geodesic one, as a share of it; None for tables.
    """

    profile: Profile
    inputs: tuple[Input, ...]
    regions: Input | None = None
    plane: Plane | None = None
    plane_error: float | None = None
    days: tuple[date, ...] = ()
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()


class NothingToMeasure(ValueError):
    """No file held a map that the profile can read; the text says why, file by file."""
