"""Gates before arithmetic: what is odd about a series of areas is found and named before anything is summed.

A day that drops out and comes back puts its whole area twice into the sums of daily changes: AFP's twelve months come
out at 7,489 and 2,486 km² with two such days left in, at 5,100 and 97 without them.
"""

import itertools
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from dateline.territory.core.values import Finding

# Maps in a row that may drop out together: what is away for longer was taken away.
LONGEST = 5


class Treatment(StrEnum):
    """What is done about a finding."""

    DROP = "drop"
    BRIDGE = "bridge"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day's areas in km² by class (None: the layer is missing or empty), and a hash of what it shows.

    ``bridged`` are classes that the gates gave the value of an earlier day, with that day.
    """

    shown: date
    km2: Mapping[str, float | None]
    content: str = ""
    bridged: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where a change is odd: ``mads`` median absolute deviations, and at least ``floor_km2``.

    However much the series changes, a jump of ``share`` of the whole is odd, and so is a class that loses ``collapse``
    of itself. A drop-out is undone to ``returned`` within ``days``.
    """

    mads: float = 12.0
    floor_km2: float = 50.0
    share: float = 0.02
    collapse: float = 0.25
    returned: float = 0.8
    days: float = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """The days that arithmetic may use, and everything that was found."""

    days: tuple[Day, ...]
    findings: tuple[Finding, ...]


def gate(
    days: Sequence[Day], classes: Sequence[str], *, treatment: Mapping[str, Treatment], limits: Thresholds
) -> Gated:
    """The series of the classes with its defects treated.

    ``drop`` leaves the day out, ``bridge`` gives the class its value of the day before, ``keep`` leaves the day in;
    each is listed. A jump and a gap are kept: a real loss is never taken for a defect.
    """
    days = sorted(days, key=lambda day: day.shown)
    findings: list[Finding] = []
    how = treatment.get("missing-layer", Treatment.DROP)
    kept = list(_without_missing(days, classes, treatment=how, findings=findings))
    how = treatment.get("drop-out", Treatment.DROP)
    kept = _without_dropouts(kept, classes, treatment=how, limits=limits, findings=findings)
    kept = _without_repeats(kept, treatment.get("repeat", Treatment.KEEP), findings=findings)
    findings += _jumps(kept, classes, limits)
    findings += _gaps(kept)
    return Gated(days=tuple(kept), findings=tuple(findings))


def total(day: Day, classes: Sequence[str]) -> float:
    """The sum of the classes on a day where all are known."""
    values = [day.km2.get(name) for name in classes]
    return sum(value for value in values if value is not None)


def _without_missing(
    days: Sequence[Day], classes: Sequence[str], *, treatment: Treatment, findings: list[Finding]
) -> Iterator[Day]:
    last: Day | None = None
    had = {name: [day.shown for day in days if day.km2.get(name) is not None] for name in classes}
    for day in days:
        missing = [name for name in classes if day.km2.get(name) is None]
        if missing:
            what = f"{', '.join(missing)} missing or empty{_never(day.shown, missing, had)}"
            findings.append(_found("missing-layer", day, what=what, treatment=treatment))
            if treatment is Treatment.DROP or (treatment is Treatment.BRIDGE and last is None):
                continue
            day = _bridged(day, missing, last) if treatment is Treatment.BRIDGE and last else day
        last = day
        yield day


def _never(shown: date, missing: Sequence[str], had: Mapping[str, Sequence[date]]) -> str:
    """What a reader must know of a layer that is not away for a day: it has not begun, has ended, or never was."""
    for name in missing:
        if not had[name]:
            return f"; {name} is in no map at all"
        if shown < had[name][0]:
            return f"; {name} begins on {had[name][0]}"
        if shown > had[name][-1]:
            return f"; {name} ends on {had[name][-1]}"
    return ""


def _bridged(day: Day, names: Sequence[str], last: Day) -> Day:
    km2 = {**day.km2, **{name: last.km2.get(name) for name in names}}
    return replace(day, km2=km2, bridged={**day.bridged, **{n: last.bridged.get(n, last.shown) for n in names}})


def _without_dropouts(
    days: list[Day], classes: Sequence[str], *, treatment: Treatment, limits: Thresholds, findings: list[Finding]
) -> list[Day]:
    """The days without those on which a class is away and back: by class, not only in the sum."""
    odd: dict[date, dict[str, str]] = {}
    for name in classes:
        for shown, what in _away(days, name, limits).items():
            odd.setdefault(shown, {})[name] = what
    made: list[Day] = []
    for day in days:
        names = odd.get(day.shown)
        if names:
            findings.append(_found("drop-out", day, what="; ".join(names.values()), treatment=treatment))
        if names and treatment is Treatment.BRIDGE and made:
            made.append(_bridged(day, list(names), made[-1]))
        elif not names or treatment is Treatment.KEEP:
            made.append(day)
    return made


