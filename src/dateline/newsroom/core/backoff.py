"""How long a sign-in waits after failures: pure counting, so that it can be tried without a clock."""

from datetime import datetime, timedelta

FREE = 5
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def wait_seconds(failures: int, last: datetime | None, *, now: datetime, free: int = FREE) -> int:
    """Seconds until the next try is taken: none for the first failures, then doubling to a quarter of an hour."""
    if last is None or failures < free or now - last > FORGOTTEN_AFTER:
        return 0
    pause = min(timedelta(seconds=2 ** min(failures - free + 1, 10)), LONGEST)
    return max(0, -((now - (last + pause)) // timedelta(seconds=1)))
