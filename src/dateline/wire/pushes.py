"""Takes in what hubs send (WebSub): the same way as what is fetched, once it is known who sent it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from urllib.parse import urlsplit

from dateline.wire.actions import channels, hubs
from dateline.wire.actions.channels import Asked
from dateline.wire.actions.items import Look, take_in
from dateline.wire.core import websub
from dateline.wire.core.fetched import Fetched
from dateline.wire.looking.kinds import Came, read_push
from dateline.wire.looking.tools import inside_of
from dateline.wire.models import Channel, Subscription, SubscriptionState


class Received(Enum):
    """What became of a push: taken, passed over because somebody else may have sent it, or nothing asks for it."""

    TAKEN = auto()
    PASSED_OVER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What came to one of our addresses, as it came."""

    body: bytes
    content_type: str = ""
    signature: str = ""


def receive(path: str, push: Push, *, now: datetime) -> Received:
    """Stores what the hub sent; a push that says only that there is news lets the channel be asked at once."""
    found = Subscription.objects.filter(path=path, state=SubscriptionState.ACTIVE).select_related("channel").first()
    if found is None:
        return Received.UNKNOWN
    knows_secret = hears_secret(found)
    if knows_secret and not websub.is_signed(push.body, push.signature, secret=found.channel.secret):
        return Received.PASSED_OVER
    body_hash = hashlib.sha256(push.body).hexdigest()
    if body_hash not in found.pushed or not knows_secret:
        _take(found, push, now, is_trusted=knows_secret)
        # Only now: what was interrupted is sent again, and taken in again.
        hubs.note_pushed(found, body_hash, now=now)
    return Received.TAKEN


def hears_secret(subscription: Subscription) -> bool:
    """Whether the hub is told a secret to sign with: over TLS, and where the operator named the server here.

    What a hub without one sends is anybody's word (section 5.1): it says that there is news, and the channel is asked.
    """
    try:
        parts = urlsplit(subscription.hub)
        here = (parts.hostname or "", parts.port or 80)
    except ValueError:
        return False
    return parts.scheme == "https" or here in inside_of(subscription.channel)


def _take(found: Subscription, push: Push, now: datetime, *, is_trusted: bool) -> None:
    channel = found.channel
    came = _came(channel, push, now) if is_trusted and len(push.body) <= websub.MOST_PUSHED else None
    if came is None:
        channels.ask_soon(channel, now=now)
        return
    take_in(channel, Look(reports=came.reports, asked=Asked(now=now, due_at=channel.due_at), is_push=True))
    if came.cut:
        channels.ask_soon(channel, now=now)


def _came(channel: Channel, push: Push, now: datetime) -> Came | None:
    headers = {"content-type": push.content_type}
    # Relative addresses in it are the channel's.
    came = read_push(channel, Fetched(url=channel.address, status=200, headers=headers, content=push.body), now=now)
    return came if isinstance(came, Came) and came.reports else None
