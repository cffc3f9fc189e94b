"""What tests of the wire begin with: a channel of an outlet on this machine, and the tools of a look."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from dateline.wire.actions.channels import NewChannel, add_channel
from dateline.wire.core.fetched import Limits
from dateline.wire.looking.channel import look_at
from dateline.wire.looking.tools import Looked, Tools
from dateline.wire.models import Channel
from dateline.wire.reading.standing import StandingPool
from outlets import NOON, Outlet, outlet

SMALL = Limits(bytes=300_000, unpacked_bytes=600_000, seconds=1.0, connect_seconds=1.0, redirects=3)


@pytest.fixture
def paper() -> Iterator[Outlet]:
    """An outlet."""
    with outlet() as made:
        yield made


@pytest.fixture(scope="session")
def standing() -> Iterator[StandingPool]:
    """One process that reads pages, for all tests."""
    pool = StandingPool(workers=1)
    yield pool
    pool.close()


class Clock:
    """The time of a test: it passes when the test says so."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> Any:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tools(standing: StandingPool, clock: Clock) -> Tools:
    return Tools(pool=standing, now=clock, chance=lambda: 0.5, feed_limits=SMALL, page_limits=SMALL)


@pytest.fixture
def channel(paper: Outlet, db: None) -> Callable[..., Channel]:
    """Adds a channel of the outlet."""

    def add(path: str = "/feed", kind: str = "feed", **values: Any) -> Channel:
        how = {"inside": paper.inside, **values.pop("how", {})}
        return add_channel(NewChannel(address=f"{paper.url}{path}", kind=kind, how=how, **values), by=None)

    return add


@pytest.fixture
def look(tools: Tools) -> Callable[[Channel], Looked]:
    """Looks at a channel once, as it stands in its row."""

    def once(channel: Channel) -> Looked:
        channel.refresh_from_db()
        assert channel.host
        looked = look_at(channel, channel.host, tools=tools)
        channel.refresh_from_db()
        return looked

    return once
