"""Reads stories for whoever shows them: those of now, one with its reports, what became of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dateline.wire.models import Channel, CopyOf, Item, Membership, Story, StoryChange

PAGE = 30
NOW_DAYS = 3
LIGHT = ("text", "blocks", "origins", "related")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which stories are asked for; ``show`` is now, new, followed or muted; ``seen`` is when one looked last."""

    show: str = "now"
    channel: Channel | None = None
    language: str = ""
    section: str = ""
    seen: datetime | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A story in a list: its first and its newest report, and how many came since one looked."""

    story: Story
    first: Item
    newest: Item
    new: int = 0

    @property
    def is_new(self) -> bool:
        """Whether all of it came since."""
        return self.new >= self.story.items_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report of a story: why it is in it, and the copies of it that are in the story too."""

    item: Item
    membership: Membership
    copy: CopyOf | None = None
    copies: tuple["Told", ...] = ()
    is_first: bool = False
    is_new: bool = False


def story_by(uid: str) -> Story | None:
    """The story of that uid, or None; one that was merged is what it says (``leads_to`` follows it)."""
    return Story.objects.filter(uid=uid).select_related("merged_into", "titled_by", "muted_by", "followed_by").first()


def leads_to(story: Story) -> Story:
    """The story itself, or that which it became part of, at the end of the way."""
    seen = {story.pk}
    while story.merged_into_id and story.merged_into_id not in seen:
        seen.add(story.merged_into_id)
        story = Story.objects.get(pk=story.merged_into_id)
    return story


def stories_now(chosen: Chosen, *, now: datetime) -> tuple[list[StoryLine], bool]:
    """A page of stories, the last to move first, and whether there are more."""
    rows = _chosen(chosen, now)
    start = PAGE * (max(1, chosen.page) - 1)
    found = list(rows[start : start + PAGE + 1])
    return lines_of(found[:PAGE], seen=chosen.seen), len(found) > PAGE


def count_new(chosen: Chosen, *, now: datetime) -> int:
    """How many of the stories moved since one looked."""
    return _chosen(replace(chosen, show="new"), now).count() if chosen.seen else 0


def lines_of(stories: Sequence[Story], *, seen: datetime | None = None) -> list[StoryLine]:
    """The stories with their first and newest report; empty ones are left out."""
    ends: dict[int, list[Item]] = {}
    rows = Membership.objects.filter(story__in=stories, ended_at=None).order_by("item__at", "item_id")
    pairs: dict[int, list[int]] = {}
    for story, item in rows.values_list("story_id", "item_id"):
        pair = pairs.setdefault(story, [item, item])
        pair[1] = item
    known = items_in({pk for pair in pairs.values() for pk in pair})
    for story, pair in pairs.items():
        ends[story] = [known[pk] for pk in pair if pk in known]
    fresh = _fresh(stories, seen)
    return [
        StoryLine(story=one, first=ends[one.pk][0], newest=ends[one.pk][-1], new=fresh.get(one.pk, 0))
        for one in stories
        if ends.get(one.pk)
    ]


def items_in(keys: Iterable[int]) -> dict[int, Item]:
    """Items by key, with their channels and without their whole text."""
    return Item.objects.select_related("channel").defer(*LIGHT).in_bulk(list(keys))


def told_of(story: Story, *, seen: datetime | None = None) -> list[Told]:
    """The story's reports from first to last, each copy under its original where that is in the story."""
    rows = Membership.objects.filter(story=story, ended_at=None).select_related("item__channel", "by")
    rows = rows.order_by("item__at", "item_id")[:500]
    members = list(rows)
    copies = {row.item_id: row for row in CopyOf.objects.filter(item__in=[m.item_id for m in members])}
    told = {
        member.item_id: Told(
            item=member.item,
            membership=member,
            copy=copies.get(member.item_id),
            is_new=seen is not None and member.item.first_seen > seen,
        )
        for member in members
    }
    return [
        replace(told[head], copies=tuple(told[key] for key in under), is_first=place == 0)
        for place, (head, under) in enumerate(folded(told, copies).items())
    ]


def folded(items: Iterable[int], copies: Mapping[int, CopyOf]) -> dict[int, list[int]]:
    """The items that are no copy of another one of them, in their order, each with those that are folded under it."""
    here = dict.fromkeys(items)
    originals = {key: _original(key, copies, here) for key in here}
    heads: dict[int, list[int]] = {key: [] for key in here if originals[key] == key}
    for key, original in originals.items():
        if original != key:
            heads[original].append(key)
    return heads


def changes_of(story: Story) -> QuerySet[StoryChange]:
    """What became of the story, the newest first."""
    about = StoryChange.objects.filter(Q(story=story) | Q(other=story))
    return about.select_related("story", "other", "by").order_by("-pk")


def near(story: Story, *, days: int = 14) -> QuerySet[Story]:
    """Stories of about the same days, that it may be merged with."""
    around = Story.objects.filter(merged_into=None, items_count__gt=0).exclude(pk=story.pk)
    return around.filter(last_at__gte=story.first_at - timedelta(days=days)).order_by("-last_at")[:100]


def story_of(item: Item) -> Membership | None:
    """The item's membership, with its story, or None."""
    return Membership.objects.filter(item=item, ended_at=None).select_related("story", "by").first()


def _original(key: int, copies: Mapping[int, CopyOf], here: Collection[int]) -> int:
    """What the item is folded under: the earliest original of it that is in the story too."""
    seen = {key}
    while key in copies and (original := copies[key].original_id) in here and original not in seen:
        key = original
        seen.add(key)
    return key


def _chosen(chosen: Chosen, now: datetime) -> QuerySet[Story]:
    rows = Story.objects.filter(merged_into=None, items_count__gt=0)
    match chosen.show:
        case "muted":
            rows = rows.exclude(muted_at=None)
        case "followed":
            rows = rows.exclude(followed_at=None)
        case "new":
            rows = rows.filter(muted_at=None)
            rows = rows.filter(_with(Q(item__first_seen__gt=chosen.seen))) if chosen.seen else rows
        case _:
            rows = rows.filter(muted_at=None, last_at__gte=now - timedelta(days=NOW_DAYS))
    if chosen.channel:
        rows = rows.filter(_with(Q(item__channel=chosen.channel)))
    if chosen.language:
        rows = rows.filter(_with(Q(item__language__istartswith=chosen.language)))
    if chosen.section:
        rows = rows.filter(_with(Q(item__section=chosen.section)))
    return rows.order_by("-last_at", "-pk")


def _with(about: Q) -> Exists:
    return Exists(Membership.objects.filter(about, story=OuterRef("pk"), ended_at=None))


def _fresh(stories: Sequence[Story], seen: datetime | None) -> dict[int, int]:
    if seen is None:
        return {}
    came = Membership.objects.filter(story__in=stories, ended_at=None, item__first_seen__gt=seen)
    return dict(came.values_list("story").annotate(n=Count("pk")).values_list("story", "n"))
