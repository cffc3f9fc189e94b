"""Tells this process, and others, that a stream has moved on; only ever a hint, the log is the truth."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger(__name__)

CHANNEL = "dateline"
Listener = Callable[[str, int], None]
_listeners: list[Listener] = []
REDIS_PAUSE_S = 5.0
_redis_again = 0.0


def listen(listener: Listener) -> Callable[[], None]:
    """Calls ``listener(key, seq)`` after each commit in this process, from the writing thread; returns the way out."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def announce(key: str, seq: int) -> None:
    """Says so once the transaction is committed: PostgreSQL and Redis carry it to other processes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # delivered by the server at commit, or never
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, hint(key, seq)])
    announce_here(key, seq)


def announce_here(key: str, seq: int) -> None:
    """The same where PostgreSQL has been told already."""
    # Robust: whatever goes wrong in telling, the change is made, and must not look to the editor as if it were not.
    transaction.on_commit(lambda: _tell(key, seq), robust=True)


def hint(key: str, seq: int) -> str:
    """What other processes are told of a stream that moved on; ``read_hint`` reads it."""
    return f"{key} {seq}"


def read_hint(text: str) -> tuple[str, int] | None:
    """The key and number of a hint from another process, or None for something else on the channel."""
    key, _, seq = text.partition(" ")
    return (key, int(seq)) if key and seq.isascii() and seq.isdigit() else None


def _tell(key: str, seq: int) -> None:
    for listener in list(_listeners):
        listener(key, seq)
    if settings.REDIS_URL:
        _redis_publish(hint(key, seq))


def _redis_publish(message: str) -> None:
    import redis

    global _redis_again
    if time.monotonic() < _redis_again:
        return
    try:
        _redis(settings.REDIS_URL).publish(CHANNEL, message)
    except redis.RedisError as error:  # the change is committed; others look at the log by themselves soon
        _redis_again = time.monotonic() + REDIS_PAUSE_S
        log.warning("Redis could not be told, again in %.0f s: %s", REDIS_PAUSE_S, error)


@cache
def _redis(url: str) -> Any:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    never = Retry(NoBackoff(), 0)  # an editor is waiting
    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=never)
