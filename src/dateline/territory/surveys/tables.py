"""Surveys tables of areas: where only km² by day and class are known, and no ground."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateline.territory.core.gates import Day, total
from dateline.territory.core.measures import Step
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Finding
from dateline.territory.profile_read import ClassSum, Profile
from dateline.territory.read.areas import ClassAreas, areas
from dateline.territory.read.values import AreaTable, Unreadable

Cells = Mapping[str, Mapping[str, float]]  # by region, then by class: km²


def table_days(tables: Sequence[AreaTable], profile: Profile, *, findings: list[Finding]) -> dict[date, Cells]:
    """The areas of each day, in order of days; what is odd goes into ``findings``."""
    days: dict[date, dict[str, dict[str, float]]] = {}
    for table in tables:
        taken = areas(table, profile)
        if isinstance(taken, Unreadable):
            findings.append(taken.finding)
            continue
        findings += taken.findings
        for row in taken.days:
            _add(days.setdefault(row.shown, {}), row, subject=table.source.name, findings=findings)
    return dict(sorted(days.items()))


def _add(cells: dict[str, dict[str, float]], row: ClassAreas, *, subject: str, findings: list[Finding]) -> None:
    """The row's classes beside those that other tables have for the day; where two differ, it is listed."""
    known = cells.setdefault(row.region, {})
    for name, km2 in row.km2.items():
        if known.get(name, km2) != km2:
            what = f"{name} on {row.shown} in {row.region}: {known[name]:,.2f} in another table, {km2:,.2f} here"
            findings.append(Finding(gate="two-maps", subject=subject, what=what, treatment="this one counts"))
        known[name] = km2


def gate_day(shown: date, cells: Cells) -> Day:
    """The day as the gates see it: the whole, by class."""
    return Day(shown=shown, km2=dict(cells[WHOLE]) if WHOLE in cells else _summed(cells.values()))


def steps(days: Mapping[date, Cells], kept: Mapping[date, Day], *, each: ClassSum) -> list[Step]:
    """The days that the gates let pass, as the arithmetic sees them: the sum of the classes, by region.

    The whole is what the gates made of it. A region is known on a day that has every class it ever has.
    """
    had: dict[str, set[str]] = {}
    for cells in days.values():
        for region, km2 in cells.items():
            had.setdefault(region, set()).update(km2.keys() & set(each.classes))
    return [_step(day, days[day.shown], each=each, had=had) for day in kept.values()]


def _step(day: Day, cells: Cells, *, each: ClassSum, had: Mapping[str, set[str]]) -> Step:
    regions = {
        region: sum(km2.get(name, 0.0) for name in each.classes)
        for region, km2 in cells.items()
        if region != WHOLE and had[region] <= km2.keys()
    }
    return Step(shown=day.shown, area={WHOLE: total(day, each.classes), **regions})


def _summed(rows: Iterable[Mapping[str, float]]) -> dict[str, float | None]:
    summed: dict[str, float] = {}
    for row in rows:
        for name, km2 in row.items():
            summed[name] = summed.get(name, 0.0) + km2
    return dict(summed)
