"""Keeps subscriptions at hubs (WebSub): asks for new ones, renews them before they end, ends what nobody wants."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.utils import timezone

from dateline.wire.actions import hubs
from dateline.wire.core import websub
from dateline.wire.core.fetched import Failed, Fetched, Limits
from dateline.wire.fetch import post
from dateline.wire.looking.tools import inside_of
from dateline.wire.models import Subscription, SubscriptionState
from dateline.wire.pushes import hears_secret

AT_ONCE = 4
MOST = 16
HUB_LIMITS = Limits(bytes=100_000, unpacked_bytes=100_000, seconds=15.0, connect_seconds=5.0, redirects=3)


def keep(
    callback: Callable[[str], str],
    *,
    now: Callable[[], datetime] = timezone.now,
    limits: Limits = HUB_LIMITS,
) -> int:
    """Asks the hubs that are to be asked now, some at once; how many. ``callback`` is our address for a path."""
    hubs.follow_channels(now())
    due = hubs.take_due(now(), MOST)
    if not due:
        return 0
    with ThreadPoolExecutor(AT_ONCE, "hubs") as threads:  # which touch no rows
        answers = threads.map(lambda one: _ask(one, callback(one.path), limits), due)
        for one, answer in zip(due, answers, strict=True):
            hubs.note_answer(one, _fault(answer))
    return len(due)


def _fault(answer: Fetched | Failed) -> str:
    if isinstance(answer, Failed):
        return answer.reason
    return "" if 200 <= answer.status < 300 else f"The hub answered {answer.status}."


def _ask(one: Subscription, callback: str, limits: Limits) -> Fetched | Failed:
    mode = "unsubscribe" if one.state == SubscriptionState.ENDING else "subscribe"
    secret = one.channel.secret if hears_secret(one) else ""
    form = websub.asked(mode, topic=one.topic, callback=callback, secret=secret)
    return post(one.hub, form, limits=limits, allowed=inside_of(one.channel))
