"""The index that search asks: its tables and triggers, made and kept right after every migration.

They are no models: SQLite has them as FTS5, PostgreSQL as a table of its own with a GIN index, both filled by triggers,
so that no writer of items can forget them (docs/decisions/0012-search-in-the-database.md).
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from dateline.wire.core.asked import UNSPACED

# Of a text, what is found by; longer ones are a few books in one item.
MOST_CHARACTERS = 100_000
# What is only spelled letter by letter: SQLite goes through it in slices.
MOST_SPELLED, SLICE = 20_000, 100
# A change of an index: its number goes up, and it is filled anew after the next migration.
SQLITE_VERSION, VERSION = 2, 1
_RANGES = "".join(f"{first}-{last}" for first, last in UNSPACED)


def make_index(using: str = "default", **_signal: Any) -> None:
    """Makes what is missing of the index, and fills it where it is new; called after each migration.

    A migration that makes the items' table anew drops its triggers with the old one: they come back here.
    """
    connection = connections[using]
    if "wire_item" not in connection.introspection.table_names():
        return
    if connection.vendor == "sqlite":
        _make_sqlite(connection)
    elif connection.vendor == "postgresql":
        _make_postgres(connection)


def _make_sqlite(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'wire_search%%'")
        there = {name for (name,) in cursor.fetchall()}
        if f"wire_search_added_{SQLITE_VERSION}" in there:
            return
        for name in there:
            if name.startswith(("wire_search_added", "wire_search_changed", "wire_search_removed")):
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DROP TABLE IF EXISTS wire_search")
        cursor.execute(_SQLITE_TABLE)
        cursor.execute(f"INSERT INTO wire_search(rowid, title, body, marks) SELECT {_columns('i')} FROM wire_item i")
        cursor.execute(
            f"CREATE TRIGGER wire_search_added_{SQLITE_VERSION} AFTER INSERT ON wire_item BEGIN {_add('new')}; END"
        )
        cursor.execute(
            f"CREATE TRIGGER wire_search_removed_{SQLITE_VERSION} AFTER DELETE ON wire_item BEGIN {_remove('old')}; END"
        )
        cursor.execute(
            f"CREATE TRIGGER wire_search_changed_{SQLITE_VERSION} AFTER UPDATE ON wire_item WHEN {_differs()} "
            f"BEGIN {_remove('old')}; {_add('new')}; END"
        )


# Without content: what was indexed is spelled, and not what stands in the row. A row's number says its time first, so
# that the newest come first by walking the index, whatever order they came in. Beginnings of up to four letters are
# indexed as words are; longer ones are put together from the few words that begin so.
_SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE wire_search USING fts5(title, body, marks, content='', prefix='2 3 4', "
    "tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\")"
)
INDEXED = ("title", "standfirst", "text", "language", "section", "at", "channel_id")


def place_of(seconds: int, pk: int) -> int:
    """The row's number in the index: its time in seconds, then its key."""
    return (seconds << 31) | pk


def _add(row: str) -> str:
    return f"INSERT INTO wire_search(rowid, title, body, marks) SELECT {_columns(row)}"


def _remove(row: str) -> str:
    return f"INSERT INTO wire_search(wire_search, rowid, title, body, marks) SELECT 'delete', {_columns(row)}"


def _differs() -> str:
    return " OR ".join(f"old.{name} IS NOT new.{name}" for name in (*INDEXED, "id"))


def _columns(row: str) -> str:
    place = f"(CAST(strftime('%s', {row}.at) AS INTEGER) << 31) | {row}.id"
    body = f"substr({row}.standfirst || ' ' || {row}.text, 1, {MOST_CHARACTERS})"
    marks = (
        f"'all c' || {row}.channel_id || ' l' || lower(substr({row}.language, 1, "
        f"instr(replace({row}.language, '_', '-') || '-', '-') - 1)) || ' s' || lower(hex({row}.section))"
    )
    return f"{place}, {_spelled(f'{row}.title')}, {_spelled(body)}, {marks}"


