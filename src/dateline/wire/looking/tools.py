"""What every look at a channel or page shares: the time, chance, processes that read pages, limits."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from ssl import SSLContext

from django.utils import timezone

from dateline.wire.actions.items import Taken
from dateline.wire.core.fetched import Limits
from dateline.wire.models import Channel
from dateline.wire.reading.standing import StandingPool

FEED_LIMITS = Limits(bytes=10_000_000, unpacked_bytes=20_000_000, seconds=30.0)
MAIL_LIMITS = Limits(bytes=110_000_000, seconds=90.0)
PAGE_LIMITS = Limits(bytes=20_000_000, unpacked_bytes=40_000_000, seconds=30.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """``let_go`` is called before anything slow: no database connection is held while a server takes its time.

    ``tls`` says whose certificates a mailbox may show; None: those that browsers trust.
    """

    pool: StandingPool
    now: Callable[[], datetime] = timezone.now
    chance: Callable[[], float] = random.random  # noqa: S311 - spreads looks over time, no secret
    let_go: Callable[[], None] = lambda: None
    feed_limits: Limits = field(default_factory=lambda: FEED_LIMITS)
    page_limits: Limits = field(default_factory=lambda: PAGE_LIMITS)
    mail_limits: Limits = field(default_factory=lambda: MAIL_LIMITS)
    tls: SSLContext | None = None


def inside_of(channel: Channel) -> frozenset[tuple[str, int]]:
    """Servers of the house that the operator let this channel ask, at the machine's own terminal."""
    return frozenset((str(host), int(port)) for host, port in channel.how.get("inside", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a look: the items, or the fault; and until when the server wants to be left alone."""

    taken: Taken | None = None
    fault: str = ""
    patience: datetime | None = None
