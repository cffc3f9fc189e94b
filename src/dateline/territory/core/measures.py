"""Figures of a period from the days in it: four measures side by side, so that no “gained” goes unnamed.

``net`` is the area at the period's end less that at its start; ``endpoint_gain`` and ``endpoint_loss`` compare the two
maps; ``daily_gain`` and ``daily_loss`` add up what changed from each map to the next; ``positive_days`` and
``negative_days`` add up the days' net changes by their sign (how AFP's published sums come about).
A period starts from the last map that shows a day before it; where there is none, it has an area and nothing else.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from dateline.territory.core.values import Figure, Measure, Period

_FROM = re.compile(r"starts [^;]*from the map of (\d{4}-\d{2}-\d{2})")
_WITH = re.compile(r"ends [^;]*with the map of (\d{4}-\d{2}-\d{2})")
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
    known = _by_region(series.steps)
    return [figure for period in periods for figure in _period(series, period, known=known)]


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


def _by_region(steps: Sequence[Step]) -> dict[str, Sequence[Step]]:
    """The steps that know each region: in a table a region may come later, or be left out on a day."""
    names = dict.fromkeys(region for step in steps for region in step.area)
    return {name: [step for step in steps if name in step.area] for name in names}


def _period(series: Series, period: Period, *, known: Mapping[str, Sequence[Step]]) -> Iterator[Figure]:
    ends: dict[tuple[date, date], Endpoints] = {}
    for region, steps in known.items():
        taken = span(steps, period)
        if taken is not None:
            yield from _region(series, period, taken, region=region, ends=_ends(series, taken, ends))


def _ends(series: Series, taken: Span, known: dict[tuple[date, date], Endpoints]) -> Endpoints | None:
    """What the two maps of the period do not share; all regions ask for the same two, so each pair is asked once."""
    if series.endpoints is None or taken.base is None:
        return None
    days = (taken.base.shown, taken.inside[-1].shown)
    if days not in known:
        known[days] = series.endpoints(*days)
    return known[days]


def _region(series: Series, period: Period, taken: Span, *, region: str, ends: Endpoints | None) -> Iterator[Figure]:
    notes = _notes(taken, period)
    whole = (series.denominators or {}).get(region)
    for measure, km2 in _measures(taken, ends, region=region).items():
        shared = whole if measure is Measure.AREA else None
        yield Figure(
            start=period.start,
            end=period.end,
            region=region,
            classes=series.classes,
            measure=measure,
            km2=_settled(km2),
            share=km2 / shared if shared else None,
            note="; ".join([*notes, f"share of {shared:,.0f} km²"] if shared else notes),
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


def _settled(km2: float) -> float:
    """The number without the last digits of sums of doubles: nothing is 0, never -0.000000."""
    return round(km2, 9) + 0.0


def _notes(taken: Span, period: Period) -> list[str]:
    """What a reader of the figure must know: it starts or ends on another day than the period does."""
    notes = []
    if taken.base is None:
        notes.append("no map from before the period")
    elif early := (period.start - taken.base.shown).days - 1:
        notes.append(f"starts {_days(early)} early, from the map of {taken.base.shown}")
    if early := (period.end - taken.inside[-1].shown).days:
        notes.append(f"ends {_days(early)} early, with the map of {taken.inside[-1].shown}")
    return notes


def counted_from(figure: Figure) -> Period:
    """The days of the two maps that a figure counts from and to, by its note; else they are the period's own."""
    base, last = _FROM.search(figure.note), _WITH.search(figure.note)
    return Period(
        start=date.fromisoformat(base[1]) if base else figure.start - timedelta(days=1),
        end=date.fromisoformat(last[1]) if last else figure.end,
    )


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
