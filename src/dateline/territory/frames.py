"""Takes frames of geopandas and gives them; geopandas is loaded only where one is met or asked for."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dateline.territory.core.front import NOT_HELD
from dateline.territory.core.project import to_degrees
from dateline.territory.core.shapes import EARTH
from dateline.territory.core.values import ControlMap, Ground
from dateline.territory.surveys.values import Survey

if TYPE_CHECKING:
    import geopandas
    import pandas

    from dateline.territory.library import Change

Shown: TypeAlias = Union[Ground, ControlMap, "geopandas.GeoDataFrame", "geopandas.GeoSeries"]
DEGREES = "EPSG:4326"


def to_frame(survey: Survey) -> "pandas.DataFrame":
    """The survey's figures as a frame of pandas, a row a figure, with the columns of ``figures.csv``.

    ``start`` and ``end`` are datetime64, ``km2`` and ``share`` floats (share NaN where there is none).
    Needs `pip install dateline[frames]`.
    """
    import pandas

    rows = [
        (f.start, f.end, f.region, f.classes, f.measure.value, f.km2, np.nan if f.share is None else f.share, f.note)
        for f in survey.figures
    ]
    columns = ["start", "end", "region", "classes", "measure", "km2", "share", "note"]
    frame = pandas.DataFrame(rows, columns=columns)
    frame[["start", "end"]] = frame[["start", "end"]].apply(pandas.to_datetime)
    return frame


def as_geodataframe(of: "Survey | ControlMap | Change") -> "geopandas.GeoDataFrame":
    """Ground as a GeoDataFrame in degrees (EPSG:4326).

    A map: a row a class. A change: a row for what was gained and one for what was lost. A survey: the same for each
    period and sum of classes. Needs `pip install dateline[frames]`.
    """
    import geopandas

    rows = list(_of_survey(of) if isinstance(of, Survey) else _of_map(of) if isinstance(of, ControlMap) else _two(of))
    columns = list(rows[0]) if rows else ["geometry"]
    return geopandas.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=DEGREES)


def in_degrees(shown: Shown, classes: Sequence[str] = ()) -> Ground:
    """Ground in degrees from whatever shows it: valid polygons, each place once. Raises ValueError."""
    if isinstance(shown, ControlMap):
        return _joined([shown.ground[name] for name in _taken(shown, classes)])
    if isinstance(shown, BaseGeometry):
        return _checked(shapely.force_2d(shown))
    if _is_frame(shown):
        series = shown.geometry if shown.crs is None else shown.geometry.to_crs(DEGREES)
        return _joined([_checked(shapely.force_2d(each)) for each in series if each is not None])
    kind = type(shown).__name__
    raise ValueError(f"ground is a shapely geometry, a GeoDataFrame or GeoSeries, or a map that was read, not {kind}")


def _taken(shown: ControlMap, classes: Sequence[str]) -> list[str]:
    unknown = [name for name in classes if name not in shown.ground]
    if unknown:
        raise ValueError(f"the map of {shown.shown} has no class {unknown[0]!r}: {', '.join(sorted(shown.ground))}")
    return list(classes) or [name for name in shown.ground if name not in NOT_HELD]


def _is_frame(shown: object) -> bool:
    # Whoever hands over a frame has loaded geopandas.
    geopandas = sys.modules.get("geopandas")
    return geopandas is not None and isinstance(shown, geopandas.GeoDataFrame | geopandas.GeoSeries)


def _checked(ground: Ground) -> Ground:
    if shapely.is_empty(ground):
        return shapely.MultiPolygon()
    if ground.geom_type not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"ground is polygons; this is a {ground.geom_type}")
    west, south, east, north = shapely.bounds(ground)
    if not (EARTH[0] <= west and EARTH[1] <= south and east <= EARTH[2] and north <= EARTH[3]):
        raise ValueError(
            f"coordinates reach from ({west:,.0f}, {south:,.0f}) to ({east:,.0f}, {north:,.0f}), which are no degrees: "
            "hand over a GeoDataFrame with its crs, or transform it to EPSG:4326 first"
        )
    if not shapely.is_valid(ground):
        reason = shapely.is_valid_reason(ground)
        raise ValueError(f"the ground is not valid ({reason}): mend it first, as shapely.make_valid does")
    return ground


def _joined(grounds: Sequence[Ground]) -> Ground:
    return grounds[0] if len(grounds) == 1 else shapely.union_all(list(grounds))


def _of_map(of: ControlMap) -> Iterator[dict[str, Any]]:
    for name, ground in of.ground.items():
        yield {"shown": of.shown, "class": name, "geometry": ground}


def _two(of: "Change") -> Iterator[dict[str, Any]]:
    yield {"change": "gained", "km2": of.gained_km2, "geometry": of.gained}
    yield {"change": "lost", "km2": of.lost_km2, "geometry": of.lost}


def _of_survey(of: Survey) -> Iterator[dict[str, Any]]:
    if of.plane is None:
        return
    for each in of.changed:
        period = {"start": each.start, "end": each.end, "classes": each.classes}
        for change, ground in (("gained", each.gained), ("lost", each.lost)):
            km2 = float(ground.area) / 1e6
            yield {**period, "change": change, "km2": km2, "geometry": to_degrees(ground, of.plane)}
