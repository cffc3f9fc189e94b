"""Reads the times that pages write: ISO 8601 with its variants, mail dates, epoch seconds and milliseconds."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

# Beyond the year 2286 epoch seconds have eleven digits; anything larger is milliseconds.
FIRST_MILLISECONDS = 10_000_000_000
_ZONED = re.compile(r"(?:[zZ]|[+-]\d\d:?\d\d|GMT|UTC|UT|[ECMP][SD]T)\s*$")
_ZONE_NAME = re.compile(r"[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2}|UTC")


def instant(value: object, zone: str | None = None) -> datetime | None:
    """The time in UTC, or None; one without a zone is read in ``zone``, else in UTC."""
    try:
        found = moment(value, zone)
        return found.astimezone(UTC) if found else None
    except (ValueError, OverflowError, OSError):
        return None


def moment(value: object, zone: str | None = None) -> datetime | None:
    """The time with the offset that it is written in, or None; one without is read in ``zone``, else in UTC."""
    try:
        found = _read(value)
        if found is None or found.tzinfo is not None:
            return found
        return found.replace(tzinfo=zone_of(zone))
    except (ValueError, OverflowError, OSError):
        return None


def lacks_zone(value: object) -> bool:
    """Whether the value is a time of day whose zone is not said."""
    return isinstance(value, str) and ":" in value and not _ZONED.search(value.strip())


def zone_of(name: str | None) -> tzinfo:
    """The zone of that name; UTC where it is not known."""
    return ZoneInfo(name) if name and is_zone(name) else UTC


def is_zone(name: object) -> bool:
    """Whether the value names a zone of the IANA database."""
    if not isinstance(name, str) or not _ZONE_NAME.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def later(updated: datetime | None, published: datetime | None) -> datetime | None:
    """The time of a change, or None where it is no later than the publication (servers round to seconds)."""
    if updated is None or published is None:
        return None
    return updated if (updated - published).total_seconds() >= 1 else None


def _read(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _epoch(value)
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"\d{9,14}", text):
        return _epoch(int(text))
    return _text(text[:60]) if text else None


def _epoch(number: float) -> datetime | None:
    seconds = number / 1000 if number >= FIRST_MILLISECONDS else number
    return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None


def _text(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text))
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
