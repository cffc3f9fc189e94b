"""Proposes how an unknown table of areas is read: which of its columns has the day, the class, the area, the region."""

import re
from collections import Counter
from collections.abc import Sequence

from dateline.territory.core.cells import comma_is_decimal, km2_in
from dateline.territory.propose_dates import dated_property
from dateline.territory.propose_labels import MOST_LABELS, known_class, labels
from dateline.territory.propose_lines import Guess, quoted
from dateline.territory.read.values import AreaTable, Feature

_LOOKED_AT = 500
_AREA = re.compile(r"km2|km²|км|area|sq|fläche|flache|площ|superf|powierz", re.IGNORECASE)
_NO_AREA = re.compile(
    r"(^|[\W_])(id|no|nr|year|month|day|week|fid|jahr|version|lat|lon|share|percent|pct)($|[\W_])|%", re.IGNORECASE
)
_OTHER_UNIT = re.compile(r"acre|hectare|hektar|(^|[\W_])(ha|mi2|m2)($|[\W_])|гект|\bга\b", re.IGNORECASE)
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
    """The columns of areas in km², those that say so first."""
    found = []
    for name, cells in texts.items():
        comma = bool(comma_is_decimal(cells))
        if cells and all(km2_in(cell, decimal_comma=comma) is not None for cell in cells):
            found.append(name)
    areas = [name for name in found if not _NO_AREA.search(name) and not _OTHER_UNIT.search(name)]
    return sorted(areas, key=lambda name: not _AREA.search(name))


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
    other = [c for c in columns if _OTHER_UNIT.search(c)]
    if not areas:
        why = f"; {', '.join(other)} is in another unit: convert it to km² first" if other else ""
        return f"dates stand in {day}; no column has areas in km²{why}"
    return f"dates stand in {day}, areas in {', '.join(areas)}"
