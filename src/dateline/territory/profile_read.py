"""Profiles: how a source is read, as data. One TOML file a source; those that ship lie in ``profiles/``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dateline.territory.core.dates import DateRule, Shows
from dateline.territory.core.gates import Thresholds, Treatment
from dateline.territory.core.labels import LabelRule
from dateline.territory.core.pulling import Pull, SourceLayer
from dateline.territory.core.repair import RepairRules
from dateline.territory.core.shapes import Bounds
from dateline.territory.core.values import Ground
from dateline.territory.profile_check import BadProfile, faults
from dateline.territory.profile_keys import KEYS, LEAVE_OUT
from dateline.territory.profile_texts import profile_text, shipped

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSum:
    """Classes that are measured together, under one name, and how sentences speak of them."""

    name: str
    classes: Texts
    ground: str = ""
    holder: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Where a map's date stands and what it means."""

    found: str
    properties: Texts
    rule: DateRule
    carried_by: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """How a feature's label becomes a class; ``files`` where the file's name says it for all of its features."""

    properties: Texts
    otherwise: Texts
    rules: tuple[LabelRule, ...]
    default: str
    unknown: str
    files: tuple[LabelRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table of areas; the first of each that is there counts."""

    date: Texts
    label: Texts
    km2: Texts
    region: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the maps lie and what shares are shares of."""

    clip: str
    bounds: Bounds | None
    denominator_km2: float | None
    denominator_source: str
    region_property: Texts
    called: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one source's maps are read."""

    name: str
    title: str
    source: str
    terms: str
    terms_url: str
    dates: Dates
    labels: Labels
    columns: Columns
    precedence: Texts
    sums: tuple[ClassSum, ...]
    place: Place
    gates: Mapping[str, Treatment] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    pull: Pull | None = None
    text: str = ""

    @property
    def classes(self) -> Texts:
        """The classes that figures are made for, in the order of the sums."""
        return tuple(dict.fromkeys(name for each in self.sums for name in each.classes))

    def cut_in(self, zone: str) -> "Profile":
        """The same with days cut in this zone (its own where none is given); bare days of the source stay."""
        rule = replace(self.dates.rule, cut_zone=zone or self.dates.rule.zone)
        return replace(self, dates=replace(self.dates, rule=rule))

    def repair_rules(self, *, bounds: Bounds | None = None, country: Ground | None = None) -> RepairRules:
        """How its maps are mended; ``bounds`` and ``country`` come from the regions, where there are any."""
        return RepairRules(
            precedence=self.precedence,
            place=self.place.bounds or bounds,
            clip=country if self.place.clip == "regions" else None,
            treatment=self.gates,
        )


def profile(named: str) -> Profile:
    """A shipped profile by its name, or one from a file by its path. Raises BadProfile."""
    text = profile_text(named)
    if text is None:
        raise BadProfile(named, [f"there is no such profile; {', '.join(shipped())} are, or name a .toml file"])
    return read_profile(text, Path(named).name)


def read_profile(text: str, where: str = "profile") -> Profile:
    """The profile in a TOML text. Raises BadProfile with every fault in it, each with its key."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadProfile(where, [f"it is not TOML: {fault}"]) from fault
    found = faults(given)
    if found:
        raise BadProfile(where, found)
    return _profile(given, text)


def _profile(given: Mapping[str, Any], text: str) -> Profile:
    terms = given.get("terms", {})
    return Profile(
        name=given["name"],
        title=given["title"],
        source=given.get("source", ""),
        terms=terms.get("text", ""),
        terms_url=terms.get("url", ""),
        dates=_dates(given.get("dates", {})),
        labels=_labels(given.get("labels", {}), given.get("files", {})),
        columns=_columns(given.get("table", {})),
        precedence=_texts(_or_default(given, "classes.precedence")),
        sums=tuple(_sum(each) for each in given["sums"]),
        place=_place(given.get("place", {})),
        gates={k.name: Treatment(_or_default(given, f"gates.{k.name}")) for k in KEYS if k.table == "gates"},
        thresholds=Thresholds(**{k: float(v) for k, v in given.get("thresholds", {}).items()}),
        pull=_pull(given) if "pull" in given else None,
        text=text,
    )


def _sum(given: Mapping[str, Any]) -> ClassSum:
    words = {key: given.get(key, "") for key in ("ground", "holder", "held")}
    return ClassSum(name=given["name"], classes=_texts(given["classes"]), **words)


def _dates(given: Mapping[str, Any]) -> Dates:
    rule = DateRule(
        pattern=given.get("pattern", ""),
        zone=given.get("zone", "UTC"),
        shows=Shows(given.get("shows", Shows.THAT_DAY)),
        first=_day(given.get("first")),
        last=_day(given.get("last")),
    )
    return Dates(
        found=given.get("found", "file name"),
        properties=_texts(given.get("property", ())),
        rule=rule,
        carried_by=_texts(given.get("carried_by", ())),
    )


def _labels(labels: Mapping[str, Any], by_file: Mapping[str, Any]) -> Labels:
    return Labels(
        properties=_texts(labels.get("property", ())),
        otherwise=_texts(labels.get("otherwise", ())),
        rules=_rules(labels),
        default=labels.get("default", ""),
        unknown=labels.get("unknown", LEAVE_OUT),
        files=_rules(by_file),
    )


def _columns(given: Mapping[str, Any]) -> Columns:
    return Columns(
        date=_texts(given.get("date", "date")),
        label=_texts(given.get("label", ())),
        km2=_texts(given.get("km2", ())),
        region=_texts(given.get("region", ())),
    )


def _place(given: Mapping[str, Any]) -> Place:
    bounds = given.get("bounds")
    share = given.get("denominator_km2")
    return Place(
        clip=given.get("clip", "none"),
        bounds=(bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None,
        denominator_km2=float(share) if share is not None else None,
        denominator_source=given.get("denominator_source", ""),
        called=given.get("called", ""),
        region_property=_texts(given.get("region_property", ())),
    )


def _pull(given: Mapping[str, Any]) -> Pull:
    table = given["pull"]
    return Pull(
        kind=table["kind"],
        list_url=table.get("list", ""),
        map_url=table.get("map", ""),
        name=table.get("name", ""),
        id=_texts(_or_default(given, "pull.id")),
        date=_texts(_or_default(given, "pull.date")),
        changed=_texts(table.get("changed", ())),
        settled_days=int(_or_default(given, "pull.settled_days")),
        pause_seconds=float(_or_default(given, "pull.pause_seconds")),
        layers=tuple(_layer(layer) for layer in table.get("layers", ())),
    )


def _layer(given: Mapping[str, Any]) -> SourceLayer:
    return SourceLayer(
        name=given["name"],
        url=given["url"],
        dated_by=given.get("date", ""),
        zone=given.get("zone", ""),
        where=given.get("where", ""),
        first=_day(given.get("first")),
        last=_day(given.get("last")),
    )


def _rules(given: Mapping[str, Any]) -> tuple[LabelRule, ...]:
    return tuple(LabelRule(match=rule["match"], gives=rule["class"]) for rule in given.get("rules", ()))


def _or_default(given: Mapping[str, Any], path: str) -> Any:
    table, _, name = path.partition(".")
    key = next(k for k in KEYS if (k.table, k.name) == (table, name))
    return given.get(table, {}).get(name, tomllib.loads(f"it = {key.default}")["it"])


def _texts(value: Any) -> Texts:
    return (value,) if isinstance(value, str) else tuple(value)


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None
