"""A query in SQLite's own words: FTS5 over the index that ``search_tables.py`` keeps, walked from its newest end."""

from typing import TYPE_CHECKING, Any

from django.db import connection

from dateline.wire.core.asked import Query, Term
from dateline.wire.search_tables import place_of

if TYPE_CHECKING:
    from dateline.wire.search import Asked

MOST_RANKED = 5_000
_KEY = f"(wire_search.rowid & {(1 << 31) - 1})"
# The title says more than the body; marks say nothing of what is looked for.
_RANK = "bm25(wire_search, 4.0, 1.0, 0.0)"


def found(asked: "Asked", query: Query, *, part: slice) -> list[int]:
    """The keys of the items that match, in the order asked for."""
    where, values = _where(asked, query)
    wanted = [part.stop - part.start, part.start]
    if asked.ranked and query.wanted:
        newest = f"SELECT {_KEY} AS pk, {_RANK} AS rank {where} ORDER BY wire_search.rowid DESC LIMIT {MOST_RANKED}"
        return _pks(f"SELECT pk FROM ({newest}) ORDER BY rank, pk DESC LIMIT %s OFFSET %s", [*values, *wanted])
    return _pks(f"SELECT {_KEY} {where} ORDER BY wire_search.rowid DESC LIMIT %s OFFSET %s", [*values, *wanted])


def counted(asked: "Asked", query: Query, *, most: int) -> int:
    """How many match, up to ``most``."""
    where, values = _where(asked, query)
    (number,) = _pks(f"SELECT count(*) FROM (SELECT 1 {where} LIMIT %s)", [*values, most])
    return number


def _pks(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor.fetchall()]


def _where(asked: "Asked", query: Query) -> tuple[str, list[Any]]:
    """``FROM`` and ``WHERE`` with their values."""
    conditions, values = ["wire_search MATCH %s"], list[Any]([_match(asked, query)])
    if asked.since:
        conditions.append("wire_search.rowid >= %s")
        values.append(place_of(int(asked.since.timestamp()), 0))
    if asked.story:
        conditions.append(f"{_KEY} IN (SELECT item_id FROM wire_membership WHERE story_id = %s AND ended_at IS NULL)")
        values.append(asked.story.pk)
    if asked.after:
        conditions.append(f"EXISTS (SELECT 1 FROM wire_item i WHERE i.id = {_KEY} AND i.first_seen > %s)")
        values.append(connection.ops.adapt_datetimefield_value(asked.after))
    if asked.folds:
        conditions.append(f"NOT EXISTS (SELECT 1 FROM wire_copyof c WHERE c.item_id = {_KEY})")
    return f"FROM wire_search WHERE {' AND '.join(conditions)}", values


def _match(asked: "Asked", query: Query) -> str:
    """The query for FTS5. Every token is quoted, and holds no quote."""
    wanted = [f"({' OR '.join(_term(term) for term in group)})" for group in query.wanted]
    said = [f"{{title body}} : ({' AND '.join(wanted)})"] if wanted else []
    whole = " AND ".join([*_marks(asked, query), *said])
    if not query.unwanted:
        return whole
    unwanted = " OR ".join(_term(term) for term in query.unwanted)
    return f"({whole}) NOT ({{title body}} : ({unwanted}))"


def _marks(asked: "Asked", query: Query) -> list[str]:
    marks = [f"c{asked.channel.pk}"] if asked.channel else []
    if asked.language:
        marks.append("l" + "".join(c for c in asked.language.lower().split("-")[0] if c.isalnum()))
    if asked.section:
        marks.append("s" + asked.section.encode("utf-8", "replace").hex())
    # What is not there is found by taking it from all there is.
    return [f'marks : "{mark}"' for mark in marks or ([] if query.wanted else ["all"])]


def _term(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + (" *" if term.is_beginning else "")
