"""A survey's figures as tables that other programs read: rows, CSV, Parquet; the same figures give the same bytes."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from arro3.core import Array, DataType, Field, Schema, Table
from arro3.io import write_parquet

from dateline.territory.core.values import Figure

COLUMNS = ("start", "end", "region", "classes", "measure", "km2", "share", "note")
_DAY, _TEXT, _NUMBER = DataType.date32(), DataType.utf8(), DataType.float64()
_TYPES = {"start": _DAY, "end": _DAY, "km2": _NUMBER, "share": _NUMBER}
_FIRST_DAY = date(1970, 1, 1)


def row(figure: Figure) -> dict[str, str]:
    """The figure as text: km² with six decimals (a square metre), shares with eight, empty where there is none."""
    return {
        "start": figure.start.isoformat(),
        "end": figure.end.isoformat(),
        "region": figure.region,
        "classes": figure.classes,
        "measure": figure.measure.value,
        "km2": f"{figure.km2 + 0.0:.6f}",
        "share": "" if figure.share is None else f"{figure.share:.8f}",
        "note": figure.note,
    }


def json_row(figure: Figure) -> dict[str, Any]:
    """The figure with its numbers as numbers, the same ones; a share that is not there is null."""
    text = row(figure)
    return {**text, "km2": float(text["km2"]), "share": float(text["share"]) if text["share"] else None}


def as_csv(figures: Sequence[Figure]) -> str:
    """The figures as CSV, a line a figure under a line of names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row(figure) for figure in figures)
    return text.getvalue()


def as_parquet(figures: Sequence[Figure]) -> bytes:
    """The figures as Parquet: days as dates, km² and shares as doubles, with the numbers that the CSV has."""
    rows = [row(figure) for figure in figures]
    schema = Schema([Field(name, _TYPES.get(name, _TEXT), nullable=name == "share") for name in COLUMNS])
    made = io.BytesIO()
    write_parquet(
        Table.from_arrays([_column(name, rows) for name in COLUMNS], schema=schema), made, compression="zstd(3)"
    )
    return made.getvalue()


def _column(name: str, rows: Sequence[dict[str, str]]) -> Array:
    texts = [each[name] for each in rows]
    kind = _TYPES.get(name, _TEXT)
    if kind == _DAY:
        days = [(date.fromisoformat(text) - _FIRST_DAY).days for text in texts]
        return Array(days, DataType.int32()).cast(kind)
    values: list[Any] = [float(text) if text else None for text in texts] if kind == _NUMBER else texts
    return Array(values, kind)
