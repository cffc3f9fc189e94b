"""Adds an event, its stream's new head and the row that hangs on it by one statement, where PostgreSQL is.

Written by hand since Django sends a statement a table. All four stand or fall together; the notice goes out at commit.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from dateline.events.models import Event, OfEvent, Stream
from dateline.events.wake import CHANNEL


def add_at_once(event: Event, row: OfEvent | None, *, hint: str) -> None:
    """The event, and ``row`` with its ``event`` set to it, added; their stream's head moved; other processes told.

    Call behind the stream's row lock. Sets the primary keys of both.
    """
    names, values = _columns(event)
    parts = [
        f"event AS (INSERT INTO {_table(Event)} ({names}) VALUES ({_holders(values)}) RETURNING id)",
        f"head AS (UPDATE {_table(Stream)} SET head_seq = %s, head_hash = %s WHERE id = %s)",
    ]
    values += [event.seq, event.hash, event.stream_id]
    if row is not None:
        hung, those = _columns(row, without="event")
        into = f"{_table(type(row))} ({hung}, event_id)"
        parts.append(f"hung AS (INSERT INTO {into} VALUES ({_holders(those)}, (SELECT id FROM event)) RETURNING id)")
        values += those
    last = "(SELECT id FROM hung)" if row is not None else "NULL"
    with connection.cursor() as cursor:
        statement = f"WITH {', '.join(parts)} SELECT id, {last}, pg_notify(%s, %s) FROM event"
        cursor.execute(statement, [*values, CHANNEL, hint])
        event.pk, row_pk, _ = cursor.fetchone()
    _added(event)
    if row is not None:
        row.event, row.pk = event, row_pk
        _added(row)


def _columns(row: models.Model, without: str = "") -> tuple[str, list[Any]]:
    """The row's columns as they stand in a statement, and their values; not the key, which the table gives."""
    fields = [f for f in row._meta.local_concrete_fields if not f.primary_key and f.name != without]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    return ", ".join(_quoted(str(field.column)) for field in fields), values


def _added(row: models.Model) -> None:
    row._state.adding, row._state.db = False, connection.alias


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _holders(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
