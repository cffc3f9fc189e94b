"""What tests of the wire begin with: a channel of an outlet on this machine, and the tools of a look."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from dateline.project.wire import callback
from dateline.wire import subscribing
from dateline.wire.actions.channels import NewChannel, add_channel
from dateline.wire.core.fetched import Limits
from dateline.wire.looking.channel import look_at
from dateline.wire.looking.tools import Looked, Tools
from dateline.wire.models import Channel
from dateline.wire.reading.standing import StandingPool
from hubs import Hub, hub
from outlets import NOON, Answer, Outlet, entry, outlet

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


@pytest.fixture
def post_office(clock: Clock, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub, and an address of ours that it can be told."""
    settings.PUBLIC_URL, settings.WEBSUB = "https://live.example", True
    monkeypatch.setattr("dateline.api.hubs.timezone.now", clock)
    with hub() as made:
        yield made


@pytest.fixture
def keep(clock: Clock) -> Callable[[], int]:
    """Asks the hubs that are to be asked now."""
    quick = Limits(bytes=10_000, unpacked_bytes=10_000, seconds=2.0, connect_seconds=1.0, redirects=3)
    return lambda: subscribing.keep(callback, now=clock, limits=quick)


@pytest.fixture
def harbour(paper: Outlet, post_office: Hub, channel: Callable[..., Channel], look: Callable[..., Looked]) -> Channel:
    """A channel that was looked at, and names the hub."""
    paper.pages["/feed"] = Answer(post_office.feed(entry(1)))
    made = channel(how={"inside": paper.inside + post_office.inside})
    look(made)
    return made


@pytest.fixture
def told(harbour: Channel, post_office: Hub, keep: Callable[[], int]) -> Channel:
    """The channel, its hub's subscription confirmed."""
    keep()
    assert post_office.confirms(post_office.asks_back())
    harbour.refresh_from_db()
    return harbour
