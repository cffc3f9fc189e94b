"""Figures of a period from the days in it: four measures side by side, so that no “gained” goes unnamed.

``net`` is the area at the period's end less that at its start; ``endpoint_gain`` and ``endpoint_loss`` compare the two
maps; ``daily_gain`` and ``daily_loss`` add up what changed from each map to the next; ``positive_days`` and
``negative_days`` add up the days' net changes by their sign (how AFP's published sums come about).
A period starts from the last map that shows a day before it; where there is none, it has an area and nothing else.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from dateline.territory.core.values import Figure, Measure, Period

ByRegion = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one day's map to the next: km² by region. ``gained`` and ``lost`` are None where only areas are known."""

    shown: date
    area: ByRegion
    gained: ByRegion | None = None
    lost: ByRegion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Ground of the later map that is not in the earlier, and the reverse: km² by region."""

    gained: ByRegion
    lost: ByRegion


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One sum of classes over time: its name, a step a map in order of days, and how two maps compare if they can."""

    classes: str
    steps: Sequence[Step]
    endpoints: Callable[[date, date], Endpoints] | None = None
    denominators: Mapping[str, float] | None = None


def figures(series: Series, periods: Sequence[Period]) -> list[Figure]:
    """Every figure of every period, in order of periods, regions and measures."""
    return [figure for period in periods for figure in _period(series, period)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The steps of one period: the last before it, where there is one, and those in it."""

    base: Step | None
    inside: tuple[Step, ...]


def span(steps: Sequence[Step], period: Period) -> Span | None:
    """What the period is measured from; None where no map shows a day in it."""
    first = bisect_left(steps, period.start, key=attrgetter("shown"))
    after = bisect_right(steps, period.end, key=attrgetter("shown"))
    if first == after:
        return None
    return Span(base=steps[first - 1] if first else None, inside=tuple(steps[first:after]))


def _period(series: Series, period: Period) -> Iterator[Figure]:
    taken = span(series.steps, period)
    if taken is None:
        return
    notes = _notes(taken, period)
    ends = series.endpoints(taken.base.shown, taken.inside[-1].shown) if series.endpoints and taken.base else None
    for region in taken.inside[-1].area:
        measured = _measures(taken, ends, region=region)
        for measure, km2 in measured.items():
            share = _share(series, region, km2) if measure is Measure.AREA else None
            yield Figure(
                start=period.start,
                end=period.end,
                region=region,
                classes=series.classes,
                measure=measure,
                km2=km2,
                share=share,
                note=notes,
            )


def _measures(taken: Span, ends: Endpoints | None, *, region: str) -> dict[Measure, float]:
    inside = taken.inside
    area = inside[-1].area[region]
    if taken.base is None:
        return {Measure.AREA: area}
    days = [step.area[region] for step in (taken.base, *inside)]
    changes = [after - before for before, after in itertools.pairwise(days)]
    found = {Measure.NET: days[-1] - days[0]}
    if ends is not None:
        found[Measure.ENDPOINT_GAIN], found[Measure.ENDPOINT_LOSS] = ends.gained[region], ends.lost[region]
    if all(step.gained is not None for step in inside):
        found[Measure.DAILY_GAIN] = sum(step.gained[region] for step in inside if step.gained)
        found[Measure.DAILY_LOSS] = sum(step.lost[region] for step in inside if step.lost)
    found[Measure.POSITIVE_DAYS] = sum(change for change in changes if change > 0)
    found[Measure.NEGATIVE_DAYS] = -sum(change for change in changes if change < 0)
    found[Measure.AREA] = area
    return found


def _share(series: Series, region: str, km2: float) -> float | None:
    whole = (series.denominators or {}).get(region)
    return km2 / whole if whole else None


def _notes(taken: Span, period: Period) -> str:
    """What a reader of the figure must know: it starts or ends on another day than the period does."""
    notes = []
    if taken.base is None:
        notes.append("no map from before the period")
    elif taken.base.shown != period.start - timedelta(days=1):
        notes.append(f"starts from the map of {taken.base.shown}")
    if taken.inside[-1].shown != period.end:
        notes.append(f"ends with the map of {taken.inside[-1].shown}")
    return "; ".join(notes)
