"""Tells this process, and others, that a stream has moved on; only ever a hint, the log is the truth."""

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger(__name__)

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


def read_hint(text: str) -> tuple[str, int] | None:
    """The key and number of a hint from another process, or None for something else on the channel."""
    key, _, seq = text.partition(" ")
    return (key, int(seq)) if key and seq.isascii() and seq.isdigit() else None


def _tell(key: str, seq: int) -> None:
    for listener in list(_listeners):
        listener(key, seq)
    if settings.REDIS_URL:
        _redis_publish(f"{key} {seq}")


def _redis_publish(message: str) -> None:
    import redis

    try:
        _redis(settings.REDIS_URL).publish(CHANNEL, message)
    except redis.RedisError as error:  # the change is committed; others look at the log by themselves soon
        log.warning("Redis could not be told: %s", error)


@cache
def _redis(url: str) -> Any:
    import redis

    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
