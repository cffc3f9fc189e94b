"""Why two surveys differ: each cause is taken away by computing one of the two again as the other was made.

The causes are taken in one order, each after those before it, so their numbers and what is left add up to the whole
difference. Where neither survey can be computed as the other was, the cause is named without a number.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from dateline.territory.core.measures import counted_from
from dateline.territory.core.values import Figure, Measure, Period
from dateline.territory.profile_read import ClassSum, Profile
from dateline.territory.surveys.run import survey as run
from dateline.territory.surveys.sums import BadClasses
from dateline.territory.surveys.values import Asked, NothingToMeasure

MAPS = "the maps themselves"
Spans = Mapping[Period, Period]
AsOther = Callable[["Side", "Side"], "Side | None"]
Figures = Mapping[tuple[Period, str, str, Measure], Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two surveys as it is made now: what is asked, and which of its figures is looked at.

    ``asked`` is None where its files were not found: then only ``figures``, those that it wrote, are known.
    ``drawn`` is false for tables of areas; ``boundaries`` is the hash of the regions' file.
    ``spans`` says which period of ``asked`` stands for one of the two surveys' periods, where it is not the same.
    """

    name: str
    each: ClassSum
    measure: Measure
    region: str
    figures: Figures
    asked: Asked | None
    profile: Profile
    drawn: bool
    boundaries: str = ""
    spans: Spans = field(default_factory=dict)

    def figure(self, period: Period) -> Figure | None:
        """The figure of the period, where there is one."""
        return self.figures.get((self.spans.get(period, period), self.region, self.each.name, self.measure))

    def made(self, asked: Asked, **other: object) -> "Side | None":
        """The same survey asked for in another way; None where nothing comes of it."""
        try:
            done = run(asked)
        except (NothingToMeasure, BadClasses):
            return None
        changed: dict[str, object] = {"asked": asked, "profile": asked.profile, "figures": keyed(done.figures), **other}
        return replace(self, **changed)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A cause, what of it differs in words (empty where nothing), and the two sides once it is taken away.

    ``known`` is false where neither side could be computed as the other was. Where a cause is not one of every period,
    ``only`` has what it is by period.
    """

    cause: str
    what: str = ""
    known: bool = True
    sides: tuple[Side, Side]
    only: Mapping[Period, str] | None = None

    def told(self, period: Period) -> str:
        """What differs in the period; empty where nothing does."""
        return self.what if self.only is None else self.only.get(period, "")


def keyed(figures: tuple[Figure, ...]) -> Figures:
    """Figures by period, region, classes and measure."""
    return {(Period(start=f.start, end=f.end), f.region, f.classes, f.measure): f for f in figures}


def steps(a: Side, b: Side, *, periods: list[Period], same_maps: bool) -> Iterator[Step]:
    """Each cause in order, with the two sides as they are once it and those before it are taken away."""
    how = _How(periods=periods, same_maps=same_maps)
    for take in (_classes, _dates, _gates, _regions, _projection, _definition):
        step = take(a, b, how)
        a, b = step.sides
        yield step


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    periods: list[Period]
    same_maps: bool


def _taken(cause: str, what: str, sides: tuple[Side, Side], *, as_other: AsOther, how: "_How") -> Step:
    """The step with the first side made as the second is, or else the second as the first, where either can be."""
    a, b = sides
    for one, other, turned in ((a, b, False), (b, a, True)):
        made = as_other(one, other) if one.asked else None
        if made and all(made.figure(period) for period in how.periods):
            return Step(cause=cause, what=what, sides=(other, made) if turned else (made, other))
    return Step(cause=cause, what=what, known=False, sides=sides)


def _classes(a: Side, b: Side, how: _How) -> Step:
    labels = how.same_maps and _reading(a.profile) != _reading(b.profile)
    if set(a.each.classes) == set(b.each.classes) and not labels:
        return Step(cause="classes", sides=(a, b))
    what = f"A counts {_plus(a.each)}, B {_plus(b.each)}"
    what += "; labels are read as other classes" if labels else ""

    def as_other(one: Side, other: Side) -> Side | None:
        assert one.asked is not None
        known = other.profile if how.same_maps else one.profile
        if not set(other.each.classes) <= _told_by(known):
            return None
        read = replace(one.asked.profile, labels=known.labels, precedence=known.precedence, columns=known.columns)
        each = ClassSum(name=_plus(other.each), classes=other.each.classes)
        text = f"{each.name}={each.name}"
        return one.made(replace(one.asked, profile=read, classes=[text]), each=each)

    return _taken("classes", what, (a, b), as_other=as_other, how=how)


def _dates(a: Side, b: Side, how: _How) -> Step:
    if how.same_maps and a.asked and b.asked:
        return _date_rules(a, b, how)
    counted = [(period, _counted(a, period), _counted(b, period)) for period in how.periods]
    only = {
        period: f"A counts from the map of {one.start} to that of {one.end}, B from {two.start} to {two.end}"
        for period, one, two in counted
        if one != two
    }
    if not only:
        return Step(cause="dates", sides=(a, b))

    def as_other(this: Side, that: Side) -> Side | None:
        return _on_days_of(this, that, how.periods)

    return replace(_taken("dates", "", (a, b), as_other=as_other, how=how), only=only)


def _date_rules(a: Side, b: Side, how: _How) -> Step:
    assert a.asked is not None
    assert b.asked is not None
    zones = [side.asked.zone or side.profile.dates.rule.zone for side in (a, b) if side.asked]
    rules = [(replace(side.profile.dates.rule, cut_zone=""), side.profile.dates.found) for side in (a, b)]
    if rules[0] == rules[1] and zones[0] == zones[1]:
        return Step(cause="dates", sides=(a, b))
    shows = [side.profile.dates.rule.shows.value for side in (a, b)]
    what = f"A cuts days in {zones[0]}, B in {zones[1]}" if zones[0] != zones[1] else "dates are read in another way"
    what += f"; a file shows {shows[0]} for A, {shows[1]} for B" if shows[0] != shows[1] else ""

    def as_other(one: Side, other: Side) -> Side | None:
        assert one.asked is not None
        assert other.asked is not None
        read = replace(one.asked.profile, dates=other.asked.profile.dates)
        return one.made(replace(one.asked, profile=read, zone=other.asked.zone))

    return _taken("dates", what, (a, b), as_other=as_other, how=how)


def _on_days_of(one: Side, other: Side, periods: list[Period]) -> Side | None:
    """A survey with each period cut to the days of the other's maps, if it has maps of those days."""
    assert one.asked is not None
    spans, cuts = {}, set()
    for period in periods:
        counted = _counted(other, period)
        span = Period(start=counted.start + timedelta(days=1), end=counted.end)
        cuts |= {span.start, span.end + timedelta(days=1)}
        spans[period] = span
    made = one.made(replace(one.asked, by="month", cuts=sorted(cuts)), spans=spans)
    if made is None:
        return None
    # A figure with a note counts from another day: this survey has no map of the other's.
    exact = all(made.figure(p) and _counted(made, p) == _counted(other, p) for p in periods)
    return made if exact else None


