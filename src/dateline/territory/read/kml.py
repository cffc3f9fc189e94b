"""Reads KML: placemarks with their folders, fields and times; no entities, nothing fetched."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from numpy.typing import NDArray

from dateline.territory.core.values import Ground
from dateline.territory.read.grounds import Rings, ground_from
from dateline.territory.read.values import Faulty, Feature, Sheet

_MARKS = {"Point", "LineString", "LinearRing", "Model"}


def read_kml(content: bytes) -> Sheet:
    """The placemarks of a KML document that hold ground, and those that were meant to."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Faulty("its XML declares entities or a document type, which a map does not need") from fault
    except (ParseError, ValueError) as fault:
        raise Faulty(f"its XML is broken: {fault}") from fault
    return Sheet(format="KML", features=tuple(_placemarks(root, _fills(root))))


def _fills(root: Element) -> dict[str, str]:
    """The colour that each style of the document fills with, by the style's address."""
    fills, maps = {}, {}
    for element in root.iter():
        own = f"#{element.get('id')}"
        if _local(element) == "Style" and (colour := _colour(element)):
            fills[own] = colour
        elif _local(element) == "StyleMap":
            maps[own] = next((url for pair in element if (url := _text(pair, "styleUrl"))), "")
    return fills | {own: fills[url] for own, url in maps.items() if url in fills}


def _colour(element: Element) -> str:
    """The colour of a style's fill as the web writes it: KML writes opacity, blue, green, red."""
    for style in element.iter():
        if _local(style) == "PolyStyle" and re.fullmatch(r"[0-9a-fA-F]{8}", colour := _text(style, "color")):
            return f"#{colour[6:8]}{colour[4:6]}{colour[2:4]}".lower()
    return ""


def _placemarks(root: Element, fills: dict[str, str]) -> Iterator[Feature]:
    waiting: list[tuple[Element, str]] = [(root, "")]
    while waiting:
        element, folder = waiting.pop()
        kind = _local(element)
        if kind == "Placemark":
            ground = _ground(element)
            empty = ground is None and not any(_local(e) in _MARKS for e in element.iter())
            yield Feature(properties=_properties(element, folder, fills), ground=ground, empty=empty)
            continue
        if kind in {"Folder", "Document"}:
            folder = _text(element, "name") or folder
        waiting.extend((child, folder) for child in reversed(element))


def _properties(placemark: Element, folder: str, fills: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {"folder": folder}
    style = _text(placemark, "styleUrl")
    if style:
        found["styleUrl"] = style
    if fill := _colour(placemark) or fills.get(style, ""):
        found["fill"] = fill
    for element in placemark.iter():
        kind = _local(element)
        if kind == "Data":
            found[element.get("name", "")] = _text(element, "value")
        elif kind == "SimpleData":
            found[element.get("name", "")] = (element.text or "").strip()
        elif kind in {"when", "begin", "end", "description", "name"} and (element.text or "").strip():
            found.setdefault(kind, (element.text or "").strip())
    return found


def _ground(placemark: Element) -> Ground | None:
    polygons = [list(_rings(p)) for p in placemark.iter() if _local(p) == "Polygon"]
    return ground_from(polygons)


def _rings(polygon: Element) -> Rings:
    outer = [_points(b) for b in polygon if _local(b) == "outerBoundaryIs"]
    inner = [_points(b) for b in polygon if _local(b) == "innerBoundaryIs"]
    return [*outer[:1], *inner] if outer and len(outer[0]) else []


def _points(boundary: Element) -> Any:
    text = next((e.text or "" for e in boundary.iter() if _local(e) == "coordinates"), "")
    try:
        return _numbers(text)
    except ValueError:
        pass
    try:  # some write a space after the comma
        return _numbers(re.sub(r"\s*,\s*", ",", text))
    except ValueError as fault:
        raise Faulty("the coordinates of a ring are not numbers") from fault


def _numbers(text: str) -> NDArray[np.float64]:
    return np.array([point.split(",")[:2] for point in text.split()], dtype=float).reshape(-1, 2)


def _text(element: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if _local(child) == name), "")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
