"""Proposes how an unknown table of areas is read: which of its columns has the day, the class, the area, the region."""

import re
from collections import Counter
from collections.abc import Sequence

from dateline.territory.core.cells import comma_is_decimal, km2_in, unit_in
from dateline.territory.propose_dates import dated_property
from dateline.territory.propose_labels import MOST_LABELS, known_class, labels
from dateline.territory.propose_lines import Guess, quoted
from dateline.territory.read.values import AreaTable, Feature

_LOOKED_AT = 500
_AREA = re.compile(r"km2|km²|км|area|sq|fläche|flache|площ|superf|powierz", re.IGNORECASE)
_NO_AREA = re.compile(
    r"(^|[\W_])(id|no|nr|year|month|day|week|fid|jahr|version|lat|lon|share|percent|pct)($|[\W_])|%", re.IGNORECASE
)
_REGION = re.compile(r"region|oblast|province|state$|district|county|bezirk|област|район|département", re.IGNORECASE)


def of_tables(tables: Sequence[AreaTable], *, theme: str) -> list[Guess]:
    """The sections on dates, labels, sums and columns of a table."""
    rows = [row for table in tables for row in table.rows[:_LOOKED_AT]]
    columns = list(dict.fromkeys(c for row in rows for c in row))
    texts = {c: [row.get(c) for row in rows if row.get(c) not in (None, "")] for c in columns}
    day = dated_property([Feature(properties=row) for row in rows]) or "date"
    numbers = _numbers({c: v for c, v in texts.items() if c != day})
    words = [c for c in columns if c not in {day, *numbers} and not _NO_AREA.search(c) and _few(texts[c])]
    region = next((c for c in words if _REGION.search(c)), "")
    full = [c for c in words if c != region and len(texts[c]) == len(rows)]
    label = _label({c: texts[c] for c in full}, wide=any(map(known_class, numbers)))
    lines = ["[table]", f"date = {quoted(day)}"]
    lines += [f"region = {quoted(region)}"] if region else []
    lines += [f"label = {quoted(label)}", f"km2 = {quoted(numbers[0])}"] if label and numbers else []
    counted = Counter(map(str, texts[label])) if label else _classes_of(numbers)
    return [
        Guess(lines=("[dates]", 'found = "column"', 'zone = "UTC"'), reason="it is a table"),
        *labels(label or ("columns" if counted else ""), counted, theme=theme),
        Guess(lines=tuple(lines), reason=_reason(day, numbers if not label else numbers[:1], columns)),
    ]


def _numbers(texts: dict[str, list[object]]) -> list[str]:
    """The columns of areas, those in km² before others, and those that say so first."""
    found = []
    for name, cells in texts.items():
        comma = bool(comma_is_decimal(cells))
        if cells and all(km2_in(cell, decimal_comma=comma) is not None for cell in cells):
            found.append(name)
    areas = [name for name in found if not _NO_AREA.search(name)]
    in_km2 = [name for name in areas if unit_in(name)[1] == 1.0]
    # Of the same areas in several units, those in km²; else those whose name says a unit.
    told = [name for name in areas if name not in in_km2]
    said = [name for name in in_km2 if _AREA.search(name)]
    return said or told or in_km2 if told else sorted(in_km2, key=lambda name: not _AREA.search(name))


def _few(texts: Sequence[object]) -> bool:
    return 0 < len({*map(str, texts)}) <= MOST_LABELS


def _label(texts: dict[str, list[object]], *, wide: bool) -> str:
    """The column whose texts name classes, else the first of several texts; none where columns are classes (wide)."""
    known = {c: sum(bool(known_class(str(t))) for t in {*map(str, cells)}) for c, cells in texts.items()}
    best = max(known, key=lambda c: known[c], default="")
    if best and known[best]:
        return best
    if wide:
        return ""
    return next((c for c, cells in texts.items() if len({*map(str, cells)}) > 1), "")


def _classes_of(numbers: Sequence[str]) -> Counter[str]:
    """The columns that are classes; of a single one that only says what it is in, the name is no class."""
    if len(numbers) == 1 and not known_class(numbers[0]):
        return Counter()
    return Counter(numbers)


def _reason(day: str, areas: Sequence[str], columns: Sequence[str]) -> str:
    if not areas:
        return f"dates stand in {day}; none of its columns has areas: {', '.join(columns)[:120]}"
    units = {unit for unit, km2 in map(unit_in, areas) if km2 != 1.0}
    converted = f", converted from {' and '.join(sorted(units))}" if units else ""
    return f"dates stand in {day}, areas in {', '.join(areas)}{converted}"
