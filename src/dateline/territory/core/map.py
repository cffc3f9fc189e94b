"""The map of a survey: held ground, what was gained and lost, regions, scale and legend, as Vega-Lite."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.affinity import translate

from dateline.territory.core.numbers import ZERO_KM2, plain_km2
from dateline.territory.core.overlay import thinned
from dateline.territory.core.pace import Measured
from dateline.territory.core.picture import (
    GAIN,
    HELD,
    INK,
    LOSS,
    SOFT,
    WIDE,
    Around,
    Drawn,
    Layout,
    Spec,
    foot,
    head,
    line_height,
    measured_width,
    whole,
    words,
    wrapped,
)
from dateline.territory.core.project import Plane
from dateline.territory.core.values import Ground
from dateline.territory.core.view import PIXEL, View, needs_locator, view_of
from dateline.territory.core.wording import Names, capital, day_name, when_measured

MOST_POINTS = 8000  # about 100 kB of SVG; maps with more are drawn coarser
LOCATOR_PX = 92
# Square pixels: smaller parts are not drawn. Of held, gained, lost and other ground; of regions.
LEAST_PARTS, LEAST_LAND = (1.0, 0.02, 0.02, 1.0), 2.0
BOTH_WAYS = 0.1  # a change that is less than this much of the other is not told in the title
SWATCH, EDGE = 13, 6
COARSEST = 8 * PIXEL
LOOKS = {"held": (HELD, 0.6), "beyond": (HELD, 0.28), "gained": (GAIN, 1.0), "lost": (LOSS, 1.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Ground on the plane: held on the last day, gained and lost since the first, regions.

    ``beyond`` is what a larger sum of classes holds as well: ground that was held before the series, say.
    """

    plane: Plane
    period: Measured
    held: Ground
    gained: Ground
    lost: Ground
    regions: tuple[tuple[str, Ground], ...] = ()
    beyond: Ground | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The ground as it is drawn: in pixels, cut to a window, simplified."""

    view: View
    land: Sequence[Ground]
    beyond: Ground
    held: Ground
    gained: Ground
    lost: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundMap:
    """A map to be drawn: its ground, the words around it, its legend from kind to words."""

    shown: Shown
    around: Around
    legend: tuple[tuple[str, str], ...]
    names: Names


def ground_map(shown: Shown, names: Names, *, source: str, beyond: str = "") -> GroundMap:
    """The map of one period, of one sum of classes; ``beyond`` is what the ground of a larger sum is called."""
    say, base, last = names.speech, shown.period.base, shown.period.last
    assert last is not None
    ground, day = capital(names.called), day_name(last, names)
    subtitle = say("map.net", ground=ground, first=day_name(base, names), last=day) if base else ""
    legend = [("held", say("map.held", ground=ground, day=day))]
    for kind, changed in (("gained", shown.gained), ("lost", shown.lost)):
        km2 = float(changed.area) / 1e6
        if base and km2 >= ZERO_KM2:
            legend.append((kind, say(f"map.{kind}", day=day_name(base, names), km2=plain_km2(km2))))
    if shown.beyond is not None:
        legend.append(("beyond", say("map.beyond", ground=beyond)))
    around = Around(title=_title(shown, names, last), subtitle=subtitle, source=say("map.source", source=source))
    return GroundMap(shown=shown, around=around, legend=tuple(legend), names=names)


def cut_for(shown: Shown, layout: Layout = WIDE) -> Cut:
    """The map's ground for a picture of this width, as fine as its pixels, or coarser where it is very many points."""
    changed = [part for ground in (shown.gained, shown.lost) for part in shapely.get_parts(ground)]
    view = view_of(changed, _country(shown), width=layout.width, plane=shown.plane)
    gained, held = _near(shown.gained, view), _near(shown.held, view)
    # What lies side by side shares its outline exactly: held without gained, gained, lost, and what is beyond.
    beyond = _near(shown.beyond, view) if shown.beyond is not None else shapely.MultiPolygon()
    grounds = [shapely.difference(held, gained), gained, _near(shown.lost, view), shapely.difference(beyond, held)]
    kept, gained, lost, other = _drawable(view, grounds, LEAST_PARTS, most=MOST_POINTS)
    land = _drawable(view, [ground for _, ground in shown.regions], [LEAST_LAND], most=MOST_POINTS // 2)
    return Cut(view=view, land=land, held=kept, gained=gained, lost=lost, beyond=other)


def _drawable(view: View, grounds: Sequence[Ground], least: Sequence[float], *, most: int) -> list[Ground]:
    """The grounds without parts that are too small to be seen, as fine as the points that they may have allow."""
    if not grounds:
        return []
    cut = [_seen(ground, size) for ground, size in zip(view.cut(grounds), itertools.cycle(least), strict=False)]
    fine = PIXEL
    while shapely.get_num_coordinates(cut).sum() > most and fine < COARSEST:
        fine *= 2
        coarser = thinned(cut, fine)
        cut = [_seen(ground, size) for ground, size in zip(coarser, itertools.cycle(least), strict=False)]
    return cut


def _seen(ground: Ground, least: float) -> Ground:
    parts = shapely.get_parts(ground)
    return shapely.multipolygons(parts[shapely.area(parts) >= least])


def map_spec(drawn: GroundMap, layout: Layout = WIDE, *, cut: Cut | None = None) -> Spec:
    """The map as Vega-Lite in the layout's width; its ground is in pixels, how they were made is in ``usermeta``."""
    cut = cut or cut_for(drawn.shown, layout)
    top = head(drawn.around, layout)
    legend = _legend(drawn, layout, top.bottom)
    shown, view = drawn.shown, cut.view
    layers = [*top.layers, *legend.layers, *_ground(drawn, cut, layout, top=legend.bottom)]
    strip = _strip(drawn, view, layout, top=legend.bottom + view.height + 10)
    bottom = foot(drawn.around, layout, top=strip.bottom)
    description = " ".join(f"{text}." for text in (drawn.around.title, *(text for _, text in drawn.legend)) if text)
    meta = {
        "plane": shown.plane.definition,
        "metres_per_pixel": round(view.metres_per_pixel, 3),
        "middle": [round(view.x, 1), round(view.y, 1)],
        "turned_degrees": view.turned,
    }
    return whole(
        [*layers, *strip.layers, *bottom.layers], layout, bottom=bottom.bottom, description=description, usermeta=meta
    )


def _title(shown: Shown, names: Names, last: date) -> str:
    gained, lost = float(shown.gained.area) / 1e6, float(shown.lost.area) / 1e6
    if shown.period.base is None or max(gained, lost) < ZERO_KM2:
        return names.speech("map.held", ground=capital(names.called), day=day_name(last, names))
    both = min(gained, lost) >= BOTH_WAYS * max(gained, lost)
    way = "both" if both else "grew" if gained >= lost else "shrank"
    slots = {"holder": names.holder, "ground": names.called, "when": when_measured(shown.period, names)}
    return names.speech(f"map.title.{names.who}.{way}", **slots)


def _country(shown: Shown) -> Ground:
    grounds = [ground for _, ground in shown.regions] or [shown.held, shown.gained, shown.lost]
    return shapely.GeometryCollection([ground for ground in grounds if not shapely.is_empty(ground)])


def _ground(drawn: GroundMap, cut: Cut, layout: Layout, *, top: float) -> Iterator[Spec]:
    if cut.land:
        yield _shapes(cut.land, "land", top, fill=INK, fillOpacity=0.07, stroke=INK, strokeOpacity=0.5, strokeWidth=0.7)
    yield _shapes([cut.beyond], "beyond", top, fill=HELD, fillOpacity=LOOKS["beyond"][1])
    yield _shapes([cut.held], "held", top, fill=HELD, fillOpacity=LOOKS["held"][1])
    yield _shapes([cut.gained], "gained", top, fill=GAIN, stroke=GAIN, strokeWidth=0.8)
    yield _shapes([cut.lost], "lost", top, fill=LOSS, stroke=LOSS, strokeWidth=0.8)
    frame = {"type": "rect", "x": 0, "x2": cut.view.width, "y": top, "y2": top + cut.view.height, "stroke": INK}
    yield {"data": {"values": [{}]}, "mark": {**frame, "strokeOpacity": 0.25, "strokeWidth": 1, "filled": False}}
    for lines, (x, y) in _labels(drawn, cut, layout):
        first = y + top - (len(lines) - 1) * line_height(layout.small) / 2
        yield words(lines, (x, first), size=layout.small, align="center", opacity=0.85)


def _near(ground: Ground, view: View) -> Ground:
    west, south, east, north = view.window(1.1).bounds
    return shapely.clip_by_rect(ground, west, south, east, north)


def _shapes(grounds: Sequence[Ground], kind: str, top: float, **look: Any) -> Spec:
    features = []
    for ground in grounds:
        # A hole is one where it turns the other way: SVG fills by the way that rings turn.
        parts = shapely.get_parts(shapely.orient_polygons(ground))
        coordinates = [[_ring(ring, top) for ring in (part.exterior, *part.interiors)] for part in parts]
        if coordinates:
            shape = {"type": "MultiPolygon", "coordinates": coordinates}
            features.append({"type": "Feature", "properties": {"kind": kind}, "geometry": shape})
    mark: Spec = {"type": "geoshape", "strokeJoin": "round", "filled": "fill" in look, **look}
    flat = {"type": "identity", "scale": 1, "translate": [0, 0]}
    return {"data": {"values": features}, "mark": mark, "projection": flat}


def _ring(ring: Any, top: float) -> list[list[float]]:
    """The ring in tenths of a pixel, a point that repeats the one before it left out."""
    points: list[list[float]] = []
    for x, y in shapely.get_coordinates(ring).tolist():
        point = [round(x, 1) + 0.0, round(y + top, 1) + 0.0]
        if not points or point != points[-1]:
            points.append(point)
    return points


def _labels(drawn: GroundMap, cut: Cut, layout: Layout) -> Iterator[tuple[list[str], tuple[float, float]]]:
    """Names of regions that have room for them, in lines, each in the widest place that nothing else is drawn on."""
    inside = shapely.box(EDGE, EDGE, cut.view.width - EDGE, cut.view.height - EDGE)
    taken = shapely.union_all([shapely.buffer(each, 3) for each in (cut.gained, cut.lost)])
    for (name, _), ground in zip(drawn.shown.regions, cut.land, strict=True):
        free = shapely.get_parts(shapely.difference(shapely.intersection(ground, inside), taken))
        largest = max(free, key=lambda part: part.area, default=None)
        if largest is None or largest.area < 4:
            continue
        reach = shapely.maximum_inscribed_circle(largest, 2.0)
        wide = 2 * float(reach.length)
        lines = wrapped(name, layout.small, width=wide)
        fits = max(measured_width(line, layout.small) for line in lines) <= 1.15 * wide
        if fits and len(lines) * line_height(layout.small) <= 0.8 * wide:
            x, y = shapely.get_coordinates(reach)[0].tolist()
            yield lines, (x, y)


def _legend(drawn: GroundMap, layout: Layout, top: float) -> Drawn:
    """Squares and what they stand for, side by side while there is room."""
    layers: list[Spec] = []
    x, y, size = 0.0, top + 9.0, layout.small
    for kind, text in drawn.legend:
        lines = wrapped(text, size, width=layout.width - SWATCH - 6)
        width = SWATCH + 6 + max(measured_width(line, size) for line in lines)
        if x and x + width > layout.width:
            x, y = 0.0, y + line_height(size) + 3
        fill, opacity = LOOKS[kind]
        square = {"type": "rect", "x": x, "x2": x + SWATCH, "y": y - SWATCH / 2, "y2": y + SWATCH / 2, "fill": fill}
        layers.append({"data": {"values": [{}]}, "mark": {**square, "fillOpacity": opacity}})
        layers.append(words(lines, (x + SWATCH + 6, y), size=size))
        x, y = x + width + 16, y + (len(lines) - 1) * line_height(size)
    return Drawn(layers=tuple(layers), bottom=y + 16)


def _strip(drawn: GroundMap, view: View, layout: Layout, *, top: float) -> Drawn:
    """What stands below the map: scale bar, north, and where the window lies."""
    say, km = drawn.names.speech, view.scale_km
    long = km * 1000 / view.metres_per_pixel
    bar = {"type": "rect", "x": 0, "x2": long, "y": top + 5, "y2": top + 7, "fill": INK}
    text = say("map.scale", km=f"{km:g}")
    after = long + 8 + measured_width(text, layout.small) + 18
    layers = [
        {"data": {"values": [{}]}, "mark": bar},
        words(text, (long + 8, top + 6), size=layout.small),
        words(say("map.north"), (after, top + 6), size=layout.small, opacity=SOFT),
    ]
    country = _country(drawn.shown)
    if not needs_locator(view, country):
        return Drawn(layers=tuple(layers), bottom=top + 16)
    small = _small(country, view)
    return Drawn(layers=(*layers, *_locator(country, view, layout, top=top)), bottom=top + small.height + 4)


def _locator(country: Ground, view: View, layout: Layout, *, top: float) -> Iterator[Spec]:
    """The whole country at the right, small, with the window in it."""
    small = _small(country, view)
    left = layout.width - small.width - 1
    land = shapely.union_all(small.cut(list(shapely.get_parts(country))))
    yield _shapes([translate(land, left)], "land", top, fill=INK, fillOpacity=0.18)
    yield _shapes([translate(small.in_pixels(view.window()), left)], "land", top, stroke=INK, strokeWidth=1.4)


def _small(country: Ground, view: View) -> View:
    """The window that shows the country and the map's own window within it."""
    west, south, east, north = (float(side) for side in shapely.total_bounds([country, view.window()]))
    scale = max(east - west, north - south) / LOCATOR_PX
    width, height = (east - west) / scale, (north - south) / scale
    return View(
        x=(west + east) / 2, y=(south + north) / 2, metres_per_pixel=scale, width=width, height=height, turned=0.0
    )
