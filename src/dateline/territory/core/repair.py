"""Mends the ground of one map, so that it may be measured, and names each thing that was mended.

Ground is in degrees (longitude, latitude). What comes back is valid, counts no place twice, and lists what was found:
nothing is repaired silently.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from dateline.territory.core import overlay
from dateline.territory.core.gates import Treatment
from dateline.territory.core.metres import MERCATOR_READ, from_mercator, only_mercator
from dateline.territory.core.project import geodesic_km2
from dateline.territory.core.shapes import (
    Bounds,
    exchanged,
    in_order,
    on_earth,
    repeated_points,
    sliver_holes,
    slivers,
    spikes,
    swapped,
)
from dateline.territory.core.values import Finding, Ground

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
# Ten square metres: below it two borders drawn as one differ by rounding alone.
NOTHING_KM2 = 1e-5
# Pairs of features that are laid over each other to say by how much they overlap: some seconds.
MOST_PAIRS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One feature's ground with its class; ``name`` is how a finding calls it. No ground where the map had none."""

    control: str
    ground: Ground | None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRules:
    """How a map is mended: which class has a place that two claim, where ground may lie, what is done per gate."""

    precedence: tuple[str, ...] = ()
    place: Bounds | None = None
    clip: Ground | None = None
    treatment: Mapping[str, Treatment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """The ground per class, what was found, and why the map cannot be used, where it cannot."""

    ground: Mapping[str, Ground] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    fault: str = ""


class _Hopeless(Exception):
    """Why a map cannot be mended."""


class _Notes:
    """The findings of one map as they are made."""

    def __init__(self, subject: str, rules: RepairRules) -> None:
        self.subject, self.rules, self.findings = subject, rules, list[Finding]()

    def add(self, gate: str, what: str, *, treatment: str) -> None:
        self.findings.append(Finding(gate=gate, subject=self.subject, what=what, treatment=treatment))

    def laid(self, name: str, laid: overlay.Laid) -> Ground:
        """The ground that came of laying one over another, with a word where that was not exact."""
        ground, remark = laid
        if remark:
            self.add("precision", f"{name}: {remark}", treatment="kept")
        return ground

    def drops(self, gate: str) -> bool:
        return self.rules.treatment.get(gate, Treatment.KEEP) is not Treatment.KEEP


def repair(pieces: Sequence[Piece], subject: str, *, rules: RepairRules) -> Repaired:
    """The ground of one map, mended; ``subject`` is what findings call the map."""
    notes = _Notes(subject, rules)
    try:
        present = _in_degrees(_present(pieces, notes), notes)
        fine = in_order(np.array([piece.ground for piece in present], dtype=object), rules.place)
        whole = [piece if good else _mended(piece, notes) for piece, good in zip(present, fine.tolist(), strict=True)]
        ground = _united([piece for piece in whole if piece], notes)
        ground = _apart(ground, notes)
        ground = {name: _tidied(name, g, notes) for name, g in ground.items()}
        ground = _clipped(ground, notes)
    except (_Hopeless, GEOSException) as hopeless:
        fault = str(hopeless) if isinstance(hopeless, _Hopeless) else f"its ground cannot be mended: {hopeless}"[:200]
        notes.add("invalid-ring", fault, treatment="map left out")
        return Repaired(findings=tuple(notes.findings), fault=fault)
    kept = {name: g for name, g in ground.items() if not shapely.is_empty(g)}
    return Repaired(ground=kept, findings=tuple(notes.findings))


def outside(ground: Ground, country: Ground) -> Ground:
    """The ground that lies outside the country; both in degrees and valid."""
    return overlay.difference(ground, country)[0]


def _present(pieces: Sequence[Piece], notes: _Notes) -> list[Piece]:
    empty = shapely.is_empty(np.array([p.ground for p in pieces], dtype=object))
    present = [p for p, none in zip(pieces, empty.tolist(), strict=True) if p.ground is not None and not none]
    missing = len(pieces) - len(present)
    if missing:
        noted = f"{missing} of {len(pieces)} features have no ground"
        notes.add("empty-feature", noted, treatment="left out")
    return present


def _in_degrees(pieces: Sequence[Piece], notes: _Notes) -> Sequence[Piece]:
    """The pieces as they are; in degrees where their numbers can only be web-mercator metres of the place."""
    if not pieces or not only_mercator(shapely.total_bounds([p.ground for p in pieces]), notes.rules.place):
        return pieces
    notes.add("reading", MERCATOR_READ, treatment="converted to degrees")
    return [replace(p, ground=from_mercator(p.ground)) for p in pieces if p.ground is not None]


def _mended(piece: Piece, notes: _Notes) -> Piece | None:
    """One piece with its axes, its points and its rings set right."""
    assert piece.ground is not None
    ground = _right_way(piece.ground, piece.name, notes)
    if not on_earth(ground):
        raise _Hopeless(f"{piece.name}: its coordinates are not degrees {_spoken(shapely.bounds(ground))}")
    ground = _without_repeats(ground, piece.name, notes)
    if not shapely.is_valid(ground):
        ground = _valid(ground, piece.name, notes)
    ground = _without_spikes(ground, piece.name, notes)
    return None if shapely.is_empty(ground) else replace(piece, ground=ground)


def _right_way(ground: Ground, name: str, notes: _Notes) -> Ground:
    if not swapped(ground, notes.rules.place):
        return ground
    turned = exchanged(ground)
    notes.add("swapped-axes", f"{name}: latitude stands before longitude", treatment="exchanged")
    return turned


def _without_repeats(ground: Ground, name: str, notes: _Notes) -> Ground:
    repeats = repeated_points(ground)
    if not repeats:
        return ground
    notes.add("repeated-points", f"{name}: {repeats} points stand twice in a row", treatment="one kept")
    single: Ground = shapely.remove_repeated_points(ground, 0)
    return single


def _valid(ground: Ground, name: str, notes: _Notes) -> Ground:
    reason = shapely.is_valid_reason(ground)
    try:
        mended = overlay.valid(ground)
    except overlay.Endless as fault:
        raise _Hopeless(f"{name}: {fault}") from fault
    except GEOSException as fault:
        raise _Hopeless(f"{name}: {reason}; it could not be mended") from fault
    notes.add("invalid-ring", f"{name}: {reason}; {_km2(mended)} after mending", treatment="mended")
    return mended


def _without_spikes(ground: Ground, name: str, notes: _Notes) -> Ground:
    found = spikes(ground)
    if not found:
        return ground
    longest = max(found, key=lambda spike: spike.km)
    what = f"{name}: {len(found)} spikes, one of {longest.km:.1f} km to {longest.longitude:.4f} {longest.latitude:.4f}"
    if not notes.drops("spike"):
        notes.add("spike", what, treatment="kept")
        return ground
    tips = {(spike.longitude, spike.latitude) for spike in found}
    cut = _without_points(ground, tips)
    removed = geodesic_km2(ground) - geodesic_km2(cut)
    notes.add("spike", f"{what}; {_size(removed)}", treatment="cut off")
    return cut


def _without_points(ground: Ground, points: set[tuple[float, float]]) -> Ground:
    def kept(ring: Ground) -> list[tuple[float, float]]:
        return [point for point in ring.coords if point not in points]

    made = []
    for part in shapely.get_parts(ground):
        rings = [ring for ring in map(kept, [part.exterior, *part.interiors]) if len(ring) >= 3]
        if rings:
            made.append(shapely.Polygon(rings[0], rings[1:]))
    return overlay.valid(shapely.MultiPolygon(made))


def _united(pieces: Sequence[Piece], notes: _Notes) -> dict[str, Ground]:
    """One ground per class; where features of one class overlap, the place counts once."""
    order = notes.rules.precedence
    # In an order of their own, so that the order in the file changes nothing, to the last digit.
    grounds = np.array([p.ground for p in pieces], dtype=object)
    size = np.column_stack([shapely.bounds(grounds).reshape(-1, 4), shapely.area(grounds)])
    pieces = [pieces[at] for at in np.lexsort(size.T[::-1])]
    names = sorted({p.control for p in pieces}, key=lambda c: (order.index(c) if c in order else len(order), c))
    return {name: _union([p for p in pieces if p.control == name], name, notes=notes) for name in names}


def _union(pieces: Sequence[Piece], control: str, *, notes: _Notes) -> Ground:
    if len(pieces) == 1:
        only = pieces[0].ground
        assert only is not None
        return only
    grounds = np.array([p.ground for p in pieces], dtype=object)
    pairs = _meeting(grounds)
    if pairs is not None and not (pairs[0] != pairs[1]).any():
        return shapely.MultiPolygon(shapely.get_parts(grounds).tolist())
    union = notes.laid(control, overlay.union(list(grounds)))
    if shapely.area(grounds).sum() - union.area > 1e-9:
        if pairs is None or len(pairs[0]) > MOST_PAIRS:
            _note_crowd(grounds, union, control=control, notes=notes)
        else:
            _note_overlap(pieces, pairs, control=control, notes=notes)
    return union


def _meeting(grounds: NDArray[np.object_]) -> Pairs | None:
    """Which of the grounds meet which; None where that would be more pairs than memory is for."""
    tree = shapely.STRtree(grounds)
    sample = grounds[:: max(1, len(grounds) // 200)]
    met = len(tree.query(sample)[0]) * len(grounds) / len(sample)
    if met > 10 * MOST_PAIRS + 10 * len(grounds):
        return None
    first, second = tree.query(grounds, predicate="intersects")
    return first, second


def _note_crowd(grounds: NDArray[np.object_], union: Ground, *, control: str, notes: _Notes) -> None:
    """Of very many pairs only what they count twice: to lay each over the other would take hours."""
    twice = sum(map(geodesic_km2, grounds)) - geodesic_km2(union)
    if twice > NOTHING_KM2:
        what = f"{control}: so many of {len(grounds):,} features overlap that {_size(twice)} would count again"
        notes.add("overlap", what, treatment="counted once")


def _note_overlap(pieces: Sequence[Piece], pairs: Pairs, *, control: str, notes: _Notes) -> None:
    met = [(a, b) for a, b in zip(*pairs, strict=True) if a < b]
    common = [_common(pieces[a].ground, pieces[b].ground) for a, b in met]
    sizes = [geodesic_km2(ground) if not shapely.is_empty(ground) else 0.0 for ground in common]
    over = [(size, pair) for size, pair in zip(sizes, met, strict=True) if size > NOTHING_KM2]
    if not over:
        return
    _, (a, b) = max(over)
    both = geodesic_km2(overlay.union(common)[0])
    what = (
        f"{control}: {len(over)} pairs of features overlap, {_size(both)}, most {pieces[a].name} and {pieces[b].name}"
    )
    notes.add("overlap", what, treatment="counted once")


def _apart(ground: Mapping[str, Ground], notes: _Notes) -> dict[str, Ground]:
    """Classes that share no place: what two claim is of the one that the profile puts first."""
    apart: dict[str, Ground] = {}
    for name, own in ground.items():
        for higher, taken in apart.items():
            own = _less(own, taken, names=(name, higher), notes=notes)
        apart[name] = own
    return apart


def _less(own: Ground, taken: Ground, *, names: tuple[str, str], notes: _Notes) -> Ground:
    if shapely.is_empty(own) or not shapely.intersects(own, taken):
        return own
    common = _common(own, taken)
    size = 0.0 if shapely.is_empty(common) else geodesic_km2(common)
    if size <= NOTHING_KM2:
        return own
    what = f"{names[0]} and {names[1]} overlap by {_size(size)}"
    notes.add("overlap", what, treatment=f"counted as {names[1]}")
    return notes.laid(names[0], overlay.difference(own, taken))


def _tidied(name: str, ground: Ground, notes: _Notes) -> Ground:
    if shapely.is_empty(ground):
        return ground
    ground = _without_slivers(name, ground, notes)
    holes = sliver_holes(ground)
    if not len(holes):
        return ground
    what = f"{name}: {len(holes)} holes no wider than a line, {_size(geodesic_km2(shapely.MultiPolygon(list(holes))))}"
    if not notes.drops("hole"):
        notes.add("hole", what, treatment="kept")
        return ground
    notes.add("hole", what, treatment="filled")
    return notes.laid(name, overlay.union([ground, *holes]))


def _without_slivers(name: str, ground: Ground, notes: _Notes) -> Ground:
    thin = slivers(ground)
    if not thin.any():
        return ground
    parts = shapely.get_parts(ground)
    what = f"{name}: {int(thin.sum())} slivers, {_size(geodesic_km2(shapely.MultiPolygon(list(parts[thin]))))}"
    if not notes.drops("sliver"):
        notes.add("sliver", what, treatment="kept")
        return ground
    notes.add("sliver", what, treatment="left out")
    return shapely.MultiPolygon(list(parts[~thin]))


def _clipped(ground: Mapping[str, Ground], notes: _Notes) -> dict[str, Ground]:
    """The ground within the clip; what lies outside is named with its size."""
    clip = notes.rules.clip
    if clip is None:
        return dict(ground)
    shapely.prepare(clip)
    clipped = {}
    for name, own in ground.items():
        if shapely.is_empty(own) or shapely.covers(clip, own):
            clipped[name] = own
            continue
        inside = notes.laid(name, overlay.intersection(own, clip))
        beyond = geodesic_km2(own) - (0.0 if shapely.is_empty(inside) else geodesic_km2(inside))
        if beyond > NOTHING_KM2:
            notes.add("outside", f"{name}: {_size(beyond)} lie outside the country", treatment="cut off")
        clipped[name] = inside if beyond > NOTHING_KM2 else own
    return clipped


def _common(ground: Ground | None, other: Ground | None) -> Ground:
    assert ground is not None
    assert other is not None
    return overlay.intersection(ground, other)[0]


def _km2(ground: Ground) -> str:
    return "nothing" if shapely.is_empty(ground) else _size(geodesic_km2(ground))


def _size(km2: float) -> str:
    return f"{km2:,.3f} km²" if km2 >= 0.01 else f"{km2 * 1e6:,.0f} m²"


def _spoken(bounds: Bounds) -> str:
    west, south, east, north = bounds
    return f"({west:,.1f} to {east:,.1f}, {south:,.1f} to {north:,.1f})"
