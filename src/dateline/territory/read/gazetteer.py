"""Reads places with their names: GeoNames' tab-separated files, CSV with a header, GeoJSON points; packed too."""

import csv
import hashlib
import io
import math
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from dateline.territory.core.places import Place
from dateline.territory.core.values import Input
from dateline.territory.read.folders import special
from dateline.territory.read.packed import GZIP, ZIP, gunzipped, unzipped
from dateline.territory.read.values import Faulty, Limits, Unreadable

# The columns of GeoNames' files (download.geonames.org/export/dump/readme.txt); they have no header.
_NAME, _OTHER_NAMES = 1, 3  # between them the name in ASCII
_LATITUDE, _LONGITUDE, _CLASS, _CODE, _POPULATION, _GEONAMES_COLUMNS = 4, 5, 6, 7, 14, 15
# Parts of towns, and places that are no more.
_NO_PLACES = {"PPLX", "PPLH", "PPLQ", "PPLW"}
_NAMES = ("name", "place", "town", "asciiname")
_LATITUDES, _LONGITUDES = ("latitude", "lat", "y"), ("longitude", "lon", "lng", "long", "x")
_POPULATIONS = ("population", "pop", "inhabitants")
_LONGEST = 120
DEFAULT = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The places of a file, and how many of its rows were none."""

    source: Input
    places: tuple[Place, ...]
    others: int = 0


def read_gazetteer(path: Path, limits: Limits = DEFAULT) -> Gazetteer | Unreadable:
    """The places in a file, or why it cannot be read."""
    if kind := special(path):
        return Unreadable(name=path.name, reason=f"it is {kind}, not a file")
    try:
        if path.stat().st_size > limits.file_bytes:
            return Unreadable(name=path.name, reason=f"it has more than {limits.file_bytes / 1e6:,.0f} MB")
        return gazetteer(path.name, path.read_bytes(), limits=limits)
    except OSError as fault:
        return Unreadable(name=path.name, reason=f"it cannot be opened: {fault.strerror or fault}")


def gazetteer(name: str, content: bytes, *, limits: Limits = DEFAULT) -> Gazetteer | Unreadable:
    """The same for bytes that are at hand."""
    source = Input(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    try:
        rows = list(_rows(_unpacked(content, limits)))
    except Faulty as fault:
        return Unreadable(name=name, reason=str(fault))
    places = [place for place in rows if place is not None]
    if not places:
        return Unreadable(name=name, reason="none of its rows is a place with a name, a latitude and a longitude")
    return Gazetteer(source=source, places=tuple(places), others=len(rows) - len(places))


def found_places(content: bytes, names: Collection[str], *, limits: Limits = DEFAULT) -> dict[str, Place]:
    """Of the names those that a gazetteer has, in any of the ways in which it writes a place; of several the largest.

    Other names of a place are known from GeoNames' files alone. Raises ``Faulty``.
    """
    wanted = {folded_name(name): name for name in names}
    found: dict[str, Place] = {}
    for key, place in _named(_unpacked(content, limits), wanted):
        name = wanted[key]
        if name not in found or place.population > found[name].population:
            found[name] = place
    return found


def folded_name(name: str) -> str:
    """A name as names are compared: composed, without case, its apostrophes and hyphens one."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return plain.replace("’", "'").replace("ʼ", "'").replace("‐", "-").replace("–", "-")


def _named(content: bytes, wanted: Collection[str]) -> Iterator[tuple[str, Place]]:
    """The places with a wanted name, once for each that they have."""
    if content.count(b"\t", 0, 4000) < _GEONAMES_COLUMNS - 1:
        for place in _rows(content):
            if place is not None and (key := folded_name(place.name)) in wanted:
                yield key, place
        return
    text = content.decode("utf-8-sig", "replace")
    for line in _lines_with(text, wanted):
        cells = line.split("\t", _OTHER_NAMES + 1)[_NAME:]
        told = [*cells[:2], *cells[2].split(",")] if len(cells) > _OTHER_NAMES else ()
        if keys := {key for name in told if (key := folded_name(name)) in wanted}:
            yield from ((key, place) for place in _from_geonames(line) if place for key in sorted(keys))


