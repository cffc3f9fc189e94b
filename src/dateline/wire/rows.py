"""Rows of the wire as the values that its pure half decides by."""

from typing import Any

from dateline.wire.core.intake import Known
from dateline.wire.models import Channel, Item

# What a look may change of an item that is here.
STATE_FIELDS = [
    *("link", "canonical", "title", "standfirst", "byline", "organisations", "published", "updated", "last_seen", "at"),
    *("language", "section", "tags", "licence", "source_link", "related", "is_live", "is_key", "text", "blocks"),
    *("pictures", "origins", "hash", "entry_hash", "versions_count", "changed_at", "withdrawn_at", "withdrawn"),
    *("places", "page", "page_due_at", "page_host", "page_tries", "sorted_at"),
]
VERSIONED = (
    *("link", "canonical", "title", "standfirst", "byline", "organisations", "published", "updated", "language"),
    *("section", "tags", "licence", "text", "pictures", "withdrawn"),
)


def known_of(item: Item, channel: Channel) -> Known:
    """What is here of the item."""
    return Known(
        hash=item.hash,
        entry_hash=item.entry_hash,
        is_read=item.page_read_at is not None,
        is_withdrawn=item.withdrawn_at is not None,
        was_shown=channel.answered_at is None or item.last_seen >= channel.answered_at,
        published=item.published,
        seen=item.last_seen,
    )


def version_content(item: Item) -> dict[str, Any]:
    """The item's words and marks as they are kept in a version, in JSON."""
    told = {name: getattr(item, name) for name in VERSIONED}
    times = {name: told[name].isoformat() if told[name] else None for name in ("published", "updated")}
    return told | times
