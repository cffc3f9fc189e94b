"""What becomes of subscriptions at hubs (WebSub): begun, asked for, confirmed, relied on, ended.

That something is asked is written down before the hub is asked, so that its question finds it, and a process that dies
in between leaves one that is asked again. Rows are states that the next answer overwrites: no history, so no events
(docs/decisions/0010).
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dateline.events.turn import writing
from dateline.wire.core import websub
from dateline.wire.core.websub import Verification
from dateline.wire.models import Channel, ChannelState, Subscription, SubscriptionState

MOST_BEGUN = 200
UNCONFIRMED = "The hub was asked and has not confirmed."
REFUSED = "The hub refuses: {reason}"
# After this a look finds out by itself what a hub that forgets did not tell.
AFTER_MISSED = timedelta(minutes=10)


def follow_channels(now: datetime) -> None:
    """Begins a subscription for each channel that names a hub, and lets those end that no channel wants any more."""
    unwanted = _unwanted()
    wanting = _wanting()
    if not unwanted.exists() and not wanting.exists():
        return
    with writing():
        ending = list(unwanted.select_related("channel"))
        Channel.objects.filter(subscriptions__in=ending).update(subscribed_until=None)
        _let_end(ending, now)
        for channel in wanting[:MOST_BEGUN]:
            # The hub before this one may know the secret before this one.
            channel.secret = secrets.token_urlsafe(32)
            Channel.objects.filter(pk=channel.pk).update(secret=channel.secret)
            path = secrets.token_urlsafe(32)
            new = Subscription(channel=channel, path=path, hub=channel.hub, topic=channel.topic, at=now, due_at=now)
            new.save(force_insert=True)


def take_due(now: datetime, most: int) -> list[Subscription]:
    """The subscriptions whose hubs are to be asked now, by this process alone; each is open for its hub's question.

    Where a hub let one run out, its channel is asked at once, and as often as without a hub.
    """
    if not Subscription.objects.filter(due_at__lte=now).exists():
        return []
    with writing():
        rows = Subscription.objects.filter(due_at__lte=now).select_related("channel").order_by("due_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        return [row for row in rows[:most] if _is_taken(row, now)]


def note_answer(asked: Subscription, fault: str) -> None:
    """What the hub answered to the question: accepted, for now, or why not."""
    with writing():
        rows = Subscription.objects.filter(pk=asked.pk)
        # It may have confirmed while it was asked.
        rows.filter(tries=asked.tries).update(fault=(fault or (UNCONFIRMED if asked.tries > 1 else ""))[:500])


def confirm(path: str, question: Verification, *, now: datetime) -> bool:
    """Whether this was asked, and is so confirmed to the hub; nothing else is."""
    with writing():
        row = Subscription.objects.select_for_update().filter(path=path, topic=question.topic).first()
        if row is None:
            return False
        if question.mode == "denied":
            _deny(row, question.reason, now)
            return True
        if row.open_until is None or row.open_until < now:
            return False
        if question.mode == "unsubscribe":
            return row.state == SubscriptionState.ENDING and bool(row.delete())
        if row.state == SubscriptionState.ENDING:
            return False
        _activate(row, question.lease, now)
    return True


def note_pushed(subscription: Subscription, body_hash: str, *, now: datetime) -> None:
    """The hub told of news: what it sent is known from now on, and it is relied on again."""
    with writing():
        row = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
        if row is None:
            return
        row.pushed_at, row.pushed = now, [*row.pushed, body_hash][-websub.KEPT_HASHES :]
        row.save(update_fields=["pushed_at", "pushed"])
        if _is_long(row, now):
            Channel.objects.filter(pk=row.channel_id).update(subscribed_until=row.until)


def note_missed(channel: Channel, *, now: datetime) -> None:
    """A look found what the hub did not tell: the channel is asked as if there were no hub, until it tells again."""
    before = channel.answered_at
    active = Subscription.objects.filter(channel=channel, state=SubscriptionState.ACTIVE, confirmed_at__lt=before)
    if before and active.filter(Q(pushed_at=None) | Q(pushed_at__lt=before)).exists():
        with writing():
            Channel.objects.filter(pk=channel.pk).update(subscribed_until=None, due_at=now + AFTER_MISSED)


def _unwanted() -> QuerySet[Subscription]:
    kept = Q(channel__state=ChannelState.ACTIVE, hub=F("channel__hub"), topic=F("channel__topic"))
    return Subscription.objects.exclude(state=SubscriptionState.ENDING).exclude(kept)


def _wanting() -> QuerySet[Channel]:
    asked = Subscription.objects.filter(channel=OuterRef("pk")).exclude(state=SubscriptionState.ENDING)
    return Channel.objects.filter(~Exists(asked), state=ChannelState.ACTIVE).exclude(hub="")


def _let_end(rows: Sequence[Subscription], now: datetime) -> None:
    for row in rows:
        row.state, row.due_at, row.open_until, row.tries, row.fault = SubscriptionState.ENDING, now, None, 0, ""
        row.save(update_fields=["state", "due_at", "open_until", "tries", "fault"])


def _is_taken(row: Subscription, now: datetime) -> bool:
    """Opens the row for the hub's question and says when it is asked again; one that cannot be ended is let go."""
    is_over = row.until is not None and row.until <= now
    if row.state == SubscriptionState.ENDING and (is_over or row.tries >= websub.MOST_TRIES_TO_END):
        row.delete()
        return False
    if is_over and row.channel.subscribed_until:
        Channel.objects.filter(pk=row.channel_id).update(subscribed_until=None, due_at=now)
    row.tries += 1
    row.open_until = now + websub.OPEN_FOR
    row.due_at = websub.again_at(row.tries, now)
    if row.until and row.until > now:
        row.due_at = min(row.due_at, row.until)
    row.save(update_fields=["tries", "open_until", "due_at"])
    return True


def _activate(row: Subscription, lease: timedelta, now: datetime) -> None:
    is_new = row.until is None or row.until <= now or row.confirmed_at is None
    row.confirmed_at = now if is_new else row.confirmed_at
    row.state, row.until = SubscriptionState.ACTIVE, now + lease
    row.due_at, row.tries, row.fault = websub.renewed_at(lease, now), 0, ""
    row.open_until = min(row.open_until or now, now + websub.OPEN_AFTER)
    row.save(update_fields=["confirmed_at", "state", "until", "due_at", "tries", "fault", "open_until"])
    if _is_long(row, now):
        Channel.objects.filter(pk=row.channel_id).update(subscribed_until=row.until)


def _is_long(row: Subscription, now: datetime) -> bool:
    """Whether the subscription holds long enough to be relied on."""
    return row.until is not None and row.until - now > websub.LEAST_BETWEEN


def _deny(row: Subscription, reason: str, now: datetime) -> None:
    if row.state == SubscriptionState.ENDING:
        row.delete()
        return
    row.state, row.until, row.open_until = SubscriptionState.ASKED, None, None
    row.fault, row.due_at = REFUSED.format(reason=reason or "it does not say why.")[:500], now + websub.LONGEST_WAIT
    row.save(update_fields=["state", "until", "open_until", "fault", "due_at"])
    Channel.objects.filter(pk=row.channel_id).exclude(subscribed_until=None).update(subscribed_until=None, due_at=now)
