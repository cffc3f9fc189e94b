"""Cleans an exhibit's SVG by a list of what is allowed: shapes, words, colours; nothing that runs or points outside.

What comes out may stand inside a page: names of elements inside it are its own (two pictures on one page share none),
styles are attributes (a strict content policy forbids others), and a title and a description open it.
"""

import hashlib
import re
from collections.abc import Iterator

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
MOST_CHARACTERS = 600_000
MOST_ELEMENTS = 20_000
UNNAMED = "x00000000-"  # before every name inside the picture, until its hash is known

_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "linearGradient",
        "radialGradient",
        "stop",
        "symbol",
        "use",
    ]
)
_LOOKS = frozenset(
    [
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "opacity",
        "color",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "text-anchor",
        "dominant-baseline",
        "alignment-baseline",
        "letter-spacing",
        "word-spacing",
        "paint-order",
        "vector-effect",
        "visibility",
        "clip-rule",
        "stop-color",
        "stop-opacity",
        "shape-rendering",
        "text-rendering",
        "direction",
        "unicode-bidi",
        "writing-mode",
    ]
)
_POINTING = frozenset(("clip-path", "mask", "marker-start", "marker-mid", "marker-end"))
_SHAPES = frozenset(
    [
        "id",
        "class",
        "viewBox",
        "preserveAspectRatio",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "d",
        "points",
        "width",
        "height",
        "dx",
        "dy",
        "rotate",
        "transform",
        "offset",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "patternUnits",
        "patternTransform",
        "patternContentUnits",
        "clipPathUnits",
        "maskUnits",
        "maskContentUnits",
        "markerWidth",
        "markerHeight",
        "markerUnits",
        "refX",
        "refY",
        "orient",
        "textLength",
        "lengthAdjust",
        "role",
        "aria-hidden",
        "aria-label",
        "aria-roledescription",
        "aria-labelledby",
        "lang",
    ]
)
_OWN_CLASS = re.compile(r"(?:mark|role|exhibit|map|chart)(?:-[A-Za-z0-9_-]+)?")
_REFERENCE = re.compile(r"""url\(\s*['"]?#([A-Za-z_][\w.:-]*)['"]?\s*\)""")
_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*")


class BadSvg(ValueError):
    """A picture that cannot be shown; the text says why."""


def clean_svg(svg: str, *, title: str, about: str = "") -> str:
    """The picture as it may stand in a page, opened by its title and what it is about. Raises ``BadSvg``.

    Cleaning what was cleaned before changes nothing.
    """
    root = _parsed(svg)
    _clean(root)
    _introduce(root, title=title, about=about)
    cleaned = str(etree.tostring(root, encoding="unicode"))
    return cleaned.replace(UNNAMED, f"x{hashlib.sha256(cleaned.encode()).hexdigest()[:8]}-")


def _parsed(svg: str) -> etree._Element:
    if len(svg) > MOST_CHARACTERS:
        raise BadSvg(f"The picture is larger than {MOST_CHARACTERS // 1000} kB.")
    if "<!DOCTYPE" in svg.upper() or "<!ENTITY" in svg.upper():
        raise BadSvg("The picture declares entities.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(svg.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as broken:
        raise BadSvg(f"The picture is no SVG: {broken.msg}.") from None
    if root.tag != f"{{{SVG}}}svg":
        raise BadSvg("The picture is no SVG.")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise BadSvg(f"The picture has more than {MOST_ELEMENTS:,} shapes.")
    return root


def _clean(element: etree._Element) -> None:
    for child in list(element):
        if not isinstance(child.tag, str) or _local(child) is None:
            _drop(child)
        else:
            _clean(child)
    if _local(element) in {"title", "desc"}:
        for child in list(element):
            _drop(child)
    kept = dict(_kept(element))
    for name in list(element.attrib):
        del element.attrib[name]
    for name, value in kept.items():
        element.set(name, value)


def _local(element: etree._Element) -> str | None:
    """The element's plain name if it is one of those allowed."""
    name = etree.QName(element)
    return name.localname if name.namespace == SVG and name.localname in _ELEMENTS else None


def _drop(element: etree._Element) -> None:
    """Takes the element out; the words behind it stay."""
    parent, tail = element.getparent(), element.tail
    assert parent is not None
    before = element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _kept(element: etree._Element) -> Iterator[tuple[str, str]]:
    styled = dict(_declarations(element.get("style") or ""))
    for name, value in {**{str(name): str(value) for name, value in element.attrib.items()}, **styled}.items():
        cleaned = _value(name, value)
        if cleaned:
            yield ("href" if name == XLINK_HREF else name), cleaned


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if colon and (name in _LOOKS or name in _POINTING):
            yield name, value.replace("!important", "").strip()


def _value(name: str, value: str) -> str:
    """The value as it may stay; empty where it may not."""
    if name in {"href", XLINK_HREF}:
        return f"#{UNNAMED}{_bare(value[1:])}" if value.startswith("#") and _NAME.fullmatch(value[1:]) else ""
    if name == "id":
        return f"{UNNAMED}{_bare(value)}" if _NAME.fullmatch(value) else ""
    if name == "class":
        return " ".join(each for each in value.split() if _OWN_CLASS.fullmatch(each))
    if name not in _LOOKS and name not in _SHAPES and name not in _POINTING:
        return ""
    named = _REFERENCE.sub(lambda match: f"url(#{UNNAMED}{_bare(match[1])})", value)
    rest = _REFERENCE.sub("", value)
    return "" if re.search(r"url|expression|[<>\\@]|&", rest, re.IGNORECASE) else named


def _bare(name: str) -> str:
    return re.sub(r"^x[0-9a-f]{8}-", "", name)


def _introduce(root: etree._Element, *, title: str, about: str) -> None:
    """Gives the picture its title and description, and a box to scale by in place of a fixed size."""
    for child in list(root):
        if _local(child) in {"title", "desc"}:
            _drop(child)
    for place, (tag, text) in enumerate((("title", title), ("desc", about))):
        child = etree.Element(f"{{{SVG}}}{tag}")
        child.text = text
        root.insert(place, child)
    # By name, not by reference: a pinned post stands on the page twice.
    root.set("role", "img")
    root.set("aria-label", title)
    sizes = [_LENGTH.fullmatch(root.get(side) or "") for side in ("width", "height")]
    if "viewBox" not in root.attrib and all(sizes):
        root.set("viewBox", "0 0 {} {}".format(*(size[1] for size in sizes if size)))
    if "viewBox" not in root.attrib:
        raise BadSvg("The picture says no size: it needs a viewBox, or width and height.")
