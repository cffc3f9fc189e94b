"""The ground that changed as GeoJSON (RFC 7946): a feature a period, sum of classes, kind and region.

Degrees have six decimals, a tenth of a metre or less; nothing is simplified. What the rounding would cut across itself
is mended, and what it makes empty is left out, as what is narrower than it can tell. ``km2`` is measured on the
survey's plane before the rounding, with all that is left out.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from dateline.territory.core.project import Plane, to_degrees
from dateline.territory.core.regions import WHOLE, Regions
from dateline.territory.core.shapes import rounded
from dateline.territory.core.values import Ground
from dateline.territory.surveys.geojson import collection, feature, multipolygon
from dateline.territory.surveys.values import ChangedGround, Survey

LEAST_KM2 = 1e-6  # less than a square metre is what rounding leaves over
NARROW_M = 0.05
DEGREE_DIGITS = 6


def as_geojson(survey: Survey) -> Iterator[bytes]:
    """The changed ground of every period in longitude and latitude (WGS 84), piece by piece; no feature without ground.

    Several periods of maps that were drawn anew have more ground than memory is for.
    """
    return collection(each for changed in survey.changed for each in _features(changed, survey))


def _features(changed: ChangedGround, survey: Survey) -> Iterator[str]:
    assert survey.plane is not None  # or nothing would have changed
    regions = survey.split_by.on_plane if survey.split_by else None
    for kind, ground in (("gained", changed.gained), ("lost", changed.lost)):
        drawn, unseen = _drawn(ground, regions)
        for region, part in _by_region(drawn, regions):
            km2 = float(part.area) / 1e6 + unseen.get(region, 0.0)
            parts = _parts(part, survey.plane) if km2 >= LEAST_KM2 else ()
            if len(parts):
                yield feature(
                    {
                        "start": changed.start.isoformat(),
                        "end": changed.end.isoformat(),
                        "base": changed.base.isoformat(),
                        "last": changed.last.isoformat(),
                        "classes": changed.classes,
                        "kind": kind,
                        "region": region,
                        "km2": round(km2, 6),
                    },
                    multipolygon(parts, DEGREE_DIGITS),
                )


def _drawn(ground: Ground, regions: Regions | None) -> tuple[Ground, dict[str | None, float]]:
    """The ground that six decimals can tell, and how many km² by region lie in the rest: lines drawn again, mostly."""
    pieces = shapely.get_parts(ground)
    narrow = 2 * shapely.area(pieces) < NARROW_M * shapely.length(pieces)
    if not narrow.any():
        return ground, {}
    rest = pieces[narrow].tolist()
    whole = float(shapely.area(pieces[narrow]).sum()) / 1e6
    unseen: dict[str | None, float] = {WHOLE: whole}
    if regions is not None:
        unseen = dict(zip(regions.names, regions.km2(rest).tolist(), strict=True))
        unseen[None] = max(0.0, whole - sum(unseen.values()))
    return shapely.MultiPolygon(pieces[~narrow].tolist()), unseen


def _by_region(ground: Ground, regions: Regions | None) -> Iterator[tuple[str | None, Ground]]:
    """The ground in each region, and what lies in none (region None); the whole under ``*`` without regions.

    The pieces of a change share no edges: what is put together here needs no union, of which thousands take minutes.
    """
    if regions is None:
        yield WHOLE, ground
        return
    pieces = shapely.get_parts(ground)
    piece, region = regions.tree.query(pieces)
    inside = shapely.covers(regions.grounds[region], pieces[piece])
    for number, name in enumerate(regions.names):
        whole, near = (piece[(region == number) & each] for each in (inside, ~inside))
        if len(whole) or len(near):
            cut = shapely.intersection(pieces[near], regions.grounds[number])
            yield name, _areal([*pieces[whole], *cut])
    # Not by what the cuts leave over: regions may overlap, and count twice then.
    left = np.setdiff1d(np.arange(len(pieces)), piece[inside])
    touched = np.unique(region[np.isin(piece, left)])
    yield None, _areal(shapely.difference(pieces[left], shapely.union_all(regions.grounds[touched])).tolist())


def _parts(ground: Ground, plane: Plane) -> Sequence[Ground]:
    shape = shapely.orient_polygons(rounded(to_degrees(ground, plane), DEGREE_DIGITS))
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _areal(grounds: Sequence[Ground]) -> Ground:
    parts = [part for part in shapely.get_parts(shapely.get_parts(grounds)) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)
