"""Reads times that are written in no common form: other languages, asctime, compact ISO 8601, epochs."""

from datetime import datetime, tzinfo


def odd_time(text: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """The time and whether it tells only the day; None for none. Raises ``ValueError`` for days that never were."""
    return None, False
