"""Says which day a map shows, from a file's name, a property or a time in seconds; "pulled at" is not "shows"."""

import itertools
import re
import statistics
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# How the names of the months begin, month by month: English, Ukrainian, Russian, German, French, Spanish, Polish.
_MONTHS = (
    "jan січ янв ene sty", "feb лют фев fév fev lut", "mar бер мар mär mrz", "apr кві апр avr abr kwi",
    "may тра мая май mai maj", "jun чер июн juin cze", "jul лип июл juil lip", "aug сер авг aoû aou ago sie",
    "sep вер сен wrz", "oct жов окт okt paź paz", "nov лис ноя lis", "dec гру дек dez déc dic gru",
)  # fmt: skip
MONTHS = {begins: number for number, all_of in enumerate(_MONTHS, 1) for begins in all_of.split()}
MILLISECONDS_FROM = 10_000_000_000  # as seconds this is the year 2286
_ISO = re.compile(r"(?P<year>\d{4})(?P<gap>[-/._ ]?)(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?!\d)")
_YEAR, _MONTH, _DAY = r"(?P<year>(?:19|20|21|22)\d\d)", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_NAME, _TH, _GAP = r"(?P<month>[^\W\d_]{3,12})", r"(?:st|nd|rd|th)?", r"[-/._ ,]{0,2}"
# How a date is written where a profile has no pattern, the surest way first. A day before a month is told apart below.
_SPELLINGS = (
    _ISO,
    *(
        re.compile(rf"(?<!\d){spelling}(?!\d)", re.IGNORECASE)
        for spelling in (
            rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?:\d\d)?",
            rf"{_YEAR}[-/._ ]{_MONTH}[-/._ ]{_DAY}",
            rf"{_DAY}{_TH}{_GAP}{_NAME}{_GAP}{_YEAR}",
            rf"{_NAME}{_GAP}{_DAY}{_TH}{_GAP}{_YEAR}",
            rf"{_YEAR}{_GAP}{_NAME}{_GAP}{_DAY}",
            rf"{_DAY}\.{_MONTH}\.{_YEAR}",
            r"(?P<unix>1\d{9}(?:\d{3})?)",
        )
    ),
)
_EITHER = re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})[-/_ ](?P<second>\d{{1,2}})[-/_ ]{_YEAR}(?!\d)")
_SHORT = re.compile(r"(?<!\d)(?:\d{6}|\d{2}[-._]\d{2}[-._]\d{2})(?!\d)")
# Maps years away from all others were dated by a slip: 2202 for 2022.
ASTRAY_DAYS, ASTRAY_SHARE = 5 * 365, 0.1


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
    if not rule.pattern:
        return _spelled(name, rule, "the name has no date in it")
    found = re.search(rule.pattern, name, re.IGNORECASE)
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


def astray(days: Collection[date]) -> set[date]:
    """The days that lie years away from nearly all others: dates that cannot be right."""
    ordered = sorted(set(days))
    gaps = [(after - before).days for before, after in itertools.pairwise(ordered)]
    usual = statistics.median(gaps) if gaps else 0
    found: set[date] = set()
    for number, gap in enumerate(gaps, 1):
        fewer = min(ordered[:number], ordered[number:], key=len)
        if gap > max(ASTRAY_DAYS, 50 * usual) and len(fewer) <= max(1, ASTRAY_SHARE * len(ordered)):
            found.update(fewer)
    return found if len(ordered) > 2 else set()


def _spelled(text: str, rule: DateRule, nothing: str) -> Dated | Undated:
    """The day in a text, however it is written; undated where it may be one day or another."""
    missed: Undated | None = None
    for spelling in _SPELLINGS:
        for found in spelling.finditer(text):
            dated = _dated({name: part for name, part in found.groupdict().items() if name != "gap"}, rule)
            if isinstance(dated, Dated):
                return dated
            missed = missed or dated
    if either := _EITHER.search(text):
        return _either(either, rule)
    if short := _SHORT.search(text):
        return Undated(reason=f"{short[0]} may be read as one day or another: say which in dates.pattern")
    return missed or Undated(reason=nothing)


def _either(found: re.Match[str], rule: DateRule) -> Dated | Undated:
    """A day and a month in one order or the other: told where one of them is no month, or both are the same."""
    first, second, year = found["first"], found["second"], found["year"]
    ways = [{"year": year, "month": m, "day": d} for d, m in dict.fromkeys([(first, second), (second, first)])]
    dated = [way for way in (_dated(groups, rule) for groups in ways) if isinstance(way, Dated)]
    if len({each.shown for each in dated}) == 1:
        return dated[0]
    if not dated:
        return Undated(reason=f"{found[0]} is no date")
    return Undated(reason=f"{found[0]} may be {dated[0].shown} or {dated[1].shown}: say which in dates.pattern")


def _dated_by_text(text: str, rule: DateRule) -> Dated | Undated:
    if re.fullmatch(r"-?\d{9,14}(\.\d+)?", text):
        return _dated({"unix": text}, rule)
    if rule.pattern and (found := re.search(rule.pattern, text, re.IGNORECASE)):
        return _dated(found.groupdict(), rule)
    found = _ISO.search(text)
    if found and found.group() == text:
        return _dated({name: found[name] for name in ("year", "month", "day")}, rule)
    try:
        return _timed(datetime.fromisoformat(text), rule)
    except ValueError:
        return _spelled(text, rule, f"{text[:40]!r} is no date")


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
    number = int(month) if month.isdigit() else MONTHS.get(month[:4].casefold()) or MONTHS[month[:3].casefold()]
    hour, minute = (int(given.get(part, 0)) for part in ("hour", "minute"))
    return datetime(year + 2000 * (year < 100), number, int(given["day"]), hour, minute, tzinfo=ZoneInfo(zone))
