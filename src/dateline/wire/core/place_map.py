"""Lays places out on a small map that needs no ground: circles by how many reports come from each, with a grid."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640.0, 400.0
_EDGE, _LABELS = 28.0, 84.0  # room around, and at the sides for names
_LEAST_DEGREES = 1.5  # a single place has some ground around it
_LETTER, _LINE = 7.0, 15.0  # about how much a letter and a line of a label take
_SMALLEST, _LARGEST = 5.0, 16.0
_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0, 90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A place with its degrees and how many reports come from it."""

    name: str
    longitude: float
    latitude: float
    reports: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place on the map, in its units; ``label`` is empty where there is no room for its name."""

    name: str
    reports: int
    x: float
    y: float
    radius: float
    label: str = ""
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A line of the grid with its degrees in words, such as 50° N."""

    x1: float
    y1: float
    x2: float
    y2: float
    words: str
    is_parallel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMap:
    """The map: ``WIDTH`` × ``HEIGHT`` units."""

    dots: tuple[Dot, ...]
    grid: tuple[GridLine, ...]
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    west: float
    north: float
    scale: float  # units a degree of latitude
    squeeze: float  # a degree of longitude as a share of one of latitude, in the middle of the map

    def x(self, longitude: float) -> float:
        return round((longitude - self.west) * self.scale * self.squeeze, 1)

    def y(self, latitude: float) -> float:
        return round((self.north - latitude) * self.scale, 1)


def place_map(places: Iterable[At]) -> PlaceMap | None:
    """The map of these places, None for none: equirectangular, true to scale in its middle, over the date line too."""
    told = sorted(places, key=lambda one: (-one.reports, one.name))
    if not told:
        return None
    east = _unrolled([one.longitude for one in told])
    frame = _framed(east, [one.latitude for one in told])
    most = max(one.reports for one in told)
    dots = [_dot(one, frame.x(lon), frame.y(one.latitude), most=most) for one, lon in zip(told, east, strict=True)]
    return PlaceMap(dots=tuple(_labelled(dots)), grid=tuple(_grid(frame)))


def _unrolled(longitudes: Sequence[float]) -> list[float]:
    """The longitudes so that the widest gap between them is outside the map: Fiji and Samoa are neighbours."""
    turns = sorted({lon % 360 for lon in longitudes})
    gaps = [(after - before, after) for before, after in zip(turns, [*turns[1:], turns[0] + 360], strict=True)]
    first = max(gaps)[1] % 360
    found = [first + (lon - first) % 360 for lon in longitudes]
    return [lon - 360 for lon in found] if first > 180 else found


def _framed(east: Sequence[float], north: Sequence[float]) -> _Frame:
    middle_x, middle_y = (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
    squeeze = max(0.2, math.cos(math.radians(middle_y)))
    wide = max((max(east) - min(east)) * squeeze, _LEAST_DEGREES)
    high = max(max(north) - min(north), _LEAST_DEGREES)
    scale = min((WIDTH - 2 * _LABELS) / wide, (HEIGHT - 2 * _EDGE) / high)
    west = middle_x - WIDTH / 2 / scale / squeeze
    return _Frame(west=west, north=middle_y + HEIGHT / 2 / scale, scale=scale, squeeze=squeeze)


def _dot(place: At, x: float, y: float, *, most: int) -> Dot:
    radius = max(_SMALLEST, _LARGEST * math.sqrt(place.reports / most)) if most > 1 else _SMALLEST + 2
    return Dot(name=place.name, reports=place.reports, x=x, y=y, radius=round(radius, 1))


def _labelled(dots: Sequence[Dot]) -> list[Dot]:
    """The dots with names where there is room, those of most reports first."""
    taken = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in dots]
    return [_with_label(dot, taken, own=at) for at, dot in enumerate(dots)]


def _with_label(dot: Dot, taken: list[tuple[float, float, float, float]], *, own: int) -> Dot:
    label = f"{dot.name} {dot.reports}"
    long, gap = len(label) * _LETTER, dot.radius + 4
    for x, y, anchor, left in (
        (dot.x + gap, dot.y + 4, "start", dot.x + gap),
        (dot.x - gap, dot.y + 4, "end", dot.x - gap - long),
        (dot.x, dot.y - gap - 2, "middle", dot.x - long / 2),
        (dot.x, dot.y + gap + 10, "middle", dot.x - long / 2),
    ):
        box = (left, y - _LINE + 3, left + long, y + 3)
        others = (one for at, one in enumerate(taken) if at != own)
        if (
            box[0] >= 0
            and box[2] <= WIDTH
            and box[1] >= 0
            and box[3] <= HEIGHT
            and not any(_meet(box, b) for b in others)
        ):
            taken.append(box)
            place = {"label": label, "label_x": round(x, 1), "label_y": round(y, 1), "anchor": anchor}
            return Dot(name=dot.name, reports=dot.reports, x=dot.x, y=dot.y, radius=dot.radius, **place)  # type: ignore[arg-type]
    return dot


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _grid(frame: _Frame) -> Iterable[GridLine]:
    """Meridians and parallels at even degrees, some four each way."""
    wide, high = WIDTH / frame.scale / frame.squeeze, HEIGHT / frame.scale
    for degrees in _even(frame.west, frame.west + wide):
        x = frame.x(degrees)
        yield GridLine(x1=x, y1=0, x2=x, y2=HEIGHT, words=_degrees(degrees, "EW"), is_parallel=False)
    for degrees in _even(frame.north - high, frame.north):
        if abs(degrees) <= 90:
            y = frame.y(degrees)
            yield GridLine(x1=0, y1=y, x2=WIDTH, y2=y, words=_degrees(degrees, "NS"), is_parallel=True)


def _even(first: float, last: float) -> list[float]:
    step = next((one for one in _STEPS if (last - first) / one <= 5), _STEPS[-1])
    at = math.ceil(first / step)
    return [n * step for n in range(at, math.floor(last / step) + 1)]


def _degrees(value: float, letters: str) -> str:
    turned = (value + 180) % 360 - 180 if letters == "EW" else value
    side = "" if turned in {0, -180} else f" {letters[0] if turned > 0 else letters[1]}"
    return f"{abs(turned):g}°{side}"
