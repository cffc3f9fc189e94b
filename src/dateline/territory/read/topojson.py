"""Reads TopoJSON: arcs that several shapes share, put together into their rings again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.territory.read.grounds import Rings, checked, ground_from
from dateline.territory.read.values import Faulty, Feature, Limits, Sheet

_MARKS = {"Point", "MultiPoint", "LineString", "MultiLineString"}
Arcs = list[NDArray[np.float64]]


def read_topojson(document: Mapping[str, Any], limits: Limits) -> Sheet:
    """The features of every object in a topology; an object's name is its features' property ``object``."""
    arcs = _arcs(document)
    objects = document.get("objects")
    if not isinstance(objects, dict):
        raise Faulty("it is a topology without objects")
    found = [f for name, shape in objects.items() for f in _features(shape, str(name), (arcs, limits.depth))]
    return Sheet(format="TopoJSON", features=tuple(found))


def _arcs(document: Mapping[str, Any]) -> Arcs:
    transform = document.get("transform")
    try:
        arcs = [np.array([point[:2] for point in arc], dtype=float).reshape(-1, 2) for arc in document["arcs"]]
        if transform:
            scale, move = (
                np.array(transform["scale"], dtype=float),
                np.array(transform["translate"], dtype=float),
            )
            arcs = [np.cumsum(arc, axis=0) * scale + move for arc in arcs]
    except (KeyError, TypeError, ValueError) as fault:
        raise Faulty("its arcs are not lists of points") from fault
    return [checked(arc) for arc in arcs]


def _features(shape: Any, name: str, context: tuple[Arcs, int]) -> Iterator[Feature]:
    arcs, depth = context
    members = shape.get("geometries") if isinstance(shape, dict) else None
    if isinstance(members, list) and shape.get("properties") is None:
        for member in members:
            yield from _features(member, name, context)
        return
    properties = shape.get("properties") if isinstance(shape, dict) else None
    named = {"object": name, **(properties if isinstance(properties, dict) else {})}
    if isinstance(shape, dict) and "id" in shape:
        named.setdefault("id", shape["id"])
    ground = ground_from(list(_polygons(shape, arcs, depth)))
    kind = shape.get("type") if isinstance(shape, dict) else None
    yield Feature(properties=named, ground=ground, empty=ground is None and str(kind) not in _MARKS)


def _polygons(shape: Any, arcs: Arcs, depth: int) -> Iterator[Rings]:
    if depth <= 0:
        raise Faulty("its collections are nested too deep")
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind == "Polygon":
        yield [_ring(ring, arcs) for ring in shape["arcs"]]
    elif kind == "MultiPolygon":
        for polygon in shape["arcs"]:
            yield [_ring(ring, arcs) for ring in polygon]
    elif kind == "GeometryCollection":
        for member in shape.get("geometries") or []:
            yield from _polygons(member, arcs, depth - 1)


def _ring(numbers: Sequence[int], arcs: Arcs) -> Any:
    """One ring from its arcs; ``~n`` is arc n backwards, and each arc begins where the last one ended."""
    try:
        pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    except (IndexError, TypeError) as fault:
        raise Faulty("it names an arc that is not there") from fault
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]) if pieces else []
