"""Tells this process, and others, that a stream has moved on; only ever a hint, the log is the truth."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction

CHANNEL = "dateline"
Listener = Callable[[str, int], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Calls ``listener(key, seq)`` after each commit in this process, from the writing thread; returns the way out."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def announce(key: str, seq: int) -> None:
    """Says so once the transaction is committed: PostgreSQL and Redis carry it to other processes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # delivered by the server at commit, or never
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{key} {seq}"])
    transaction.on_commit(lambda: _tell(key, seq))


def _tell(key: str, seq: int) -> None:
    for listener in list(_listeners):
        listener(key, seq)
    if settings.REDIS_URL:
        _redis_publish(f"{key} {seq}")


def _redis_publish(message: str) -> None:
    raise NotImplementedError("written with the hub")
