"""Puts two surveys side by side, period by period, and gives each cause of their difference its share of it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.territory.core.project import Plane
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Measure, Period
from dateline.territory.profile_read import ClassSum
from dateline.territory.results import NoResults, read_results
from dateline.territory.surveys.causes import MAPS, Side, Step, keyed, steps
from dateline.territory.surveys.record import NoSurvey, Recorded, find, laid_out, recorded
from dateline.territory.surveys.sums import BadClasses, asked_sums

COLUMNS = ("start", "end", "region", "cause", "km2", "what")
_PLANE = re.compile(r"\+lat_0=(-?\d+) \+lon_0=(-?\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Which figures are compared; of the classes and the measure the first is A's, the last B's.

    No classes: the first sum of each survey. ``files`` are folders (or files) where the surveys' inputs may be.
    """

    classes: Sequence[str] = ()
    measures: Sequence[str] = (Measure.NET.value,)
    region: str = WHOLE
    files: Sequence[str | Path] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSurvey:
    """What one of the two surveys is, for whoever reads the comparison."""

    name: str
    title: str
    classes: str
    measure: Measure
    computed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of a difference: what differs, and how many km² of B's figure less A's it explains; None: not known."""

    cause: str
    what: str
    km2: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One period: both figures, and the causes in order; what is left over is the last of them."""

    period: Period
    a_km2: float
    b_km2: float
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two surveys side by side. The known causes of a period add up to B's figure less A's."""

    a: ComparedSurvey
    b: ComparedSurvey
    region: str
    periods: tuple[Beside, ...]
    notes: tuple[str, ...] = ()


class NothingInCommon(ValueError):
    """The two surveys have no figure for the same period; the text says which each has."""


def compare_surveys(a: str | Path, b: str | Path, *, look: Looked = Looked()) -> Comparison:
    """Two surveys, by their folders or survey.json, side by side, each difference explained by its causes.

    Raises NoSurvey, BadClasses and NothingInCommon.
    """
    with ExitStack() as stack:
        one, other = (_side(name, Path(path), look, stack=stack) for name, path in (("A", a), ("B", b)))
        periods = _common(one.side, other.side)
        same = one.hashes == other.hashes
        taken = list(steps(one.side, other.side, periods=periods, same_maps=same))
        return Comparison(
            a=one.about,
            b=other.about,
            region=look.region,
            periods=tuple(_beside(period, (one.side, other.side), taken, same=same) for period in periods),
            notes=tuple(_notes(one, other)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A survey with its files, as far as they were found."""

    taken: Recorded
    side: Side
    about: ComparedSurvey
    missing: int

    @property
    def hashes(self) -> set[str]:
        return {each.sha256 for each in self.taken.inputs}


def _side(name: str, path: Path, look: Looked, *, stack: ExitStack) -> _Found:
    taken = recorded(path)
    at = 0 if name == "A" else -1
    try:
        figures = keyed(read_results(taken.folder).figures)
    except NoResults as fault:
        raise NoSurvey(f"{taken.folder}: figures.csv cannot be read: {fault}") from fault
    found = find(taken, [Path(each) for each in look.files])
    missing = [each for each in taken.all_inputs if each not in found]
    asked = None
    if not missing:
        asked = replace(stack.enter_context(laid_out(taken, found)), plane=_plane(taken.record.get("plane")))
    measure = Measure(look.measures[at])
    side = Side(
        name=name,
        each=_sum(taken, look.classes[at] if look.classes else ""),
        measure=measure,
        region=look.region,
        figures=figures,
        asked=asked,
        profile=taken.asked.profile,
        drawn=bool(taken.record.get("plane")),
        boundaries=taken.regions.sha256 if taken.regions else "",
    )
    about = ComparedSurvey(
        name=str(taken.folder),
        title=taken.asked.profile.title,
        classes=side.each.name,
        measure=measure,
        computed=asked is not None,
    )
    return _Found(taken=taken, side=side, about=about, missing=len(missing))


def _sum(taken: Recorded, named: str) -> ClassSum:
    """The sum of classes that is looked at: by its name, else the survey's first."""
    sums = asked_sums(taken.asked.classes, taken.asked.profile)
    found = next((each for each in sums if each.name == named), None) if named else sums[0]
    if found is None:
        raise BadClasses(f"{taken.folder} has no sum of classes '{named}': {', '.join(each.name for each in sums)}")
    return found


def _plane(definition: object) -> Plane | None:
    found = _PLANE.search(str(definition or ""))
    return Plane(latitude=int(found[1]), longitude=int(found[2])) if found else None


