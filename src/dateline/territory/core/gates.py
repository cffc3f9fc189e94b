"""Gates before arithmetic: what is odd about a series of areas is found and named before anything is summed.

A day that drops out and comes back puts its whole area twice into the sums of daily changes: AFP's twelve months come
out at 7,489 and 2,486 km² with two such days left in, at 5,100 and 97 without them.
"""

import itertools
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateline.territory.core.values import Finding


class Treatment(StrEnum):
    """What is done about a finding."""

    DROP = "drop"
    BRIDGE = "bridge"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day's areas in km² by class (None: the layer is missing or empty), and a hash of what it shows."""

    shown: date
    km2: Mapping[str, float | None]
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where a change is odd: ``mads`` median absolute deviations, and at least ``floor_km2``."""

    mads: float = 12.0
    floor_km2: float = 50.0
    returned: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """The days that arithmetic may use, and everything that was found."""

    days: tuple[Day, ...]
    findings: tuple[Finding, ...]


def gate(
    days: Sequence[Day], classes: Sequence[str], *, treatment: Mapping[str, Treatment], limits: Thresholds
) -> Gated:
    """The series of the classes with its defects treated.

    ``drop`` leaves the day out, ``bridge`` gives a missing class its value of the day before, ``keep`` leaves the day
    in; each is listed. A gate without a treatment of its own is kept.
    """
    days = sorted(days, key=lambda day: day.shown)
    findings: list[Finding] = []
    kept = list(
        _without_missing(days, classes, treatment=treatment.get("missing-layer", Treatment.DROP), findings=findings)
    )
    kept = _without_dropouts(
        kept, classes, treatment=treatment.get("drop-out", Treatment.DROP), limits=limits, findings=findings
    )
    findings += _jumps(kept, classes, limits)
    findings += _repeats(kept)
    findings += _gaps(kept)
    return Gated(days=tuple(kept), findings=tuple(findings))


def total(day: Day, classes: Sequence[str]) -> float:
    """The sum of the classes on a day where all are known."""
    values = [day.km2[name] for name in classes]
    return sum(value for value in values if value is not None)


def _without_missing(
    days: Sequence[Day], classes: Sequence[str], *, treatment: Treatment, findings: list[Finding]
) -> Iterator[Day]:
    last: Day | None = None
    for day in days:
        missing = [name for name in classes if day.km2.get(name) is None]
        if missing:
            findings.append(
                _found("missing-layer", day, what=f"{', '.join(missing)} missing or empty", treatment=treatment)
            )
            if treatment is not Treatment.BRIDGE or last is None:
                continue
            day = Day(shown=day.shown, km2={**day.km2, **{n: last.km2[n] for n in missing}}, content=day.content)
        last = day
        yield day


def _without_dropouts(
    days: list[Day], classes: Sequence[str], *, treatment: Treatment, limits: Thresholds, findings: list[Finding]
) -> list[Day]:
    """Days on which a class falls (or leaps) away and is back the next day: V-shaped, by class, not only in the sum."""
    odd: dict[date, str] = {}
    for name in classes:
        limit = _limit([day.km2[name] or 0.0 for day in days], limits)
        for before, day, after in zip(days, days[1:], days[2:], strict=False):
            a, b, c = (each.km2[name] or 0.0 for each in (before, day, after))
            if abs(b - a) > limit and abs(c - b) > limit and abs(c - a) <= (1 - limits.returned) * abs(b - a):
                odd[day.shown] = f"{name} {a:,.0f} → {b:,.0f} → {c:,.0f} km²"
    findings += [_found("drop-out", day, what=odd[day.shown], treatment=treatment) for day in days if day.shown in odd]
    if treatment is Treatment.KEEP:
        return days
    return [day for day in days if day.shown not in odd]


def _jumps(days: Sequence[Day], classes: Sequence[str], limits: Thresholds) -> Iterator[Finding]:
    totals = [total(day, classes) for day in days]
    limit = _limit(totals, limits)
    for day, before, after in zip(days[1:], totals, totals[1:], strict=False):
        if abs(after - before) > limit:
            yield _found("jump", day, what=f"{after - before:+,.1f} km² in one step", treatment=Treatment.KEEP)


def _repeats(days: Sequence[Day]) -> Iterator[Finding]:
    for before, day in itertools.pairwise(days):
        if day.content and day.content == before.content:
            yield _found("repeat", day, what=f"the same content as {before.shown}", treatment=Treatment.KEEP)


def _gaps(days: Sequence[Day]) -> Iterator[Finding]:
    for before, day in itertools.pairwise(days):
        missing = (day.shown - before.shown).days - 1
        if missing > 0:
            first = before.shown + timedelta(days=1)
            yield _found("gap", day, what=f"{missing} days without a map from {first}", treatment=Treatment.KEEP)


def _limit(values: Sequence[float], limits: Thresholds) -> float:
    steps = [b - a for a, b in itertools.pairwise(values)]
    if not steps:
        return limits.floor_km2
    middle = statistics.median(steps)
    mad = statistics.median(abs(step - middle) for step in steps)
    return max(limits.floor_km2, limits.mads * 1.4826 * mad)


def _found(gate: str, day: Day, *, what: str, treatment: Treatment) -> Finding:
    return Finding(gate=gate, subject=day.shown.isoformat(), what=what, treatment=treatment.value)
