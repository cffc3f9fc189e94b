"""Writes made maps in every format that is read: the same maps give the same bytes."""

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import shapely

from dateline.territory.core.project import geodesic_km2
from dateline.territory.core.values import Ground
from dateline.territory.made.series import MadePiece, Series

_ONE_TIME = (2024, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """One file: its name and its bytes."""

    name: str
    content: bytes


def written(made: Series, kind: str) -> Iterator[MadeFile]:
    """The series' maps in one of ``FORMATS``, a file a day."""
    for day in made.days:
        suffix, write = FORMATS[kind]
        yield MadeFile(name=f"made_{day.shown:%Y%m%d}{suffix}", content=write(day.pieces))


def regions_file(made: Series) -> MadeFile:
    """The made country's regions, as GeoJSON."""
    features = [_feature({"name": name}, ground) for name, ground in made.country.regions]
    return MadeFile(name="regions.geojson", content=_json({"type": "FeatureCollection", "features": features}))


def table_rows(made: Series) -> list[dict[str, object]]:
    """Area per class and day, as mappers publish it who publish no maps."""
    return [
        {"date": day.shown.isoformat(), "layer": name, "km2": round(geodesic_km2(ground), 2)}
        for day in made.days
        for name, ground in day.truth.items()
    ]


def table_file(made: Series, kind: str) -> MadeFile:
    """The table as ``csv`` or ``json``."""
    rows = table_rows(made)
    if kind == "json":
        return MadeFile(name="areas.json", content=_json(rows))
    text = io.StringIO()
    table = csv.DictWriter(text, fieldnames=["date", "layer", "km2"], lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return MadeFile(name="areas.csv", content=text.getvalue().encode())


def write_folder(made: Series, folder: Path, *, kind: str = "geojson") -> list[Path]:
    """Writes the maps, one file a day, into a folder ``maps`` and the regions beside it; the maps' paths."""
    maps = folder / "maps"
    maps.mkdir(parents=True, exist_ok=True)
    regions = regions_file(made)
    (folder / regions.name).write_bytes(regions.content)
    for file in written(made, kind):
        (maps / file.name).write_bytes(file.content)
    return sorted(maps.iterdir())


def _geojson(pieces: Sequence[MadePiece]) -> bytes:
    features = [_feature({"name": p.label}, p.ground) for p in pieces]
    return _json({"type": "FeatureCollection", "features": features})


def _gzipped(pieces: Sequence[MadePiece]) -> bytes:
    return gzip.compress(_geojson(pieces), mtime=0)


def _topojson(pieces: Sequence[MadePiece]) -> bytes:
    arcs: list[list[list[float]]] = []
    shapes = []
    for piece in pieces:
        polygons = []
        for part in _parts(piece.ground):
            rings = _rings(part)
            polygons.append([[len(arcs) + i] for i in range(len(rings))])
            arcs += rings
        shape = {"type": "MultiPolygon", "arcs": polygons, "properties": {"name": piece.label}}
        shapes.append(shape if piece.ground is not None else {"type": None, "properties": {"name": piece.label}})
    objects = {"map": {"type": "GeometryCollection", "geometries": shapes}}
    return _json({"type": "Topology", "objects": objects, "arcs": arcs})


def _kml(pieces: Sequence[MadePiece]) -> bytes:
    marks = "".join(_placemark(p) for p in pieces)
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    return f"{head}<name>made</name><Folder><name>control</name>{marks}</Folder></Document></kml>".encode()


def _placemark(piece: MadePiece) -> str:
    polygons = "".join(_kml_polygon(part) for part in _parts(piece.ground))
    return f"<Placemark><name>{escape(piece.label)}</name><MultiGeometry>{polygons}</MultiGeometry></Placemark>"


def _kml_polygon(part: Ground) -> str:
    def ring(points: list[list[float]]) -> str:
        text = " ".join(f"{x!r},{y!r},0" for x, y in points)
        return f"<LinearRing><coordinates>{text}</coordinates></LinearRing>"

    outer, *inner = _rings(part)
    holes = "".join(f"<innerBoundaryIs>{ring(h)}</innerBoundaryIs>" for h in inner)
    return f"<Polygon><outerBoundaryIs>{ring(outer)}</outerBoundaryIs>{holes}</Polygon>"


def _kmz(pieces: Sequence[MadePiece]) -> bytes:
    return zipped({"doc.kml": _kml(pieces)})


def _esri(pieces: Sequence[MadePiece]) -> bytes:
    features = []
    for piece in pieces:
        # Outer rings clockwise, holes the other way: the order of the rings says nothing there.
        turned = [shapely.orient_polygons(p, exterior_cw=True) for p in _parts(piece.ground)]
        rings = [ring for part in turned for ring in _rings(part)]
        features.append({"attributes": {"name": piece.label}, "geometry": {"rings": rings} if rings else None})
    answer = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326}, "features": features}
    return _json(answer)


