"""Makes what tests of the wire begin with: channels, items, copies, stories, as rows."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline.wire.models import Channel, CopyOf, Item, Membership, Story

NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)
_numbers = itertools.count(1)


def uid() -> str:
    """A uid that no other thing of the run has."""
    return f"t{next(_numbers):09d}"


def channel(name: str = "The Valley Post", **fields: Any) -> Channel:
    """An active channel that shows an excerpt."""
    n = uid()
    told = {"address": f"https://{n}.example.org/feed", "address_hash": n, "kind": "feed", "at": NOON}
    return Channel.objects.create(**{"uid": n, "name": name, "language": "en", **told, **fields})


def item(of: Channel | None = None, title: str = "The river rises", *, minutes: int = 0, **fields: Any) -> Item:
    """An item that came ``minutes`` after noon."""
    of = of or channel()
    n, at = uid(), NOON + timedelta(minutes=minutes)
    told = {
        "link": f"https://news.example.org/{n}",
        "language": of.language,
        "section": of.section,
        "text": "The river rose by two metres. People left the low streets.",
        "published": at,
        "first_seen": at,
        "last_seen": at,
        "at": at,
    }
    return Item.objects.create(uid=n, channel=of, key=n, hash=n, title=title, **{**told, **fields})


def copy(of: Item, by: Channel, **fields: Any) -> Item:
    """The same report from another channel."""
    made = item(by, fields.pop("title", of.title), **{"text": of.text, **fields})
    CopyOf.objects.create(item=made, original=of, containment=0.93, kind="whole", reason="The same text.", at=NOON)
    return made


def story(*items: Item, title: str = "", **fields: Any) -> Story:
    """A story of these items, as the machine would make it."""
    times = [one.at for one in items] or [NOON]
    made = Story.objects.create(
        uid=uid(),
        title=title or (items[0].title if items else "A story"),
        first_at=min(times),
        last_at=max(times),
        items_count=len(items),
        channels_count=len({one.channel_id for one in items}),
        **fields,
    )
    for one in items:
        Membership.objects.create(story=made, item=one, reason="The headlines say the same.", score=0.8, at=NOON)
    return made
