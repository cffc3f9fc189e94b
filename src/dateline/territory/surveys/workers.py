"""Who does the work of a survey: this process, one process a core, or a Dask cluster; the results are the same.

Each takes a function of a module, something that all calls share, and the items; results come in the items' order.
A few items are under way at a time, so that memory does not follow the length of the series.
"""

import multiprocessing
import multiprocessing.connection
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module
from typing import Any, Generic, Protocol, Self, TypeVar

# To start processes takes about a second of their time; one reads, mends and compares some 8 MB of GeoJSON a second.
REPAYS_BYTES = 24 * 1024**2
S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Ready(Generic[R]):
    """Stands among the items for one whose result is known already."""

    result: R


class Workers(Protocol):
    """Does a function for each item; used as a context, so that what was started ends."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *why: object) -> None: ...

    def map(self, function: Callable[[S, T], R], items: "Iterable[T | Ready[R]]", *, shared: S) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order."""
        ...


class Here:
    """This process does it: the quickest for what takes less than a second or two."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None: ...

    def map(self, function: Callable[[S, T], R], items: "Iterable[T | Ready[R]]", *, shared: S) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order."""
        return (item.result if isinstance(item, Ready) else function(shared, item) for item in items)


class Processes:
    """One process a core, started fresh (nothing is forked, so threads and servers may call it).

    Where processes cannot be started, or one of them is killed, this process does what is left.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count or cores()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        fresh = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._count, mp_context=fresh, initializer=_end_with_parent)
        return self

    def __exit__(self, *why: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None

    def map(self, function: Callable[[S, T], R], items: "Iterable[T | Ready[R]]", *, shared: S) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order."""
        common = pickle.dumps(shared)
        under_way: deque[Callable[[], R]] = deque()
        for item in items:
            if isinstance(item, Ready):
                under_way.append(partial(getattr, item, "result"))
            else:
                under_way.append(self._started(partial(function, shared, item), (_called, function, common, item)))
            if len(under_way) > 3 * self._count:
                yield under_way.popleft()()
        while under_way:
            yield under_way.popleft()()

    def _started(self, here: Callable[[], R], call: tuple[Any, ...]) -> Callable[[], R]:
        """What gives the item's result when it is asked for: of the call elsewhere, else of the one here."""
        try:
            promised = self._pool.submit(*call) if self._pool else None
        except (BrokenExecutor, OSError):
            self._pool = promised = None
        return partial(self._result, promised, here)

    def _result(self, promised: "Future[R] | None", here: Callable[[], R]) -> R:
        try:
            return promised.result() if promised else here()
        except BrokenExecutor:
            self._pool = None
            return here()


class NoCluster(Exception):
    """The cluster that was named cannot be used; the text says why."""


class OnDask:
    """A Dask cluster: the one at ``tcp://host:port``, or one on this machine where no address is given."""

    def __init__(self, address: str = "", *, client: Any = None) -> None:
        self._address, self._client, self._own = address, client, client is None

    def __enter__(self) -> Self:
        if self._own:
            self._client = _client(self._address)
        return self

    def __exit__(self, *why: object) -> None:
        if self._own and self._client is not None:
            # A cluster of our own ends with its client; somebody else's stays.
            self._client.shutdown() if not self._address else self._client.close()
            self._client = None

    def map(self, function: Callable[[S, T], R], items: "Iterable[T | Ready[R]]", *, shared: S) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order."""
        common = self._client.scatter(pickle.dumps(shared), broadcast=True, hash=False)
        most = 3 * max(1, sum(self._client.nthreads().values()))
        under_way: deque[Any] = deque()
        for item in items:
            ready = isinstance(item, Ready)
            under_way.append(item if ready else self._client.submit(_called, function, common, item, pure=False))
            if len(under_way) > most:
                yield _given(under_way.popleft())
        while under_way:
            yield _given(under_way.popleft())


def workers_on(where: str) -> OnDask:
    """The cluster of ``dask`` (on this machine) or ``dask://host:port``. Raises NoCluster for any other name."""
    if where == "dask":
        return OnDask()
    kind, _, address = where.partition("://")
    if kind != "dask" or not address:
        raise NoCluster(f"'{where}' is no cluster: dask is one on this machine, dask://host:port another")
    return OnDask(f"tcp://{address}")


def workers_for(total_bytes: int) -> Workers:
    """One process a core for as many bytes of maps as repay starting them, else this process."""
    return Processes() if total_bytes >= REPAYS_BYTES and cores() > 1 else Here()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _client(address: str) -> Any:
    try:
        distributed = import_module("distributed")
    except ImportError as missing:
        raise NoCluster("Dask is not installed here: pip install 'dateline[dask]'") from missing
    try:
        if address:
            return distributed.Client(address, timeout="10s", set_as_default=False)
        cluster = distributed.LocalCluster(n_workers=cores(), threads_per_worker=1, dashboard_address=None)
        return distributed.Client(cluster, timeout="30s", set_as_default=False)
    except (OSError, ValueError) as fault:
        raise NoCluster(f"no Dask scheduler answers at {address or 'this machine'}: {fault}") from fault


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever: it ends, too."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _given(promised: Any) -> Any:
    return promised.result if isinstance(promised, Ready) else promised.result()


def _called(function: Callable[[Any, T], R], common: bytes, item: T) -> R:
    return function(_unpickled(common), item)


@lru_cache(maxsize=2)
def _unpickled(common: bytes) -> Any:
    # From the process that started this one, never from a file.
    return pickle.loads(common)  # noqa: S301
