"""Appends to the log and reads it: the one door through which a change becomes an event."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from dateline.events import wake
from dateline.events.core import chain
from dateline.events.models import Event, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an action tells the log; ``subject`` is ``post/<uid>`` or ``blog``."""

    kind: str
    subject: str
    at: datetime
    actor: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a stream has come."""

    epoch: str
    seq: int
    hash: str


def open_stream(key: str) -> Stream:
    """A new empty stream; its epoch tells it from any other stream that ever had this key."""
    return Stream.objects.create(key=key, epoch=secrets.token_hex(4))


def append(key: str, change: Change) -> Event:
    """The event for one change, numbered under the stream's row lock; call inside a transaction."""
    assert connection.in_atomic_block, "an event is written with the rows it tells of"
    stream = Stream.objects.select_for_update().get(key=key)
    link = chain.Link(
        epoch=stream.epoch,
        seq=stream.head_seq + 1,
        kind=change.kind,
        subject=change.subject,
        at=change.at,
        actor=change.actor,
        content_hash=change.content_hash,
        previous_hash=stream.head_hash,
        hash="",
    )
    link = replace(link, hash=chain.link_hash(link))
    event = Event(
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
    event.save(force_insert=True)
    Stream.objects.filter(pk=stream.pk).update(head_seq=link.seq, head_hash=link.hash)
    wake.announce(key, link.seq)
    return event


def head(key: str) -> Head | None:
    """How far the stream has come, or None for a stream that does not exist."""
    stream = Stream.objects.filter(key=key).first()
    return stream and Head(epoch=stream.epoch, seq=stream.head_seq, hash=stream.head_hash)


def events_after(key: str, seq: int, *, limit: int) -> list[Event]:
    """The next events after ``seq``, oldest first, at most ``limit``."""
    return list(Event.objects.filter(stream__key=key, seq__gt=seq).order_by("seq")[:limit])


def verify_stream(stream: Stream) -> Iterator[chain.Fault]:
    """Every break of the stream's chain."""
    links = (event.link(stream.epoch) for event in stream.events.order_by("seq").iterator(1000))
    yield from chain.faults(links, head_seq=stream.head_seq, head_hash=stream.head_hash)
