"""The chart of a survey: net change per period as bars, as a Vega-Lite specification and as a table."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.territory.core import pace
from dateline.territory.core.numbers import percent, plain_km2, signed_km2
from dateline.territory.core.pace import Measured
from dateline.territory.core.picture import (
    GAIN,
    HELD,
    INK,
    LOSS,
    SOFT,
    WIDE,
    Around,
    Layout,
    Spec,
    foot,
    head,
    line_height,
    marked,
    measured_width,
    nice_steps,
    whole,
)
from dateline.territory.core.values import Figure
from dateline.territory.core.wording import Names, day_name, period_name, said

MOST_SKIPPED = 4  # where more periods than these would go without a tick, years are told in place of months
BAR_MOST_SHARE = 0.22  # of the picture's width
COLOURS = {"gain": GAIN, "loss": LOSS, "area": HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period: its name, its tick's lines, its value in km² (None: not measured)."""

    start: date
    end: date
    name: str
    tick: tuple[str, ...]
    km2: float | None
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars from the first period that was measured to the last, and the words around them; ``net``: not areas."""

    bars: tuple[Bar, ...]
    around: Around
    net: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The same figures for who does not see the picture."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart(figures: Sequence[Figure], names: Names, *, source: str) -> Chart | None:
    """The chart of one sum of classes over the whole, of areas where no change is known; None without figures."""
    series = pace.measured(figures, names.classes)
    told = said(figures, names)
    if told is None:
        return None
    net = any(each.net is not None for each in series)
    shown = list(_from_the_first(series)) if net else series
    kind = pace.kind_of([each.period for each in series]) or "other"
    say = names.speech
    subtitle = (
        say("chart.net", per=say(f"per.{kind}"), ground=names.called) if net else say("chart.area", ground=names.called)
    )
    last = series[-1].last or series[-1].period.end
    return Chart(
        bars=tuple(_bar(each, names, kind=kind, net=net) for each in shown),
        around=Around(
            title=told.title,
            subtitle=subtitle,
            notes=tuple(_notes(shown, names)),
            source=say("chart.source", source=source, day=day_name(last, names)),
        ),
        net=net,
    )


def chart_table(figures: Sequence[Figure], names: Names) -> Table:
    """A row a period, the latest last; what was not measured is said so."""
    series, say = pace.measured(figures, names.classes), names.speech
    columns = tuple(say(f"column.{name}") for name in ("period", "net", "gained", "lost", "area", "share", "note"))
    return Table(columns=columns, rows=tuple(_row(each, names) for each in series))


def chart_spec(drawn: Chart, layout: Layout = WIDE) -> Spec:
    """The chart as Vega-Lite, in the layout's width."""
    top = head(drawn.around, layout)
    y0, y1 = top.bottom + 8, top.bottom + 8 + layout.plot
    place = _Place(drawn, layout, top=y0, bottom=y1)
    ticks = max((len(tick) for tick in place.ticks), default=1)
    bottom = foot(drawn.around, layout, top=y1 + 8 + ticks * line_height(layout.small))
    return whole(
        [*top.layers, *place.layers(), *bottom.layers],
        layout,
        bottom=bottom.bottom,
        description=" ".join(filter(None, (drawn.around.title + ".", drawn.around.subtitle + "."))),
        datasets={"bars": place.rows()},
        encoding={"x": place.x},
    )


