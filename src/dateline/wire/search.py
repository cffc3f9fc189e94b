"""Searches the wire: newest first or by rank, on SQLite and PostgreSQL by the same words, within filters.

Nothing that is typed raises: ``core/asked.py`` makes tokens of it, and only tokens reach the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from dateline.claims.core.clean import clean_text
from dateline.wire.core.asked import Query, read_query
from dateline.wire.models import Channel, Item, Story
from dateline.wire.search_postgres import condition as postgres_condition
from dateline.wire.search_sqlite import counted as sqlite_counted
from dateline.wire.search_sqlite import found as sqlite_found

PAGE, MOST_PAGES = 40, 500
# Ranked are the newest that match: what is further back is asked for by more words, or newest first.
MOST_RANKED = 5_000
MOST_COUNTED = 100
# What a list shows of an item: to read all of forty takes longer than to find them. The rest is read when asked for.
SHOWN = (
    "uid", "link", "title", "standfirst", "published", "first_seen", "at", "language", "section", "is_live", "is_key",
    "versions_count", "page_read_at", "changed_at", "withdrawn_at", "withdrawn", "hidden_at",
    "channel__uid", "channel__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for: the words as typed, and filters; ``folded`` leaves copies out, unless one channel is asked.

    ``after`` leaves out what was first seen at or before that instant, ``since`` what was published before.
    """

    words: str = ""
    channel: Channel | None = None
    language: str = ""
    section: str = ""
    since: datetime | None = None
    after: datetime | None = None
    story: Story | None = None
    folded: bool = True
    ranked: bool = False
    page: int = 1

    @property
    def folds(self) -> bool:
        """Whether copies are left out."""
        return self.folded and self.channel is None and self.story is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of items, with what lists show of them and of their channels, and whether there are more."""

    items: tuple[Item, ...]
    more: bool = False


def search(asked: Asked) -> Found:
    """The items that match, newest first or best first."""
    query = read_query(asked.words)
    if asked.words.strip() and query.is_empty:
        return Found(items=())
    page = max(1, min(asked.page, MOST_PAGES))
    keys = _keys(asked, query, slice(PAGE * (page - 1), PAGE * page + 1))
    return Found(items=_in_order(keys[:PAGE]), more=len(keys) > PAGE)


def count(asked: Asked) -> int:
    """How many items match; at most a hundred are counted."""
    query = read_query(asked.words)
    if asked.words.strip() and query.is_empty:
        return 0
    if connection.vendor == "sqlite":
        return sqlite_counted(asked, query, most=MOST_COUNTED)
    return len(_postgres_keys(asked, query, slice(0, MOST_COUNTED)))


def _keys(asked: Asked, query: Query, part: slice) -> list[int]:
    if connection.vendor == "sqlite":
        return sqlite_found(asked, query, part=part)
    return _postgres_keys(asked, query, part)


def _in_order(keys: Sequence[int]) -> tuple[Item, ...]:
    rows = Item.objects.select_related("channel").only(*SHOWN).in_bulk(keys)
    return tuple(rows[key] for key in keys if key in rows)


def _postgres_keys(asked: Asked, query: Query, part: slice) -> list[int]:
    rows = _filtered(Item.objects.all(), asked)
    if query.is_empty:
        return list(rows.order_by("-at", "-pk").values_list("pk", flat=True)[part])
    matches, rank, values = postgres_condition(query)
    rows = rows.extra(tables=["wire_search"], where=["wire_search.item_id = wire_item.id", matches], params=values)
    if not asked.ranked:
        return list(rows.order_by("-at", "-pk").values_list("pk", flat=True)[part])
    newest = rows.order_by("-at", "-pk").extra(select={"rank": rank}, select_params=values)
    best = sorted(newest.values_list("rank", "pk")[:MOST_RANKED], key=lambda row: -row[0])
    return [pk for _rank, pk in best[part]]


def _filtered(rows: QuerySet[Item], asked: Asked) -> QuerySet[Item]:
    if asked.channel:
        rows = rows.filter(channel=asked.channel)
    # PostgreSQL takes no control characters, not even to compare with.
    if language := clean_text(asked.language):
        rows = rows.filter(language__istartswith=language)
    if section := clean_text(asked.section):
        rows = rows.filter(section=section)
    if asked.since:
        rows = rows.filter(at__gte=asked.since)
    if asked.after:
        rows = rows.filter(first_seen__gt=asked.after)
    if asked.story:
        rows = rows.filter(memberships__story=asked.story, memberships__ended_at=None)
    return rows.filter(copy_of=None) if asked.folds else rows
