"""Looks at unknown files and proposes how to read them: a shipped profile that fits, or a new one with its reasons."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from dateline.territory.core.shapes import EARTH
from dateline.territory.profile_read import Profile, profile
from dateline.territory.propose_dates import dated_property, dates
from dateline.territory.propose_labels import known_class, knows_classes, label_property, labels, of_files
from dateline.territory.propose_lines import Guess, quoted, theme_of
from dateline.territory.propose_tables import of_tables
from dateline.territory.read.areas import areas
from dateline.territory.read.parts import parted
from dateline.territory.read.values import AreaTable, Feature, Layer, Read, Unreadable

# The ones that only fit their own source, asked in this order.
_OWN = ("deepstate-full", "isw-layers", "isw-table", "perimeters", "owlmaps", "deepstate-daily")
# What has to stand in the names of files, properties or labels: a source's maps are not known by their shape alone.
_SIGNS = {
    "deepstate-full": r"///|deep.?state|styleurl|fill|stroke|(?<!\d)1[67]\d{8}(?!\d)",
    "deepstate-daily": r"deep.?state",
    "isw-layers": r"russia|ukrain|claimed|assessed|ロシア|ウクライナ",
    "isw-table": r"russia|ukrain",
    "perimeters": r"(?<!cease)fire|perimeter|irwin|incident|wfigs|nifc|poly_|date_?cur",
}
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A profile as TOML text that reads the files, and why each line of it; ``shipped`` where one that ships does."""

    text: str
    reasons: tuple[str, ...]
    shipped: str = ""


def propose(reads: Sequence[Read], name: str = "proposed", *, paths: Sequence[str] = ()) -> Proposal:
    """How these files might be read; a person looks it over before it is used.

    ``paths`` are where the files lie, as many: their folders may tell the days that their names do not.
    """
    layers = [r for r in reads if isinstance(r, Layer)]
    paths = [path for path, read in zip(paths, reads, strict=True) if isinstance(read, Layer)] if paths else ()
    tables = [r for r in reads if isinstance(r, AreaTable)]
    unread = [f"{r.name} could not be read: {r.reason}" for r in reads if isinstance(r, Unreadable)]
    for known in _OWN:
        if _fits(profile(known), layers, tables):
            why = f"all {len(layers) + len(tables)} files that were looked at fit the shipped profile {known}"
            return Proposal(text=profile(known).text, reasons=(why, *unread), shipped=known)
    guesses = _of_tables(tables) if tables and not layers else _of_layers(layers, paths)
    head = (f"name = {quoted(name)}", 'title = "Name the source here"', 'source = ""')
    sections = [head, *(guess.lines for guess in guesses)]
    text = "\n\n".join("\n".join(section) for section in sections) + "\n"
    return Proposal(text=text, reasons=(*(guess.reason for guess in guesses), *unread))


def _fits(known: Profile, layers: Sequence[Layer], tables: Sequence[AreaTable]) -> bool:
    if not re.search(_SIGNS.get(known.name, ""), " ".join(_words(layers, tables)), re.IGNORECASE):
        return False
    if known.dates.found == "column":
        return bool(tables) and not layers and all(_clean(areas(t, known), known) for t in tables)
    if not layers or tables or (known.name == "owlmaps") != all("rings" in layer.format for layer in layers):
        return False
    if known.name == "deepstate-daily" and any(len(layer.features) > 3 for layer in layers):
        return False
    return all(
        _within(layer, known) and not _lumped(layer, known) and _clean(parted(layer, known), known) for layer in layers
    )


def _words(layers: Sequence[Layer], tables: Sequence[AreaTable]) -> Iterable[str]:
    """The names of files and properties, and the labels of tables and of features that say their layer."""
    for layer in layers:
        yield layer.source.name
        for feature in layer.features[:_LOOKED_AT]:
            yield from feature.properties
            yield from (str(feature.properties.get(name, "")) for name in ("layer", "name", "Name"))
    for table in tables:
        for row in table.rows[:_LOOKED_AT]:
            yield from map(str, (*row, *row.values()))


def _lumped(layer: Layer, known: Profile) -> bool:
    """Whether the file's name would make one class of features whose labels name several."""
    if not known.labels.files:
        return False
    label = label_property(layer.features)
    texts = {str(f.properties.get(label)) for f in layer.features if label not in known.labels.properties}
    return bool(label) and len({known_class(text) for text in texts} - {""}) > 1


def _clean(taken: object, known: Profile) -> bool:
    if isinstance(taken, Unreadable):
        return False
    # Of many dated features some may lack their date: they are left out and listed.
    bad = {"unknown-label"} if known.dates.found == "feature property" else {"unknown-label", "date"}
    return not any(f.gate in bad for f in getattr(taken, "findings", ()))


def _within(layer: Layer, known: Profile) -> bool:
    box = known.place.bounds
    grounds = [f.ground for f in layer.features if f.ground is not None]
    return box is None or not grounds or shapely.box(*box).intersects(shapely.box(*shapely.total_bounds(grounds)))


def _of_layers(layers: Sequence[Layer], paths: Sequence[str]) -> list[Guess]:
    features = [f for layer in layers for f in layer.features if f.ground is not None]
    label = label_property(features, but=dated_property(features))
    counted = Counter(str(f.properties[label]) for f in features if f.properties.get(label) not in (None, ""))
    theme = theme_of(_texts(layers, features[:_LOOKED_AT]))
    if not label and (by_file := of_files([layer.source.name for layer in layers])):
        return [dates(layers, features, label="file", paths=paths), *by_file, _place(features)]
    told = label if knows_classes(features, label) else ""
    return [dates(layers, features, label=told, paths=paths), *labels(label, counted, theme=theme), _place(features)]


def _texts(layers: Sequence[Layer], features: Sequence[Feature]) -> Iterable[str]:
    """The names of files and properties, and what the properties say in words."""
    yield from (layer.source.name for layer in layers)
    for feature in features:
        yield from (text for pair in feature.properties.items() for text in pair if isinstance(text, str))


def _of_tables(tables: Sequence[AreaTable]) -> list[Guess]:
    names = (
        *(table.source.name for table in tables),
        *(str(c) for table in tables for row in table.rows[:1] for c in row),
    )
    return of_tables(tables, theme=theme_of(names))


def _place(features: Sequence[Feature]) -> Guess:
    grounds = [f.ground for f in features]
    if not grounds:
        return Guess(lines=("[place]",), reason="no file has ground in it")
    west, south, east, north = shapely.total_bounds(grounds)
    if west < EARTH[0] or south < EARTH[1] or east > EARTH[2] or north > EARTH[3]:
        note = "# bounds = [west, south, east, north], in degrees"
        return Guess(
            lines=("[place]", note), reason="the coordinates are not degrees: say within which bounds they lie"
        )
    bounds = [round(float(west) - 1), round(float(south) - 1), round(float(east) + 1), round(float(north) + 1)]
    lines = ("[place]", f"bounds = {bounds}", "# denominator_km2 = …, what shares are shares of")
    return Guess(lines=lines, reason=f"the maps lie within {bounds}")
