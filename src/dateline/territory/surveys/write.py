"""Writes a survey: figures, changed ground, pictures and the record of it all; the same survey gives the same bytes."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dateline.territory.core.values import Finding, Input
from dateline.territory.core.wording import said
from dateline.territory.surveys.changed import as_geojson
from dateline.territory.surveys.front import front_of
from dateline.territory.surveys.names import names_for
from dateline.territory.surveys.naming import names_of
from dateline.territory.surveys.pictures import Sheet, pictures, sheets
from dateline.territory.surveys.placing import RECORD, Content, drafting, earlier_record
from dateline.territory.surveys.record import left_out
from dateline.territory.surveys.tabled import as_csv, as_parquet, json_row
from dateline.territory.surveys.values import Asked, Survey
from dateline.territory.surveys.write_front import front_files

METHOD = 2  # goes up when the same inputs would give other figures
LIBRARIES = ("shapely", "pyproj", "numpy", "vl-convert-python", "arro3-io")


def write(survey: Survey, asked: Asked, *, folder: Path) -> list[Path]:
    """The files written into the folder, which is made where it is not there.

    ``survey.json`` is written last and names every other file with its hash: a folder without it is not whole.
    """
    drawn = sheets(survey)
    with drafting(folder) as draft:
        for name, content in _files(survey, drawn, folder):
            draft.put(name, content)
        record = as_record(survey, asked)
        record["drawn"] = {sheet.name: sheet.fingerprint for sheet in drawn}
        record["files"] = dict(sorted(draft.hashes.items()))
        draft.put(RECORD, _json(record))
        return draft.finish()


def _files(survey: Survey, drawn: Sequence[Sheet], folder: Path) -> Iterator[tuple[str, Content]]:
    """Each file by its name, one made after the other; what grows with the ground comes piece by piece."""
    yield "figures.csv", as_csv(survey.figures).encode()
    yield "figures.parquet", as_parquet(survey.figures)
    yield "figures.json", _json([json_row(figure) for figure in survey.figures])
    yield "changed.geojson", partial(as_geojson, survey)
    yield from front_files(front_of(survey)).items()
    yield from pictures(drawn, folder, earlier=earlier_record(folder)).items()


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
        "left_out": [_input(source) for source in left_out(names_of(asked.files, survey.profile), survey.inputs)],
        "regions": survey.regions and _input(survey.regions),
        "gazetteer": survey.gazetteer and _input(survey.gazetteer.source),
        "plane": survey.plane and survey.plane.definition,
        "plane_error": survey.plane_error and float(f"{survey.plane_error:.3g}"),
        "days": [day.isoformat() for day in survey.days],
        "findings": [_finding(finding) for finding in survey.findings],
        "said": _said(survey),
    }


def _said(survey: Survey) -> list[dict[str, Any]]:
    """What the last period's figures of each sum of classes say, in words."""
    told = []
    for classes in dict.fromkeys(figure.classes for figure in survey.figures):
        words = said(survey.figures, names_for(survey.profile, classes))
        if words is not None:
            told.append(
                {"classes": classes, "title": words.title, "sentence": words.sentence, "more": list(words.more)}
            )
    return told


def _input(source: Input) -> dict[str, Any]:
    return {"name": source.name, "sha256": source.sha256, "size": source.size}


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "gate": finding.gate,
        "subject": finding.subject,
        "what": finding.what,
        "treatment": finding.treatment,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