def _bare_rings(pieces: Sequence[MadePiece]) -> bytes:
    """Occupied ground alone, as rings in latitude, longitude; ground with a hole as two rings that overlap."""
    parts = [part for p in pieces if "ccupied" in p.label for part in _parts(p.ground)]
    rings = [ring for part in parts for half in _halves(part) for ring in _rings(half)[:1]]
    return _json({"areas": [[[y, x] for x, y in ring] for ring in rings]})


def _halves(part: Ground) -> list[Ground]:
    if not part.interiors:
        return [part]
    west, south, east, north = part.bounds
    middle = part.interiors[0].centroid.x
    boxes = (shapely.box(west, south, middle, north), shapely.box(middle, south, east, north))
    halves = [half for box in boxes for half in _parts(shapely.intersection(part, box))]
    across = shapely.intersection(part, shapely.box(middle - 0.02, south, middle + 0.02, north))
    return [*(h for half in halves for h in _halves(half)), *(h for a in _parts(across) for h in _halves(a))]


def _shapefile(pieces: Sequence[MadePiece]) -> bytes:
    return zipped(_with_gdal(pieces, "made.shp", driver="ESRI Shapefile"))


def _geopackage(pieces: Sequence[MadePiece]) -> bytes:
    return _with_gdal(pieces, "made.gpkg", driver="GPKG")["made.gpkg"]


def _with_gdal(pieces: Sequence[MadePiece], name: str, *, driver: str) -> dict[str, bytes]:
    import pyogrio
    from pyogrio.raw import write

    pyogrio.set_gdal_config_options(
        {"OGR_CURRENT_DATE": "2024-01-01T00:00:00.000Z", "DBF_DATE_LAST_UPDATE": "2024-01-01"}
    )
    grounds = [None if p.ground is None else shapely.to_wkb(shapely.MultiPolygon(_parts(p.ground))) for p in pieces]
    labels = np.array([p.label for p in pieces], dtype=object)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(
            path,
            np.array(grounds, dtype=object),
            [labels],
            ["name"],
            geometry_type="MultiPolygon",
            crs="EPSG:4326",
            driver=driver,
            encoding="UTF-8",
        )
        return {p.name: p.read_bytes() for p in sorted(Path(folder).iterdir())}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ONE_TIME), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _feature(properties: Mapping[str, Any], ground: Ground | None) -> dict[str, Any]:
    shape = None if ground is None else {"type": "MultiPolygon", "coordinates": [_rings(p) for p in _parts(ground)]}
    return {"type": "Feature", "properties": dict(properties), "geometry": shape}


def _parts(ground: Ground | None) -> list[Any]:
    if ground is None:
        return []
    return [part for part in shapely.get_parts(shapely.get_parts(ground)) if part.geom_type == "Polygon"]


def _rings(part: Any) -> list[list[list[float]]]:
    return [shapely.get_coordinates(ring).tolist() for ring in (part.exterior, *part.interiors)]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


FORMATS: Mapping[str, tuple[str, Callable[[Sequence[MadePiece]], bytes]]] = {
    "geojson": (".geojson", _geojson),
    "geojson.gz": (".geojson.gz", _gzipped),
    "topojson": (".topojson", _topojson),
    "kml": (".kml", _kml),
    "kmz": (".kmz", _kmz),
    "esri": (".json", _esri),
    "rings": (".json", _bare_rings),
    "shapefile": (".zip", _shapefile),
    "geopackage": (".gpkg", _geopackage),
}
