"""Listens for what other processes on the same database publish: Redis, PostgreSQL's NOTIFY, or a look at SQLite."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from dateline.events.wake import CHANNEL, read_hint

log = logging.getLogger(__name__)

Tell = Callable[[str, int], None]
Hints = Callable[[threading.Event], Iterator[str]]
Heads = dict[str, tuple[str, int]]
LOOK_S = 0.2
PAUSE_S = 2.0


def from_redis(url: str) -> Hints:
    """What others say through Redis; an empty hint means: anything may have changed."""

    def hints(stop: threading.Event) -> Iterator[str]:
        import redis

        server: Any = redis.Redis.from_url(url, socket_connect_timeout=2)  # its pubsub() is untyped
        with server.pubsub(ignore_subscribe_messages=True) as channel:
            channel.subscribe(CHANNEL)
            yield ""  # what was said before we listened
            while not stop.is_set():
                message = channel.get_message(timeout=0.5)
                if message:
                    yield message["data"].decode("utf-8", "replace")

    return hints


def from_postgres(parameters: dict[str, Any]) -> Hints:
    """What PostgreSQL delivers to whoever listens, at the moment of the commit."""

    def hints(stop: threading.Event) -> Iterator[str]:
        import psycopg

        with psycopg.connect(**parameters, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            yield ""
            while not stop.is_set():
                for notice in connection.notifies(timeout=0.5):
                    yield notice.payload

    return hints


def from_sqlite(path: str) -> Hints:
    """A look a few times a second at the counter by which SQLite tells that another connection has committed."""

    def hints(stop: threading.Event) -> Iterator[str]:
        connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, isolation_level=None)
        try:
            version, heads = None, _heads(connection)
            yield ""
            while not stop.wait(LOOK_S):
                now = connection.execute("PRAGMA data_version").fetchone()[0]
                if now != version:
                    before, heads = heads, _heads(connection)
                    yield from _moved(before, heads)
                version = now
        finally:
            connection.close()

    return hints


def _heads(connection: sqlite3.Connection) -> Heads:
    rows = connection.execute("SELECT key, epoch, head_seq FROM events_stream")  # a few µs, unlike a model's query
    return {key: (epoch, seq) for key, epoch, seq in rows}


def _moved(before: Heads, heads: Heads) -> Iterator[str]:
    """A hint for each stream that went on; an empty one where a stream has another life, or lost its end."""
    for key, (epoch, seq) in heads.items():
        old_epoch, old_seq = before.get(key, (epoch, 0))
        if (epoch, seq) != (old_epoch, old_seq):
            yield f"{key} {seq}" if epoch == old_epoch and seq > old_seq else ""


class Watch:
    """One thread that listens to one source and starts again when the source fails."""

    def __init__(self, hints: Hints, tell: Tell) -> None:
        self._hints = hints
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stream-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                for hint in self._hints(self._stop):
                    self._tell(*(read_hint(hint) or ("", 0)))
            except Exception as error:  # noqa: BLE001 – a driver's errors share no base; readers fall back to slow looks
                log.warning("listening for other processes failed, again in %.0f s: %s", PAUSE_S, error)
                self._stop.wait(PAUSE_S)
