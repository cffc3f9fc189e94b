"""Says what is wrong with a profile, every fault with its key, in words that its writer understands."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateline.territory.core.pull_check import pull_faults
from dateline.territory.profile_keys import CLASSES, KEYS, TABLES, Key

_LISTS = {table.removesuffix("[]") for table in TABLES if table.endswith("[]")}
_GROUPS = ({"unix"}, {"year", "month", "day"})


class BadProfile(Exception):
    """A profile that cannot be used, with every fault in it."""

    def __init__(self, where: str, found: Sequence[str]) -> None:
        super().__init__("\n".join(f"{where}: {fault}" for fault in found))
        self.faults = tuple(found)


def faults(given: Mapping[str, Any]) -> list[str]:
    """Every fault of a profile, as parsed from TOML; none where it can be used."""
    known = {*CLASSES, *_as_list(_under(given, "classes").get("own", ()))}
    found = [fault for table in TABLES for fault in _table_faults(given, table, known)]
    found += _strangers(given)
    return found or list(_together(given))


def _table_faults(given: Mapping[str, Any], table: str, known: set[str]) -> Iterator[str]:
    keys = [key for key in KEYS if key.table == table]
    if not table.endswith("[]"):
        yield from _row_faults(_under(given, table), table, keys=keys, known=known)
        return
    rows = _under(given, table.removesuffix("[]"), otherwise=())
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        yield f"{table.removesuffix('[]')} has to be a list of tables, [[{table.removesuffix('[]')}]]"
        return
    for number, row in enumerate(rows, 1):
        where = f"{table.removesuffix('[]')} {number}"
        missing = [key.name for key in keys if key.needed and (not isinstance(row, Mapping) or key.name not in row)]
        yield from (f"{where}: {name} is missing" for name in missing)
        if not missing:
            yield from _row_faults(row, where, keys=keys, known=known)


def _row_faults(row: Any, where: str, *, keys: Sequence[Key], known: set[str]) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield f"{where} has to be a table, [{where}]"
        return
    for key in keys:
        path = f"{where}.{key.name}".lstrip(".")
        if key.name in row:
            fault = _value_fault(row[key.name], key, known)
            yield from [f"{path}: {fault}"] if fault else []
        elif key.needed:
            yield f"{path} is missing: {key.means}"
    names = {key.name for key in keys} | {t.rpartition(".")[2].removesuffix("[]") for t in TABLES if _below(t, where)}
    if where:
        yield from (_unknown(f"{where}.{name}", name, names) for name in row if name not in names)


def _value_fault(value: Any, key: Key, known: set[str]) -> str:
    match key.kind:
        case "text" | "pattern" if not isinstance(value, str):
            return "a text is needed"
        case "pattern":
            return _pattern_fault(value)
        case "texts" | "classes" if not all(isinstance(v, str) for v in _as_list(value)):
            return "a text or a list of texts is needed"
        case "class" | "classes":
            return next((_not_one_of(v, known) for v in _as_list(value) if v not in known), "")
        case "choice" | "treatment" if value not in key.choices:
            return _not_one_of(value, set(key.choices))
    return _measure_fault(value, key)


def _measure_fault(value: Any, key: Key) -> str:
    match key.kind:
        case "number" if not _is_number(value) or value < 0:
            return "a number is needed, and not less than 0"
        case "bounds" if not (isinstance(value, list) and len(value) == 4 and all(map(_is_number, value))):
            return "four numbers are needed: west, south, east, north"
        case "bounds" if value[0] >= value[2] or value[1] >= value[3]:
            return "west has to be less than east, south less than north"
        case "date" if not isinstance(value, date) or isinstance(value, datetime):
            return "a date is needed, as 2025-05-31"
    return ""


def _pattern_fault(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        return f"it is no regular expression: {fault}"
    return ""


def _together(given: Mapping[str, Any]) -> Iterator[str]:
    """What only shows once each key is right by itself."""
    dates = _under(given, "dates")
    groups = {name.rstrip("_") for name in re.compile(dates.get("pattern", "")).groupindex}
    if dates.get("pattern") and not any(need <= groups for need in _GROUPS):
        yield "dates.pattern: it needs the groups year, month and day, or the group unix"
    if dates.get("found") in {"map property", "feature property"} and not dates.get("property"):
        yield f"dates.property is missing: the date is found in a {dates['found']}, but which?"
    yield from _zone_fault(dates.get("zone", "UTC"))
    if "pull" in given:
        yield from pull_faults(given["pull"], terms=_under(given, "terms").get("text", ""))
    if not re.fullmatch(r"[a-z0-9-]+", given["name"]):
        yield "name: lower-case letters, digits and hyphens only"
    if not given.get("sums"):
        yield "sums: at least one is needed, [[sums]] with a name and its classes"
    elif "ignored" in {name for each in given["sums"] for name in each["classes"]}:
        yield "sums: ignored ground is not measured"


def _zone_fault(zone: str) -> Iterator[str]:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield f"dates.zone: {zone!r} is no zone; one is Europe/Kyiv"


def _strangers(given: Mapping[str, Any]) -> list[str]:
    names = {key.name for key in KEYS if not key.table} | {table.split(".")[0].removesuffix("[]") for table in TABLES}
    return [_unknown(name, name, names) for name in given if name not in names]


def _unknown(path: str, name: str, names: set[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"{path} is no key of a profile" + (f"; is {near[0]} meant?" if near else "")


def _not_one_of(value: Any, names: set[str]) -> str:
    near = difflib.get_close_matches(str(value), names, n=1)
    return f"{value!r} is not one of {', '.join(sorted(names))}" + (f"; is {near[0]} meant?" if near else "")


def _under(given: Mapping[str, Any], path: str, otherwise: Any = None) -> Any:
    found: Any = given
    for name in filter(None, path.split(".")):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if found is not None else {} if otherwise is None else otherwise


def _below(table: str, where: str) -> bool:
    return table.rpartition(".")[0] == where and table != where


def _as_list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
