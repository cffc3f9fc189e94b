"""Writes down what the machine found of reports: which copy which, and which story each is in; it undoes no person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from dateline.wire.actions.record import new_uid, tell
from dateline.wire.actions.standing import end_membership, recount
from dateline.wire.core.copies.values import Copy
from dateline.wire.core.stories.sums import Floats
from dateline.wire.core.stories.values import Kind as Step
from dateline.wire.core.stories.values import StoryChange as Change
from dateline.wire.kinds import Kind
from dateline.wire.models import CopyOf, Item, ItemVector, Membership, Story, StoryChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of a batch: ``changes`` in their order, ``copies`` by item (None: it copies nothing).

    ``vectors`` are the items' meanings, where there is an encoder.
    """

    items: Sequence[Item]
    changes: Sequence[Change]
    copies: Mapping[int, Copy | None]
    vectors: Mapping[int, Floats]


def write_sorted(found: Found, stories: dict[int, int], *, now: datetime) -> int:
    """Stores what was found, and returns the number of the event that tells of it; call inside ``turn()``.

    ``stories`` leads from the machine's numbers to keys of rows, and gets those of new stories.
    """
    writing = _Writing(found, stories, now=now)
    for change in found.changes:
        writing.take(change)
    for story in Story.objects.filter(pk__in=writing.touched):
        recount(story)
    _write_copies(found.copies, now)
    kept = {item: vector.astype(np.float16).tobytes() for item, vector in found.vectors.items()}
    ItemVector.objects.bulk_create(
        (ItemVector(item_id=item, vector=vector) for item, vector in kept.items()),
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["vector"],
    )
    Item.objects.filter(pk__in=[item.pk for item in found.items]).update(sorted_at=now)
    told = {"items": [item.uid for item in found.items], "merged": writing.merged}
    event = tell(Kind.STORIES_SORTED, "stories", by=None, at=now, told=told)
    for row in writing.trail:
        row.event = event
        row.save(force_insert=True)
    return event.seq


class _Writing:
    """The steps of one batch, as rows."""

    def __init__(self, found: Found, stories: dict[int, int], *, now: datetime) -> None:
        self._stories = stories
        self._now = now
        named = {one for change in found.changes for one in change.reports}
        self._items = {item.pk: item for item in Item.objects.filter(pk__in=named)}
        self.touched: set[int] = set()
        self.trail: list[StoryChange] = []
        self.merged: list[list[str]] = []

    def take(self, change: Change) -> None:
        """One step."""
        items = [self._items[int(one)] for one in change.reports]
        if change.story not in self._stories:
            self._stories[change.story] = self._opened(items[0])
        story, reason = self._stories[change.story], str(change.reason)[:500]
        if change.kind is Step.MERGED and change.other is not None:
            self._merge(self._stories[change.other], story, reason)
        for item in items:
            end_membership(item, why=reason, now=self._now, by_person=False)
        Membership.objects.bulk_create(
            Membership(story_id=story, item=item, reason=reason, at=self._now) for item in items
        )
        self.touched |= {story, *([self._stories[change.other]] if change.other is not None else [])}

    def _opened(self, item: Item) -> int:
        story = Story(uid=new_uid(), title=item.title or item.link, first_at=item.at, last_at=item.at)
        story.save(force_insert=True)
        return story.pk

    def _merge(self, gone: int, kept: int, reason: str) -> None:
        """One story part of another; what people made of it goes along: its name, that it is followed."""
        old, new = Story.objects.get(pk=gone), Story.objects.get(pk=kept)
        old.merged_into = new
        old.save(update_fields=["merged_into"])
        if old.titled_by_id and not new.titled_by_id:
            new.title, new.titled_by_id = old.title, old.titled_by_id
        if old.followed_at and not new.followed_at:
            new.followed_at, new.followed_by_id = old.followed_at, old.followed_by_id
        new.save(update_fields=["title", "titled_by", "followed_at", "followed_by"])
        inside = Membership.objects.filter(story=old, ended_at=None)
        uids = list(inside.order_by("pk").values_list("item__uid", flat=True))
        self.trail.append(StoryChange(story=old, other=new, kind="merged", reason=reason, items=uids, at=self._now))
        self.merged.append([old.uid, new.uid])


def _write_copies(copies: Mapping[int, Copy | None], now: datetime) -> None:
    """Sets what each of these items copies; rows that say so already stay."""
    known = {row.item_id: row for row in CopyOf.objects.filter(item__in=copies)}
    changed = {item: copy for item, copy in copies.items() if not _says(known.get(item), copy)}
    CopyOf.objects.filter(item__in=changed).delete()
    CopyOf.objects.bulk_create(
        CopyOf(
            item_id=item,
            original_id=int(copy.first),
            containment=copy.in_earlier,
            kind=copy.kind,
            at=now,
            reason=said(copy),
        )
        for item, copy in changed.items()
        if copy
    )


def _says(row: CopyOf | None, copy: Copy | None) -> bool:
    if row is None or copy is None:
        return row is None and copy is None
    return (row.original_id, row.kind, row.reason) == (copy.first, copy.kind, said(copy))


def said(copy: Copy) -> str:
    """Why it is taken for a copy, in words."""
    return f"{copy.in_earlier:.0%} of its text is in the earlier one, {copy.in_later:.0%} of that one is in it"


def known_to_people(items: Iterable[int]) -> set[int]:
    """Which of these items a person took out of a story: the machine leaves them where they are."""
    out = Membership.objects.filter(item__in=list(items), ended_by_person=True)
    return set(out.values_list("item", flat=True))