def _gates(a: Side, b: Side, how: _How) -> Step:
    if a.profile.gates == b.profile.gates and a.profile.thresholds == b.profile.thresholds:
        return Step(cause="gates", sides=(a, b))
    names = sorted(
        {n for n in {*a.profile.gates, *b.profile.gates} if a.profile.gates.get(n) != b.profile.gates.get(n)}
    )
    told = [f"{name} is {_treated(a, name)} for A, {_treated(b, name)} for B" for name in names]
    what = "; ".join(told) or "from where a change is odd is set otherwise"

    def as_other(one: Side, other: Side) -> Side | None:
        assert one.asked is not None
        read = replace(one.asked.profile, gates=other.profile.gates, thresholds=other.profile.thresholds)
        return one.made(replace(one.asked, profile=read))

    return _taken("gates", what, (a, b), as_other=as_other, how=how)


def _regions(a: Side, b: Side, how: _How) -> Step:
    """The clip, and the boundaries that regions and the clip come from."""
    clips = a.profile.place.clip, b.profile.place.clip
    matters = a.region != "*" or "regions" in clips
    same = clips[0] == clips[1] and (not matters or a.boundaries == b.boundaries)
    if same:
        return Step(cause="clip", sides=(a, b))
    cut = {"regions": "is cut off at the boundaries"}
    what = f"ground outside {cut.get(clips[0], 'counts')} for A, {cut.get(clips[1], 'counts')} for B"
    if clips[0] == clips[1]:
        what = f"A has the boundaries of {a.boundaries[:12] or 'nowhere'}, B of {b.boundaries[:12] or 'nowhere'}"

    def as_other(one: Side, other: Side) -> Side | None:
        assert one.asked is not None
        if not one.drawn or other.asked is None:
            return None  # a table of areas cannot be cut
        place = replace(one.asked.profile.place, clip=other.profile.place.clip)
        read = replace(one.asked.profile, place=place)
        regions = other.asked.regions if matters else one.asked.regions
        return one.made(replace(one.asked, profile=read, regions=regions), boundaries=other.boundaries)

    return _taken("clip", what, (a, b), as_other=as_other, how=how)


