"""What a survey's figures say, in words that never say more than the numbers (rules: docs/explanation/figures.md)."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateline.territory.core import pace
from dateline.territory.core.numbers import ZERO_KM2, leaning, percent, plain_km2
from dateline.territory.core.pace import Measured
from dateline.territory.core.phrases import Speech
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Figure, Measure, Period

MOST_BEFORE = 2  # periods that the sentence looks back on
MOST_REGIONS, LEAST_REGION_KM2 = 3, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How a sum of classes is spoken of; ``holder`` (who holds it) and ``place`` (what shares are of) may be empty."""

    classes: str
    ground: str = ""
    holder: str = ""
    held: str = ""
    place: str = ""
    denominator_km2: float | None = None
    speech: Speech = field(default_factory=Speech)

    @property
    def who(self) -> str:
        """Whether sentences are about the holder, or about the ground."""
        return "holder" if self.holder else "ground"

    @property
    def called(self) -> str:
        """What the ground is called inside a sentence."""
        return self.ground or self.speech("ground", classes=self.classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement without its full stop, the sentence, and what else may be said, a sentence each."""

    title: str
    sentence: str
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join((self.sentence, *self.more))


def said(figures: Sequence[Figure], names: Names) -> Said | None:
    """What the last period's figures of the whole say; None where there are none."""
    series = pace.measured(figures, names.classes)
    if not series:
        return None
    last, when = series[-1], _Time(names.speech, series)
    if last.net is None:
        title = _area(last, names)
        return Said(title=title, sentence=_stop(_share(title, last, names), names), more=())
    title = _claim(last, names, when=when)
    more = [_most(series, names, when=when), _run(series, names, when=when), _ratio(series, names, when=when)]
    more += [_share(_area(last, names), last, names), by_region(figures, names)]
    sentence = _before(title, series, names, when=when)
    return Said(title=title, sentence=_stop(sentence, names), more=tuple(_stop(each, names) for each in more if each))


def by_region(figures: Sequence[Figure], names: Names) -> str:
    """Where the last period's gains lie (or its losses, where these are larger); empty where that is not known."""
    series = pace.measured(figures, names.classes)
    last = series[-1] if series else None
    if last is None or last.gained is None or last.lost is None:
        return ""
    gains = last.gained >= last.lost
    whole, measure = (last.gained, Measure.ENDPOINT_GAIN) if gains else (last.lost, Measure.ENDPOINT_LOSS)
    found = {
        f.region: f.km2
        for f in figures
        if (f.start, f.end, f.classes, f.measure) == (last.period.start, last.period.end, names.classes, measure)
        and f.region != WHOLE
        and f.km2 >= LEAST_REGION_KM2
    }
    if not found:
        return ""
    (region, km2), *others = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    say, when = names.speech, _Time(names.speech, series)
    first = capital(say(leaning(km2), km2=plain_km2(km2)))
    claim = say(
        f"regions.{'gained' if gains else 'lost'}",
        first=first,
        km2=plain_km2(whole),
        when=when.briefly(last),
        region=region,
    )
    rest = [say("regions.other", km2=plain_km2(km2), region=name) for name, km2 in others[: MOST_REGIONS - 1]]
    return say("regions.all", claim=claim, list=say.listed(rest)) if rest else claim


def period_name(period: Period, names: Names) -> str:
    """The period by itself: May 2025; the week from 5 May 2025; 3 March to 28 May 2025."""
    return _Time(names.speech, [Measured(period=period)]).name(period)


def day_name(day: date, names: Names) -> str:
    """The day with its month in words and its year."""
    return _Time(names.speech, []).day(day)


def capital(words: str) -> str:
    """The words with a capital at their beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def when_measured(each: Measured, names: Names) -> str:
    """When something was measured: “in May 2025”, or between which days where the maps do not cover the period."""
    return _Time(names.speech, [each]).briefly(each)


def _claim(last: Measured, names: Names, *, when: "_Time") -> str:
    net = last.net or 0.0
    way = _way(net)
    claim = names.speech(
        f"{names.who}.{way}", holder=names.holder, ground=names.called, km2=plain_km2(net), when=when.of(last)
    )
    return capital(claim)


def _before(claim: str, series: Sequence[Measured], names: Names, *, when: "_Time") -> str:
    """The claim with the periods before it, those that were not measured named."""
    say, last = names.speech, series[-1]
    earlier = series[:-1]
    if not any(each.net is not None for each in earlier):
        return say("first", claim=claim, kind=when.one) if len(series) > 1 or last.is_whole else claim
    taken = list(reversed(earlier[-MOST_BEFORE:]))
    first = next(i for i, each in enumerate(series) if each.net is not None)
    known = [each for each in taken if each.is_whole]
    blank = [each for each in taken if not each.is_whole and series.index(each) >= first]
    plain = all(_way(each.net or 0.0) == _way(last.net or 0.0) for each in known)
    parts = [_also(each, names, when=when, plain=plain) for each in known]
    claim = say("after", claim=claim, list=say.listed(parts)) if parts else claim
    unknown = [when.name(each.period, beside=last.period) for each in reversed(blank) if each.net is None]
    return say("unmeasured", claim=claim, list=say.listed(unknown)) if unknown else claim


def _also(each: Measured, names: Names, *, when: "_Time", plain: bool) -> str:
    net, way = each.net or 0.0, _way(each.net or 0.0)
    key = "also.same" if way == "same" else "also" if plain else f"{names.who}.also.{way}"
    return names.speech(key, km2=plain_km2(net), in_period=when.inside(each.period))


def _area(last: Measured, names: Names) -> str:
    say, day = names.speech, last.last or last.period.end
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    when = _Time(say, [])
    on = say("on.end_of_month", month=when.month(day)) if ends else say("on.day", day=when.day(day))
    slots = {"holder": names.holder, "held": names.held or say("held"), "ground": names.called}
    claim = say(f"{names.who}.area", km2=plain_km2(last.area or 0.0), on=on, **slots)
    return capital(claim) if last.area is not None else ""


def _share(claim: str, last: Measured, names: Names) -> str:
    if not claim or last.share is None or not names.denominator_km2:
        return claim
    say = names.speech
    place = say("of_place", place=names.place) if names.place else say("measured_against")
    return say(
        "share", claim=claim, percent=percent(last.share), denominator=f"{names.denominator_km2:,.0f}", of_place=place
    )


def _most(series: Sequence[Measured], names: Names, *, when: "_Time") -> str:
    way = _way(series[-1].net or 0.0)
    match pace.most(series):
        case pace.MostSince(earlier=earlier):
            return names.speech(
                f"most.since.{way}", period=when.name(earlier.period), km2=plain_km2(earlier.net or 0.0)
            )
        case pace.MostOf(count=count, all_measured=whole):
            return names.speech(f"most.{'of' if whole else 'last'}.{way}", count=count, kinds=when.many)
    return ""


def _run(series: Sequence[Measured], names: Names, *, when: "_Time") -> str:
    run = pace.in_a_row(series)
    if run is None:
        return ""
    say, how = names.speech, "exact" if run.exact else "all" if run.all_measured else "last"
    nth = say.first_of(f"nth.{run.count}", "nth", count=run.count)
    return say(f"run.{how}.{_way(series[-1].net or 0.0)}", count=run.count, nth=nth, kind=when.one, kinds=when.many)


def _ratio(series: Sequence[Measured], names: Names, *, when: "_Time") -> str:
    found = pace.ratio(series)
    if found is None:
        return ""
    before = series[-2].period
    return names.speech(
        f"ratio.{found}", in_period=when.inside(before), period=when.name(before, beside=series[-1].period)
    )


class _Time:
    """Periods and days in words."""

    def __init__(self, speech: Speech, series: Sequence[Measured]) -> None:
        self._say = speech
        self._kind = pace.kind_of([each.period for each in series]) or "other"
        self._last = series[-1].period if series else None

    @property
    def one(self) -> str:
        return self._say(f"one.{self._kind}")

    @property
    def many(self) -> str:
        return self._say(f"many.{self._kind}")

    def of(self, each: Measured) -> str:
        """When something was measured: the period, or the maps' days where they do not cover it."""
        return self._measured(each, "part")

    def briefly(self, each: Measured) -> str:
        """The same where the maps' dates are told beside it."""
        return self._measured(each, "part.short")

    def _measured(self, each: Measured, part: str) -> str:
        inside = self.inside(each.period, year=True)
        if not each.missing_days or each.base is None or each.last is None:
            return inside
        days = {"first": self.day(each.base, beside=each.last), "last": self.day(each.last)}
        return self._say("near", in_period=inside, **days) if each.is_whole else self._say(part, **days)

    def inside(self, period: Period, *, year: bool = False) -> str:
        """“in May”; with the year where it is another than the last period's, or ``year`` asks for it."""
        beside = None if year or self._last is None else self._last.end
        return self._say(f"in.{self._kind}", **self._slots(period, beside))

    def name(self, period: Period, *, beside: Period | None = None) -> str:
        return self._say(f"name.{self._kind}", **self._slots(period, beside.end if beside else None))

    def day(self, day: date, *, beside: date | None = None) -> str:
        same = beside is not None and beside.year == day.year
        return self._say(
            "date.same_year" if same else "date", day=day.day, month=self._say(f"month.{day.month}"), year=day.year
        )

    def month(self, day: date, *, beside: date | None = None) -> str:
        month = self._say(f"month.{day.month}")
        return month if beside and beside.year == day.year else self._say("month_of_year", month=month, year=day.year)

    def _slots(self, period: Period, beside: date | None) -> Mapping[str, str]:
        return {
            "day": self.day(period.start, beside=beside),
            "month": self.month(period.start, beside=beside),
            "first": self.day(period.start, beside=period.end),
            "last": self.day(period.end, beside=beside),
        }


def _way(net: float) -> str:
    return "same" if abs(net) < ZERO_KM2 else "grew" if net > 0 else "shrank"


def _stop(claim: str, names: Names) -> str:
    return names.speech("sentence", claim=claim)
