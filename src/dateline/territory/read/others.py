"""Reads the JSON that is not GeoJSON: Esri's feature sets, and bare rings in latitude, longitude that overlap."""

from collections.abc import Mapping
from typing import Any

from dateline.territory.read.grounds import Convert, converter, from_oriented, ground_from
from dateline.territory.read.values import Faulty, Feature, Sheet

_DEGREES = {4326, 4269, 104100}


def is_esri(document: Mapping[str, Any]) -> bool:
    """Whether this is what a feature service answers with ``f=json``."""
    if "geometryType" in document or "spatialReference" in document:
        return True
    features = document.get("features")
    first = features[0] if isinstance(features, list) and features else None
    return isinstance(first, dict) and "attributes" in first and "type" not in first


def read_esri(document: Mapping[str, Any]) -> Sheet:
    """The features of an Esri feature set, in longitude and latitude."""
    reference = document.get("spatialReference")
    convert = _converter(reference if isinstance(reference, dict) else {})
    features = document.get("features")
    if not isinstance(features, list):
        raise Faulty("it is a feature service's answer without features")
    made = tuple(_esri(f, i, convert) for i, f in enumerate(features, 1))
    remarks = ("converted from the service's plane to longitude and latitude",) if convert else ()
    if document.get("exceededTransferLimit"):
        remarks = (*remarks, "the service says that there was more than it sent: the map is not whole")
    return Sheet(format="Esri JSON", features=made, remarks=remarks)


def read_rings(document: Mapping[str, Any]) -> Sheet:
    """One feature a ring; what surrounds ``areas`` becomes the layer's properties."""
    rings = document["areas"]
    features = tuple(_turned(ring, i) for i, ring in enumerate(rings, 1))
    plain = {k: v for k, v in document.items() if isinstance(v, str | int | float)}
    return Sheet(format="rings in latitude, longitude", features=features, properties=plain)


def _turned(ring: Any, number: int) -> Feature:
    try:
        points = [(point[1], point[0]) for point in ring]
        return Feature(properties={"ring": number}, ground=ground_from([[points]]), empty=not points)
    except (TypeError, IndexError, KeyError) as fault:
        raise Faulty(f"ring {number} is not a list of latitude, longitude") from fault
    except Faulty as fault:
        raise Faulty(f"ring {number}: {fault}") from fault


def _esri(feature: Any, number: int, convert: Convert | None) -> Feature:
    if not isinstance(feature, dict):
        raise Faulty(f"feature {number} is not an object")
    attributes, geometry = feature.get("attributes"), feature.get("geometry")
    rings = geometry.get("rings") if isinstance(geometry, dict) else None
    try:
        ground = from_oriented(rings) if rings else None
    except (Faulty, TypeError, ValueError) as fault:
        raise Faulty(f"feature {number}: {fault}") from fault
    if ground is not None and convert is not None:
        ground = convert(ground)
    return Feature(properties=attributes if isinstance(attributes, dict) else {}, ground=ground, empty=ground is None)


def _converter(reference: Mapping[str, Any]) -> Convert | None:
    number = reference.get("latestWkid") or reference.get("wkid")
    if number in _DEGREES or not (number or reference.get("wkt")):
        return None
    if not isinstance(number, int):
        return converter(str(reference.get("wkt")))
    return converter(f"{'ESRI' if number >= 100_000 else 'EPSG'}:{number}")