class _Place:
    """Where things stand in a chart: scales, ticks, labels."""

    def __init__(self, drawn: Chart, layout: Layout, *, top: float, bottom: float) -> None:
        self._bars, self._layout, self._top, self._bottom = drawn.bars, layout, top, bottom
        self._net = drawn.net
        self._values = [bar.km2 for bar in drawn.bars if bar.km2 is not None]
        self._labelled = self._each_has_room()
        tall = max((abs(value) for value in self._values), default=0)
        self._left = 0.0 if self._labelled else measured_width(f"{tall:,.0f}", layout.small) + 14
        # The last bar's label stands beside it where bars are too thin to carry one.
        beside = 0.0 if self._labelled else measured_width(signed_km2(tall), layout.body, bold=True) + 4
        room = layout.width - self._left - beside
        self._right = self._left + min(room, BAR_MOST_SHARE * layout.width * len(drawn.bars))
        self.band = (self._right - self._left) / len(drawn.bars)
        self.ticks = _thinned([bar.tick for bar in drawn.bars], self.band, layout.small)

    @property
    def x(self) -> Spec:
        """The periods' places, from left to right."""
        names = [bar.name for bar in self._bars]
        scale = {"domain": names, "range": [self._left, self._right], "paddingInner": 0.25, "paddingOuter": 0.1}
        return {"field": "period", "type": "ordinal", "scale": scale, "axis": None}

    def rows(self) -> list[Spec]:
        """The bars as rows of data, with what is written at them."""
        rows = []
        for number, (bar, tick) in enumerate(zip(self._bars, self.ticks, strict=True)):
            last = number == len(self._bars) - 1
            kind = "area" if not self._net else "loss" if (bar.km2 or 0.0) < 0 else "gain"
            rows.append(
                {
                    "period": bar.name,
                    "start": bar.start.isoformat(),
                    "end": bar.end.isoformat(),
                    "km2": None if bar.km2 is None else round(bar.km2, 3),
                    "kind": "none" if bar.km2 is None else kind,
                    "weight": 0.3 if bar.partial else 1.0 if last or not self._net else 0.7,
                    "label": self._label(bar, number),
                    "last": last,
                    "tick": list(tick),
                }
            )
        return rows

    def layers(self) -> Iterator[Spec]:
        """Gaps, grid, bars, labels, the zero line, ticks: in the order in which they cover each other."""
        bars = {"name": "bars"}
        y = {"field": "km2", "type": "quantitative", "scale": self._scale(), "axis": None}
        if any(bar.km2 is None for bar in self._bars):
            yield {
                "data": bars,
                "transform": [{"filter": "datum.kind == 'none'"}],
                "mark": {"type": "rect", "fill": INK, "opacity": 0.08, "y": self._top, "y2": self._bottom},
            }
        if not self._labelled:
            yield from self._grid()
        colour = {"field": "kind", "type": "nominal", "scale": marked(COLOURS), "legend": None}
        weight = {"field": "weight", "type": "quantitative", "scale": None}
        known = [{"filter": "datum.km2 != null"}]
        encoding = {"y": {**y, "stack": None}, "fill": colour, "fillOpacity": weight}
        yield {"data": bars, "transform": known, "mark": {"type": "bar"}, "encoding": encoding}
        for sign, baseline, away in ((">=", "bottom", -5), ("<", "top", 5)):
            for last in (False, True):
                yield self._labels(sign, baseline, away=away, last=last)
        rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.2, "x": 0, "x2": self._right}
        yield {"data": {"values": [{"zero": 0}]}, "mark": rule, "encoding": {"x": None, "y": {**y, "field": "zero"}}}
        text = {"field": "tick", "type": "nominal"}
        yield {"data": bars, "mark": self._tick_mark(), "encoding": {"text": text}}

    def _labels(self, sign: str, baseline: str, *, away: int, last: bool) -> Spec:
        layout = self._layout
        beside = last and not self._labelled
        mark = {
            "type": "text",
            "align": "left" if beside else "center",
            "baseline": "middle" if beside else baseline,
            "dx": self.band / 2 + 3 if beside else 0,
            "dy": away,
            "fontSize": layout.body if last else layout.small,
            "fontWeight": "bold" if last else "normal",
            "fill": INK,
        }
        keep = f"datum.label != '' && datum.km2 {sign} 0 && datum.last == {str(last).lower()}"
        y = {"field": "km2", "type": "quantitative", "scale": self._scale(), "axis": None}
        text = {"field": "label", "type": "nominal"}
        return {
            "data": {"name": "bars"},
            "transform": [{"filter": keep}],
            "mark": mark,
            "encoding": {"y": y, "text": text},
        }

    def _tick_mark(self) -> Spec:
        size = self._layout.small
        return {
            "type": "text",
            "y": self._bottom + 8,
            "baseline": "top",
            "fontSize": size,
            "lineHeight": line_height(size),
            "fill": INK,
            "opacity": SOFT,
        }

    def _grid(self) -> Iterator[Spec]:
        low, high = self._domain()
        steps = [step for step in nice_steps(low, high) if step]
        values = [
            {"km2": step, "text": f"{step:,.0f}".replace("-", "−") if abs(step) >= 1 else f"{step:g}"} for step in steps
        ]
        y = {"field": "km2", "type": "quantitative", "scale": self._scale(), "axis": None}
        rule = {"type": "rule", "stroke": INK, "opacity": 0.16, "x": 0, "x2": self._layout.width}
        text = {"type": "text", "x": 0, "align": "left", "baseline": "bottom", "dy": -3, "fontSize": self._layout.small}
        data = {"values": values}
        yield {"data": data, "mark": rule, "encoding": {"x": None, "y": y}}
        written = {"x": None, "y": y, "text": {"field": "text", "type": "nominal"}}
        yield {"data": data, "mark": {**text, "fill": INK, "opacity": SOFT}, "encoding": written}

    def _domain(self) -> tuple[float, float]:
        low, high = min(0.0, *self._values, 0.0), max(0.0, *self._values, 0.0)
        room = (high - low or 1.0) * 1.6 * line_height(self._layout.body) / (self._bottom - self._top)
        return low - (room if low < 0 else 0), high + (room if high > 0 or low == 0 else 0)

    def _scale(self) -> Spec:
        return {"domain": list(self._domain()), "range": [self._bottom, self._top], "nice": False, "zero": False}

    def _label(self, bar: Bar, number: int) -> str:
        if bar.km2 is None:
            return ""
        chosen = self._labelled or number == len(self._bars) - 1 or bar.km2 in self._extremes(number)
        return (signed_km2(bar.km2) if self._net else plain_km2(bar.km2)) if chosen else ""

    def _extremes(self, number: int) -> set[float]:
        """The largest and the smallest, unless the last bar's label would stand on theirs."""
        near_last = (len(self._bars) - 1 - number) * self.band < 48
        return set() if near_last or number * self.band < 12 else {max(self._values), min(*self._values, 0.0)}

    def _each_has_room(self) -> bool:
        texts = [signed_km2(value) for value in self._values]
        widest = max((measured_width(text, self._layout.small) for text in texts), default=0)
        return widest + 4 <= self._layout.width / max(1, len(self._bars))


