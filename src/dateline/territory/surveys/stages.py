"""Does a stage of a survey for each item: what is kept already is taken, the rest goes to the workers and is kept."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from dateline.territory.surveys.values import Means
from dateline.territory.surveys.workers import Ready

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Generic[S, T, R]):
    """A worker's function (of a module, pure), the key of an item, and how its result becomes bytes and comes back.

    ``pack`` gives None for a result that is not worth keeping. ``lost`` stands for an item that ended every process
    which worked on it: it is never tried in this one.
    """

    name: str
    work: Callable[[S, T], R]
    key: Callable[[T], str]
    pack: Callable[[R], bytes | None]
    unpack: Callable[[bytes], R]
    lost: Callable[[T], R]


def results(stage: Stage[S, T, R], items: Iterable[T | Ready[R]], *, shared: S, means: Means) -> Iterator[R]:
    """The result of each item, in their order."""
    keys: deque[str] = deque()

    def offered() -> Iterator[T | Ready[R]]:
        for item in items:
            key = "" if isinstance(item, Ready) or means.kept is None else stage.key(item)
            content = means.kept.get(stage.name, key) if key and means.kept else None
            keys.append(key if content is None else "")
            yield item if content is None else Ready(stage.unpack(content))

    for result in means.workers.map(stage.work, offered(), shared=shared, lost=stage.lost):
        key = keys.popleft()
        packed = stage.pack(result) if key else None
        if packed is not None and means.kept:
            means.kept.put(stage.name, key, content=packed)
        yield result
