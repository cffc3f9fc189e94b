"""Reads the times that feeds write: the two common forms at once, the odd ones in turn."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from dateline.wire.core.feeds.odd_dates import odd_time
from dateline.wire.core.page.times import is_zone, zone_of

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MAIL = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?,?[\s-]+(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?\s*((?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,5}|\d{1,2}:?\d{2})?\s*(?:\([^)]*\))?"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt\s]\s*(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(?:([Zz]|UTC|GMT)|([+-])(\d\d):?(\d\d)?)?)?"
)
_ZONES = {
    "ut": 0, "gmt": 0, "utc": 0, "z": 0, "wet": 0, "bst": 60, "cet": 60, "met": 60, "mez": 60, "west": 60,
    "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "ist": 330, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "ast": -240, "adt": -180, "akst": -540, "akdt": -480, "hst": -600,
    "et": -300, "ct": -360, "mt": -420, "pt": -480, "at": -240,
}  # fmt: skip


def time_of(written: str, zone: tzinfo = UTC) -> tuple[datetime | None, bool]:
    """The time, aware, and whether it tells only the day; None for what is no time. No zone told: in ``zone``."""
    text = written.strip()
    try:
        return _common(text, zone) or odd_time(text[:200], zone, named=named_zone)
    except (ValueError, OverflowError):
        return None, False


def _common(text: str, zone: tzinfo) -> tuple[datetime, bool] | None:
    found = _ISO.fullmatch(text)
    if found:
        return _iso(found, zone)
    found = _MAIL.fullmatch(text)
    return _mail(found, zone) if found else None


def _iso(found: re.Match[str], zone: tzinfo) -> tuple[datetime, bool] | None:
    year, month, day, hour, minute, second, part, utc, sign, hours, minutes = found.groups()
    if hour is None:
        return datetime(int(year), int(month), int(day), tzinfo=zone), True
    if utc:
        zone = UTC
    elif sign:
        zone = _offset(sign, int(hours), int(minutes or 0))
    micro = int((part or "0")[:6].ljust(6, "0"))
    return _moment((int(year), int(month), int(day)), (int(hour), int(minute), int(second or 0), micro), zone), False


def _moment(day: tuple[int, int, int], clock: tuple[int, int, int, int], zone: tzinfo) -> datetime:
    hour, minute, second, micro = clock
    if hour < 24 and second < 60:
        return datetime(*day, hour, minute, second, micro, tzinfo=zone)
    # 24:00 and leap seconds: the next day, the next minute.
    return datetime(*day, tzinfo=zone) + timedelta(hours=hour, minutes=minute, seconds=second)


def _mail(found: re.Match[str], zone: tzinfo) -> tuple[datetime, bool] | None:
    day, name, year, hour, minute, second, where = found.groups()
    month = _MONTHS.get(name.lower())
    if month is None:
        return None
    number = int(year)
    if number < 100:
        number += 1900 if number >= 70 else 2000
    if where:
        told = named_zone(where)
        if told is None:
            return None
        zone = told
    date = (number, month, int(day))
    if hour is None:
        return datetime(*date, tzinfo=zone), True
    return _moment(date, (int(hour), int(minute), int(second or 0), 0), zone), False


@lru_cache(maxsize=256)
def named_zone(where: str) -> tzinfo | None:
    """The zone of a mail's date: a name of RFC 822 or of common use, or an offset; None where nobody knows it."""
    if len(where) > 3 and where[:3].upper() in {"GMT", "UTC"} and where[3] in "+-":
        where = where[3:]
    if where[0] in "+-" or where[0].isdigit():
        bare = where.lstrip("+-").replace(":", "")
        hours, minutes = (bare[:2], bare[2:]) if len(bare) > 2 else (bare, "0")
        return _offset("-" if where[0] == "-" else "+", int(hours), int(minutes or 0))
    name = where.lower()
    # Military letters other than Z were told the wrong way round in RFC 822 and mean nothing (RFC 5322, 4.3).
    if len(name) == 1:
        return UTC
    minutes_east = _ZONES.get(name)
    if minutes_east is not None:
        return _offset("+", 0, minutes_east)
    return zone_of(where) if is_zone(where) else None


@lru_cache(maxsize=256)
def _offset(sign: str, hours: int, minutes: int) -> tzinfo:
    """The zone so far from UTC; UTC for what lies outside of a day."""
    east = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    if not east or abs(east) >= timedelta(days=1):
        return UTC
    return timezone(east)
