"""The pictures of a survey, as files: chart and map, whole and for cards, drawn again only where they would differ."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import shapely

from dateline.territory.core import pace
from dateline.territory.core.chart import Chart, chart, chart_spec
from dateline.territory.core.map import GroundMap, Shown, cut_for, ground_map, map_spec
from dateline.territory.core.picture import NARROW, WIDE, Around, Spec
from dateline.territory.surveys.draw import draw, draw_svg
from dateline.territory.surveys.names import names_for
from dateline.territory.surveys.values import Survey

DRAWER = "vl-convert-python"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One picture three times: whole with its words, and bare for a card that is wide or narrow."""

    name: str
    title: str
    description: str
    whole: Spec
    card: Spec
    narrow_card: Spec

    @property
    def fingerprint(self) -> str:
        """A hash of all that its drawing depends on."""
        content = [self.title, self.description, self.whole, self.card, self.narrow_card, version(DRAWER)]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files, the specification first."""
        ends = (".vl.json", ".svg", ".png", "-card.svg", "-card-narrow.svg")
        return tuple(f"{self.name}{end}" for end in ends)


def sheets(survey: Survey, classes: str | None = None) -> list[Sheet]:
    """The survey's pictures of one sum of classes: the named one, else its first that has figures."""
    known = dict.fromkeys(figure.classes for figure in survey.figures)
    classes = classes or next(iter(known), None)
    return list(_sheets(survey, classes)) if classes in known else []


def pictures(found: Sequence[Sheet], folder: Path, *, earlier: Mapping[str, Any]) -> dict[str, bytes]:
    """The pictures' files by name; those that lie in the folder as the ``earlier`` record says are taken from there."""
    made: dict[str, bytes] = {}
    for sheet in found:
        made |= _kept(sheet, folder, earlier) or _drawn(sheet)
    return made


def chart_sheet(drawn: Chart) -> Sheet:
    """The chart's picture."""
    bare = replace(drawn, around=Around(notes=drawn.around.notes))
    return Sheet(
        name="chart",
        title=drawn.around.title,
        description=drawn.around.subtitle,
        whole=chart_spec(drawn, WIDE),
        card=chart_spec(bare, WIDE),
        narrow_card=chart_spec(bare, NARROW),
    )


def map_sheet(drawn: GroundMap) -> Sheet:
    """The map's picture."""
    bare = replace(drawn, around=Around(notes=drawn.around.notes))
    cut = cut_for(drawn.shown, WIDE)
    return Sheet(
        name="map",
        title=drawn.around.title,
        description="; ".join(text for _, text in drawn.legend),
        whole=map_spec(drawn, WIDE, cut=cut),
        card=map_spec(bare, WIDE, cut=cut),
        narrow_card=map_spec(bare, NARROW),
    )


def map_of(survey: Survey, classes: str, *, start: date | None = None) -> Sheet | None:
    """The map of the last period, or of the one that begins on ``start``; None where the survey has no ground."""
    shown = shown_ground(survey, classes, start=start)
    if shown is None:
        return None
    larger = _larger(survey, classes)
    beyond = names_for(survey.profile, larger).called if larger else ""
    names = names_for(survey.profile, classes)
    return map_sheet(ground_map(shown, names, source=survey.profile.title, beyond=beyond))


def shown_ground(survey: Survey, classes: str, *, start: date | None = None) -> Shown | None:
    """The ground of the last period, or of the one that begins on ``start``; None where the survey has no ground."""
    series = pace.measured(survey.figures, classes)
    period = next((each for each in reversed(series) if start is None or each.period.start == start), None)
    held = next((s.ground for s in survey.shown if period and s.classes == classes and s.shown == period.last), None)
    if period is None or survey.plane is None or held is None:
        return None
    days = (period.period.start, period.period.end)
    changed = next((c for c in survey.changed if c.classes == classes and (c.start, c.end) == days), None)
    nothing = shapely.MultiPolygon()
    regions = survey.split_by.on_plane if survey.split_by else None
    larger = _larger(survey, classes)
    beyond = next((s.ground for s in survey.shown if s.classes == larger and s.shown == period.last), None)
    return Shown(
        plane=survey.plane,
        period=period,
        held=held,
        gained=changed.gained if changed else nothing,
        lost=changed.lost if changed else nothing,
        regions=tuple(zip(regions.names, regions.grounds, strict=True)) if regions else (),
        beyond=beyond,
    )


def _larger(survey: Survey, classes: str) -> str | None:
    """The largest sum that has all of the classes and more."""
    sums = {each.name: set(each.classes) for each in survey.profile.sums}
    larger = [name for name, own in sums.items() if own > sums[classes]]
    return max(larger, key=lambda name: len(sums[name]), default=None)


def _sheets(survey: Survey, classes: str) -> Iterator[Sheet]:
    names = names_for(survey.profile, classes)
    drawn = chart(survey.figures, names, source=survey.profile.title)
    if drawn is not None:
        yield chart_sheet(drawn)
    mapped = map_of(survey, classes)
    if mapped is not None:
        yield mapped


def _drawn(sheet: Sheet) -> dict[str, bytes]:
    words = {"title": sheet.title, "description": sheet.description}
    picture = draw(sheet.whole, **words)
    cards = [draw_svg(spec, **words).encode() for spec in (sheet.card, sheet.narrow_card)]
    spec = (json.dumps(sheet.whole, ensure_ascii=False, indent=1) + "\n").encode()
    return dict(zip(sheet.files, (spec, picture.svg.encode(), picture.png, *cards), strict=True))


def _kept(sheet: Sheet, folder: Path, earlier: Mapping[str, Any]) -> dict[str, bytes] | None:
    if earlier.get("drawn", {}).get(sheet.name) != sheet.fingerprint:
        return None
    try:
        found = {name: (folder / name).read_bytes() for name in sheet.files}
    except OSError:
        return None
    hashes = earlier.get("files", {})
    whole = all(hashlib.sha256(content).hexdigest() == hashes.get(name) for name, content in found.items())
    return found if whole else None
