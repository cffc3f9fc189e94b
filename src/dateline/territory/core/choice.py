"""What of a survey an exhibit shows: the figures that were chosen, their chart and table, and words to begin from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.territory.core.chart import Chart, Table, chart, chart_table
from dateline.territory.core.numbers import plain_km2
from dateline.territory.core.picture import Around
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Figure, Measure, Period
from dateline.territory.core.wording import Names, by_region, period_name, said

CHART, MAP, TABLE = "chart", "map", "table"
SIDE_BY_SIDE = (Measure.NET, Measure.ENDPOINT_GAIN, Measure.ENDPOINT_LOSS, Measure.AREA)
LOSSES = {Measure.ENDPOINT_LOSS, Measure.DAILY_LOSS, Measure.NEGATIVE_DAYS}
# Said of measures that the survey's own sentences do not speak of; an editor goes on from there.
SAYS: Mapping[Measure, str] = {
    Measure.NET: "{period}: a net change of {km2} km² of {ground}.",
    Measure.ENDPOINT_GAIN: "{period}: {km2} km² of {ground} gained, from the period’s first map to its last.",
    Measure.ENDPOINT_LOSS: "{period}: {km2} km² of {ground} lost, from the period’s first map to its last.",
    Measure.DAILY_GAIN: "{period}: {km2} km² of {ground} gained, each map’s gains over the one before added up.",
    Measure.DAILY_LOSS: "{period}: {km2} km² of {ground} lost, each map’s losses from the one before added up.",
    Measure.POSITIVE_DAYS: "{period}: {km2} km² of {ground} gained on days of net growth.",
    Measure.NEGATIVE_DAYS: "{period}: {km2} km² of {ground} lost on days of net loss.",
    Measure.AREA: "{period}: {km2} km² of {ground} at the end.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be shown: as what, which ground and measure, of which region, from which period to which."""

    kind: str
    classes: str
    measure: Measure
    region: str = WHOLE
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A title and a sentence to begin from."""

    title: str
    sentence: str


def chosen_figures(figures: Sequence[Figure], choice: Choice) -> list[Figure]:
    """The figures that the exhibit shows, of its table too: in order of periods and measures."""
    wanted = SIDE_BY_SIDE if choice.measure in SIDE_BY_SIDE else (choice.measure,)
    return [figure for figure in _of(figures, choice) if figure.measure in wanted]


def chosen_chart(figures: Sequence[Figure], choice: Choice, *, names: Names) -> Chart | None:
    """Bars of the chosen measure, a period each; losses go down. None where no period has it."""
    sign = -1 if choice.measure in LOSSES else 1
    as_what = Measure.AREA if choice.measure is Measure.AREA else Measure.NET
    bars = [
        replace(figure, region=WHOLE, measure=as_what, km2=sign * figure.km2)
        for figure in _of(figures, choice)
        if figure.measure is choice.measure
    ]
    drawn = chart(bars, names, source="") if bars else None
    return drawn and replace(drawn, around=Around(notes=drawn.around.notes))


def chosen_table(figures: Sequence[Figure], choice: Choice, *, names: Names) -> Table:
    """The figures as a table: the usual measures side by side, or the chosen one alone."""
    shown = chosen_figures(figures, choice)
    if choice.measure in SIDE_BY_SIDE:
        return chart_table([replace(figure, region=WHOLE) for figure in shown], names)
    columns = ("Period", f"{choice.measure.value.replace('_', ' ')}, km²", "Note")
    rows = [(_period(figure, names), plain_km2(figure.km2), figure.note) for figure in shown]
    return Table(columns=columns, rows=tuple(rows))


def words(figures: Sequence[Figure], choice: Choice, *, names: Names) -> Words:
    """A title and a sentence on the last period; never more than the numbers say."""
    of_choice = [replace(figure, region=WHOLE) for figure in _of(figures, choice)]
    told = said(of_choice, names) if choice.measure is Measure.NET else None
    if told and choice.region == WHOLE:
        where = by_region([f for f in figures if choice.first <= f.start <= choice.last], names)
        return Words(title=told.title, sentence=f"{told.sentence} {where}.".removesuffix(" ."))
    if told:
        return Words(title=f"{choice.region}: {told.title}", sentence=f"{choice.region}: {told.sentence}")
    last = next((figure for figure in reversed(of_choice) if figure.measure is choice.measure), None)
    if last is None:
        return Words(title="", sentence="")
    ground = names.called if choice.region == WHOLE else f"{names.called} in {choice.region}"
    text = SAYS[choice.measure].format(period=_period(last, names), km2=plain_km2(last.km2), ground=ground)
    return Words(title=text.rstrip(".").partition(", ")[0], sentence=text)


def notes(figures: Sequence[Figure], choice: Choice, *, names: Names) -> list[str]:
    """What a reader of the figures must know: periods that begin or end with another day’s map."""
    found: dict[str, list[str]] = {}
    for figure in chosen_figures(figures, choice):
        period = _period(figure, names)
        said = [each for each in figure.note.split("; ") if each and not each.startswith("share of")]
        if said and period not in found:
            found[period] = said
    return [f"{period}: {'; '.join(said)}." for period, said in found.items()]


def _of(figures: Sequence[Figure], choice: Choice) -> list[Figure]:
    return [
        figure
        for figure in figures
        if figure.classes == choice.classes
        and figure.region == choice.region
        and choice.first <= figure.start <= choice.last
    ]


def _period(figure: Figure, names: Names) -> str:
    return period_name(Period(start=figure.start, end=figure.end), names)