def _common(a: Side, b: Side) -> list[Period]:
    of_a, of_b = (
        {p for p, region, classes, measure in side.figures if (region, classes, measure) == _looked(side)}
        for side in (a, b)
    )
    if not of_a & of_b:
        told = (f"{side.name} has {_spans(spans)}" for side, spans in ((a, of_a), (b, of_b)))
        raise NothingInCommon(f"no period is in both surveys with this region and measure: {', '.join(told)}")
    return sorted(of_a & of_b, key=lambda period: (period.start, period.end))


def _looked(side: Side) -> tuple[str, str, Measure]:
    return side.region, side.each.name, side.measure


def _spans(periods: set[Period]) -> str:
    ordered = sorted(periods, key=lambda period: (period.start, period.end))
    return f"{ordered[0].start} to {ordered[-1].end} in {len(ordered)} periods" if ordered else "none"


def _beside(period: Period, sides: tuple[Side, Side], taken: Sequence[Step], *, same: bool) -> Beside:
    a, b = sides
    causes: list[Cause] = []
    for step in taken:
        one, other = step.sides
        # From A's figure to B's: what changes A's counts as it is, what changes B's is still to come.
        km2 = _km2(one, period) - _km2(a, period) + _km2(b, period) - _km2(other, period)
        what = step.told(period)
        causes.append(Cause(cause=step.cause, what=what or "the same", km2=km2 if step.known or not what else None))
        a, b = one, other
    left = _km2(b, period) - _km2(a, period)
    what = "the same files" if same else "they show other ground"
    if any(cause.km2 is None for cause in causes):
        what += ", and what has no number above"
    causes.append(Cause(cause=MAPS, what=what, km2=left))
    return Beside(period=period, a_km2=_km2(sides[0], period), b_km2=_km2(sides[1], period), causes=tuple(causes))


def _km2(side: Side, period: Period) -> float:
    figure = side.figure(period)
    assert figure is not None, "each step has a figure for each period"
    return figure.km2


def _notes(one: _Found, other: _Found) -> Iterator[str]:
    for found in (one, other):
        if found.missing:
            yield (
                f"{found.missing} of {found.side.name}'s files were not found (--files), so it cannot be computed "
                "again: only its own figures are known"
            )
    zones = [found.taken.asked.zone or found.side.profile.dates.rule.zone for found in (one, other)]
    if zones[0] != zones[1]:
        yield f"a day of A is one in {zones[0]}, a day of B one in {zones[1]}: two maps of a day may be hours apart"
    shares = [found.side.profile.place.denominator_km2 for found in (one, other)]
    if shares[0] != shares[1]:
        yield "shares are of " + " and ".join(
            f"{km2:,.0f} km² ({name})" if km2 else f"nothing stated ({name})"
            for km2, name in zip(shares, "AB", strict=True)
        )


def as_csv(done: Comparison) -> str:
    """The comparison as a table: a row for A's figure, each cause and B's figure, of each period."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for each in done.periods:
        for cause, km2, what in _rows(done, each):
            span = {"start": each.period.start.isoformat(), "end": each.period.end.isoformat(), "region": done.region}
            writer.writerow({**span, "cause": cause, "km2": "" if km2 is None else f"{km2 + 0.0:.6f}", "what": what})
    return text.getvalue()


def _rows(done: Comparison, each: Beside) -> Iterator[tuple[str, float | None, str]]:
    yield "A", each.a_km2, f"{done.a.measure.value} of {done.a.classes}"
    yield from ((cause.cause, cause.km2, cause.what) for cause in each.causes)
    yield "B", each.b_km2, f"{done.b.measure.value} of {done.b.classes}"


def as_json(done: Comparison) -> Mapping[str, object]:
    """The comparison as JSON would have it."""
    return {
        **{
            name: {
                "survey": side.name,
                "title": side.title,
                "classes": side.classes,
                "measure": side.measure.value,
                "computed": side.computed,
            }
            for name, side in (("a", done.a), ("b", done.b))
        },
        "region": done.region,
        "notes": list(done.notes),
        "periods": [
            {
                "start": each.period.start.isoformat(),
                "end": each.period.end.isoformat(),
                "a_km2": round(each.a_km2, 6),
                "b_km2": round(each.b_km2, 6),
                "causes": [
                    {"cause": c.cause, "what": c.what, "km2": None if c.km2 is None else round(c.km2, 6) + 0.0}
                    for c in each.causes
                ],
            }
            for each in done.periods
        ],
    }
