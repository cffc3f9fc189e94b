"""Takes turns at writing: one transaction at a time on SQLite, in order of arrival."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction.

    SQLite lets writers retry with growing pauses, so under load one waits for long while others pass it;
    the kernel queues waiters for a file lock in order. PostgreSQL needs none of it: the stream's row lock
    orders its writers.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or "memory" in name:
        with transaction.atomic():
            yield
        return
    path = Path(f"{name}.turn")
    with path.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with transaction.atomic():
            yield
