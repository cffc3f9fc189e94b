"""Who asks which server now: work is taken by taking its server, for a while and by one process alone.

A server that was taken is nobody else's until it is given back or the lease runs out, which is all that a process that
died leaves behind (docs/decisions/0010). How often a server is asked follows from the same row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from dateline.events.turn import writing
from dateline.wire.core import robots
from dateline.wire.models import Channel, ChannelState, Host, Item, PageState

LEASE = timedelta(minutes=3)  # longer than the slowest fetch and reading together


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One request that is due: at a channel, or for an item's page; ``host`` is taken for it."""

    host: Host
    channel: Channel
    item: Item | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A server that was asked, when that ended, and until when it wants to be left alone."""

    host: Host
    asked_at: datetime
    retry_at: datetime | None = None


def take_due(now: datetime, most: int) -> list[Task]:
    """At most so many tasks that are due, each at another server, the longest waiting first."""
    with writing():
        hosts = _free_hosts(now, most)
        tasks = [task for host in hosts if (task := _first_at(host, now))]
        Host.objects.filter(pk__in=[task.host.pk for task in tasks]).update(free_at=now + LEASE)
    return tasks


def give_back(backs: Iterable[Back]) -> None:
    """The servers may be asked again after their pauses, those that asked for patience themselves later."""
    with writing():
        for back in backs:
            free_at = back.asked_at + timedelta(seconds=back.host.pause_seconds)
            later = max(free_at, back.retry_at) if back.retry_at else free_at
            Host.objects.filter(pk=back.host.pk).update(free_at=later)


def keep_robots(host: Host, text: str, *, now: datetime) -> Host:
    """The server with its rules for programs, and the pause that they ask for."""
    host.robots, host.robots_at, host.pause_seconds = text, now, robots.pause_seconds(text)
    with writing():
        host.save(update_fields=["robots", "robots_at", "pause_seconds"])
    return host


def _free_hosts(now: datetime, most: int) -> list[Host]:
    """Servers with work that is due, locked where the database has locks that others pass by."""
    waiting = list(dict.fromkeys(_waiting(now, most)))[:most]
    rows = Host.objects.filter(pk__in=waiting, free_at__lte=now)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    found = {host.pk: host for host in rows}
    return [found[pk] for pk in waiting if pk in found]


def _waiting(now: datetime, most: int) -> Iterator[int]:
    """Servers of the channels and pages that are due, those that wait longest first; some come several times."""
    channels = _due_channels(now).filter(host__free_at__lte=now).order_by("due_at")
    pages = _due_pages(now).filter(page_host__free_at__lte=now).order_by("page_due_at")
    found = [*channels.values_list("due_at", "host_id")[: most * 8]]
    found += [*pages.values_list("page_due_at", "page_host_id")[: most * 8]]
    yield from (pk for _, pk in sorted(found))


def _first_at(host: Host, now: datetime) -> Task | None:
    channel = _due_channels(now).filter(host=host).order_by("due_at").first()
    item = _due_pages(now).filter(page_host=host).select_related("channel").order_by("page_due_at").first()
    if channel and (item is None or (channel.due_at or now) <= (item.page_due_at or now)):
        return Task(host=host, channel=channel)
    return Task(host=host, channel=item.channel, item=item) if item else None


def _due_channels(now: datetime) -> QuerySet[Channel]:
    return Channel.objects.filter(state=ChannelState.ACTIVE, due_at__lte=now)


def _due_pages(now: datetime) -> QuerySet[Item]:
    due = Item.objects.filter(page=PageState.DUE, page_due_at__lte=now)
    return due.exclude(channel__state=ChannelState.PAUSED)
