"""Reads tables of areas, for mappers who publish only how much: CSV, or JSON rows."""

import csv
import io
from collections.abc import Mapping

from dateline.territory.read.values import Faulty

Rows = tuple[Mapping[str, object], ...]
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(content: bytes) -> Rows:
    """The rows of a CSV file with a header; comma, semicolon or tab."""
    try:
        text = content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Faulty("it is neither a map that is known here nor text in UTF-8") from fault
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    if separator not in header or "\0" in text:
        raise Faulty("it is no kind of map that is known here, nor a table with a header")
    try:
        rows = tuple(dict(row) for row in csv.DictReader(io.StringIO(text), delimiter=separator))
    except csv.Error as fault:
        raise Faulty(f"its table is broken: {fault}") from fault
    return tuple({str(k).strip(): v for k, v in row.items() if k is not None} for row in rows)


def json_rows(rows: list[object]) -> Rows:
    """The rows of a JSON list of objects."""
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise Faulty(f"row {number} of its list is not an object")
    return tuple(row for row in rows if isinstance(row, dict))