def _lines_with(text: str, wanted: Collection[str]) -> Iterator[str]:
    """The lines that hold one of the names anywhere, in their order: of many megabytes few are worth taking apart."""
    low = folded_name(text)
    found: set[int] = set()
    for name in filter(None, wanted):
        at = line = 0
        while (hit := low.find(name, at)) >= 0:
            line += low.count("\n", at, hit)
            found.add(line)
            at = hit + len(name)
    lines = text.split("\n")
    yield from (lines[line] for line in sorted(found))


def _unpacked(content: bytes, limits: Limits) -> bytes:
    if content.startswith(GZIP):
        return gunzipped(content, limits)
    if content.startswith(ZIP):
        files = {n: c for n, c in unzipped(content, limits).items() if "readme" not in n.lower()}
        if len(files) != 1:
            raise Faulty(f"its zip holds {len(files)} files, not one: unpack it first")
        return next(iter(files.values()))
    return content


def _rows(content: bytes) -> Iterator[Place | None]:
    """A place a row, None where a row is none."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_geojson(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Faulty("it is not text in UTF-8") from fault
    first = text.split("\n", 1)[0]
    if first.count("\t") >= _GEONAMES_COLUMNS - 1:
        return _from_geonames(text)
    return _from_csv(text, max(",;\t", key=first.count))


def _from_geonames(text: str) -> Iterator[Place | None]:
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) < _GEONAMES_COLUMNS:
            yield None
        elif cells[_CLASS] == "P" and cells[_CODE] not in _NO_PLACES:
            yield _place(cells[_NAME], cells[_LATITUDE], longitude=cells[_LONGITUDE], population=cells[_POPULATION])


def _from_csv(text: str, separator: str) -> Iterator[Place | None]:
    try:
        for row in csv.DictReader(io.StringIO(text), delimiter=separator):
            cells = {str(key).strip().lower(): value for key, value in row.items() if key is not None}
            yield _place(
                _first(cells, _NAMES),
                _first(cells, _LATITUDES),
                longitude=_first(cells, _LONGITUDES),
                population=_first(cells, _POPULATIONS),
            )
    except csv.Error as fault:
        raise Faulty(f"its table is broken: {fault}") from fault


def _from_geojson(content: bytes) -> Iterator[Place | None]:
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        raise Faulty(f"its JSON is broken (line {fault.lineno}, column {fault.colno})") from fault
    features = document.get("features")
    if not isinstance(features, list):
        raise Faulty("it is JSON, but no GeoJSON FeatureCollection")
    for feature in features:
        yield _from_feature(feature if isinstance(feature, dict) else {})


def _from_feature(feature: Mapping[str, Any]) -> Place | None:
    geometry, properties = feature.get("geometry"), feature.get("properties")
    point = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if not isinstance(point, list) or len(point) < 2 or not isinstance(properties, dict):
        return None
    cells = {str(key).strip().lower(): value for key, value in properties.items()}
    return _place(_first(cells, _NAMES), point[1], longitude=point[0], population=_first(cells, _POPULATIONS))


def _place(name: object, latitude: object, *, longitude: object, population: object) -> Place | None:
    said, north, east = _said(name), _number(latitude), _number(longitude)
    if not said or north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return None
    people = _number(population)
    return Place(name=said, longitude=east, latitude=north, population=max(0, int(people)) if people else 0)


def _said(name: object) -> str:
    """A name in one line, without what would steer a terminal."""
    text = unicodedata.normalize("NFC", str(name)) if name is not None else ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]


def _first(cells: Mapping[str, object], names: Iterable[str]) -> object:
    return next((cells[name] for name in names if cells.get(name) not in (None, "")), None)


def _number(value: object) -> float | None:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
