"""Reads one file, whatever kind of map it is, by its content; a fault is a value, never an exception."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
import shapely

from dateline.territory.core.values import Finding, Input
from dateline.territory.read.folders import COMPANIONS, SUFFIXES, companions, special, spoken
from dateline.territory.read.geojson import KINDS, features_of, read_geojson
from dateline.territory.read.others import is_esri, read_esri, read_rings
from dateline.territory.read.packed import GZIP, ZIP, gunzipped, unzipped
from dateline.territory.read.tables import Rows, json_rows, read_csv
from dateline.territory.read.topojson import read_topojson
from dateline.territory.read.values import AreaTable, Faulty, FileBytes, Layer, Limits, Read, Sheet, Unreadable

_SHAPEFILE, _SQLITE = b"\x00\x00\x27\x0a", b"SQLite format 3\x00"
_NO_NUMBER = re.compile(rb"[\[,:]\s*-?(NaN|Infinity)")
_BOM, _RECORD = b"\xef\xbb\xbf", b"\x1e"
DEFAULT = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A file's bytes with those of its companions, on the way to its reader."""

    name: str
    content: bytes
    limits: Limits
    beside: Mapping[str, bytes] = field(default_factory=dict)


def read_file(path: Path, limits: Limits = DEFAULT) -> Read:
    """What a file holds: a layer of ground, a table of areas, or why it cannot be read."""
    taken = file_bytes(path, limits)
    if isinstance(taken, Unreadable):
        return taken
    return read_bytes(taken.name, taken.content, limits=limits, beside=taken.beside)


def file_bytes(path: Path, limits: Limits = DEFAULT, *, name: str = "") -> FileBytes | Unreadable:
    """A file's bytes with those that belong to it, where it may be read at all; ``name`` in place of its own."""
    name = name or spoken(path.name)
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            return Unreadable(name=name, reason=_too_large(size, limits))
        if kind := special(path):
            return Unreadable(name=name, reason=f"it is {kind}, not a file")
        where = name.removesuffix(spoken(path.name))
        beside = {where + spoken(p.name): p.read_bytes() for p in companions(path)}
        return FileBytes(name=name, content=path.read_bytes(), beside=beside)
    except OSError as fault:
        return Unreadable(name=name, reason=f"it cannot be opened: {fault.strerror or fault}")


def read_bytes(
    name: str, content: bytes, *, limits: Limits = DEFAULT, beside: Mapping[str, bytes] | None = None
) -> Read:
    """The same for bytes that are at hand; ``beside`` are a shapefile's companions by their file names."""
    if len(content) > limits.file_bytes:
        return Unreadable(name=name, reason=_too_large(len(content), limits))
    opened = _Opened(name=name, content=content, limits=limits, beside=beside or {})
    try:
        found = _read(opened)
        return _named(found, opened)
    except Faulty as fault:
        return Unreadable(name=name, reason=str(fault))
    except (shapely.GEOSException, RecursionError, MemoryError) as fault:
        return Unreadable(name=name, reason=f"its shapes cannot be built: {type(fault).__name__}")


def _read(opened: _Opened) -> Sheet | Rows:
    content = opened.content
    if not content.strip(b"\0 \t\r\n"):
        raise Faulty("it is empty")
    if content.startswith(GZIP):
        return _read(_inside(opened, opened.name.removesuffix(".gz"), gunzipped(content, opened.limits)))
    if content.startswith(ZIP):
        return _from_zip(opened)
    if content.startswith((_SHAPEFILE, _SQLITE)):
        return _with_gdal(opened)
    return _from_text(content.removeprefix(_BOM).lstrip(), opened)


def _inside(opened: _Opened, name: str, content: bytes) -> _Opened:
    # What is packed into what was packed has less room with each layer: a bomb in a bomb ends here.
    room = opened.limits
    limits = Limits(
        file_bytes=room.file_bytes,
        unpacked_bytes=room.unpacked_bytes // 2,
        points=room.points,
        depth=room.depth,
    )
    return _Opened(name=name, content=content, limits=limits)


def _from_text(content: bytes, opened: _Opened) -> Sheet | Rows:
    if content.startswith(b"<"):
        if content[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
            raise Faulty("it is a web page, not a map")
        from dateline.territory.read.kml import read_kml  # loaded only where one is met

        return read_kml(content)
    if content.startswith((b"{", b"[", _RECORD)):
        try:
            return _from_json(_documents(content), opened.limits)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError) as fault:
            raise Faulty(f"it is not built as its kind of map is ({type(fault).__name__}: {fault})") from fault
    return read_csv(content)


