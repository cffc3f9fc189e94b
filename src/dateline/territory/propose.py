"""Looks at unknown files and proposes how to read them: a shipped profile that fits, or a new one with its reasons."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely

from dateline.territory.core.dates import Dated, DateRule, dated_by_name, dated_by_value
from dateline.territory.core.labels import class_of, folded, parts
from dateline.territory.profile_read import Profile, profile
from dateline.territory.read.areas import areas
from dateline.territory.read.parts import parted
from dateline.territory.read.values import AreaTable, Feature, Layer, Read, Unreadable

# The ones that only fit their own source, asked in this order.
_OWN = ("deepstate-full", "isw-layers", "isw-table", "perimeters", "owlmaps", "deepstate-daily")
_UNIX = r"(?<!\d)(?P<unix>1\d{9}(?:\d{3})?)(?!\d)"
_MOST_LABELS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A profile as TOML text that reads the files, and why each line of it; ``shipped`` where one that ships does."""

    text: str
    reasons: tuple[str, ...]
    shipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guess:
    """Lines of TOML with the reason for them."""

    lines: tuple[str, ...]
    reason: str


def propose(reads: Sequence[Read], name: str = "proposed") -> Proposal:
    """How these files might be read; a person looks it over before it is used."""
    layers = [r for r in reads if isinstance(r, Layer)]
    tables = [r for r in reads if isinstance(r, AreaTable)]
    unread = [f"{r.name} could not be read: {r.reason}" for r in reads if isinstance(r, Unreadable)]
    for known in _OWN:
        if _fits(profile(known), layers, tables):
            why = f"all {len(layers) + len(tables)} files fit the shipped profile {known}"
            return Proposal(text=profile(known).text, reasons=(why, *unread), shipped=known)
    guesses = _of_tables(tables) if tables and not layers else _of_layers(layers)
    head = (f"name = {_quoted(name)}", 'title = "Name the source here"', 'source = ""')
    sections = [head, *(guess.lines for guess in guesses)]
    text = "\n\n".join("\n".join(section) for section in sections) + "\n"
    return Proposal(text=text, reasons=(*(guess.reason for guess in guesses), *unread))


def _fits(known: Profile, layers: Sequence[Layer], tables: Sequence[AreaTable]) -> bool:
    if known.dates.found == "column":
        return bool(tables) and not layers and all(_clean(areas(t, known)) for t in tables)
    if not layers or tables or (known.name == "owlmaps") != all("rings" in layer.format for layer in layers):
        return False
    if known.name == "deepstate-daily" and any(len(layer.features) > 3 for layer in layers):
        return False
    return all(_within(layer, known) and _clean(parted(layer, known)) for layer in layers)


def _clean(taken: object) -> bool:
    if isinstance(taken, Unreadable):
        return False
    return not any(f.gate in {"unknown-label", "date"} for f in getattr(taken, "findings", ()))


def _within(layer: Layer, known: Profile) -> bool:
    box = known.place.bounds
    grounds = [f.ground for f in layer.features if f.ground is not None]
    return box is None or not grounds or shapely.box(*box).intersects(shapely.box(*shapely.total_bounds(grounds)))


def _of_layers(layers: Sequence[Layer]) -> list[_Guess]:
    features = [f for layer in layers for f in layer.features if f.ground is not None]
    label = _label_property(features)
    labels = Counter(str(f.properties.get(label)) for f in features) if label else Counter[str]()
    return [_dates(layers, features), *_labels(label, labels), _place(features)]


def _dates(layers: Sequence[Layer], features: Sequence[Feature]) -> _Guess:
    names = [layer.source.name for layer in layers]
    head = ("[dates]", 'zone = "UTC"')
    for pattern, what in (("", "a date"), (_UNIX, "a time in seconds since 1970")):
        if names and all(isinstance(dated_by_name(n, DateRule(pattern=pattern)), Dated) for n in names):
            lines = (f"pattern = '{pattern}'",) if pattern else ()
            return _Guess(
                lines=(*head, *lines), reason=f"every file's name has {what} in it; whether it shows that day, ask"
            )
    dated = _dated_property(features)
    if dated:
        found = ('found = "feature property"', f"property = {_quoted(dated)}")
        return _Guess(lines=(*head, *found), reason=f"every feature has a date in its property {dated}")
    note = "# No date was found: name the files by their days, as map_2025-05-31.geojson."
    return _Guess(lines=(*head, note), reason="neither names nor properties have a date")


def _dated_property(features: Sequence[Feature]) -> str:
    for name in features[0].properties if features else ():
        values = [f.properties.get(name) for f in features]
        texts = all(not str(v).isdigit() or len(str(v)) >= 10 for v in values)
        if texts and all(isinstance(dated_by_value(v, DateRule()), Dated) for v in values):
            return name
    return ""


