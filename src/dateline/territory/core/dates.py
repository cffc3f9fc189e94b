"""Says which day a map shows, from a file's name, a property or a time in seconds; "pulled at" is not "shows"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MILLISECONDS_FROM = 10_000_000_000  # as seconds this is the year 2286
_ISO = re.compile(r"(?P<year>\d{4})[-/.]?(?P<month>\d{2})[-/.]?(?P<day>\d{2})(?!\d)")


class Shows(StrEnum):
    """What a date found with a map means for the day that the map shows."""

    THAT_DAY = "that day"
    DAY_BEFORE = "day before"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRule:
    """How a found date becomes the day that a map shows; a pattern's groups are unix or year, month, day.

    A second way to write a date in one pattern has ``_`` behind its groups' names, for no name may stand twice.
    ``zone`` is the source's own; a moment of which more than the day is known is dated in ``cut_zone``, where one is
    given. A bare day stays what the source says it is: nobody knows at which hour it was drawn.
    """

    pattern: str = ""
    zone: str = "UTC"
    cut_zone: str = ""
    shows: Shows = Shows.THAT_DAY
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """The day that a map shows, and the moment of it where one is known."""

    shown: date
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """Why no day could be told."""

    reason: str


def dated_by_name(name: str, rule: DateRule) -> Dated | Undated:
    """The day of a map by its file's name."""
    found = re.search(rule.pattern, name, re.IGNORECASE) if rule.pattern else _ISO.search(name)
    if found is None:
        return Undated(reason="the name has no date in it that the profile knows")
    return _dated(found.groupdict(), rule)


def dated_by_value(value: object, rule: DateRule) -> Dated | Undated:
    """The day of a map by a property: a date, a time, ISO text, or seconds or milliseconds since 1970."""
    match value:
        case datetime():
            return _timed(value, rule)
        case date():
            return _dated({"year": str(value.year), "month": str(value.month), "day": str(value.day)}, rule)
        case bool() | None:
            return Undated(reason="the date is missing")
        case int() | float():
            return _dated({"unix": str(value)}, rule)
    return _dated_by_text(str(value).strip(), rule)


def out_of_range(shown: date, rule: DateRule, *, today: date | None = None) -> str:
    """Why a day cannot be right: before the series began, after its end or after today; empty where it can be."""
    if rule.first and shown < rule.first:
        return f"{shown} is before {rule.first}, when this series began"
    if rule.last and shown > rule.last:
        return f"{shown} is after {rule.last}, when this series ended"
    return f"{shown} has not come yet" if today and shown > today else ""


def _dated_by_text(text: str, rule: DateRule) -> Dated | Undated:
    if re.fullmatch(r"-?\d{9,14}(\.\d+)?", text):
        return _dated({"unix": text}, rule)
    if rule.pattern and (found := re.search(rule.pattern, text, re.IGNORECASE)):
        return _dated(found.groupdict(), rule)
    found = _ISO.search(text)
    if found and found.group() == text:
        return _dated(found.groupdict(), rule)
    try:
        return _timed(datetime.fromisoformat(text), rule)
    except ValueError:
        return _dated(found.groupdict(), rule) if found else Undated(reason=f"{text[:40]!r} is no date")


def _dated(groups: Mapping[str, str | None], rule: DateRule) -> Dated | Undated:
    """The day from a pattern's groups: ``unix``, or ``year``, ``month`` (a number or a name) and ``day``."""
    given = {name.rstrip("_"): text for name, text in groups.items() if text}
    try:
        moment = _from_unix(given["unix"]) if "unix" in given else _from_parts(given, rule.zone)
    except (ValueError, OverflowError, OSError, KeyError):
        return Undated(reason=f"{'-'.join(given.values())} is no date")
    return _shown(moment, rule, zone=_cut(rule) if given.keys() & {"unix", "hour"} else rule.zone)


def _timed(moment: datetime, rule: DateRule) -> Dated | Undated:
    """The day of a moment; one without a zone is of the source's."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(rule.zone))
    return _shown(aware, rule, zone=_cut(rule))


def _cut(rule: DateRule) -> str:
    return rule.cut_zone or rule.zone


def _shown(moment: datetime, rule: DateRule, *, zone: str) -> Dated | Undated:
    try:
        day = moment.astimezone(ZoneInfo(zone)).date()
        return Dated(shown=day - timedelta(days=rule.shows is Shows.DAY_BEFORE), moment=moment.astimezone(UTC))
    except OverflowError:
        return Undated(reason=f"{moment:%Y-%m-%d} is no date of a map")


def _from_unix(text: str) -> datetime:
    seconds = float(text)
    return datetime.fromtimestamp(seconds / (1000 if abs(seconds) >= MILLISECONDS_FROM else 1), UTC)


def _from_parts(given: Mapping[str, str], zone: str) -> datetime:
    year, month = int(given["year"]), given["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].casefold()) + 1
    hour, minute = (int(given.get(part, 0)) for part in ("hour", "minute"))
    return datetime(year + 2000 * (year < 100), number, int(given["day"]), hour, minute, tzinfo=ZoneInfo(zone))
