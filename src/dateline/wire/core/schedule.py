"""When a channel is asked next: by how often it has news, what its server asks for, and how often it failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LEAST_SECONDS = 120
LEAST_LIVE_SECONDS = 60
MOST_SECONDS = 3600
FIRST_SECONDS = 900
# A server may ask for a longer rest than a newsroom can wait: the condition of the request saves it the bytes.
MOST_CACHED_SECONDS = 3600
FAULT_SECONDS = 300
MOST_FAULT_SECONDS = 6 * 3600
# A hub tells of news by itself: the look is only for what it forgot.
HUB_SECONDS = 4 * 3600
SPREAD = 0.1
MOST_PAGE_TRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a channel's pace follows from: instants of its newest items in any order, and what was asked for.

    ``asked_seconds`` is what feed or server ask for between looks; ``is_live`` a page that people watch; ``has_hub``
    whether a hub tells us.
    """

    moments: Sequence[datetime] = ()
    asked_seconds: int | None = None
    is_live: bool = False
    has_hub: bool = False


def every_seconds(pace: Pace, now: datetime) -> int:
    """How long to wait between two looks: half of the time in which one item is to be expected, within bounds.

    The expectation is the mean gap of the newest items, the silence since the last of them counted as a gap: a channel
    that falls silent is asked less and less.
    """
    if pace.has_hub:
        return HUB_SECONDS
    least = LEAST_LIVE_SECONDS if pace.is_live else LEAST_SECONDS
    past = [moment for moment in pace.moments if moment <= now]
    wanted = FIRST_SECONDS
    if past:
        wanted = int((now - min(past)).total_seconds() / len(past) / 2)
    wanted = min(max(wanted, least), MOST_SECONDS)
    return max(wanted, min(pace.asked_seconds or 0, MOST_CACHED_SECONDS))


def after_answer(every: int, *, now: datetime, chance: float) -> datetime:
    """When to ask again after an answer; ``chance`` (0 to 1) spreads channels that began together."""
    return now + timedelta(seconds=every * (1 - SPREAD + 2 * SPREAD * chance))


def after_fault(faults: int, *, retry_at: datetime | None, now: datetime, chance: float) -> datetime:
    """When to ask again after the ``faults``-th fault in a row: later each time, never before the server wants it."""
    wait = min(FAULT_SECONDS * 2 ** min(max(faults - 1, 0), 20), MOST_FAULT_SECONDS)
    own = now + timedelta(seconds=wait * (1 - SPREAD + 2 * SPREAD * chance))
    return max(own, retry_at) if retry_at else own


def cached_seconds(headers: Mapping[str, str]) -> int | None:
    """For how long a server says its answer holds (RFC 9111, 4.2.1); None where it does not say.

    ``Expires`` is compared with the server's own ``Date``: its clock need not be ours.
    """
    told = [part.strip().lower().partition("=") for part in headers.get("cache-control", "").split(",")]
    given = {name.strip(): value.strip().strip('"') for name, _, value in told}
    if "no-store" in given or "no-cache" in given:
        return None
    if given.get("max-age", "").isdecimal():
        age = headers.get("age", "").strip()
        return max(0, int(given["max-age"][:9]) - (int(age[:9]) if age.isdecimal() else 0))
    expires, date = _moment(headers.get("expires", "")), _moment(headers.get("date", ""))
    return max(0, int((expires - date).total_seconds())) if expires and date else None


def page_retry(tries: int, *, retry_at: datetime | None, now: datetime) -> datetime | None:
    """When to try an item's page again after ``tries`` failures; None where it is given up."""
    if retry_at is None or tries >= MOST_PAGE_TRIES:
        return None
    return max(retry_at, now + timedelta(seconds=FAULT_SECONDS * 2**tries))


def reread_at(hours: Sequence[float], *, first_seen: datetime, now: datetime) -> datetime | None:
    """When to read an item's page again: the next of so many hours after it was first seen; None after the last."""
    moments = (first_seen + timedelta(hours=number) for number in sorted(hours))
    return next((moment for moment in moments if moment > now), None)


def _moment(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
