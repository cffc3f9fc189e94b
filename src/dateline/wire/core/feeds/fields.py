"""What all readers of JSON and of agencies' items need: times into fields, strings out of any value, lists."""

from datetime import UTC, datetime
from typing import Any

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.dates import time_of
from dateline.wire.core.feeds.values import NO_WORDS, Words


def time_fields(told: dict[str, Any]) -> dict[str, Any]:
    """The times by their field, aware, with ``written`` and ``days`` as an entry has them."""
    fields: dict[str, Any] = {}
    written: dict[str, str] = {}
    days: set[str] = set()
    for name, value in told.items():
        if not isinstance(value, str) or not value.strip():
            continue
        written[name] = value.strip()[:200]
        moment, day_only = time_of(value, UTC)
        fields[name] = moment
        if day_only:
            days.add(name)
    return fields | {"written": written, "days": frozenset(days)}


def first_time(*values: Any) -> datetime | None:
    """The first of the values that is a time."""
    return next((found for value in values if isinstance(value, str) and (found := time_of(value)[0])), None)


def kept(*words: Words) -> tuple[Words, ...]:
    """Those that say something."""
    return tuple(one for one in words if one.written)


def text_in(value: Any) -> str:
    """The string, or "" for what is none."""
    return value.strip() if isinstance(value, str) else ""


def line_in(value: Any, most: int = 500) -> str:
    """The string on one line; numbers too."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return one_line(text_in(value), most)


def list_in(value: Any) -> list[Any]:
    """The list, the one thing as a list, or nothing."""
    return value if isinstance(value, list) else [] if value is None else [value]


def objects_in(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, or in an object by name (whose name they take where they have none)."""
    if isinstance(value, dict):
        return [{"name": name, **one} for name, one in value.items() if isinstance(one, dict)]
    return [one for one in list_in(value) if isinstance(one, dict)]


def words_in(value: Any, *, kind: str = "text", language: str = "", base: str = "") -> Words:
    """The string as words; no words for what is none."""
    text = text_in(value)
    return Words(written=text, kind=kind, language=language, base=base) if text else NO_WORDS


def whole_number(value: Any) -> int | None:
    """The whole number, also where it is written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.strip().isdigit() and len(value) < 16 else None
