"""Reads the wire's rows: channels as they stand, items newest first."""

from datetime import datetime

from django.db.models import QuerySet

from dateline.wire.models import Channel, ChannelState, Item, PageState, TakenFile


def channels() -> QuerySet[Channel]:
    """All channels by name."""
    return Channel.objects.select_related("host")


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
    return list(rows.select_related("channel")[:most])


def has_channels() -> bool:
    """Whether any channel is to be asked at all."""
    return Channel.objects.filter(state=ChannelState.ACTIVE).exists()


def has_due(now: datetime) -> bool:
    """Whether any channel or page is due at a server that is free."""
    due = Channel.objects.filter(state=ChannelState.ACTIVE, due_at__lte=now, host__free_at__lte=now)
    pages = Item.objects.filter(page=PageState.DUE, page_due_at__lte=now, page_host__free_at__lte=now)
    return due.exists() or pages.exclude(channel__state=ChannelState.PAUSED).exists()
