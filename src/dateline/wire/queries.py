"""Reads the wire's rows: channels as they stand, items newest first."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet

from dateline.wire.models import (
    Channel,
    ChannelState,
    Item,
    Membership,
    PageState,
    Story,
    StoryChange,
    Subscription,
    TakenFile,
)

_SAY_WHAT_IS_IN_IT = ("merged", "split", "moved", "taken out", "undone")


def channels() -> QuerySet[Channel]:
    """All channels by name, with what is asked of hubs for them."""
    return Channel.objects.select_related("host").prefetch_related("subscriptions")


def channel_by(uid: str) -> Channel | None:
    """The channel of that uid, or None."""
    return Channel.objects.filter(uid=uid).first()


def items_newest() -> QuerySet[Item]:
    """Items with their channels, newest first; withdrawn ones are among them and say so."""
    return Item.objects.select_related("channel")


def newest_moments(channel: Channel, most: int) -> list[datetime]:
    """When the channel's newest items were published, newest first."""
    return list(Item.objects.filter(channel=channel).order_by("-at").values_list("at", flat=True)[:most])


def taken_keys(channel: Channel) -> set[str]:
    """The keys of the files that were taken in."""
    return set(TakenFile.objects.filter(channel=channel).values_list("key", flat=True))


def unsorted(most: int) -> list[Item]:
    """Items that were not compared with the others yet, in the order in which they came: new ones, and changed ones."""
    rows = Item.objects.filter(sorted_at=None, withdrawn_at=None).order_by("pk")
    return list(rows.select_related("channel__host")[:most])


def has_unsorted() -> bool:
    """Whether any item waits to be compared."""
    return bool(unsorted(1))


def unsorted_among(items: list[Item]) -> list[Item]:
    """Those of these items that still wait to be compared, read anew, in the order in which they came."""
    rows = Item.objects.filter(pk__in=[item.pk for item in items], sorted_at=None, withdrawn_at=None)
    return list(rows.order_by("pk").select_related("channel__host"))


def in_stories(most: int) -> list[Membership]:
    """The memberships of the latest items, each with its item, in the order in which the items came."""
    rows = Membership.objects.filter(ended_at=None, item__withdrawn_at=None)
    return sorted(rows.select_related("item__channel__host").order_by("-item_id")[:most], key=lambda row: row.item_id)


def taken_out(items: Iterable[int]) -> list[tuple[int, int]]:
    """Which of these items a person took out of which story: keys of both."""
    wanted, found = set(items), Membership.objects.filter(ended_by_person=True)
    return [pair for pair in found.values_list("item", "story") if pair[0] in wanted]


def decided() -> dict[int, datetime]:
    """When a person last said of a story which reports are in it, by its key: they looked at what was in it then."""
    found: dict[int, datetime] = {}
    rows = StoryChange.objects.filter(by__isnull=False, kind__in=_SAY_WHAT_IS_IN_IT).order_by("pk")
    for story, other, at in rows.values_list("story", "other", "at"):
        found |= {key: at for key in (story, other) if key is not None}
    return found


def newest_story() -> int:
    """The largest key of a story, or 0."""
    return Story.objects.aggregate(newest=Max("pk"))["newest"] or 0


def has_channels() -> bool:
    """Whether any channel is to be asked at all."""
    return Channel.objects.filter(state=ChannelState.ACTIVE).exists()


def has_hubs() -> bool:
    """Whether any channel names a hub, or is still subscribed to at one."""
    return Channel.objects.exclude(hub="").exists() or Subscription.objects.exists()


def has_due(now: datetime) -> bool:
    """Whether any channel or page is due at a server that is free."""
    due = Channel.objects.filter(state=ChannelState.ACTIVE, due_at__lte=now, host__free_at__lte=now)
    pages = Item.objects.filter(page=PageState.DUE, page_due_at__lte=now, page_host__free_at__lte=now)
    return due.exists() or pages.exclude(channel__state=ChannelState.PAUSED).exists()