def _away(days: Sequence[Day], name: str, limits: Thresholds) -> dict[date, str]:
    """The days on which a class is away, up to ``LONGEST`` maps in a row, with what it was before, then and after."""
    km2 = [day.km2.get(name) or 0.0 for day in days]
    usual = statistics.median(km2) if km2 else 0.0
    limit = max(limits.floor_km2, min(_spread(km2, limits), limits.collapse * usual))
    found: dict[date, str] = {}
    at = 1
    while at < len(days):
        back = _back(days, km2, at, limit=limit, limits=limits)
        for away in range(at, back or at):
            a, b, c = km2[at - 1], km2[away], km2[back or at]
            found[days[away].shown] = f"{name} {a:,.0f} → {b:,.0f} → {c:,.0f} km²"
        at = back or at + 1
    return found


def _back(days: Sequence[Day], km2: Sequence[float], at: int, *, limit: float, limits: Thresholds) -> int | None:
    """The map on which the class, gone since map ``at``, is back as it was; None where it was not gone."""
    before = km2[at - 1]
    left = abs(km2[at] - before)
    if left <= limit:
        return None
    for back in range(at + 1, min(at + 1 + LONGEST, len(days))):
        if (days[back].shown - days[at - 1].shown).days > limits.days + 1 and back > at + 1:
            return None
        stayed = abs(km2[back] - before)
        sharp = abs(km2[back] - km2[back - 1]) > limit
        if sharp and stayed <= (1 - limits.returned) * left:
            # Maps weeks apart may show a loss that was made good; only a collapse is a drop-out there.
            quick = (days[back].shown - days[at - 1].shown).days <= limits.days + 1
            return back if quick or left > limits.collapse * max(before, km2[at]) else None
        if abs(km2[back] - before) <= limit:
            return None
    return None


def _without_repeats(days: Sequence[Day], treatment: Treatment, *, findings: list[Finding]) -> list[Day]:
    """Runs of days with one content: the mapper paused, and what changed since counts on the day that ends the run."""
    kept: list[Day] = []
    for _, run in itertools.groupby(enumerate(days), key=lambda pair: pair[1].content or pair[0]):
        first, *again = [day for _, day in run]
        if again:
            until = f" until {again[-1].shown}, {len(again)} days" if len(again) > 1 else ""
            what = f"the same content as {first.shown}{until}"
            findings.append(_found("repeat", again[0], what=what, treatment=treatment))
        kept += [first] if treatment is Treatment.DROP else [first, *again]
    return kept


def _jumps(days: Sequence[Day], classes: Sequence[str], limits: Thresholds) -> Iterator[Finding]:
    totals = [total(day, classes) for day in days]
    usual = statistics.median(totals) if totals else 0.0
    limit = max(limits.floor_km2, min(_spread(totals, limits), limits.share * usual))
    for number, (day, before, after) in enumerate(zip(days[1:], totals, totals[1:], strict=False), 1):
        if abs(after - before) > limit:
            doubt = _doubt(number, len(days), collapsed=min(before, after) < (1 - limits.collapse) * max(before, after))
            what = f"{'+'.join(classes)} {after - before:+,.1f} km² in one step, from {days[number - 1].shown}{doubt}"
            yield _found("jump", day, what=what, treatment=Treatment.KEEP)


def _doubt(number: int, of: int, *, collapsed: bool) -> str:
    """What cannot be told at a series' ends, where no map shows whether the ground comes back."""
    if collapsed and number == of - 1:
        return "; it is the last map, so it may be a drop-out: look at it, and leave it out if it is one"
    if collapsed and number == 1:
        return "; the map before is the first, so that may be a drop-out: look at it, and leave it out if it is one"
    return ""


def _gaps(days: Sequence[Day]) -> Iterator[Finding]:
    for before, day in itertools.pairwise(days):
        missing = (day.shown - before.shown).days - 1
        if missing > 0:
            first = before.shown + timedelta(days=1)
            missed = "1 day" if missing == 1 else f"{missing} days"
            yield _found("gap", day, what=f"{missed} without a map from {first}", treatment=Treatment.KEEP)


def _spread(values: Sequence[float], limits: Thresholds) -> float:
    """How far a step may be from the usual one, by the steps' own spread; without steps anything may be."""
    steps = [b - a for a, b in itertools.pairwise(values)]
    if not steps:
        return limits.floor_km2
    middle = statistics.median(steps)
    mad = statistics.median(abs(step - middle) for step in steps)
    return limits.mads * 1.4826 * mad


def _found(gate: str, day: Day, *, what: str, treatment: Treatment) -> Finding:
    return Finding(gate=gate, subject=day.shown.isoformat(), what=what, treatment=treatment.value)
