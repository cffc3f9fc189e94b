"""The made country's surveys give the figures and findings that are kept in tests/golden.

A change to the arithmetic, the gates or the made country shows here as the values that differ. Where it is meant,
`GOLDEN=renew .venv/bin/python -m pytest tests/territory/test_golden_surveys.py` writes them anew: read what git
shows before it is committed.
"""

import csv
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dateline.territory.made.defects import everything
from dateline.territory.made.series import Series, made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.tabled import as_csv
from dateline.territory.surveys.values import Asked, Survey

GOLDEN = Path(__file__).parent.parent / "golden"
WHOLE = series(7, days=40)
SERIES = {"made-clean": WHOLE, "made-with-every-defect": everything(WHOLE).series}
NUMBERS = {"km2": 1e-5, "share": 1e-8}  # ten square metres: below it libraries' versions may round otherwise
KEY = ("start", "end", "region", "classes", "measure")

Row = Mapping[str, str]


@pytest.fixture(scope="module", params=SERIES)
def surveyed(request, tmp_path_factory) -> tuple[str, Survey]:
    return request.param, surveyed_in(tmp_path_factory.mktemp(request.param), SERIES[request.param])


def surveyed_in(folder: Path, made: Series) -> Survey:
    files = write_folder(made, folder)
    return survey(Asked(files=files, profile=made_profile(), regions=folder / "regions.geojson", by="month"))


def kept(name: str, now: str) -> str:
    """The kept text of this name; where it is to be renewed, what is written there now."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "renew":
        path.write_text(now, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_the_figures_are_the_kept_ones(surveyed):
    name, done = surveyed
    text = as_csv(done.figures)
    now, then = rows(text), rows(kept(f"{name}.figures.csv", text))

    assert [key(row) for row in now] == [key(row) for row in then]
    assert differing(now, then) == []


def test_the_findings_are_the_kept_ones_by_gate(surveyed):
    name, done = surveyed
    now = {gate: sorted(those) for gate, those in by_gate(done).items()}
    then = json.loads(kept(f"{name}.findings.json", json.dumps(now, ensure_ascii=False, indent=1) + "\n"))

    assert now == then


def test_every_defect_that_was_put_in_has_its_gate_among_the_kept_findings():
    gates = json.loads((GOLDEN / "made-with-every-defect.findings.json").read_text(encoding="utf-8"))

    assert {defect.gate for defect in everything(WHOLE).defects} <= {*gates}


def test_a_figure_that_moved_by_more_than_rounding_is_told():
    then = rows((GOLDEN / "made-clean.figures.csv").read_text(encoding="utf-8"))
    moved = [{**then[0], "km2": str(float(then[0]["km2"]) + 2e-5)}, {**then[1], "note": "another"}, *then[2:]]

    assert [column for _, column, *_ in differing(moved, then)] == ["km2", "note"]


def by_gate(done: Survey) -> dict[str, list[str]]:
    """What was found of what, and what was done: the words may be put better, a finding may not come or go."""
    found: dict[str, list[str]] = {}
    times = Counter((f.gate, f.subject, f.treatment) for f in done.findings)
    for (gate, subject, treatment), count in sorted(times.items()):
        found.setdefault(gate, []).append(f"{subject}: {treatment}" + (f" ({count})" if count > 1 else ""))
    return found


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


def differing(now: Sequence[Row], then: Sequence[Row]) -> list[tuple[tuple[str, ...], str, str, str]]:
    """Each value that is another: its row, its column, then and now."""
    pairs = [(a, b, column) for a, b in zip(now, then, strict=True) for column in b if column not in KEY]
    return [(key(b), c, b[c], a[c]) for a, b, c in pairs if not alike(a[c], b[c], within=NUMBERS.get(c))]


def alike(one: str, other: str, *, within: float | None) -> bool:
    if within is None or not (one and other):
        return one == other
    return abs(float(one) - float(other)) <= within
