"""Writes the maps of a survey's last periods as specifications, for exhibits drawn later; and finds one again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dateline.territory.surveys.pictures import map_of
from dateline.territory.surveys.values import Survey

MOST_PERIODS = 12  # of each sum of classes, the last ones
FOLDER = "maps"


def write_maps(survey: Survey, folder: Path) -> None:
    """A file a sum of classes and period: its words, and the specifications for a wide and a narrow card."""
    (folder / FOLDER).mkdir(exist_ok=True)
    for classes in dict.fromkeys(figure.classes for figure in survey.figures):
        starts = sorted({figure.start for figure in survey.figures if figure.classes == classes})
        for start in starts[-MOST_PERIODS:]:
            sheet = map_of(survey, classes, start=start)
            if sheet is not None:
                told = {"about": sheet.description, "wide": sheet.card, "narrow": sheet.narrow_card}
                _file(folder, classes, start).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def period_map(folder: Path, classes: str, *, start: date) -> Mapping[str, Any] | None:
    """The map of that sum of classes and period, as it was written; None where there is none."""
    try:
        found: dict[str, Any] = json.loads(_file(folder, classes, start).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _file(folder: Path, classes: str, start: date) -> Path:
    return folder / FOLDER / f"{hashlib.sha256(classes.encode()).hexdigest()[:16]}-{start}.json"
