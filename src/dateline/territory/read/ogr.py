"""Reads shapefiles and GeoPackages through GDAL, in a folder of their own; loaded only where one is met."""

import tempfile
import warnings
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from dateline.territory.read.grounds import Convert, converter, polygons_of
from dateline.territory.read.values import Faulty, Feature, Sheet


def read_with_gdal(files: Mapping[str, bytes], main: str) -> Sheet:
    """The features of every layer of ``main``; its companions lie beside it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return _read(Path(folder) / main)


def _read(path: Path) -> Sheet:
    try:
        import pyogrio
    except ImportError as missing:
        raise Faulty("reading this format needs GDAL: pip install 'dateline[formats]'") from missing
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
            read = [_layer(path, name, len(names) > 1) for name in names]
    except (
        DataSourceError,
        DataLayerError,
        FeatureError,
        GeometryError,
        shapely.GEOSException,
        ValueError,
    ) as fault:
        # GDAL's message names a temporary file and a query: only its end says what is wrong.
        why = str(fault).replace(str(path), path.name).split(";")[0].rpartition(": ")[2]
        raise Faulty(f"it is broken or cut short ({why[:120]})") from fault
    kind = "GeoPackage" if path.suffix == ".gpkg" else "shapefile"
    features = tuple(f for sheet in read for f in sheet.features)
    said = (str(warning.message).replace(f"{path.parent}/", "")[:160] for warning in warned)
    remarks = (*(remark for sheet in read for remark in sheet.remarks), *said)
    return Sheet(format=kind, features=features, remarks=remarks)


def _layer(path: Path, name: str, several: bool) -> Sheet:
    from pyogrio.raw import read

    meta, _, geometries, columns = read(path, layer=name, force_2d=True)
    fields = [str(field) for field in meta["fields"]]
    convert = converter(str(meta["crs"])) if meta.get("crs") else None
    features = []
    for row, geometry in enumerate(shapely.from_wkb(geometries)):
        properties = {field: _plain(column[row]) for field, column in zip(fields, columns, strict=True)}
        if several:
            properties.setdefault("layer", name)
        features.append(_feature(properties, geometry, convert))
    remarks = (f"converted from {meta['crs']} to longitude and latitude",) if convert else ()
    return Sheet(format="", features=tuple(features), remarks=remarks)


def _feature(properties: dict[str, object], geometry: Any, convert: Convert | None) -> Feature:
    ground = polygons_of(geometry)
    if ground is None:
        mark = geometry is not None and geometry.geom_type.removeprefix("Multi") in {"Point", "LineString"}
        return Feature(properties=properties, empty=not mark)
    return Feature(properties=properties, ground=convert(ground) if convert else ground)


def _plain(value: Any) -> object:
    """A field's value as plain Python, None where it is missing."""
    if isinstance(value, np.datetime64):
        moment = value.astype("datetime64[s]").item()
        return moment if isinstance(moment, date | datetime) else None
    plain = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(plain, float) and np.isnan(plain) else plain
