"""Draws a Vega-Lite specification as SVG and PNG through vl-convert: no browser, no network, the same bytes each time.

The SVG is made for a page: ink is ``currentColor``, so that it follows a dark page; gains, losses and held ground carry
classes that a style sheet may colour anew; there is no style, script, link or fixed size in it; and its ids begin with
the specification's hash, so that many may stand in one page.
"""

import hashlib
import json
import re
from dataclasses import dataclass

import vl_convert
from lxml import etree

from dateline.territory.core.picture import GAIN, HELD, INK, LOSS, PAPER, Spec

SVG = "{http://www.w3.org/2000/svg}"
FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif"
CLASSES = {GAIN: "chart-gain", LOSS: "chart-loss", HELD: "chart-held", INK: "chart-ink"}
PNG_SCALE, MARGIN = 2, 20
_KEPT = re.compile(
    r"d|[xy][12]?|d[xy]|c[xy]|r|width|height|transform|(?:fill|stroke)(?:-opacity)?|opacity|text-anchor|font-(?:size|weight)"
    r"|stroke-(?:width|dasharray|linejoin|linecap)"
)
_DEFAULTS = {("opacity", "1"), ("fill-opacity", "1"), ("transform", "translate(0,0)"), ("font-weight", "normal")}
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn specification."""

    svg: str
    png: bytes


def draw(spec: Spec, *, title: str, description: str) -> Picture:
    """The picture; ``title`` and ``description`` are read out in its place to who does not see it."""
    raw = _raw(spec)
    return Picture(svg=_for_a_page(raw, spec, title=title, description=description), png=_png(raw))


def draw_svg(spec: Spec, *, title: str, description: str) -> str:
    """The picture as SVG alone."""
    return _for_a_page(_raw(spec), spec, title=title, description=description)


def _raw(spec: Spec) -> str:
    # The list of addresses that may be fetched is empty: a specification carries its data itself.
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _png(raw: str) -> bytes:
    """The picture on paper with a margin, for where an SVG cannot go."""
    root = etree.fromstring(raw.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    _, _, width, height = (float(each) for each in root.get("viewBox", "").split())
    size = {"width": str(width + 2 * MARGIN), "height": str(height + 2 * MARGIN)}
    for key, value in {**size, "viewBox": f"{-MARGIN} {-MARGIN} {size['width']} {size['height']}"}.items():
        root.set(key, value)
    root.insert(0, etree.Element(f"{SVG}rect", x=str(-MARGIN), y=str(-MARGIN), fill=PAPER, **size))
    return bytes(vl_convert.svg_to_png(str(etree.tostring(root, encoding="unicode")), scale=PNG_SCALE))


def _for_a_page(raw: str, spec: Spec, *, title: str, description: str) -> str:
    root = etree.fromstring(raw.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    name = "x" + hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:8]
    made = etree.Element(f"{SVG}svg", nsmap={None: SVG.strip("{}")})
    for key, value in {
        "viewBox": root.get("viewBox"),
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
        "font-family": FAMILY,
        "fill": "none",
        "stroke-miterlimit": "10",
    }.items():
        made.set(key, value)
    for tag, text in (("title", title), ("desc", description)):
        etree.SubElement(made, f"{SVG}{tag}", id=f"{name}-{tag}").text = text
    for child in root:
        _copy(child, made)
    return str(etree.tostring(made, encoding="unicode")) + "\n"


def _copy(element: etree._Element, into: etree._Element) -> None:
    """What is seen of the element, without what Vega notes for itself."""
    tag = etree.QName(element).localname
    if tag == "g" and not element.get("transform"):
        for child in element:
            _copy(child, into)
        return
    if _unseen(element, tag):
        return
    kept = {key: _rounded(value) for key, value in element.attrib.items() if _KEPT.fullmatch(str(key))}
    kept = {key: value for key, value in kept.items() if (key, value) not in _DEFAULTS}
    coloured = [CLASSES[kept[key]] for key in ("fill", "stroke") if kept.get(key) in CLASSES]
    if coloured:
        kept["class"] = coloured[0]
    kept = {key: "currentColor" if value == INK else value for key, value in kept.items()}
    made = etree.SubElement(into, f"{SVG}{tag}", kept)
    made.text = element.text
    for child in element:
        _copy(child, made)
    if tag == "g" and not len(made):
        into.remove(made)


def _unseen(element: etree._Element, tag: str) -> bool:
    ground = tag == "path" and element.get("class") in {"background", "foreground"}
    paper = element.get("fill") in {PAPER, "white"}
    silent = tag == "text" and not "".join(element.itertext()).strip()
    return ground or paper or silent or tag == "defs" or element.get("display") == "none"


def _rounded(value: str) -> str:
    """Each number in the value to a tenth of a pixel."""
    return _NUMBER.sub(lambda found: f"{round(float(found[0]), 1) + 0.0:g}", value)
