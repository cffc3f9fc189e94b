"""How the figures of one sum of classes go from period to period, and what may be said of the last of them.

A period may be compared with another only where both were measured, from a map near their first day to one near their
last. Two figures differ for certain where they are further apart than ``SURE_KM2``, ``SURE_SHARE`` of the larger, and
what their missing days would hold at their own pace: mappers draw by hand, and a kilometre is a pencil's width.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dateline.territory.core.periods import By, periods
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Figure, Measure, Period

SURE_KM2, SURE_SHARE = 1.0, 0.02
MOST_MISSING = Fraction(1, 10)  # of a period's days; with more of them missing it is a part of the period
LEAST_RUN = 3  # two of a kind are no run
LEAST_FOR_A_RATIO_KM2 = 20.0
RATIO_WITHIN = 0.04
RATIOS = tuple(
    Fraction(*pair) for pair in ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (5, 4), (4, 3), (3, 2), (2, 1), (3, 1))
)
_BASE = re.compile(r"from the map of (\d{4}-\d\d-\d\d)")
_LAST = re.compile(r"with the map of (\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One period's figures in km² (None: not measured) and the days of the two maps that they compare."""

    period: Period
    net: float | None = None
    gained: float | None = None
    lost: float | None = None
    area: float | None = None
    share: float | None = None
    base: date | None = None
    last: date | None = None

    @property
    def missing_days(self) -> int:
        """How many of the period's days its two maps do not cover, or cover too many."""
        if self.base is None or self.last is None:
            return self.days
        return abs((self.period.start - self.base).days - 1) + (self.period.end - self.last).days

    @property
    def days(self) -> int:
        """The days in the period."""
        return (self.period.end - self.period.start).days + 1

    @property
    def is_whole(self) -> bool:
        """Whether its maps cover the period, but for a few days."""
        return self.net is not None and self.missing_days <= MOST_MISSING * self.days

    @property
    def doubt(self) -> float:
        """What the missing days would hold at the period's own pace, in km²."""
        covered = max(1, self.days - self.missing_days)
        return abs(self.net or 0.0) * self.missing_days / covered


@dataclass(frozen=True, slots=True, kw_only=True)
class MostSince:
    """The last period's change is the largest in its direction since an earlier period, which was as large."""

    earlier: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class MostOf:
    """The last period's change is the largest in its direction of the last ``count``; ``all_measured``: of all."""

    count: int
    all_measured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The last ``count`` periods changed in one direction; ``exact``: the one before them did not."""

    count: int
    exact: bool
    all_measured: bool


def measured(figures: Sequence[Figure], classes: str, *, region: str = WHOLE) -> list[Measured]:
    """Every period from the first that was measured to the last, in order; those without a figure too."""
    found: dict[tuple[date, date], dict[Measure, Figure]] = {}
    for figure in figures:
        if figure.classes == classes and figure.region == region:
            found.setdefault((figure.start, figure.end), {})[figure.measure] = figure
    known = [_measured(Period(start=start, end=end), found[start, end]) for start, end in sorted(found)]
    return list(_with_gaps(known))


def kind_of(spans: Sequence[Period]) -> By | None:
    """Whether the periods are days, weeks from Monday, or months; None for any others."""
    for by in ("day", "week", "month"):
        if spans and all(periods(by, first=span.start, last=span.start) == [span] for span in spans):
            return by
    return None


def differ(one: Measured, other: Measured) -> bool:
    """Whether two measured periods' net changes differ for certain."""
    a, b = one.net or 0.0, other.net or 0.0
    return abs(a - b) > max(SURE_KM2, SURE_SHARE * max(abs(a), abs(b))) + one.doubt + other.doubt


