"""The ground that a survey's maps show and the regions it was split by, as GeoJSON to look at: ``ground.geojson``.

Made to be looked at, not to be measured: bends below ``BEND_METRES`` are drawn straight, degrees have five decimals.
``changed.geojson`` has what changed, as it was measured.
"""

import json
from collections.abc import Iterator
from typing import Any

import shapely

from dateline.territory.core.project import Plane, to_degrees
from dateline.territory.core.values import Ground
from dateline.territory.surveys.values import Survey

BEND_METRES = 60.0
DEGREES = 1e-5
NAME = "ground.geojson"


def ground_geojson(survey: Survey) -> bytes:
    """A feature a region (kind ``region``) and a feature a day and sum of classes (kind ``held``); none for tables."""
    features = list(_features(survey, survey.plane)) if survey.plane else []
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def _features(survey: Survey, plane: Plane) -> Iterator[dict[str, Any]]:
    regions = survey.split_by.on_plane if survey.split_by else None
    if regions:
        # Regions are drawn from their shared edges, so that neighbours still meet.
        grounds = list(regions.grounds)
        meets = bool(shapely.coverage_is_valid(grounds))
        shapes = (shapely.coverage_simplify if meets else shapely.simplify)(grounds, BEND_METRES)
        for name, shape in zip(regions.names, shapes, strict=True):
            yield _feature({"kind": "region", "name": name}, shape, plane)
    for shown in survey.shown:
        shape = shapely.simplify(shown.ground, BEND_METRES)
        about = {"kind": "held", "day": shown.shown.isoformat(), "classes": shown.classes}
        yield _feature(about, shape, plane)


def _feature(about: dict[str, str], shape: Ground, plane: Plane) -> dict[str, Any]:
    rounded = shapely.set_precision(to_degrees(shape, plane), DEGREES)
    parts = [part for part in shapely.get_parts(shapely.orient_polygons(rounded)) if part.geom_type == "Polygon"]
    coordinates = [[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in parts]
    geometry = {"type": "MultiPolygon", "coordinates": coordinates} if parts else None
    return {"type": "Feature", "properties": about, "geometry": geometry}


def _ring(ring: Any) -> list[list[float]]:
    points: list[list[float]] = shapely.get_coordinates(ring).round(5).tolist()
    return points
