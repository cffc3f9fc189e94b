"""Joins what was read with its profile: each file becomes parts of dated maps, each day's parts one map."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

import shapely

from dateline.territory.core import overlay
from dateline.territory.core.dates import Dated, Undated, astray, dated_by_name, dated_by_value, out_of_range
from dateline.territory.core.gates import Treatment
from dateline.territory.core.labels import Classed, class_of, folded, label_in
from dateline.territory.core.project import geodesic_km2
from dateline.territory.core.repair import Piece, RepairRules, repair
from dateline.territory.core.values import Finding, Ground, Input
from dateline.territory.profile_keys import REFUSE
from dateline.territory.profile_read import Profile
from dateline.territory.read.values import Feature, Layer, Unreadable

IGNORED = "ignored"
# Parts of one map may overlap along their seams; a second map of the day shares most of its ground with the first.
MOST_SHARED = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPart:
    """What one file says of one day: pieces of ground with their classes, in degrees, not yet mended."""

    shown: date
    moment: datetime
    pieces: tuple[Piece, ...]
    inputs: tuple[Input, ...]
    file_class: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A file's parts, none where it has no ground that is measured, and what was found in it."""

    parts: tuple[MapPart, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMap:
    """The parts that make one day's map."""

    shown: date
    parts: tuple[MapPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMap:
    """One day's map, mended: class → ground in degrees.

    ``missing`` are classes whose layer is missing or empty that day: their ground is not known, not nothing.
    ``content`` is a hash of what it shows, whatever its files are called. ``fault`` says why the map cannot be used.
    """

    shown: date
    ground: Mapping[str, Ground] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    content: str = ""
    fault: str = ""


def parted(layer: Layer, profile: Profile, *, today: date | None = None) -> Parted | Unreadable:
    """A file's parts by its profile; unreadable where its day or its labels cannot be told and nothing is left."""
    name = layer.source.name
    file_class = _file_class(layer, profile)
    if file_class == IGNORED:
        return Parted(findings=layer.findings)
    found = list(layer.findings)
    pieces = _pieces(layer, profile, file_class=file_class, found=found)
    if file_class is None and not pieces:
        return Unreadable(name=name, reason="no rule of the profile says which class this file is of")
    if profile.labels.unknown == REFUSE and any(f.gate == "unknown-label" for f in found):
        return Unreadable(name=name, reason=next(f.what for f in found if f.gate == "unknown-label"))
    dated = _dated(layer, profile, pieces=pieces, found=found)
    if isinstance(dated, Undated):
        return Unreadable(name=name, reason=dated.reason)
    parts = [_part(day, those, layer=layer, file_class=file_class or "") for day, those in dated]
    kept = [part for part in parts if _in_range(part, profile, today=today, found=found)]
    return Parted(parts=tuple(kept), findings=tuple(found))


def day_maps(parts: Sequence[MapPart], profile: Profile) -> tuple[list[DayMap], list[Finding]]:
    """One map a day, in order of days: of several for one day and class the newest, the others listed.

    Files of one day that share no ground of a class are parts of one map, and are put together.
    """
    found: list[Finding] = []
    parts = _in_line(parts, profile, found)
    if profile.dates.carried_by:
        return _carried(parts), found
    ordered = sorted(parts, key=lambda part: (part.shown, part.file_class, part.moment, part.inputs[0].name))
    days: dict[date, list[MapPart]] = {}
    for (shown, _), same in groupby(ordered, key=attrgetter("shown", "file_class")):
        kept = list(_newest(_mendable(list(same), found), found))
        if kept:
            days.setdefault(shown, []).extend(reversed(kept))
        if len(kept) > 1:
            found.append(_split(shown, kept))
    return [DayMap(shown=shown, parts=tuple(those)) for shown, those in sorted(days.items())], found


def _in_line(parts: Sequence[MapPart], profile: Profile, found: list[Finding]) -> list[MapPart]:
    """The parts without those that are dated years away from all others, by a slip of somebody's pen."""
    far = astray([part.shown for part in parts])
    kept = profile.gates["date"] is Treatment.KEEP
    for part in parts:
        if part.shown in far:
            what = f"{part.shown} lies years away from all other maps"
            treatment = "kept" if kept else "left out"
            found.append(Finding(gate="date", subject=part.inputs[0].name, what=what, treatment=treatment))
    return [part for part in parts if kept or part.shown not in far]


def _mendable(same: list[MapPart], found: list[Finding]) -> list[MapPart]:
    """The maps of a day without those that could never be mended: they may not take the place of one that can.

    A day's only map is told when it is mended.
    """
    if len(same) == 1:
        return same
    why = [next(filter(None, map(_endless, part.pieces)), "") for part in same]
    for part, reason in zip(same, why, strict=True):
        if reason:
            what = f"another map of {part.shown}, which cannot be mended: {reason}"
            found.append(Finding(gate="invalid-ring", subject=part.inputs[0].name, what=what, treatment="left out"))
    return [part for part, reason in zip(same, why, strict=True) if not reason]


def _endless(piece: Piece) -> str:
    reason = "" if piece.ground is None else overlay.endless(piece.ground)
    return reason and f"{piece.name}: {reason}"


def _newest(same: Sequence[MapPart], found: list[Finding]) -> Iterator[MapPart]:
    """The newest map of a day with all its parts, the newest first; others go into ``found``."""
    kept: list[MapPart] = []
    for part in reversed(same):
        newer = next((each for each in kept if each.moment != part.moment or _again(part, each)), None)
        if newer is not None:
            found.append(_superseded(part, newer))
            continue
        kept.append(part)
        yield part


def _again(part: MapPart, other: MapPart) -> bool:
    """Whether one map shows ground of a class that the other shows too: then they are no two parts of one map."""
    ours, theirs = _ground_by_class(part), _ground_by_class(other)
    for name in ours.keys() & theirs.keys():
        common, _ = overlay.intersection(ours[name], theirs[name])
        if common.area > MOST_SHARED * min(ours[name].area, theirs[name].area):
            return True
    return not ours and not theirs


def _ground_by_class(part: MapPart) -> dict[str, Ground]:
    by_class: dict[str, list[Ground]] = {}
    for piece in part.pieces:
        if piece.ground is not None:
            by_class.setdefault(piece.control, []).append(overlay.valid(piece.ground))
    return {name: overlay.union(grounds)[0] for name, grounds in by_class.items()}


def _split(shown: date, parts: Sequence[MapPart]) -> Finding:
    names = ", ".join(sorted(part.inputs[0].name for part in parts))
    what = f"the map of this day is in {len(parts)} files: {names[:300]}"
    return Finding(gate="two-maps", subject=shown.isoformat(), what=what, treatment="put together")


def drawn(day: DayMap, profile: Profile, *, rules: RepairRules) -> DrawnMap:
    """One day's map with its ground mended; rules from ``Profile.repair_rules``."""
    subject, pieces = _named_pieces(day)
    mended = repair(pieces, subject, rules=rules)
    inputs = tuple(dict.fromkeys(i for part in day.parts for i in part.inputs))
    return DrawnMap(
        shown=day.shown,
        ground=mended.ground,
        inputs=inputs,
        findings=mended.findings,
        missing=tuple(_missing(day, profile)),
        content=_hash(mended.ground),
        fault=mended.fault,
    )


def _named_pieces(day: DayMap) -> tuple[str, list[Piece]]:
    """What findings call the map, its file where it is one; and its pieces, with their file where they are several."""
    if len(day.parts) == 1:
        return day.parts[0].inputs[0].name, list(day.parts[0].pieces)
    named = [(part.inputs[0].name, piece) for part in day.parts for piece in part.pieces]
    return day.shown.isoformat(), [replace(piece, name=f"{file} {piece.name}") for file, piece in named]


def _hash(ground: Mapping[str, Ground]) -> str:
    whole = hashlib.sha256()
    for name, shape in sorted(ground.items()):
        whole.update(name.encode() + shapely.to_wkb(shape))
    return whole.hexdigest() if ground else ""


def _missing(day: DayMap, profile: Profile) -> Iterator[str]:
    pieces = [piece for part in day.parts for piece in part.pieces]
    present = {piece.control for piece in pieces if piece.ground is not None}
    expected = profile.classes if profile.labels.files or not present else {piece.control for piece in pieces}
    yield from (name for name in profile.classes if name in expected and name not in present)


def _file_class(layer: Layer, profile: Profile) -> str | None:
    if not profile.labels.files:
        return ""
    found = class_of(folded(layer.source.name).replace("///", "/"), profile.labels.files)
    return found.control if found else None


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A piece with the feature it came from."""

    piece: Piece
    feature: Feature


def _pieces(layer: Layer, profile: Profile, *, file_class: str | None, found: list[Finding]) -> list[_Labelled]:
    labelled, unknown = [], dict[str, list[Feature]]()
    drifted: dict[str, str] = {}
    for number, feature in enumerate(layer.features, 1):
        if feature.ground is None and not feature.empty:
            continue
        label = label_in(feature.properties, profile.labels.properties)
        known = Classed(control=file_class) if file_class else _classed(feature, label, profile)
        # Where the file's name should have said the class and did not, no class goes without saying.
        control = known.control if known else "" if label or file_class is None else profile.labels.default
        if known and known.drifted:
            drifted[label or ""] = known.drifted
        if not control:
            unknown.setdefault(label or "(no label)", []).append(feature)
        elif control != IGNORED:
            name = f"feature {number}" + (f" “{folded(label)[:60]}”" if label else "")
            labelled.append(_Labelled(Piece(control=control, ground=feature.ground, name=name), feature))
    found += [_unknown(layer.source.name, label, those) for label, those in unknown.items()]
    found += [_drifted(layer.source.name, label, why) for label, why in sorted(drifted.items())]
    return labelled


def _classed(feature: Feature, label: str | None, profile: Profile) -> Classed | None:
    """The class of a feature by its label, else by what the profile asks otherwise, as the colour it is drawn in."""
    rules = profile.labels.rules
    if label and (known := class_of(label, rules)):
        return known
    for name in profile.labels.otherwise:
        text = label_in(feature.properties, [name])
        if text and (known := class_of(text, rules)):
            return replace(known, drifted=f"{name} {folded(text)[:40]}")
    return None


def _unknown(subject: str, label: str, features: Sequence[Feature]) -> Finding:
    km2 = sum(_rough_km2(f.ground) for f in features if f.ground is not None)
    what = f"no rule knows the label “{folded(label)[:80]}” of {len(features)} features, {km2:,.1f} km²"
    return Finding(gate="unknown-label", subject=subject, what=what, treatment="left out")


def _drifted(subject: str, label: str, why: str) -> Finding:
    said = f"“{folded(label)[:80]}”" if label else "a feature without a label"
    return Finding(
        gate="label-drift", subject=subject, what=f"{said}: no rule knows it", treatment=f"read by its {why}"
    )


def _rough_km2(ground: Ground) -> float:
    return geodesic_km2(ground) if shapely.is_valid(ground) else 0.0


def _dated(
    layer: Layer, profile: Profile, *, pieces: Sequence[_Labelled], found: list[Finding]
) -> list[tuple[Dated, list[_Labelled]]] | Undated:
    dates = profile.dates
    if dates.found == "feature property":
        return _dated_features(layer.source.name, profile, pieces=pieces, found=found)
    if dates.found == "map property":
        day = dated_by_value(
            next((layer.properties[n] for n in dates.properties if n in layer.properties), None), dates.rule
        )
    else:
        day = dated_by_name(layer.source.name, dates.rule)
    return day if isinstance(day, Undated) else [(day, list(pieces))]


def _dated_features(
    subject: str, profile: Profile, *, pieces: Sequence[_Labelled], found: list[Finding]
) -> list[tuple[Dated, list[_Labelled]]] | Undated:
    dated, undated = [], 0
    for labelled in pieces:
        properties = labelled.feature.properties
        given = next((properties[n] for n in profile.dates.properties if properties.get(n) is not None), None)
        day = dated_by_value(given, profile.dates.rule)
        if isinstance(day, Dated):
            key = label_in(properties, profile.dates.carried_by) or ""
            dated.append((day, replace(labelled, piece=replace(labelled.piece, name=key or labelled.piece.name))))
        else:
            undated += 1
    if undated and dated:
        what = f"{undated} of {len(pieces)} features have no date"
        found.append(Finding(gate="date", subject=subject, what=what, treatment="left out"))
    if not dated:
        return Undated(reason="none of its features has a date that the profile knows")
    ordered = sorted(dated, key=lambda pair: (pair[0].moment, pair[1].piece.name))
    return [(day, [pair[1] for pair in those]) for day, those in groupby(ordered, key=lambda pair: pair[0])]


def _part(day: Dated, pieces: Sequence[_Labelled], *, layer: Layer, file_class: str) -> MapPart:
    inputs = (layer.source, *layer.beside)
    grounds = tuple(labelled.piece for labelled in pieces)
    return MapPart(shown=day.shown, moment=day.moment, pieces=grounds, inputs=inputs, file_class=file_class)


def _in_range(part: MapPart, profile: Profile, *, today: date | None, found: list[Finding]) -> bool:
    why = out_of_range(part.shown, profile.dates.rule, today=today)
    kept = profile.gates["date"] is Treatment.KEEP
    if why:
        treatment = "kept" if kept else "left out"
        found.append(Finding(gate="date", subject=part.inputs[0].name, what=why, treatment=treatment))
    return kept or not why


def _superseded(older: MapPart, newest: MapPart) -> Finding:
    what = f"another map of {older.shown}: {newest.inputs[0].name} is the newest"
    return Finding(gate="two-maps", subject=older.inputs[0].name, what=what, treatment="left out")


def _carried(parts: Sequence[MapPart]) -> list[DayMap]:
    """A map for each day that something is dated: the newest ground of each name up to that day."""
    newest: dict[str, MapPart] = {}
    maps: dict[date, DayMap] = {}
    for part in sorted(parts, key=lambda part: (part.moment, part.inputs[0].name)):
        for name, same in groupby(sorted(part.pieces, key=attrgetter("name")), key=attrgetter("name")):
            newest[name] = replace(part, pieces=tuple(same))
        maps[part.shown] = DayMap(shown=part.shown, parts=tuple(newest[n] for n in sorted(newest)))
    return [maps[day] for day in sorted(maps)]
