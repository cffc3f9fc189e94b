"""One run over many maps: files in, figures by period, region and sum of classes out, with all that was found."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.territory.core.gates import Day, gate
from dateline.territory.core.measures import Series, Step, figures, span
from dateline.territory.core.periods import between, periods
from dateline.territory.core.project import plane_error, to_plane
from dateline.territory.core.regions import WHOLE, Regions
from dateline.territory.core.values import Figure, Finding, Period
from dateline.territory.profile_keys import COLUMN
from dateline.territory.profile_read import ClassSum, Profile
from dateline.territory.read.values import Unreadable
from dateline.territory.surveys import maps, tables
from dateline.territory.surveys.reading import AllRead, read_all, read_regions
from dateline.territory.surveys.shelf import Shelf
from dateline.territory.surveys.sums import asked_sums
from dateline.territory.surveys.values import (
    Asked,
    ChangedGround,
    DayChange,
    Means,
    NothingToMeasure,
    ShownGround,
    Survey,
    SurveyedRegions,
)

if TYPE_CHECKING:
    from dateline.territory.read.gazetteer import Gazetteer

Tell = Callable[[str], None]
ALONE = Means()


def survey(asked: Asked, *, tell: Tell = lambda _: None, means: Means = ALONE) -> Survey:
    """The figures of the maps in the files; ``tell`` hears of each stage. Raises NothingToMeasure, BadClasses."""
    asked = replace(asked, profile=_as_asked(asked))
    with means.workers:
        tell("reading")
        read = read_all(asked.files, asked.profile, means=means)
        if read.tables and (asked.profile.dates.found == COLUMN or not read.parts):
            return _of_tables(asked, read)
        read.findings.extend(_beside_maps(read))
        return _of_maps(asked, read, tell=tell, means=means)


def _as_asked(asked: Asked) -> Profile:
    """The profile with its days cut and its classes summed as it was asked for."""
    if len(set(asked.cuts)) == 1:
        raise NothingToMeasure("one cut makes no period: each ends on the day before the next cut")
    return replace(asked.profile.cut_in(asked.zone), sums=asked_sums(asked.classes, asked.profile))


def _of_tables(asked: Asked, read: AllRead) -> Survey:
    taken, findings = read.tables, read.findings
    findings += _beside_tables(read)
    days = tables.table_days(taken, asked.profile, findings=findings)
    _require(days, findings)
    made: list[Figure] = []
    for each in asked.profile.sums:
        kept = _gated(asked.profile, each, [tables.gate_day(*day) for day in days.items()], findings=findings)
        steps = tables.steps(days, kept, each=each)
        if steps:
            series = Series(classes=each.name, steps=steps, denominators=_denominators(asked.profile))
            spans = _periods(asked, steps)
            made += figures(series, spans)
            findings += _without_maps(asked, steps, spans)
    return Survey(
        asked=asked,
        profile=asked.profile,
        inputs=tuple(sorted((table.source for table in taken), key=lambda source: source.name)),
        days=tuple(days),
        figures=tuple(made),
        findings=_once(findings),
    )


def _beside_maps(read: AllRead) -> Iterator[Finding]:
    for table in read.tables:
        what = "a table among maps: the figures are those of the maps"
        yield Finding(gate="reading", subject=table.source.name, what=what, treatment="left out")


def _beside_tables(read: AllRead) -> Iterator[Finding]:
    for name in sorted({source.name for part in read.parts for source in part.inputs}):
        what = "a map among tables of areas: the figures are those of the tables"
        yield Finding(gate="reading", subject=name, what=what, treatment="left out")


def _of_maps(asked: Asked, read: AllRead, *, tell: Tell, means: Means) -> Survey:
    findings = read.findings
    named = read_regions(asked.regions, asked.profile, kept=means.kept)
    tell("mending")
    drawn = maps.day_drawings(read.parts, asked.profile, regions=named, means=means, findings=findings)
    read.parts.clear()  # the ground as it was read is not asked for again
    *_, last = [each.ground for each in drawn if each.ground] or [{}]
    _require(last, findings)
    plane = asked.plane or maps.plane_of(drawn, named)
    inputs = {source for each in drawn for source in each.inputs}
    placed = maps.on_plane(drawn, plane)
    drawn.clear()  # nor is the ground in degrees, but for the last day's
    if any(len(each.classes) > 1 for each in asked.profile.sums):
        placed = maps.ready_to_join(placed)
    regions = Regions.of([(n, to_plane(g, plane)) for n, g in named.regions]) if named else maps.NO_REGIONS
    tell("comparing")
    measurer = _Measurer(asked=asked, placed=placed, regions=regions, means=means)
    measured = [measurer.measured(each, findings) for each in asked.profile.sums]
    largest = max(last.values(), key=lambda ground: float(ground.area))
    return Survey(
        asked=asked,
        profile=asked.profile,
        inputs=tuple(sorted(inputs, key=lambda source: source.name)),
        regions=named.source if named else None,
        plane=plane,
        plane_error=plane_error(largest, plane),
        days=tuple(each.shown for each in placed),
        figures=tuple(figure for each in measured for figure in each.figures),
        findings=_once(findings),
        changed=tuple(ground for each in measured for ground in each.changed),
        shown=tuple(ground for each in measured for ground in each.shown),
        day_changes=tuple(change for each in measured for change in each.day_changes),
        split_by=SurveyedRegions(in_degrees=named, on_plane=regions) if named else None,
        gazetteer=_gazetteer(asked.gazetteer),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """What one sum of classes gave."""

    figures: Sequence[Figure] = ()
    changed: Sequence[ChangedGround] = ()
    shown: Sequence[ShownGround] = ()
    day_changes: Sequence[DayChange] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measurer:
    """Measures one sum of classes after the other."""

    asked: Asked
    placed: Sequence[maps.PlaneMap]
    regions: Regions
    means: Means
    shelf: Shelf = field(default_factory=Shelf)

    def measured(self, each: ClassSum, findings: list[Finding]) -> _Measured:
        profile = self.asked.profile
        days = [maps.gate_day(one, each.classes) for one in self.placed]
        kept = _gated(profile, each, days, findings=findings)
        bridged = maps.bridged(self.placed, kept)
        drawings = maps.Drawings(bridged, each, regions=self.regions, shelf=self.shelf)
        by_day = self.asked.by == "day" and not self.asked.cuts
        steps = list(drawings.steps(self.means, whole=by_day))
        if not steps:
            return _Measured()
        shares = {**self.regions.own_km2, **_denominators(profile)}
        series = Series(classes=each.name, steps=steps, endpoints=drawings.endpoints, denominators=shares)
        spans = _periods(self.asked, steps)
        findings += _without_maps(self.asked, steps, spans)
        findings += _in_no_region(each, steps[-1])
        measured = _Measured(
            figures=figures(series, spans),
            changed=list(drawings.changed(steps, spans)),
            shown=list(drawings.shown(steps, spans)),
            day_changes=drawings.day_changes,
        )
        findings += drawings.findings
        return measured


def _gazetteer(path: Path | None) -> "Gazetteer | None":
    if path is None:
        return None
    from dateline.territory.read.gazetteer import read_gazetteer

    found = read_gazetteer(path)
    if isinstance(found, Unreadable):
        raise NothingToMeasure(f"{found.name}: {found.reason}")
    return found


def _gated(profile: Profile, each: ClassSum, days: Sequence[Day], *, findings: list[Finding]) -> dict[date, Day]:
    gated = gate(days, each.classes, treatment=profile.gates, limits=profile.thresholds)
    findings += gated.findings
    return {day.shown: day for day in gated.days}


def _periods(asked: Asked, steps: Sequence[Step]) -> list[Period]:
    if asked.cuts:
        return between(asked.cuts)
    return periods(asked.by, first=steps[0].shown, last=steps[-1].shown)


def _without_maps(asked: Asked, steps: Sequence[Step], spans: Sequence[Period]) -> Iterator[Finding]:
    """Periods that have no figures, for no map shows a day in them; days without a map are listed as gaps already."""
    if asked.by == "day" and not asked.cuts:
        return
    for period in spans:
        if span(steps, period) is None:
            subject = f"{period.start} to {period.end}"
            what = "no map shows a day of this period: what changed in it counts in the next one that has a map"
            yield Finding(gate="gap", subject=subject, what=what, treatment="no figures")


def _in_no_region(each: ClassSum, last: Step) -> Iterator[Finding]:
    """Where the regions do not add up to the whole: ground outside all of them, or regions that overlap."""
    regions = [km2 for name, km2 in last.area.items() if name != WHOLE]
    over = sum(regions) - last.area[WHOLE]
    if regions and abs(over) > max(0.5, 1e-6 * last.area[WHOLE]):
        where = "in more than one region" if over > 0 else "in none of the regions"
        what = f"{each.name}: {abs(over):,.1f} km² of the last map lie {where}"
        yield Finding(gate="outside", subject=last.shown.isoformat(), what=what, treatment="kept")


def _denominators(profile: Profile) -> dict[str, float]:
    whole = profile.place.denominator_km2
    return {WHOLE: whole} if whole else {}


def _require(days: object, findings: Iterable[Finding]) -> None:
    if not days:
        reasons = "; ".join(f"{f.subject}: {f.what}" for f in findings) or "no file was given"
        raise NothingToMeasure(f"nothing to measure: {reasons}")


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, in an order that does not hang on the order of files or sums."""
    return tuple(sorted(set(findings), key=lambda f: (f.subject, f.gate, f.what)))