def _projection(a: Side, b: Side, how: _How) -> Step:
    planes = [side.asked.plane if side.asked else None for side in (a, b)]
    if not a.drawn and not b.drawn:
        what = "the areas of both are the mappers' own, in projections that they do not tell"
        return Step(cause="projection", what=what, known=False, sides=(a, b))
    if not a.drawn or not b.drawn:
        table, other = ("B", "A") if a.drawn else ("A", "B")
        what = f"the areas of {table} are its mapper's own; those of {other} are within 0.01 % of the geodesic ones"
        return Step(cause="projection", what=what, known=False, sides=(a, b))
    if planes[0] == planes[1]:
        return Step(cause="projection", sides=(a, b))
    what = "both equal-area, with other centres"

    def as_other(one: Side, other: Side) -> Side | None:
        assert one.asked is not None
        plane = other.asked.plane if other.asked else None
        return one.made(replace(one.asked, plane=plane)) if plane else None

    return _taken("projection", what, (a, b), as_other=as_other, how=how)


def _definition(a: Side, b: Side, how: _How) -> Step:
    if a.measure is b.measure:
        return Step(cause="definition", sides=(a, b))
    what = f"A is {a.measure.value}, B {b.measure.value}"
    for one, other in ((replace(a, measure=b.measure), b), (a, replace(b, measure=a.measure))):
        if all(one.figure(p) and other.figure(p) for p in how.periods):
            return Step(cause="definition", what=what, sides=(one, other))
    return Step(cause="definition", what=what, known=False, sides=(a, b))


def _counted(side: Side, period: Period) -> Period:
    figure = side.figure(period)
    assert figure is not None, "only periods that both have are compared"
    return counted_from(figure)


def _reading(profile: Profile) -> object:
    return profile.labels, profile.precedence, profile.columns


def _told_by(profile: Profile) -> set[str]:
    """The classes that a profile tells apart."""
    given = {rule.gives for rule in (*profile.labels.rules, *profile.labels.files)}
    return {*given, profile.labels.default} - {"", "ignored"}


def _plus(each: ClassSum) -> str:
    return "+".join(each.classes)


def _treated(side: Side, name: str) -> str:
    treatment = side.profile.gates.get(name)
    return {"drop": "dropped", "bridge": "bridged", "keep": "kept"}.get(treatment.value if treatment else "", "kept")
