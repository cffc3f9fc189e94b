"""Surveys tables of areas: where only km² by day and class are known, and no ground."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateline.territory.core.gates import Day
from dateline.territory.core.measures import Step
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Finding
from dateline.territory.profile_read import ClassSum, Profile
from dateline.territory.read.areas import areas
from dateline.territory.read.values import AreaTable, Unreadable

Cells = Mapping[str, Mapping[str, float]]  # by region, then by class: km²


def table_days(tables: Sequence[AreaTable], profile: Profile, *, findings: list[Finding]) -> dict[date, Cells]:
    """The areas of each day, in order of days; what is odd goes into ``findings``."""
    days: dict[date, dict[str, Mapping[str, float]]] = {}
    for table in tables:
        taken = areas(table, profile)
        if isinstance(taken, Unreadable):
            findings.append(taken.finding)
            continue
        findings += taken.findings
        for row in taken.days:
            days.setdefault(row.shown, {})[row.region] = row.km2
    return dict(sorted(days.items()))


def gate_day(shown: date, cells: Cells) -> Day:
    """The day as the gates see it: the whole, by class."""
    return Day(shown=shown, km2=dict(cells[WHOLE]) if WHOLE in cells else _summed(cells.values()))


def step(shown: date, cells: Cells, *, each: ClassSum) -> Step:
    """The day as the arithmetic sees it: the sum of the classes, by region."""
    by_region = {region: sum(km2.get(name, 0.0) for name in each.classes) for region, km2 in cells.items()}
    return Step(shown=shown, area=by_region if WHOLE in by_region else {WHOLE: sum(by_region.values()), **by_region})


def _summed(rows: Iterable[Mapping[str, float]]) -> dict[str, float | None]:
    summed: dict[str, float] = {}
    for row in rows:
        for name, km2 in row.items():
            summed[name] = summed.get(name, 0.0) + km2
    return dict(summed)
