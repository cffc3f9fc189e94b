"""Figures of a period from the days in it: four measures side by side, so that no “gained” goes unnamed.

``net`` is the area at the period's end less that at its start; ``endpoint_gain`` and ``endpoint_loss`` compare the two
maps; ``daily_gain`` and ``daily_loss`` add up what changed from each map to the next; ``positive_days`` and
``negative_days`` add up the days' net changes by their sign (how AFP's published sums come about).
A period starts from the last map that shows a day before it; where there is none, it has an area and nothing else.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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


def _period(series: Series, period: Period) -> Iterator[Figure]:
    before = [step for step in series.steps if step.shown < period.start]
    inside = [step for step in series.steps if period.start <= step.shown <= period.end]
    if not inside:
        return
    notes = _notes(before, inside, period)
    for region in inside[-1].area:
        measured = _measures(series, before[-1:], inside, region=region)
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


def _measures(series: Series, base: Sequence[Step], inside: Sequence[Step], *, region: str) -> dict[Measure, float]:
    area = inside[-1].area[region]
    if not base:
        return {Measure.AREA: area}
    days = [step.area[region] for step in (*base, *inside)]
    changes = [after - before for before, after in itertools.pairwise(days)]
    found = {Measure.NET: days[-1] - days[0]}
    if series.endpoints is not None:
        ends = series.endpoints(base[0].shown, inside[-1].shown)
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


def _notes(before: Sequence[Step], inside: Sequence[Step], period: Period) -> str:
    """What a reader of the figure must know: it starts or ends on another day than the period does."""
    notes = []
    if before and before[-1].shown != period.start - timedelta(days=1):
        notes.append(f"starts from the map of {before[-1].shown}")
    if not before:
        notes.append("no map from before the period")
    if inside[-1].shown != period.end:
        notes.append(f"ends with the map of {inside[-1].shown}")
    return "; ".join(notes)
