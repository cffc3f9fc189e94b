"""Proposes where unknown maps have their dates: in their files' names, in the map, in each feature."""

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import date

import shapely

from dateline.territory.core.dates import Dated, DateRule, dated_by_name, dated_by_value
from dateline.territory.profile_keys import PATH
from dateline.territory.propose_lines import Guess, quoted
from dateline.territory.read.values import Feature, Layer

_UNIX = r"(?<!\d)(?P<unix>1\d{9}(?:\d{3})?)(?!\d)"
_DAY, _MONTH, _GAP = r"(?P<day>\d{2})", r"(?P<month>\d{2})", ("(?P<gap>[-/_. ]?)", "(?P=gap)")
_YEAR, _SHORT_YEAR = r"(?P<year>(?:19|20|21)\d{2})", r"(?P<year>\d{2})"
# What nobody can tell from one name, the names of a whole series may tell.
_ORDERS = {
    order: rf"(?<!\d){first}{_GAP[0]}{second}{_GAP[1]}{third}(?!\d)"
    for order, (first, second, third) in {
        "day, month, year": (_DAY, _MONTH, _YEAR),
        "month, day, year": (_MONTH, _DAY, _YEAR),
        "year, month, day": (_SHORT_YEAR, _MONTH, _DAY),
        "day, month, short year": (_DAY, _MONTH, _SHORT_YEAR),
        "month, day, short year": (_MONTH, _DAY, _SHORT_YEAR),
    }.items()
}
# A series that is read rightly lies closer together than one that is read wrongly.
_CLOSER = 3
# When a map was begun, loaded or changed says less about its ground than when it was seen.
_BESIDE = re.compile(
    r"creat|discover|start|initial|begin|modif|edit|publi|upload|load|contain|control|out", re.IGNORECASE
)
_LEAST_DATED = 0.9
_EIGHT_DIGITS = re.compile(r"(19|20|21)\d{6}")
_CARRIERS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"irwin", r"incident.?name", r"incident", r"fire.?name", r"fire.?id", r"event", 
        r"nombre|\bnom\b|назва|название", r"name$", r"(?<!object)(?<!global)(?<!^f)(?<!^g)id$",
    )
)  # fmt: skip


def dates(layers: Sequence[Layer], features: Sequence[Feature], *, label: str, paths: Sequence[str] = ()) -> Guess:
    """Where the days of these maps stand; ``label`` is the property that names classes, empty where none does.

    ``paths`` are where the files lie, where that is known.
    """
    found = dated_property(features)
    names = [layer.source.name for layer in layers]
    several = len({_day(f.properties.get(found)) for f in features} - {None}) > 1
    if not (found and several and len(layers) == 1) and (guess := _by_names(names)):
        return guess
    by_features = _by_features(found, features, label=label) if found else None
    if by_features and several and not _BESIDE.search(found):
        return by_features
    return _by_maps(layers) or _by_order(names) or _by_paths(paths) or by_features or _undecided(names)


def dated_property(features: Sequence[Feature]) -> str:
    """The property that dates (nearly) every feature, with the most different days; empty where there is none."""
    names = list(dict.fromkeys(name for f in features for name in f.properties))
    scored = [(_score(features, name), -i, name) for i, name in enumerate(names)]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else ""


def _score(features: Sequence[Feature], name: str) -> float:
    days = [_day(f.properties.get(name)) for f in features]
    known = [day for day in days if day is not None]
    if len(known) < _LEAST_DATED * len(days):
        return 0.0
    return len(set(known)) * (0.5 if _BESIDE.search(name) else 1)


def _day(value: object) -> date | None:
    """The day in a value that can only be one: a small number is none."""
    number = re.fullmatch(r"-?\d{1,9}(\.\d*)?", str(value))
    if number and not (isinstance(value, str) and _EIGHT_DIGITS.fullmatch(value)):
        return None
    dated = dated_by_value(value, DateRule())
    return dated.shown if isinstance(dated, Dated) else None


def _head(*lines: str) -> tuple[str, ...]:
    return ("[dates]", 'zone = "UTC"', *lines)


def _by_names(names: Sequence[str]) -> Guess | None:
    for pattern, what in (("", "a date"), (_UNIX, "a time in seconds since 1970")):
        if names and _days(names, pattern):
            lines = (f"pattern = '{pattern}'",) if pattern else ()
            return Guess(
                lines=_head(*lines), reason=f"every file's name has {what} in it; whether it shows that day, ask"
            )
    return None


