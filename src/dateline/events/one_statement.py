"""Adds rows by statements that are put together once: a writer who holds a log keeps every other writer waiting.

Written by hand since Django builds each statement anew, which takes several times as long as the database takes to
carry it out, and sends a statement a table: on PostgreSQL an event, its stream's head and what hangs on it go in one.
Rows come out the same, field by field; no signals are sent.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from dateline.events.models import Event, OfEvent, Stream
from dateline.events.wake import CHANNEL


def add(row: models.Model) -> None:
    """One new row added, as ``row.save(force_insert=True)`` does. Sets its primary key."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert(type(row))} RETURNING id", _values(row))
        row.pk = cursor.fetchone()[0]
    _added(row)


def add_at_once(event: Event, row: OfEvent | None, *, hint: str) -> None:
    """The event, and ``row`` with its ``event`` set to it, added; their stream's head moved; other processes told.

    PostgreSQL only. Call behind the stream's row lock. Sets the primary keys of both. All four stand or fall together;
    the notice goes out at commit.
    """
    hung = type(row) if row is not None else None
    values = [*_values(event), event.seq, event.hash, event.stream_id]
    if row is not None:
        values += _values(row, without="event")
    with connection.cursor() as cursor:
        cursor.execute(_at_once(hung), [*values, CHANNEL, hint])
        event.pk, row_pk, _ = cursor.fetchone()
    _added(event)
    if row is not None:
        row.event, row.pk = event, row_pk
        _added(row)


def locked(key: str) -> Stream:
    """The stream's row, locked. PostgreSQL's row locks let a late writer pass those who wait: there a queue is before.

    One statement does both, since every writer waits for each trip that the one before makes. SQLite has one writer at
    a time.
    """
    if connection.vendor == "postgresql":
        return Stream.objects.raw(_QUEUED, [f"dateline {key}", key])[0]
    return Stream.objects.raw(_FOUND, [key])[0]


def move_head(stream: Stream, *, seq: int, head_hash: str) -> None:
    """The stream's head moved on, as an update of its row would. Call behind its row lock."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [seq, head_hash, stream.pk])


@cache
def _at_once(hung: type[OfEvent] | None) -> str:
    parts = [f"event AS ({_insert(Event)} RETURNING id)", f"head AS ({_MOVE})"]
    if hung is not None:
        parts.append(f"hung AS ({_insert(hung, after='event')} RETURNING id)")
    last = "(SELECT id FROM hung)" if hung is not None else "NULL"
    return f"WITH {', '.join(parts)} SELECT id, {last}, pg_notify(%s, %s) FROM event"


@cache
def _insert(model: type[models.Model], *, after: str = "") -> str:
    """The statement that adds a row; the key of what it comes ``after`` is taken from the statement of that name."""
    fields = _fields(model, without=after)
    names = [_quoted(str(field.column)) for field in fields]
    holders = ["%s"] * len(fields)
    if after:
        names.append(_quoted(f"{after}_id"))
        holders.append(f"(SELECT id FROM {after})")
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(names)}) VALUES ({', '.join(holders)})"


@cache
def _fields(model: type[models.Model], *, without: str = "") -> "Sequence[models.Field[Any, Any]]":
    """The columns that a new row brings; not the key, which the table gives."""
    return [f for f in model._meta.local_concrete_fields if not f.primary_key and f.name != without]


def _values(row: models.Model, *, without: str = "") -> list[Any]:
    fields = _fields(type(row), without=without)
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]


def _added(row: models.Model) -> None:
    row._state.adding, row._state.db = False, connection.alias


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


_MOVE = f"UPDATE {Stream._meta.db_table} SET head_seq = %s, head_hash = %s WHERE id = %s"
_FOUND = f"SELECT * FROM {Stream._meta.db_table} WHERE key = %s"
_QUEUED = f"""
    WITH queue AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext(%s)))
    SELECT stream.* FROM queue, {Stream._meta.db_table} stream WHERE key = %s FOR UPDATE OF stream
"""