def _documents(content: bytes) -> Any:
    """The JSON document; a list where there is one a line, as in GeoJSON text sequences."""
    first, _, rest = content.partition(b"\n")
    if not content.startswith(_RECORD) and (not rest.strip() or not _alone(first)):
        return _json(content)
    return [_json(line) for line in content.replace(_RECORD, b"").splitlines() if line.strip()]


def _alone(line: bytes) -> bool:
    """Whether a line is a whole document, not the beginning of one."""
    if not line.rstrip().endswith(b"}"):
        return False
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _json(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        what = "it is cut short" if "end of data" in fault.msg else "its JSON is broken"
        if _NO_NUMBER.search(content) or "infinity" in fault.msg:
            what = "it holds NaN or Infinity where a number should be"
        raise Faulty(f"{what} (line {fault.lineno}, column {fault.colno}: {fault.msg.split(':')[0]})") from fault


def _from_json(document: Any, limits: Limits) -> Sheet | Rows:
    if isinstance(document, list):
        if document and all(isinstance(each, dict) and each.get("type") in KINDS for each in document):
            return read_geojson({"type": "FeatureCollection", "features": features_of(document)}, limits)
        return json_rows(document)
    if document.get("type") == "Topology":
        return read_topojson(document, limits)
    if document.get("type") in KINDS:
        return read_geojson(document, limits)
    if isinstance(document.get("areas"), list):
        return read_rings(document)
    if is_esri(document):
        return read_esri(document)
    return _wrapped(document, limits)


def _wrapped(document: Mapping[str, Any], limits: Limits) -> Sheet | Rows:
    """A map or a table inside an answer, as services wrap them."""
    if isinstance(document.get("error"), dict | str):
        raise Faulty(f"it is a server's error, not a map: {str(document['error'])[:100]}")
    for value in document.values():
        if isinstance(value, dict) and value.get("type") in KINDS:
            sheet = read_geojson(value, limits)
            around = {k: v for k, v in document.items() if isinstance(v, str | int | float)}
            return Sheet(
                format=sheet.format,
                features=sheet.features,
                properties={**around, **sheet.properties},
                remarks=sheet.remarks,
            )
    rows = next((v for v in document.values() if isinstance(v, list) and v and isinstance(v[0], dict)), None)
    if rows is None:
        raise Faulty("it is JSON, but no kind of map that is known here")
    return json_rows(rows)


def _from_zip(opened: _Opened) -> Sheet | Rows:
    files = {PurePosixPath(n).name: c for n, c in unzipped(opened.content, opened.limits).items()}
    shapes = [n for n in files if n.lower().endswith(".shp")]
    if len(shapes) == 1:
        stem = PurePosixPath(shapes[0]).stem.lower()
        beside = {n: c for n, c in files.items() if PurePosixPath(n).stem.lower() == stem and n != shapes[0]}
        inner = _inside(opened, shapes[0], files[shapes[0]])
        return _with_gdal(_Opened(name=shapes[0], content=inner.content, limits=inner.limits, beside=beside))
    maps = [n for n in files if n.lower().endswith(SUFFIXES)]
    if "doc.kml" in files:
        maps = ["doc.kml"]
    if len(maps) != 1:
        raise Faulty(f"its zip holds {len(maps)} maps, not one: unpack it first")
    return _read(_inside(opened, maps[0], files[maps[0]]))


def _with_gdal(opened: _Opened) -> Sheet:
    from dateline.territory.read.ogr import read_with_gdal

    # Names from a stranger's zip are not used for files here.
    kind = ".gpkg" if opened.content.startswith(_SQLITE) else ".shp"
    beside = {f"map{PurePosixPath(n).suffix.lower()}": c for n, c in opened.beside.items()}
    kept = {n: c for n, c in beside.items() if n.endswith(COMPANIONS)}
    return read_with_gdal({f"map{kind}": opened.content, **kept}, f"map{kind}")


def _named(found: Sheet | Rows, opened: _Opened) -> Layer | AreaTable:
    source = _input(opened.name, opened.content)
    if not isinstance(found, Sheet):
        return AreaTable(source=source, rows=found)
    points = sum(shapely.get_num_coordinates(f.ground) for f in found.features if f.ground is not None)
    if points > opened.limits.points:
        raise Faulty(f"it has {points:,} points; {opened.limits.points:,} are allowed")
    noted = (Finding(gate="reading", subject=opened.name, what=r, treatment="kept") for r in found.remarks)
    return Layer(
        source=source,
        format=found.format,
        features=found.features,
        properties=found.properties,
        beside=tuple(_input(n, c) for n, c in sorted(opened.beside.items())),
        findings=tuple(noted),
    )


def _input(name: str, content: bytes) -> Input:
    return Input(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def _too_large(size: int, limits: Limits) -> str:
    return f"it has {size / 1e6:,.0f} MB; {limits.file_bytes / 1e6:,.0f} MB are allowed"
