"""Puts together the ground that an exhibit's interactive map shows, from the files of its survey."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dateline.territory.core.choice import Choice
from dateline.territory.surveys.ground import NAME

MOST_BYTES = 6_000_000
Features = list[dict[str, Any]]


def shown_ground(folder: Path, choice: Choice) -> Mapping[str, Any] | None:
    """Regions, ground held before and after, and what changed in the last period chosen; None where none is known.

    What is too much for a page is left out: first the ground that is held, then the regions.
    """
    changed = [f for f in _features(folder / "changed.geojson") if _is_of(f["properties"], choice)]
    if not changed:
        return None
    about = changed[0]["properties"]
    around = _features(folder / NAME)
    regions = [feature for feature in around if feature["properties"]["kind"] == "region"]
    held = [
        {**feature, "properties": {**feature["properties"], "kind": kind}}
        for kind, day in (("start", about["base"]), ("end", about["last"]))
        for feature in around
        if feature["properties"].get("day") == day and feature["properties"].get("classes") == choice.classes
    ]
    for features in ([*regions, *held, *changed], [*regions, *changed], changed):
        if len(json.dumps(features, ensure_ascii=False, separators=(",", ":"))) <= MOST_BYTES:
            return {"type": "FeatureCollection", "features": features}
    return None


def _is_of(about: Mapping[str, Any], choice: Choice) -> bool:
    return (about["classes"], about["start"]) == (choice.classes, choice.last.isoformat())


def _features(path: Path) -> Features:
    try:
        found: Features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError):
        return []
    return found
