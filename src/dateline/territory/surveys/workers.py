"""Who does the work of a survey: this process, one process a core, or a Dask cluster; the results are the same.

Each takes a function of a module, something that all calls share, and the items; results come in the items' order.
A few items are under way at a time, so that memory does not follow the length of the series.
"""

import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from dateline.territory.surveys.shortage import is_shortage

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

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

    def map(
        self,
        function: Callable[[S, T], R],
        items: "Iterable[T | Ready[R]]",
        *,
        shared: S,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order.

        ``lost`` says what stands in place of an item that ends every process which works on it, as one that needs more
        memory than there is; without it this process does what another could not.
        """
        ...


class Here:
    """This process does it: the quickest for what takes less than a second or two."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None: ...

    def map(
        self,
        function: Callable[[S, T], R],
        items: "Iterable[T | Ready[R]]",
        *,
        shared: S,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order."""
        return (item.result if isinstance(item, Ready) else function(shared, item) for item in items)


class Processes:
    """One process a core, started fresh (nothing is forked, so threads and servers may call it).

    Where processes cannot be started, this process does what is left. Where one of them is killed, each item that was
    under way goes to another one by itself, and only what ends that one too is ``lost``.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count or cores()
        self._pool: ProcessPoolExecutor | None = None
        self._single: ProcessPoolExecutor | None = None
        self._broken: list[ProcessPoolExecutor] = []

    def __enter__(self) -> Self:
        self._pool = _pool(self._count)
        return self

    def __exit__(self, *why: object) -> None:
        for pool in (self._pool, self._single):
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        for pool in self._broken:
            # One that was being started as another was killed is told by nobody to end, and waited for without end.
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()
        self._pool = self._single = None
        self._broken.clear()

    def map(
        self,
        function: Callable[[S, T], R],
        items: "Iterable[T | Ready[R]]",
        *,
        shared: S,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order."""
        common = pickle.dumps(shared)
        under_way: deque[Callable[[], R]] = deque()
        for item in items:
            if isinstance(item, Ready):
                under_way.append(partial(getattr, item, "result"))
            else:
                call = _Call(function, shared, common=common, item=item, lost=lost)
                under_way.append(partial(self._result, call, self._started(call)))
            if len(under_way) > 3 * self._count:
                yield under_way.popleft()()
        while under_way:
            yield under_way.popleft()()

    def _started(self, call: "_Call[Any, Any, R]") -> "tuple[ProcessPoolExecutor, Future[R]] | None":
        """The pool that the call goes to, with its promise; None where this process is to do it."""
        for _ in range(2):
            if self._pool is None:
                break
            try:
                return self._pool, self._pool.submit(*call.elsewhere)
            except RuntimeError:  # it is broken: somebody's result will say so
                self._broken.append(self._pool)
                self._pool = _pool(self._count) if call.lost else None
            except OSError:
                self._pool = None
        return None

    def _result(self, call: "_Call[Any, Any, R]", started: "tuple[ProcessPoolExecutor, Future[R]] | None") -> R:
        from concurrent.futures import BrokenExecutor

        if started is None:
            return call.here()
        pool, promised = started
        try:
            return promised.result()
        except BrokenExecutor:
            if self._pool is pool:
                self._broken.append(pool)
                self._pool = _pool(self._count) if call.lost else None
            return self._alone(call, call.lost) if call.lost else call.here()

    def _alone(self, call: "_Call[Any, Any, R]", lost: Callable[[Any], R]) -> R:
        """The result of a process that does nothing beside: if that ends too, it was this item that ended it."""
        from concurrent.futures import BrokenExecutor

        self._single = self._single or _pool(1)
        try:
            result: R = self._single.submit(*call.elsewhere).result()
            return result
        except BrokenExecutor:
            self._single = None
            return lost(call.item)


@dataclass(frozen=True, slots=True)
class _Call(Generic[S, T, R]):
    """A function for one item, wherever it is done."""

    function: Callable[[S, T], R]
    shared: S
    common: bytes = field(kw_only=True)
    item: T = field(kw_only=True)
    lost: Callable[[T], R] | None = field(kw_only=True)

    @property
    def elsewhere(self) -> tuple[Any, ...]:
        return _called, self.function, self.common, self.item

    def here(self) -> R:
        return self.function(self.shared, self.item)


def _pool(count: int) -> "ProcessPoolExecutor":
    # Here, for most surveys are done in this process and need not wait for what starts others.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


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

    def map(
        self,
        function: Callable[[S, T], R],
        items: "Iterable[T | Ready[R]]",
        *,
        shared: S,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        """``function(shared, item)`` for each item, in their order."""
        common = self._client.scatter(pickle.dumps(shared), broadcast=True, hash=False)
        most = 3 * max(1, sum(self._client.nthreads().values()))
        under_way: deque[tuple[Any, Any]] = deque()
        for item in items:
            ready = isinstance(item, Ready)
            # As bytes: a worker's threads may not share ground, which GEOS makes ready to be asked as it is asked.
            call = (_called_with_bytes, function, common, b"" if ready else pickle.dumps(item))
            promised = item if ready else self._client.submit(*call, pure=False)
            under_way.append((item, promised))
            if len(under_way) > most:
                yield _given(*under_way.popleft(), lost=lost)
        while under_way:
            yield _given(*under_way.popleft(), lost=lost)


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
    import multiprocessing.connection

    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _given(item: Any, promised: Any, *, lost: Callable[[Any], R] | None) -> R:
    if isinstance(promised, Ready):
        ready: R = promised.result
        return ready
    try:
        result: R = promised.result()
        return result
    except Exception as fault:
        # By name: Dask raises it for what ended several of its workers, and is not loaded but for a cluster.
        if lost is None or type(fault).__name__ != "KilledWorker":
            raise
        return lost(item)


def _called(function: Callable[[Any, T], R], common: bytes, item: T) -> R:
    try:
        return function(_unpickled(common, threading.get_ident()), item)
    except Exception as fault:
        if is_shortage(fault):  # only here can it be told: who waits for the result has memory enough
            raise MemoryError from fault
        raise


def _called_with_bytes(function: Callable[[Any, Any], R], common: bytes, item: bytes) -> R:
    return _called(function, common, pickle.loads(item))  # noqa: S301


@lru_cache(maxsize=4)
def _unpickled(common: bytes, _thread: int) -> Any:
    # From the process that started this one, never from a file; each thread has its own.
    return pickle.loads(common)  # noqa: S301
