"""Writes the front of a survey: its length, the pieces that moved, and since when ground has been held."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

import shapely

from dateline.territory.core.shapes import rounded
from dateline.territory.core.values import Ground
from dateline.territory.surveys.front import Front, FrontLine, HeldGround, MovedPiece
from dateline.territory.surveys.geojson import WIDE, collection
from dateline.territory.surveys.placing import Content

FRONT_COLUMNS = ("shown", "classes", "km", "straight_km", "note")
MOVED_COLUMNS = (
    "start", "end", "classes", "change", "rank", "km2", "longitude", "latitude",
    "where", "place", "place_km", "direction", "held_since", "at_least",
)  # fmt: skip
HELD_COLUMNS = ("classes", "held_since", "at_least", "km2")
WHOLE_OUTLINE = "the whole outline, coast and border too: no regions were given"
# How numbers are written in a table: metres, square metres, about a metre on the ground.
_DECIMALS = {"km": 3, "straight_km": 3, "km2": 6, "longitude": 5, "latitude": 5, "place_km": 1}
Row = Mapping[str, Any]


def front_files(found: Front) -> dict[str, Content]:
    """The files by their names; none for a survey without ground."""
    if not found.held:
        return {}
    lines, moved, held = [*map(_line, found.lines)], [*map(_moved, found.moved)], [*map(_held, found.held)]
    return {
        "front.csv": _csv(FRONT_COLUMNS, lines).encode(),
        "moved.csv": _csv(MOVED_COLUMNS, moved).encode(),
        "front.geojson": partial(_geojson, lines, found.lines, ground=attrgetter("line")),
        "moved.geojson": partial(_geojson, moved, found.moved, ground=attrgetter("ground")),
        "held.geojson": partial(_geojson, held, found.held, ground=attrgetter("ground")),
    }


def _line(line: FrontLine) -> Row:
    note = "" if line.inland else WHOLE_OUTLINE
    row = (line.shown.isoformat(), line.classes, line.km, line.straight_km, note)
    return _rounded(zip(FRONT_COLUMNS, row, strict=True))


def _moved(piece: MovedPiece) -> Row:
    where, since = piece.where, piece.since
    told = (where.words, where.place, where.km, where.direction) if where else (None, None, None, None)
    span = (piece.start.isoformat(), piece.end.isoformat(), piece.classes, "gained" if piece.gained else "lost")
    size = (piece.rank, piece.km2, piece.longitude, piece.latitude)
    return _rounded(zip(MOVED_COLUMNS, (*span, *size, *told, since.day.isoformat(), since.at_least), strict=True))


def _held(piece: HeldGround) -> Row:
    row = (piece.classes, piece.since.day.isoformat(), piece.since.at_least, piece.km2)
    return _rounded(zip(HELD_COLUMNS, row, strict=True))


def _rounded(row: Iterable[tuple[str, Any]]) -> Row:
    return {k: round(v, _DECIMALS[k]) + 0.0 if k in _DECIMALS and v is not None else v for k, v in row}


def _csv(columns: tuple[str, ...], rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _cell(column, row[column]) for column in columns} for row in rows)
    return text.getvalue()


def _cell(column: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.{_DECIMALS[column]}f}" if column in _DECIMALS and value is not None else str(value or "")


def _geojson(rows: Sequence[Row], of: Sequence[Any], *, ground: Callable[[Any], Ground]) -> Iterator[bytes]:
    features = (_feature(row, ground(each)) for row, each in zip(rows, of, strict=True))
    return collection((json.dumps(each, ensure_ascii=False) for each in features), WIDE)


def _feature(row: Row, ground: Ground) -> dict[str, Any]:
    return {"type": "Feature", "properties": dict(row), "geometry": json.loads(shapely.to_geojson(rounded(ground)))}
