"""Lends Django's database connections to the hub's worker threads."""

from collections.abc import Callable
from typing import TypeVar

from django.db import Error, close_old_connections, connection

from dateline.events.core.frames import Frame, Position
from dateline.events.hub import Drawer

T = TypeVar("T")


class Draws:
    """A drawer whose thread keeps its connection between calls, and drops it when it has failed."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    def resolve(self, slug: str) -> str | None:
        return _connected(lambda: self._drawer.resolve(slug))

    def heads(self, keys: list[str]) -> dict[str, Position]:
        return _connected(lambda: self._drawer.heads(keys))

    def frames(self, key: str, after: int, *, limit: int) -> list[Frame]:
        return _connected(lambda: self._drawer.frames(key, after, limit=limit))


def _connected(read: Callable[[], T]) -> T:
    try:
        return read()
    except Error:
        connection.close()
        close_old_connections()
        raise
