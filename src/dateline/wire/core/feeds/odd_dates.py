"""Reads times that are written in no common form: other languages, asctime, compact ISO 8601, epochs."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateline.wire.core.article.days import day_in

Zone = Callable[[str], tzinfo | None]
_NAMES = {
    1: "jan january януари січня січ января янв ιαν ιανουαρίου január يناير ene gennaio gen janv",
    2: "feb february февруари лютого лют февраля фев φεβ φεβρουαρίου február februári فبراير févr fév",
    3: "mar march март березня бер марта μάρ μαρ μάώ μαώ μαρτίου március مارس mär mrz mars",
    4: "apr april април квітня кві апреля апр απρ απριλίου április أبريل abr avr avril",
    5: "may май травня тра мая μάι μάι μαι μαϊ μαΐου május مايو mai maj mag",
    6: "jun june юни червня чер июня июн ιουν ιούν ιον ιουνίου június يونيو juin giu",
    7: "jul july юли липня лип июля июл ιουλ ιούλ ιολ ιουλίου július يوليو juil lug",
    8: "aug august август серпня сер августа авг αυγ αύγ αυγούστου augusztus أغسطس ago août",
    9: "sep sept september септември вересня вер сентября сен σεπ σεπτεμβρίου szeptember سبتمبر set",
    10: "oct october октомври жовтня жов октября окт οκτ οκτωβρίου október أكتوبر okt ott",
    11: "nov november ноември листопада лис ноября ноя νοε νοέ νοεμβρίου نوفمبر",
    12: "dec december декември грудня гру декабря дек δεκ δεκεμβρίου ديسمبر dez dic déc",
}
_MONTHS = {name: number for number, names in _NAMES.items() for name in names.split()}
_HALVES = {
    "오전": 0,
    "오후": 12,
    "上午": 0,
    "下午": 12,
    "午前": 0,
    "午後": 12,
    "am": 0,
    "pm": 12,
    "a.m.": 0,
    "p.m.": 12,
}
_EAST = {"년": 9, "오": 9, "曜": 9, "午前": 9, "午後": 9, "年": 8, "午": 8}
_WORD = r"(?P<name>[^\W\d_]{2,12})\.?"
_HALF = r"(?P<half>오전|오후|上午|下午|午前|午後|[ap]m|[ap]\.m\.)"
_ZONE = r"(?:uhr\s*|h\s*)?(?P<zone>(?:gmt|utc)?[+-]\d\d?:?(?:\d\d)?|[a-z]{1,10}(?:/[a-z_]+)*)?"
_CLOCK = (
    rf"(?:[\s,t]+(?:um\s+|at\s+|-\s+)?(?:{_HALF}\s*)?(?P<hour>\d{{1,2}})\s*[:시時时]\s*(?P<minute>\d{{1,2}})?"
    rf"(?:\s*[:분分]\s*(?P<second>\d{{1,2}})?(?:[.,]\d+)?[초秒]?)?\s*(?P<late>[ap]\.?m\.?)?\s*{_ZONE})?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_FORMS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Sun Jan  4 16:29:06 PST 2004; Jan 4, 2004 4:29 PM
        rf"{_WEEKDAY}{_WORD}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?(?:\s+(?P<year>\d{{4}})),?{_CLOCK}",
        rf"{_WEEKDAY}{_WORD}\s+(?P<day>\d{{1,2}}){_CLOCK}\s+(?P<year>\d{{4}})",
        # Κυρ, 11 Ιούλ 2004 12:00:00 EST; 4. Januar 2004, 16:29 Uhr
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.?\s+(?:de\s+)?{_WORD},?\s+(?:de\s+)?(?P<year>\d{{4}}),?{_CLOCK}",
        # 2004-július-13T9:15-05:00; 2004/07/13 09:15; 2004년 05월 28일 01:31:15; 2004-05-25 오후 11:23:17
        rf"(?P<year>\d{{4}})\s*[-/.년年]\s*(?:(?P<month>\d{{1,2}})|{_WORD})\s*[-/.월月]\s*(?P<day>\d{{1,2}})[일日.]?"
        rf"(?:\s*\([^)]*\)|\s*[^\s\d:]요일|\s*星期.|\s*.曜日)?{_CLOCK}",
        # 20040713T091500Z, 20040713
        r"(?P<year>\d{4})-?(?P<month>[01]\d)-?(?P<day>[0-3]\d)(?:[t\s]?(?P<hour>[0-2]\d):?(?P<minute>[0-5]\d)"
        rf"(?::?(?P<second>[0-5]\d)(?:\.\d+)?)?)?\s*{_ZONE}",
        # 2004-07, 2004, 2004-07T09:15Z
        rf"(?P<year>\d{{4}})(?:-(?P<month>\d{{1,2}}))?{_CLOCK}",
        # 7/13/2004 9:15:00 AM; 13.07.2004 09:15
        rf"(?P<one>\d{{1,2}})(?P<by>[./-])(?P<two>\d{{1,2}})(?P=by)(?P<year>\d{{4}}),?{_CLOCK}",
    )
]
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})(?:T(\d\d):?(\d\d)(?::?(\d\d))?)?(?:Z|[+-]00:?00)?", re.IGNORECASE)
_TWICE = re.compile(r"([+-]\d{4}) [A-Z]{3,4}$")  # the zone told twice, as Go writes times
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")


def odd_time(text: str, zone: tzinfo, *, named: Zone) -> tuple[datetime | None, bool]:
    """The time and whether it tells only the day; None for what is none or may be one day or another.

    ``named`` tells zones by name or offset. Raises ``ValueError`` for days that never were.
    """
    text = _TWICE.sub(r"\1", text)
    if found := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), UTC), False
    if found := _ORDINAL.fullmatch(text):
        return _ordinal(found, zone)
    for form in _FORMS:
        if found := form.fullmatch(text):
            read = _read(found.groupdict(), _home(text, zone), named)
            if read is not None:
                return read
    day = day_in(text[:60]) if not text.isascii() or re.search(r"[a-zA-Z]{3}", text) else None
    return (datetime(day.year, day.month, day.day, tzinfo=zone), True) if day and ":" not in text else (None, False)


def _home(text: str, zone: tzinfo) -> tzinfo:
    """The clock of the country whose words the time is written in, where it has one clock and tells no zone."""
    east = next((hours for sign, hours in _EAST.items() if sign in text), None)
    return zone if east is None else timezone(timedelta(hours=east))


def _read(told: dict[str, str | None], zone: tzinfo, named: Zone) -> tuple[datetime, bool] | None:
    month = _month(told)
    if month is None:
        return None
    year, day = int(told["year"] or 0), int(told.get("day") or 1)
    if told.get("one"):
        month, day = (month, int(told["two"] or 0)) if _month_first(told) else (month, int(told["one"] or 0))
    if not told.get("hour"):
        return datetime(year, month, day, tzinfo=zone), True
    if where := told.get("zone"):
        found = named(where)
        if found is None:
            return None
        zone = found
    hour = int(told["hour"] or 0)
    half = (told.get("half") or told.get("late") or "").lower()
    if half:
        hour = hour % 12 + _HALVES.get(half, 0)
    start = datetime(year, month, day, tzinfo=zone)
    return start + timedelta(hours=hour, minutes=int(told["minute"] or 0), seconds=int(told.get("second") or 0)), False


def _month(told: dict[str, str | None]) -> int | None:
    """The month's number; None for a word that is no month, and for numbers that may be one day or another."""
    if told.get("one"):
        first = _month_first(told)
        return None if first is None else int(told["one" if first else "two"] or 0)
    if name := told.get("name"):
        return _MONTHS.get(name.lower()) or _MONTHS.get(name.lower()[:3])
    return int(told.get("month") or 1)


def _month_first(told: dict[str, str | None]) -> bool | None:
    """Whether the month stands first: with dots it never does, with am or pm it does, else only numbers can tell."""
    one, two = int(told["one"] or 0), int(told["two"] or 0)
    if told["by"] == "." or one > 12:
        return False
    if two > 12 or told.get("late") or told.get("half"):
        return True
    return True if one == two else None


def _ordinal(found: re.Match[str], zone: tzinfo) -> tuple[datetime, bool]:
    year, day, hour, minute, second = found.groups()
    start = datetime(int(year), 1, 1, tzinfo=zone) + timedelta(days=int(day) - 1)
    if not 1 <= int(day) <= 366 or start.year != int(year):
        raise ValueError("The year has no such day.")
    return start + timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=int(second or 0)), hour is None
