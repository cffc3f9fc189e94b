"""Writes GeoJSON as it comes, feature by feature: ground of a long series is more than memory is for."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from dateline.territory.core.values import Ground

CLOSE, WIDE = (",", ":"), (", ", ": ")  # how a file sets its commas and colons
_LEAST_PLAIN = 1e-4  # what is smaller is written with an exponent


def collection(features: Iterable[str], separators: tuple[str, str] = CLOSE) -> Iterator[bytes]:
    """A FeatureCollection of features that are text already, one a line."""
    comma, colon = separators
    between = f'{{"type"{colon}"FeatureCollection"{comma}"features"{colon}[\n'
    for feature in features:
        yield (between + feature).encode()
        between = ",\n"
    yield (b"" if between == ",\n" else between.encode()) + b"\n]}\n"


def feature(properties: dict[str, Any], geometry: str) -> str:
    """A feature with a geometry that is text already, closely set."""
    told = json.dumps(properties, ensure_ascii=False, separators=CLOSE)
    return f'{{"type":"Feature","properties":{told},"geometry":{geometry}}}'


def multipolygon(parts: Sequence[Ground], digits: int) -> str:
    """A MultiPolygon of polygons, its degrees with so many decimals; null of none."""
    if not len(parts):
        return "null"
    rings, part = shapely.get_rings(parts, return_index=True)
    points = shapely.get_coordinates(rings).round(digits)
    ends = np.append(0, np.cumsum(shapely.get_num_coordinates(rings))).tolist()
    listed = points.tolist()
    nested: list[list[Any]] = [[] for _ in parts]
    for of, start, end in zip(part.tolist(), ends[:-1], ends[1:], strict=True):
        nested[of].append(listed[start:end])
    return f'{{"type":"MultiPolygon","coordinates":{_numbers(nested, points)}}}'


def _numbers(nested: list[Any], points: NDArray[np.float64]) -> str:
    """The lists as JSON; both ways write a number with the fewest digits that tell it, but not its exponent alike."""
    size = np.abs(points)
    if ((size < _LEAST_PLAIN) & (size > 0)).any():
        return json.dumps(nested, separators=CLOSE)
    return orjson.dumps(nested).decode()
