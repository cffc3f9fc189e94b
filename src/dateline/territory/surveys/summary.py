"""What a survey found, for a terminal of 80 columns: sentences, tables of periods and regions, findings by gate."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.territory.core import pace
from dateline.territory.core.numbers import percent, plain_km2, signed_km2
from dateline.territory.core.pace import Measured
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.wording import Names, day_name, period_name, said
from dateline.territory.surveys.names import names_for
from dateline.territory.surveys.values import Survey

WIDTH = 80
MOST_PERIODS = 14
FEW_REGIONS = 8
_WIDTHS = (25, 10, 10, 10, 13, 10)
_COLUMNS = ("net", "gained", "lost", "area km²", "share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How much is told: every region with ``by_region``; ``kept``: the files were written."""

    by_region: bool = False
    kept: bool = False


def summary(survey: Survey, told: Told | None = None) -> str:
    """The lines, none wider than 80 columns but for a name that is."""
    told = told or Told()
    return "\n".join(_lines(survey, told))


def _lines(survey: Survey, told: Told) -> Iterator[str]:
    classes = list(dict.fromkeys(figure.classes for figure in survey.figures))
    first, last = survey.days[0], survey.days[-1]
    some = names_for(survey.profile, classes[0]) if classes else Names(classes="")
    yield f"{len(survey.days)} maps, {day_name(first, some)} to {day_name(last, some)}"
    for number, name in enumerate(classes):
        names = names_for(survey.profile, name)
        yield ""
        yield from _sentences(survey, names, all_of_them=number == 0)
        yield from _periods(survey, names)
        yield from _regions(survey, names, told)
    yield ""
    yield from _findings(survey, told)


def _sentences(survey: Survey, names: Names, *, all_of_them: bool) -> Iterator[str]:
    words = said(survey.figures, names)
    if words is not None:
        yield from textwrap.wrap(words.text if all_of_them else words.sentence, WIDTH)


def _periods(survey: Survey, names: Names) -> Iterator[str]:
    series = pace.measured(survey.figures, names.classes)
    yield ""
    yield _row((names.classes, *_COLUMNS))
    if len(series) > MOST_PERIODS:
        yield f"… {len(series) - MOST_PERIODS} earlier periods are in figures.csv"
    shown = series[-MOST_PERIODS:]
    for each in shown:
        mark = "" if each.net is None or not each.missing_days else " *"
        yield _row((period_name(each.period, names) + mark, *_cells(each)))
    if any(each.net is not None and each.missing_days for each in shown):
        yield "* its maps begin or end on other days: the notes in figures.csv say which"


def _regions(survey: Survey, names: Names, told: Told) -> Iterator[str]:
    regions = dict.fromkeys(f.region for f in survey.figures if f.classes == names.classes and f.region != WHOLE)
    last = {name: pace.measured(survey.figures, names.classes, region=name)[-1] for name in regions}
    moved = {name: each for name, each in last.items() if each.gained or each.lost or each.net}
    shown = last if told.by_region else moved if len(moved) <= FEW_REGIONS else {}
    if not shown:
        return
    period = next(iter(shown.values())).period
    yield _row((f"in {period_name(period, names)}", *_COLUMNS[:-1], "of region"))
    for name, each in sorted(shown.items(), key=lambda pair: -abs(pair[1].net or 0.0)):
        yield _row((name, *_cells(each)))
    if len(shown) < len(last):
        yield f"{len(last) - len(shown)} regions without a change are left out: --by-region shows them"


def _cells(each: Measured) -> tuple[str, ...]:
    net = "–" if each.net is None else signed_km2(each.net)
    numbers = ("–" if value is None else plain_km2(value) for value in (each.gained, each.lost, each.area))
    return (net, *numbers, "–" if each.share is None else f"{percent(each.share)} %")


def _row(cells: Sequence[str]) -> str:
    name, *numbers = cells
    wide = _WIDTHS[0]
    line = name if len(name) < wide else f"{name[: wide - 2]}…"
    return (line.ljust(wide) + "".join(cell.rjust(w) for cell, w in zip(numbers, _WIDTHS[1:], strict=True))).rstrip()


def _findings(survey: Survey, told: Told) -> Iterator[str]:
    if not survey.findings:
        yield "Nothing odd was found in the maps."
        return
    where = "all of them are in survey.json" if told.kept else "--out DIR writes all of them"
    count = len(survey.findings)
    yield f"{count} finding{'' if count == 1 else 's'}; {where}:"
    for gate, number in sorted(Counter(f.gate for f in survey.findings).items(), key=lambda pair: (-pair[1], pair[0])):
        one = next(f for f in survey.findings if f.gate == gate)
        example = f"{one.subject}: {one.what} ({one.treatment})"
        line = f"{number:5}  {gate:14} {example}"
        yield line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
