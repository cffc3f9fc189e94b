"""Writes a survey: ``figures.csv``, ``figures.json`` and ``survey.json``; the same survey gives the same bytes."""

import csv
import io
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dateline.territory.core.values import Figure, Finding, Input
from dateline.territory.surveys.front import front_of
from dateline.territory.surveys.values import Asked, Survey
from dateline.territory.surveys.write_front import front_files

COLUMNS = ("start", "end", "region", "classes", "measure", "km2", "share", "note")
METHOD = 1  # goes up when the same inputs would give other figures
LIBRARIES = ("shapely", "pyproj", "numpy")


def write(survey: Survey, asked: Asked, *, folder: Path) -> list[Path]:
    """The files written into the folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "figures.csv": as_csv(survey),
        "figures.json": _json([_row(figure) for figure in survey.figures]),
        **front_files(front_of(survey)),
        "survey.json": _json(as_record(survey, asked)),
    }
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in made]


def as_csv(survey: Survey) -> str:
    """The figures as CSV: km² with six decimals (a square metre), shares with eight."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(figure) for figure in survey.figures)
    return text.getvalue()


def as_record(survey: Survey, asked: Asked) -> dict[str, Any]:
    """What somebody needs to compute the survey again, and what was found on the way."""
    return {
        "method": METHOD,
        "libraries": {name: version(name) for name in LIBRARIES},
        "profile": {"name": survey.profile.name, "text": survey.profile.text},
        "parameters": {
            "by": asked.by,
            "cuts": [cut.isoformat() for cut in asked.cuts],
            "classes": list(asked.classes),
            "zone": asked.zone or survey.profile.dates.rule.zone,
        },
        "inputs": [_input(source) for source in survey.inputs],
        "regions": survey.regions and _input(survey.regions),
        "gazetteer": survey.gazetteer and _input(survey.gazetteer.source),
        "plane": survey.plane and survey.plane.definition,
        "plane_error": survey.plane_error and float(f"{survey.plane_error:.3g}"),
        "days": [day.isoformat() for day in survey.days],
        "findings": [_finding(finding) for finding in survey.findings],
    }


def _row(figure: Figure) -> dict[str, Any]:
    return {
        "start": figure.start.isoformat(),
        "end": figure.end.isoformat(),
        "region": figure.region,
        "classes": figure.classes,
        "measure": figure.measure.value,
        "km2": f"{figure.km2 + 0.0:.6f}",
        "share": "" if figure.share is None else f"{figure.share:.8f}",
        "note": figure.note,
    }


def _input(source: Input) -> dict[str, Any]:
    return {"name": source.name, "sha256": source.sha256, "size": source.size}


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "gate": finding.gate,
        "subject": finding.subject,
        "what": finding.what,
        "treatment": finding.treatment,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
