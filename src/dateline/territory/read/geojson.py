"""Reads GeoJSON as it is found: features, collections, bare geometries, heights, foreign members, the old ``crs``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import shapely

from dateline.territory.core.values import Ground
from dateline.territory.read.grounds import Convert, Rings, converter, ground_from
from dateline.territory.read.values import Faulty, Feature, Limits, Sheet

Json = Mapping[str, Any]
GEOMETRIES = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
}  # fmt: skip
KINDS = GEOMETRIES | {"Feature", "FeatureCollection"}
# Written without an authority's order of axes in mind: in GeoJSON longitude stands first whatever the name says.
_DEGREES = ("CRS84", "EPSG:4326", "EPSG::4326", "WGS84", "WGS 84")


def read_geojson(document: Json, limits: Limits) -> Sheet:
    """The features of a GeoJSON document."""
    convert = _converter(document.get("crs"))
    features = tuple(_feature(f, i, limits) for i, f in enumerate(_features(document), 1))
    remarks: tuple[str, ...] = ()
    if convert is not None:
        features = tuple(_converted(f, convert) for f in features)
        remarks = (f"converted from {_crs_name(document.get('crs'))} to longitude and latitude",)
    extra = {k: v for k, v in document.items() if k not in {"type", "features", "geometry", "coordinates", "crs"}}
    return Sheet(format="GeoJSON", features=features, properties=_flat(extra), remarks=remarks)


def features_of(documents: Sequence[Json]) -> list[Any]:
    """The features of several documents, one after the other."""
    return [feature for document in documents for feature in _features(document)]


def _features(document: Json) -> Sequence[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise Faulty("it is a FeatureCollection without a list of features")
        return features
    return [document if kind == "Feature" else {"geometry": document, "properties": {}}]


def _feature(feature: Any, number: int, limits: Limits) -> Feature:
    if not isinstance(feature, dict):
        raise Faulty(f"feature {number} is not an object")
    properties = feature.get("properties")
    named = flat(properties) if isinstance(properties, dict) else {}
    if "id" in feature:
        named.setdefault("id", feature["id"])
    try:
        geometry = feature.get("geometry")
        ground = ground_from(list(_polygons(geometry, limits.depth)))
        return Feature(properties=named, ground=ground, empty=ground is None and not _is_mark(geometry))
    except (Faulty, TypeError) as fault:
        why = str(fault) if isinstance(fault, Faulty) else "its coordinates are nested wrongly"
        raise Faulty(f"feature {number}: {why}") from fault


def flat(properties: Json, *, depth: int = 4) -> dict[str, object]:
    """The properties with those inside others beside them, ``status`` in ``meta`` as ``meta.status``."""
    found: dict[str, object] = dict(properties)
    for name, value in properties.items():
        if isinstance(value, dict) and depth:
            found.update({f"{name}.{inner}": each for inner, each in flat(value, depth=depth - 1).items()})
    return found


def _polygons(geometry: Any, depth: int) -> Iterator[Rings]:
    """The polygons in a geometry, however deep in collections; points and lines are no ground."""
    if not isinstance(geometry, dict):
        return
    if depth <= 0:
        raise Faulty("its collections are nested too deep")
    match geometry.get("type"):
        case "Polygon":
            yield geometry.get("coordinates") or []
        case "MultiPolygon":
            yield from geometry.get("coordinates") or []
        case "GeometryCollection":
            for member in geometry.get("geometries") or []:
                yield from _polygons(member, depth - 1)
        case kind if kind not in GEOMETRIES:
            raise Faulty(f"{str(kind)[:40]!r} is no kind of geometry")


def _is_mark(geometry: Any) -> bool:
    """Whether this is a point or a line: drawn on the map, but no ground."""
    return isinstance(geometry, dict) and str(geometry.get("type")).removeprefix("Multi") in {"Point", "LineString"}


def _crs_name(crs: Any) -> str:
    named = crs.get("properties") if isinstance(crs, dict) else None
    return str(named.get("name", "")) if isinstance(named, dict) else ""


def _converter(crs: Any) -> Convert | None:
    name = _crs_name(crs)
    return None if not name or name.upper().endswith(_DEGREES) else converter(name)


def _converted(feature: Feature, convert: Convert) -> Feature:
    ground: Ground | None = feature.ground
    if ground is None or shapely.is_empty(ground):
        return feature
    return Feature(properties=feature.properties, ground=convert(ground))


def _flat(members: Json) -> dict[str, object]:
    return {k: v for k, v in members.items() if isinstance(v, str | int | float)}
