"""Joins a table of areas with its profile: km² per day, region and class."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateline.territory.core.cells import comma_is_decimal, km2_in, plain, unit_in
from dateline.territory.core.dates import Undated, astray, dated_by_value, out_of_range
from dateline.territory.core.gates import Treatment
from dateline.territory.core.labels import class_of, folded
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Finding
from dateline.territory.profile_keys import REFUSE
from dateline.territory.profile_read import Profile
from dateline.territory.read.values import AreaTable, Unreadable

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAreas:
    """Areas in km² by class on one day, in one region (``*`` the whole). A class that is not there is not known."""

    shown: date
    region: str = WHOLE
    km2: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAreas:
    """A table's areas in order of days, and what was found in it."""

    days: tuple[ClassAreas, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """One area of the table with its label, before it has a class."""

    shown: date
    region: str
    label: str
    km2: float


def areas(table: AreaTable, profile: Profile, *, today: date | None = None) -> TakenAreas | Unreadable:
    """The table's areas by the profile; labels of one class on one day add up."""
    subject = table.source.name
    found = list(table.findings)
    cells = list(_cells(table, profile, today=today, found=found))
    if not cells:
        return Unreadable(name=subject, reason=_nothing(table, profile))
    classed = _classed(cells, profile, subject=subject, found=found)
    if profile.labels.unknown == REFUSE and any(f.gate == "unknown-label" for f in found):
        return Unreadable(name=subject, reason=next(f.what for f in found if f.gate == "unknown-label"))
    far = astray([cell.shown for cell in cells]) if profile.gates["date"] is not Treatment.KEEP else set()
    found += [_far(subject, shown) for shown in sorted(far)]
    days: dict[tuple[date, str], dict[str, float]] = {}
    for (shown, region, control, _), km2 in classed.items():
        if shown in far:
            continue
        day = days.setdefault((shown, region), {})
        day[control] = day.get(control, 0.0) + km2
    made = (ClassAreas(shown=shown, region=region, km2=km2) for (shown, region), km2 in sorted(days.items()))
    return TakenAreas(days=tuple(made), findings=tuple(found))


def _cells(table: AreaTable, profile: Profile, *, today: date | None, found: list[Finding]) -> Iterator[_Cell]:
    """The cells that hold an area; what is no date or no area is counted and listed."""
    bad: dict[str, int] = {}
    units: dict[str, tuple[str, float]] = {}
    rows = [_renamed(row, profile) for row in table.rows]
    commas = comma_is_decimal(value for row in rows for value in row.values())
    if commas is not None:
        said = "a comma before decimals" if commas else "commas between thousands"
        found.append(Finding(gate="reading", subject=table.source.name, what=f"numbers have {said}", treatment="kept"))
    for row in rows:
        day = dated_by_value(_first(row, profile.columns.date), profile.dates.rule)
        why = "no date" if isinstance(day, Undated) else out_of_range(day.shown, profile.dates.rule, today=today)
        if isinstance(day, Undated) or (why and profile.gates["date"] is not Treatment.KEEP):
            bad[why] = bad.get(why, 0) + 1
            continue
        region = str(_first(row, profile.columns.region) or WHOLE)
        for column, label, value in _labelled(row, profile):
            unit, each = units.setdefault(column, unit_in(column))
            km2 = km2_in(value, decimal_comma=bool(commas), unit=each)
            if km2 is None:
                bad["no area"] = bad.get("no area", 0) + 1
            else:
                yield _Cell(shown=day.shown, region=region, label=label, km2=km2)
    for column, (unit, each) in units.items():
        if each != 1.0:
            what = f"{column}: areas in {unit}, by its name"
            found.append(Finding(gate="reading", subject=table.source.name, what=what, treatment="converted to km²"))
    for why, count in bad.items():
        gate = "empty-feature" if why == "no area" else "date"
        found.append(Finding(gate=gate, subject=table.source.name, what=f"{count} rows: {why}", treatment="left out"))


def _far(subject: str, shown: date) -> Finding:
    what = f"{shown} lies years away from all other days"
    return Finding(gate="date", subject=subject, what=what, treatment="left out")


def _renamed(row: Row, profile: Profile) -> Row:
    """The row with its columns called as the profile calls them, whatever their case, spaces and underscores."""
    columns = profile.columns
    named = {plain(name): name for name in (*columns.date, *columns.label, *columns.km2, *columns.region)}
    return {
        named.get(plain(str(name)), str(name)) if name not in named.values() else name: v for name, v in row.items()
    }


def _labelled(row: Row, profile: Profile) -> Iterator[tuple[str, str, object]]:
    """Column, label and area: of a row that says one, or of each column that is named for a class."""
    columns = profile.columns
    label = _first(row, columns.label)
    if label is not None:
        named = next((name for name in columns.km2 if row.get(name) not in (None, "")), "")
        yield named, str(label), row.get(named)
        return
    others = {*columns.date, *columns.region}
    yield from ((name, name, value) for name, value in row.items() if name not in others and value not in (None, ""))


def _classed(
    cells: Sequence[_Cell], profile: Profile, *, subject: str, found: list[Finding]
) -> dict[tuple[date, str, str, str], float]:
    classed: dict[tuple[date, str, str, str], float] = {}
    unknown: dict[str, int] = {}
    for cell in cells:
        known = class_of(cell.label, profile.labels.rules)
        control = known.control if known else profile.labels.default
        if not control:
            unknown[cell.label] = unknown.get(cell.label, 0) + 1
        elif control != "ignored":
            key = (cell.shown, cell.region, control, folded(cell.label))
            if key in classed and classed[key] != cell.km2:
                found.append(_twice(subject, cell, classed[key]))
            classed[key] = cell.km2
    found += [_unknown(subject, label, count) for label, count in unknown.items()]
    return classed


def _twice(subject: str, cell: _Cell, before: float) -> Finding:
    what = f"{cell.label} on {cell.shown} stands twice: {before:,.2f} and {cell.km2:,.2f} km²"
    return Finding(gate="two-maps", subject=subject, what=what, treatment="the later row counts")


def _unknown(subject: str, label: str, count: int) -> Finding:
    what = f"no rule knows the label “{folded(label)[:80]}” of {count} rows"
    return Finding(gate="unknown-label", subject=subject, what=what, treatment="left out")


def _nothing(table: AreaTable, profile: Profile) -> str:
    columns = ", ".join(str(name) for name in table.rows[0])[:120] if table.rows else "none"
    return f"none of its rows has a date in {' or '.join(profile.columns.date)} and an area; its columns: {columns}"


def _first(row: Row, names: Sequence[str]) -> object:
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)