def _by_paths(paths: Sequence[str]) -> Guess | None:
    if not paths or not _days(paths, ""):
        return None
    reason = f"the folders' names tell the days, as in {paths[0]}; whether the maps show those days, ask"
    return Guess(lines=_head(f"found = {quoted(PATH)}"), reason=reason)


def _days(names: Sequence[str], pattern: str) -> list[date]:
    """The day of every name by the pattern; none where one of them has none."""
    dated = [dated_by_name(name, DateRule(pattern=pattern)) for name in names]
    days = [each.shown for each in dated if isinstance(each, Dated)]
    return days if len(days) == len(names) else []


def _ways(names: Sequence[str]) -> list[tuple[str, list[date]]]:
    """The orders of day, month and year that fit every name, the one that lays them closest together first."""
    ways = [(order, days) for order, pattern in _ORDERS.items() if (days := _days(names, pattern))]
    return sorted(ways, key=lambda way: _span(way[1]))


def _by_order(names: Sequence[str]) -> Guess | None:
    """The order that lays the whole series closest together, where that tells it from all others."""
    ways = _ways(names)
    if ways and all(_farther(ways[0][1], days) for _, days in ways[1:]):
        order = ways[0][0]
        why = f"the names' dates are read as {order}" + (", the others lie far apart" if ways[1:] else "")
        return Guess(lines=_head(f"pattern = '{_ORDERS[order]}'"), reason=f"{why}; whether they show that day, ask")
    return None


def _undecided(names: Sequence[str]) -> Guess:
    if ways := _ways(names):
        lines = [f"# {order}: pattern = '{_ORDERS[order]}'" for order, _ in ways]
        reason = "the names' dates may be read as " + " or as ".join(order for order, _ in ways) + ": say which"
        return Guess(lines=_head(*lines), reason=reason)
    note = "# No date was found: name the files by their days, as map_2025-05-31.geojson."
    return Guess(lines=_head(note), reason="neither names nor properties have a date")


def _span(days: Sequence[date]) -> int:
    return (max(days) - min(days)).days


def _farther(best: Sequence[date], other: Sequence[date]) -> bool:
    """Whether a series lies far wider apart, and not because there is a map for the first of each month."""
    return _span(other) > _CLOSER * max(1, _span(best)) and not all(day.day == 1 for day in other)


def _by_maps(layers: Sequence[Layer]) -> Guess | None:
    for name in layers[0].properties if layers else ():
        days = [_day(layer.properties.get(name)) for layer in layers]
        if all(days) and (len(layers) == 1 or len({*days}) > 1):
            lines = _head('found = "map property"', f"property = {quoted(name)}")
            return Guess(lines=lines, reason=f"every map has a date in its property {name}")
    return None


def _by_features(found: str, features: Sequence[Feature], *, label: str) -> Guess:
    lines = ['found = "feature property"', f"property = {quoted(found)}"]
    reason = f"every feature has a date in its property {found}"
    carrier = "" if label else carried_by(features, found)
    if carrier:
        lines += ["# Each day shows the newest ground of each up to that day.", f"carried_by = {quoted(carrier)}"]
        reason += f"; each day has the newest ground of every {carrier}"
    return Guess(lines=_head(*lines), reason=reason)


def carried_by(features: Sequence[Feature], dated: str) -> str:
    """The property that names what a feature is of, where features of other days do not show the same anew."""
    names = dict.fromkeys(name for f in features for name in f.properties if name != dated)
    for words in _CARRIERS:
        for name in filter(words.search, names):
            named = [str(f.properties.get(name) or "") for f in features]
            again = len({*named}) < len(named)
            if all(named) and (again or _apart(features, dated)):
                return name
    return ""


def _apart(features: Sequence[Feature], dated: str) -> bool:
    """Whether features that follow each other mostly lie apart: events of their own, not one thing drawn each day."""
    ordered = sorted(_dated_boxes(features, dated))
    met = [
        a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
        for (_, a), (_, b) in itertools.pairwise(ordered)
    ]
    return bool(met) and sum(met) < len(met) / 2


_DayBox = tuple[date, tuple[float, ...]]


def _dated_boxes(features: Sequence[Feature], dated: str) -> Iterator[_DayBox]:
    for feature in features:
        if (day := _day(feature.properties.get(dated))) and feature.ground is not None:
            yield day, tuple(shapely.bounds(feature.ground).tolist())