def _spelled(text: str) -> str:
    """The text with spaces around each letter of an unspaced script, in SQL; as it is where there is none."""
    cut = f"substr({text}, 1, {MOST_SPELLED})"
    return (
        f"CASE WHEN {text} GLOB '*[{_RANGES}]*' THEN (WITH RECURSIVE "
        f"whole(w) AS MATERIALIZED (SELECT {cut}), "
        f"slices(i, s) AS (SELECT 1, substr(w, 1, {SLICE}) FROM whole UNION ALL "
        f"SELECT i + {SLICE}, substr(w, i + {SLICE}, {SLICE}) FROM slices, whole WHERE i + {SLICE} <= length(w)), "
        f"letters(i, j, c, s) AS (SELECT i, 1, substr(s, 1, 1), s FROM slices UNION ALL "
        f"SELECT i, j + 1, substr(s, j + 1, 1), s FROM letters WHERE j < length(s)) "
        f"SELECT group_concat(CASE WHEN c GLOB '[{_RANGES}]' THEN ' ' || c || ' ' ELSE c END, '') "
        f"FROM (SELECT c FROM letters ORDER BY i, j)) ELSE {text} END"
    )


def _make_postgres(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s", [f"wire_search_kept_{VERSION}"])
        if cursor.fetchone():
            return
        for statement in _POSTGRES:
            cursor.execute(statement)


_TEXT = "coalesce(i.title, '') || ' ' || left(coalesce(i.standfirst, '') || ' ' || coalesce(i.text, ''), 100000)"
# All but letters, figures and their marks: the blocks of signs, and what stands between letters in ASCII and Latin-1.
_BETWEEN = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
_POSTGRES = (
    # No foreign key: a table that another one refers to cannot be emptied alone.
    "CREATE TABLE IF NOT EXISTS wire_search (item_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    # As one reads it: letters without their accents, nothing but letters and figures, unspaced scripts by letter.
    "CREATE OR REPLACE FUNCTION wire_spelled(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ "
    r"SELECT regexp_replace(regexp_replace(regexp_replace(normalize(lower(said), NFKD), '[\u0300-\u0331]+', '', 'g'), "
    f"'{_BETWEEN}', ' ', 'g'), '([{_RANGES}])', ' \\1 ', 'g') $$",
    "CREATE OR REPLACE FUNCTION wire_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ "
    "SELECT setweight(to_tsvector('simple', wire_spelled(left(title, 1000))), 'A') || "
    f"to_tsvector('simple', wire_spelled(left(body, {MOST_CHARACTERS}))) $$",
    "CREATE OR REPLACE FUNCTION wire_search_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'TRUNCATE' THEN TRUNCATE wire_search; RETURN NULL; END IF; "
    "IF TG_OP = 'DELETE' THEN DELETE FROM wire_search WHERE item_id = OLD.id; RETURN NULL; END IF; "
    "IF TG_OP = 'UPDATE' AND (OLD.title, OLD.standfirst, OLD.text) IS NOT DISTINCT FROM "
    "(NEW.title, NEW.standfirst, NEW.text) THEN RETURN NULL; END IF; "
    "INSERT INTO wire_search VALUES (NEW.id, wire_words(NEW.title, NEW.standfirst || ' ' || NEW.text)) "
    "ON CONFLICT (item_id) DO UPDATE SET words = EXCLUDED.words; RETURN NULL; END $$",
    f"CREATE TRIGGER wire_search_kept_{VERSION} AFTER INSERT OR UPDATE OR DELETE ON wire_item "
    "FOR EACH ROW EXECUTE FUNCTION wire_search_keep()",
    f"CREATE TRIGGER wire_search_emptied_{VERSION} AFTER TRUNCATE ON wire_item "
    "FOR EACH STATEMENT EXECUTE FUNCTION wire_search_keep()",
    "INSERT INTO wire_search SELECT id, wire_words(title, standfirst || ' ' || text) FROM wire_item "
    "ON CONFLICT (item_id) DO UPDATE SET words = EXCLUDED.words",
    "CREATE INDEX IF NOT EXISTS wire_search_words ON wire_search USING gin (words)",
)
