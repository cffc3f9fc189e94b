"""Cuts time into periods: days, weeks, months, or any dates."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from dateline.territory.core.values import Period

By = Literal["day", "week", "month", "all"]


def periods(by: By, *, first: date, last: date) -> list[Period]:
    """The periods that the days from ``first`` to ``last`` fall into, whole ones: a month from its 1st to its end."""
    return [Period(start=first, end=last)] if by == "all" else list(_whole(by, first, last))


def between(cuts: Sequence[date]) -> list[Period]:
    """Periods between stated days: each begins on a cut and ends the day before the next."""
    ordered = sorted(set(cuts))
    return [Period(start=a, end=b - timedelta(days=1)) for a, b in itertools.pairwise(ordered)]


def _whole(by: By, first: date, last: date) -> Iterator[Period]:
    start = {"day": first, "week": first - timedelta(days=first.weekday()), "month": first.replace(day=1)}[by]
    while start <= last:
        after = _next(by, start)
        yield Period(start=start, end=after - timedelta(days=1))
        start = after


def _next(by: By, start: date) -> date:
    if by == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start + timedelta(days=7 if by == "week" else 1)
