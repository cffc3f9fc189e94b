"""Appends to the log and reads it: the one door through which a change becomes an event."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from dateline.events import wake
from dateline.events.core import chain
from dateline.events.core.chain import Change
from dateline.events.models import Event, OfEvent, Stream
from dateline.events.one_statement import add, add_at_once, locked, move_head


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a stream has come."""

    epoch: str
    seq: int
    hash: str


def open_stream(key: str) -> Stream:
    """A new empty stream; its epoch tells it from any other stream that ever had this key."""
    return Stream.objects.create(key=key, epoch=secrets.token_hex(4))


def hold(key: str) -> None:
    """Takes the stream's row lock, so that nobody else writes what it tells of until this transaction ends."""
    assert connection.in_atomic_block, "a lock is held by a transaction"
    locked(key)


def append(key: str, change: Change, *, row: OfEvent | None = None) -> Event:
    """The event for one change; call inside the transaction that makes the change.

    ``row`` is history that hangs on the event by its ``event`` field (a revision): it is added with it.
    """
    assert connection.in_atomic_block, "an event is written with the rows it tells of"
    stream = locked(key)
    (link,) = chain.extended(stream.epoch, stream.head_seq, head_hash=stream.head_hash, changes=[change])
    event = _event(stream, link)
    if connection.vendor == "postgresql":
        # Behind the lock every other writer of the stream waits for each trip to the server: there is one.
        add_at_once(event, row, hint=wake.hint(key, link.seq))
        wake.announce_here(key, link.seq)
        return event
    add(event)
    move_head(stream, seq=link.seq, head_hash=link.hash)
    if row is not None:
        row.event = event
        add(row)
    wake.announce(key, link.seq)
    return event


def append_all(key: str, changes: Sequence[Change]) -> list[Event]:
    """The events of several changes, numbered in order under the stream's row lock; call inside a transaction."""
    assert connection.in_atomic_block, "an event is written with the rows it tells of"
    if not changes:
        return []
    stream = locked(key)
    links = list(chain.extended(stream.epoch, stream.head_seq, head_hash=stream.head_hash, changes=changes))
    events = Event.objects.bulk_create([_event(stream, link) for link in links])
    move_head(stream, seq=links[-1].seq, head_hash=links[-1].hash)
    wake.announce(key, links[-1].seq)
    return events


def _event(stream: Stream, link: chain.Link) -> Event:
    return Event(
        stream=stream,
        seq=link.seq,
        kind=link.kind,
        subject=link.subject,
        at=link.at,
        actor=link.actor,
        content_hash=link.content_hash,
        previous_hash=link.previous_hash,
        hash=link.hash,
    )


def head(key: str) -> Head | None:
    """How far the stream has come, or None for a stream that does not exist."""
    stream = Stream.objects.filter(key=key).first()
    return Head(epoch=stream.epoch, seq=stream.head_seq, hash=stream.head_hash) if stream else None


def events_after(key: str, seq: int, *, limit: int) -> list[Event]:
    """The next events after ``seq``, oldest first, at most ``limit``."""
    return list(Event.objects.filter(stream__key=key, seq__gt=seq).order_by("seq")[:limit])


def events_of(key: str, kinds: Sequence[str], *, after: int) -> list[Event]:
    """The events of these kinds after a number, oldest first."""
    return list(Event.objects.filter(stream__key=key, seq__gt=after, kind__in=kinds).order_by("seq"))


def verify_stream(stream: Stream) -> Iterator[chain.Fault]:
    """Every break of the stream's chain."""
    # Up to the head as it was read: what is appended meanwhile is no fault; what stands beyond the head of now is one.
    known = stream.events.filter(seq__lte=stream.head_seq).order_by("seq")
    links = (event.link(stream.epoch) for event in known.iterator(1000))
    yield from chain.faults(links, head_seq=stream.head_seq, head_hash=stream.head_hash)
    for seq in stream.events.filter(seq__gt=F("stream__head_seq")).values_list("seq", flat=True):
        yield chain.Fault(seq=seq, what=f"event {seq} stands beyond the stream's head")