def _bar(each: Measured, names: Names, *, kind: str, net: bool) -> Bar:
    return Bar(
        start=each.period.start,
        end=each.period.end,
        name=period_name(each.period, names),
        tick=_tick(each, names, kind=kind),
        km2=each.net if net else each.area,
        partial=net and each.net is not None and not each.is_whole,
    )


def _tick(each: Measured, names: Names, *, kind: str) -> tuple[str, ...]:
    """Month and year; day and month; or both ends of any other period. The last line is the year."""
    say, start, end = names.speech, each.period.start, each.period.end
    month = say(f"month.{start.month}")
    if kind == "month":
        return (month, str(start.year))
    if kind in ("day", "week"):
        return (f"{start.day} {month}", str(start.year))
    return (f"{start.day} {month}", f"– {end.day} {say(f'month.{end.month}')}", str(end.year))


def _thinned(ticks: Sequence[tuple[str, ...]], band: float, size: int) -> list[tuple[str, ...]]:
    """Ticks that do not stand on each other: months cut to three letters, then fewer; a year where a new one begins."""
    widest = max((measured_width(line, size) for tick in ticks for line in tick), default=0)
    if widest + 6 > band:
        ticks = [tuple(_short(line) for line in tick) for tick in ticks]
        widest = max(measured_width(line, size) for tick in ticks for line in tick)
    every = max(1, math.ceil((widest + 8) / band))
    years = [tick[-1] for tick in ticks]
    new = [n for n in range(len(ticks)) if n == 0 or years[n] != years[n - 1]]
    if every > MOST_SKIPPED and len(new) > 2:
        kept = set(_apart(new, math.ceil((measured_width("2025", size) + 8) / band)))
        return [(years[n],) if n in kept else () for n in range(len(ticks))]
    shown: list[tuple[str, ...]] = []
    said_year = ""
    for n, tick in enumerate(ticks):
        kept_here = (len(ticks) - 1 - n) % every == 0  # the last one always
        shown.append(() if not kept_here else tick if years[n] != said_year else tick[:-1])
        said_year = years[n] if kept_here else said_year
    return shown


def _apart(places: Sequence[int], least: int) -> Iterator[int]:
    """The places that are at least so far from the one taken before."""
    last: int | None = None
    for place in places:
        if last is None or place - last >= least:
            last = place
            yield place


def _short(line: str) -> str:
    return " ".join(word[:3] if word.isalpha() and len(word) > 4 else word for word in line.split(" "))


def _from_the_first(series: Sequence[Measured]) -> Iterator[Measured]:
    first = next(n for n, each in enumerate(series) if each.net is not None)
    yield from series[first:]


def _notes(shown: Sequence[Measured], names: Names) -> Iterator[str]:
    say = names.speech
    if any(each.net is None and each.area is None for each in shown):
        yield say("chart.gap")
    partial = [each for each in shown if each.net is not None and not each.is_whole]
    if partial:
        parts = [_part(each, names) for each in partial]
        yield say("chart.part", list="; ".join(parts[-3:]))


def _part(each: Measured, names: Names) -> str:
    assert each.base is not None
    assert each.last is not None
    days = {"first": day_name(each.base, names), "last": day_name(each.last, names)}
    return names.speech("chart.part.one", period=period_name(each.period, names), **days)


def _row(each: Measured, names: Names) -> tuple[str, ...]:
    say = names.speech
    unknown = say("not measured")
    cells = [signed_km2(each.net) if each.net is not None else unknown]
    cells += [plain_km2(value) if value is not None else "–" for value in (each.gained, each.lost, each.area)]
    note = "" if each.net is None or not each.missing_days else _part(each, names).split(": ", 1)[1]
    return (period_name(each.period, names), *cells, percent(each.share) if each.share is not None else "–", note)
