"""Reads what a survey left in its folder: figures, findings, inputs, files; as values for pages to choose from."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Figure, Finding, Input, Measure, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class OutFile:
    """A file of the survey."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What came of a survey."""

    folder: Path
    record: Mapping[str, Any]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[Input, ...]
    days: tuple[date, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions in their order, the whole first."""
        return tuple(dict.fromkeys([WHOLE, *(f.region for f in self.figures)]))

    @property
    def classes(self) -> tuple[str, ...]:
        """The sums of classes in their order."""
        return tuple(dict.fromkeys(f.classes for f in self.figures))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods in order of time."""
        found = dict.fromkeys((f.start, f.end) for f in self.figures)
        return tuple(Period(start=start, end=end) for start, end in sorted(found))

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that any figure has, in their usual order."""
        there = {f.measure for f in self.figures}
        return tuple(m for m in Measure if m in there)


class NoResults(Exception):
    """The survey's files are not there, or not as they were written."""


def read_results(folder: Path) -> Results:
    """The results in the folder. Raises ``NoResults``."""
    try:
        record = json.loads((folder / "survey.json").read_text(encoding="utf-8"))
        with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
            figures = tuple(_figure(row) for row in csv.DictReader(file))
        return Results(
            folder=folder,
            record=record,
            figures=figures,
            findings=tuple(Finding(**finding) for finding in record["findings"]),
            inputs=tuple(Input(**source) for source in record["inputs"]),
            days=tuple(date.fromisoformat(day) for day in record["days"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise NoResults(str(fault)) from fault


def out_files(folder: Path) -> list[OutFile]:
    """The files that can be downloaded, by name."""
    found = (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else ()
    return [OutFile(name=path.name, size=path.stat().st_size) for path in sorted(found)]


def chosen(
    figures: Sequence[Figure], *, classes: str, region: str | None = None, period: Period | None = None
) -> Iterator[Figure]:
    """The figures of these classes; of one region, of one period, or of all where none is named."""
    for figure in figures:
        there = period is None or (figure.start, figure.end) == (period.start, period.end)
        if there and figure.classes == classes and region in {None, figure.region}:
            yield figure


def _figure(row: Mapping[str, str]) -> Figure:
    return Figure(
        start=date.fromisoformat(row["start"]),
        end=date.fromisoformat(row["end"]),
        region=row["region"],
        classes=row["classes"],
        measure=Measure(row["measure"]),
        km2=float(row["km2"]),
        share=float(row["share"]) if row["share"] else None,
        note=row["note"],
    )