def _label_property(features: Sequence[Feature]) -> str:
    """The property whose texts most often name a class; else the one that has few different ones."""
    names = list(dict.fromkeys(n for f in features for n, v in f.properties.items() if isinstance(v, str)))
    scored = [(*_known(features, name), -i, name) for i, name in enumerate(names)]
    best = max(scored, default=(0, 0.0, 0, ""))
    if best[0] > 0:
        return best[3]
    few = [n for n in names if 1 < len({f.properties.get(n) for f in features}) <= min(12, len(features) // 2)]
    return few[0] if few else ""


def _known(features: Sequence[Feature], name: str) -> tuple[int, float]:
    """How many classes a property's texts name, and for which share of the features."""
    rules = profile("generic").labels.rules
    texts = [f.properties.get(name) for f in features]
    found = [known.control for text in texts if isinstance(text, str) and (known := class_of(text, rules))]
    return len({*found}), len(found) / len(features)


def _labels(label: str, labels: Counter[str]) -> Iterator[_Guess]:
    if not label:
        yield _Guess(
            lines=("[labels]", 'default = "occupied"'), reason="no property tells features apart: all are one class"
        )
        yield _sums(["occupied"])
        return
    lines, found = ["[labels]", f"property = {_quoted(label)}"], []
    keys = dict.fromkeys(_key(text) for text, _ in labels.most_common(_MOST_LABELS))
    for key in keys:
        known = class_of(key, profile("generic").labels.rules)
        found.append(known.control if known else "ignored")
        doubt = [] if known else ["# Not known: which class is it?"]
        match = _quoted(f"^{re.escape(key)}")
        lines += ["[[labels.rules]]", *doubt, f"match = {match}", f'class = "{found[-1]}"']
    unknown = found.count("ignored")
    doubt_reason = f"; {unknown} are not known, decide them" if unknown else ""
    yield _Guess(lines=tuple(lines), reason=f"the property {label} has {len(labels)} different labels{doubt_reason}")
    yield _sums(list(dict.fromkeys(c for c in found if c != "ignored")) or ["occupied"])


def _key(text: str) -> str:
    """What a rule should look for: the machine's key if there is one, without the dates that drift."""
    return re.split(r"\s*\{\{|\s\d", parts(text)[0])[0] or folded(text)


def _sums(classes: Sequence[str]) -> _Guess:
    lines = [line for name in classes for line in ("[[sums]]", f'name = "{name}"', f'classes = ["{name}"]')]
    return _Guess(lines=tuple(lines), reason=f"figures for {', '.join(classes)}")


def _place(features: Sequence[Feature]) -> _Guess:
    grounds = [f.ground for f in features]
    if not grounds:
        return _Guess(lines=("[place]",), reason="no file has ground in it")
    west, south, east, north = shapely.total_bounds(grounds)
    bounds = [round(float(west) - 1), round(float(south) - 1), round(float(east) + 1), round(float(north) + 1)]
    lines = ("[place]", f"bounds = {bounds}", "# denominator_km2 = …, what shares are shares of")
    return _Guess(lines=lines, reason=f"the maps lie within {bounds}")


def _of_tables(tables: Sequence[AreaTable]) -> list[_Guess]:
    rows = [row for table in tables for row in table.rows[:500]]
    columns = list(rows[0]) if rows else []
    day = next(
        (c for c in columns if all(isinstance(dated_by_value(r.get(c), DateRule()), Dated) for r in rows)), "date"
    )
    number = next((c for c in columns if c != day and all(_is_number(r.get(c)) for r in rows)), "")
    label = next(
        (c for c in columns if c not in {day, number} and len({str(r.get(c)) for r in rows}) <= _MOST_LABELS), ""
    )
    lines = ["[table]", f"date = {_quoted(day)}"]
    if label:
        lines += [f"label = {_quoted(label)}", f"km2 = {_quoted(number)}"]
    counted = Counter(str(r.get(label)) for r in rows) if label else Counter(c for c in columns if c != day)
    return [
        _Guess(lines=("[dates]", 'found = "column"', 'zone = "UTC"'), reason="it is a table"),
        *_labels(label or "class", counted),
        _Guess(lines=tuple(lines), reason=f"dates stand in {day}, areas in {number or 'the other columns'}"),
    ]


def _quoted(text: str) -> str:
    """The text as a TOML string, which allows less than JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _is_number(value: object) -> bool:
    try:
        return float(str(value)) >= 0
    except ValueError:
        return False
