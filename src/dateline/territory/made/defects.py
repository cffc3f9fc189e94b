"""Every defect that real series of maps were seen with, put into a made one on known days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import shapely

from dateline.territory.core.values import Ground
from dateline.territory.made.country import HEIGHT, SOUTH, WEST, WIDTH, Points
from dateline.territory.made.series import LABELS, MadeDay, MadePiece, Series

Spoil = Callable[[MadeDay], MadeDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One defect that was put in: which, on which day, and the gate that has to name it."""

    kind: str
    shown: date
    gate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """A series with defects, and the list of them."""

    series: Series
    defects: tuple[Defect, ...]


def spoiled(whole: Series, on: Mapping[str, int]) -> Spoiled:
    """The series with these defects, by kind and number of the day."""
    days: list[MadeDay | None] = list(whole.days)
    listed = []
    for kind, number in sorted(on.items(), key=lambda pair: (pair[0] == "repeat", pair[0])):
        day = days[number]
        assert day is not None, f"the day of {kind} is missing"
        listed.append(Defect(kind=kind, shown=day.shown, gate=GATES[kind]))
        before = days[number - 1]
        days[number] = _put(kind, day, before)
    kept = tuple(day for day in days if day is not None)
    return Spoiled(series=replace(whole, days=kept), defects=tuple(listed))


def everything(whole: Series) -> Spoiled:
    """The series with each defect once, days apart."""
    kinds = sorted(GATES)
    step = max(1, (len(whole.days) - 2) // len(kinds))
    return spoiled(whole, {kind: 1 + step * i for i, kind in enumerate(kinds) if 1 + step * i < len(whole.days)})


def _put(kind: str, day: MadeDay, before: MadeDay | None) -> MadeDay | None:
    if kind == "missing-day":
        return None
    if kind == "repeat":
        return replace(day, pieces=before.pieces) if before else day
    return SPOILS[kind](day)


def _empty(day: MadeDay) -> MadeDay:
    return replace(day, pieces=())


def _null(day: MadeDay) -> MadeDay:
    return replace(day, pieces=(*day.pieces, MadePiece(label=LABELS["contested"], ground=None)))


def _drop_out(day: MadeDay) -> MadeDay:
    north = shapely.box(WEST, SOUTH + HEIGHT * 0.7, WEST + WIDTH + 1, SOUTH + HEIGHT + 1)
    return _changed(day, lambda held: shapely.intersection(held, north))


def _unknown_label(day: MadeDay) -> MadeDay:
    mystery = MadePiece(label="Nieznane /// Mystery /// made.status.mystery", ground=_box(21.0, 0.05))
    return replace(day, pieces=(*day.pieces, mystery))


def _label_drift(day: MadeDay) -> MadeDay:
    first, *others = day.pieces
    return replace(day, pieces=(replace(first, label="Zajęte 12.03 /// Occupied 12.03 /// made.zone.occ"), *others))


def _invalid_ring(day: MadeDay) -> MadeDay:
    """Two neighbouring points of the largest part's ring change places: the ring crosses itself."""
    return _changed(day, lambda held: _with_points(held, _crossed))


def _repeated_points(day: MadeDay) -> MadeDay:
    return _changed(
        day, lambda held: _with_points(held, lambda c: np.repeat(c, [1, 2, 1, 3, *[1] * (len(c) - 4)], axis=0))
    )


def _spike(day: MadeDay) -> MadeDay:
    return _changed(day, lambda held: _with_points(held, _needled))


def _sliver(day: MadeDay) -> MadeDay:
    thin = shapely.Polygon([(21.0, -46.0), (21.03, -46.0), (21.03, -45.999999)])
    return replace(day, pieces=(*day.pieces, MadePiece(label=LABELS["occupied"], ground=thin)))


def _hole(day: MadeDay) -> MadeDay:
    gap = shapely.box(25.0, -46.0, 25.05, -45.999998)
    return _changed(day, lambda held: shapely.difference(held, gap))


def _overlap(day: MadeDay) -> MadeDay:
    return replace(day, pieces=(*day.pieces, MadePiece(label=LABELS["occupied"], ground=_box(25.0, 0.2))))


def _overlap_of_classes(day: MadeDay) -> MadeDay:
    return replace(day, pieces=(*day.pieces, MadePiece(label=LABELS["contested"], ground=_box(25.0, 0.15))))


def _swapped(day: MadeDay) -> MadeDay:
    turned = tuple(replace(p, ground=shapely.transform(p.ground, lambda c: c[:, ::-1])) for p in day.pieces)
    return replace(day, pieces=turned)


def _outside(day: MadeDay) -> MadeDay:
    sea = shapely.box(WEST + WIDTH + 0.25, SOUTH + 1, WEST + WIDTH + 0.45, SOUTH + 1.5)
    return _changed(day, lambda held: shapely.union(held, sea))


def _far_date(day: MadeDay) -> MadeDay:
    return replace(day, shown=day.shown.replace(year=2099))


def _changed(day: MadeDay, change: Callable[[Ground], Ground]) -> MadeDay:
    first, *others = day.pieces
    return replace(day, pieces=(replace(first, ground=change(first.ground)), *others))


def _with_points(held: Ground, change: Callable[[Points], Points]) -> Ground:
    """The ground with the points of its largest part's outer ring changed."""
    parts = sorted(shapely.get_parts(held), key=shapely.area)
    largest = parts[-1]
    ring = change(shapely.get_coordinates(largest.exterior))
    return shapely.MultiPolygon([*parts[:-1], shapely.Polygon(ring, largest.interiors)])


def _crossed(coords: Points) -> Points:
    # Along a bend the exchange may make a zigzag that crosses nothing: then the next two.
    for at in range(4, len(coords) - 2):
        turned = coords.copy()
        turned[[at, at + 1]] = coords[[at + 1, at]]
        if not shapely.is_valid(shapely.Polygon(turned)):
            break
    return turned


def _needled(coords: Points) -> Points:
    """A needle of some ten kilometres, from the easternmost point out to sea and back."""
    at = int(coords[:-1, 0].argmax())
    base = coords[at]
    onward = 1e-9 if coords[at + 1][1] > base[1] else -1e-9
    needle = np.array([[base[0] + 0.15, base[1]], [base[0], base[1] + onward]])
    return np.insert(coords, at + 1, needle, axis=0)


def _box(west: float, size: float) -> Ground:
    return shapely.box(west, SOUTH + 1.6, west + size, SOUTH + 1.6 + size)


SPOILS: Mapping[str, Spoil] = {
    "empty-layer": _empty,
    "null-geometry": _null,
    "drop-out": _drop_out,
    "unknown-label": _unknown_label,
    "label-drift": _label_drift,
    "invalid-ring": _invalid_ring,
    "repeated-points": _repeated_points,
    "spike": _spike,
    "sliver": _sliver,
    "hole": _hole,
    "overlap": _overlap,
    "overlap-of-classes": _overlap_of_classes,
    "swapped-axes": _swapped,
    "outside": _outside,
    "date": _far_date,
}
# The gate that names each; those of a whole series ask its neighbours.
GATES: Mapping[str, str] = {
    **{kind: kind for kind in SPOILS},
    "empty-layer": "missing-layer",
    "null-geometry": "empty-feature",
    "overlap-of-classes": "overlap",
    "missing-day": "gap",
    "repeat": "repeat",
}
