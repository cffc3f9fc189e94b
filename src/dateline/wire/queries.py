"""Reads the wire's rows: channels as they stand, items newest first."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
import numpy.typing as npt
from django.db.models import Max, Q, QuerySet

from dateline.events.models import Event
from dateline.wire.kinds import Kind
from dateline.wire.models import (
    Channel,
    ChannelState,
    Item,
    ItemVector,
    Membership,
    PageState,
    Story,
    StoryChange,
    Subscription,
    TakenFile,
)

MOST_AT_ONCE, MOST_TAKEN_OUT = 5_000, 20_000
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


def first_unsorted() -> int:
    """The key of the first item that waits to be compared, or 0."""
    waiting = Item.objects.filter(sorted_at=None, withdrawn_at=None)
    return waiting.order_by("pk").values_list("pk", flat=True).first() or 0


def has_unsorted() -> bool:
    """Whether any item waits to be compared."""
    return bool(first_unsorted())


def sorted_since(moment: datetime) -> bool:
    """Whether any process sorted items since."""
    lately = Event.objects.filter(stream__key="wire", at__gte=moment, kind=Kind.STORIES_SORTED)
    return lately.exists()


def unsorted_among(items: list[Item]) -> list[Item]:
    """Those of these items that still wait to be compared, read anew, in the order in which they came."""
    rows = Item.objects.filter(pk__in=[item.pk for item in items], sorted_at=None, withdrawn_at=None)
    return list(rows.order_by("pk").select_related("channel__host"))


def in_stories(most: int) -> list[tuple[int, int]]:
    """The latest items with the story that each is in, by their keys, in the order in which the items came."""
    rows = Membership.objects.filter(ended_at=None, item__withdrawn_at=None).order_by("-item_id")
    return sorted(rows.values_list("item_id", "story_id")[:most])


def newest_membership() -> int:
    """The largest key of a membership, or 0."""
    return Membership.objects.aggregate(newest=Max("pk"))["newest"] or 0


def touched(since: datetime, *, after: int) -> list[int]:
    """Which items were put into a story or taken out of one since; memberships since have keys beyond ``after``."""
    changed = Q(pk__gt=after, at__gte=since) | Q(ended_at__gte=since)
    return sorted(set(Membership.objects.filter(changed).values_list("item_id", flat=True)))


def story_of_each(items: list[int]) -> dict[int, int]:
    """The story that each of these items is in, by their keys."""
    rows = Membership.objects.filter(item__in=items, ended_at=None, item__withdrawn_at=None)
    return dict(rows.values_list("item_id", "story_id"))


def items_of(keys: list[int]) -> list[Item]:
    """The words of the items of these keys, in the order in which they came."""
    rows = Item.objects.filter(pk__in=keys).order_by("pk").select_related("channel__host")
    return list(rows.only("title", "text", "standfirst", "at", "language", "channel__host__name"))


def vectors_of(items: Iterable[int]) -> dict[int, npt.NDArray[np.float32]]:
    """The meanings of these items, those that are kept."""
    found: dict[int, npt.NDArray[np.float32]] = {}
    keys = list(items)
    for start in range(0, len(keys), MOST_AT_ONCE):
        rows = ItemVector.objects.filter(item__in=keys[start : start + MOST_AT_ONCE]).values_list("item", "vector")
        found |= {key: np.frombuffer(vector, np.float16).astype(np.float32) for key, vector in rows}
    return found


def placed_where(stories: Iterable[int]) -> list[tuple[int, int, bool, datetime]]:
    """What is in these stories, and what a person put into any: item and story, whether by a person, since when."""
    rows = Membership.objects.filter(Q(by_person=True) | Q(story__in=list(stories)), ended_at=None)
    return list(rows.order_by("item_id").values_list("item_id", "story_id", "by_person", "at"))


def taken_out() -> list[tuple[int, int]]:
    """Which items a person took out of which story, keys of both: the latest times that anybody did."""
    rows = Membership.objects.filter(ended_by_person=True).order_by("-pk")
    return list(rows.values_list("item", "story")[:MOST_TAKEN_OUT])


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