def most(series: Sequence[Measured]) -> MostSince | MostOf | None:
    """In which respect the last period's change is the largest, where that is certain and worth saying."""
    if not _changed(series[-1:]):
        return None
    last, run = series[-1], _unbroken(series)
    earlier = run[:-1]
    for back, before in enumerate(reversed(earlier), start=1):
        if _certainly_less(before, last):
            continue
        as_large = (before.net or 0.0) * _sign(last) >= abs(last.net or 0.0)
        return MostSince(earlier=before) if as_large and back >= LEAST_RUN else None
    if len(run) < LEAST_RUN:
        return None
    return MostOf(count=len(run), all_measured=_all(series, run))


def in_a_row(series: Sequence[Measured]) -> Run | None:
    """For how many periods ground has grown (or shrunk) each time, up to the last, where these are three or more."""
    run = list(itertools.takewhile(_same_way(series[-1]), reversed(_unbroken(series)))) if _changed(series[-1:]) else []
    if len(run) < LEAST_RUN:
        return None
    before = series[: len(series) - len(run)]
    exact = bool(before) and before[-1].is_whole and (before[-1].net or 0.0) * _sign(series[-1]) <= 0
    return Run(count=len(run), exact=exact, all_measured=_all(series, run))


def ratio(series: Sequence[Measured]) -> Fraction | None:
    """Which plain fraction of the period before's net change the last one is, where both go one way and are near it."""
    if len(series) < 2 or not (series[-1].is_whole and series[-2].is_whole):
        return None
    last, before = series[-1], series[-2]
    a, b = last.net or 0.0, before.net or 0.0
    large = min(abs(a), abs(b)) >= LEAST_FOR_A_RATIO_KM2 and a * b > 0
    if not large or last.doubt + before.doubt > RATIO_WITHIN * min(abs(a), abs(b)):
        return None
    return next((each for each in RATIOS if abs(a / b - each) <= RATIO_WITHIN * each), None)


def _measured(period: Period, by_measure: Mapping[Measure, Figure]) -> Measured:
    km2 = {measure: figure.km2 for measure, figure in by_measure.items()}
    area = by_measure.get(Measure.AREA)
    note = next(iter(by_measure.values())).note
    base, last = _BASE.search(note), _LAST.search(note)
    compared = Measure.NET in km2
    return Measured(
        period=period,
        net=km2.get(Measure.NET),
        gained=km2.get(Measure.ENDPOINT_GAIN),
        lost=km2.get(Measure.ENDPOINT_LOSS),
        area=km2.get(Measure.AREA),
        share=area.share if area else None,
        base=_day(base, period.start - timedelta(days=1)) if compared else None,
        last=_day(last, period.end),
    )


def _day(found: re.Match[str] | None, otherwise: date) -> date:
    return date.fromisoformat(found[1]) if found else otherwise


def _with_gaps(known: Sequence[Measured]) -> Iterator[Measured]:
    by = kind_of([each.period for each in known])
    yield from known[:1]
    for before, after in itertools.pairwise(known):
        first, last = before.period.end + timedelta(days=1), after.period.start - timedelta(days=1)
        if first <= last:
            spans = periods(by, first=first, last=last) if by else [Period(start=first, end=last)]
            yield from (Measured(period=span) for span in spans)
        yield after


def _unbroken(series: Sequence[Measured]) -> list[Measured]:
    """The whole periods up to the last, without a gap among them."""
    run = list(itertools.takewhile(lambda each: each.is_whole, reversed(series)))
    return run[::-1]


def _all(series: Sequence[Measured], run: Sequence[Measured]) -> bool:
    return len(run) == sum(each.net is not None for each in series)


def _changed(last: Sequence[Measured]) -> bool:
    """Whether the last period is whole, and its ground grew or shrank for certain."""
    return bool(last) and last[0].is_whole and abs(last[0].net or 0.0) > SURE_KM2 + last[0].doubt


def _same_way(last: Measured) -> Callable[[Measured], bool]:
    return lambda each: _changed([each]) and (each.net or 0.0) * _sign(last) > 0


def _certainly_less(before: Measured, last: Measured) -> bool:
    return (before.net or 0.0) * _sign(last) < abs(last.net or 0.0) and differ(before, last)


def _sign(last: Measured) -> int:
    return 1 if (last.net or 0.0) > 0 else -1
