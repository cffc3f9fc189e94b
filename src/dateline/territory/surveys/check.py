"""Computes a survey again from the bytes that it names, and says everything that differs."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args

from dateline.territory.core.values import Input
from dateline.territory.profile_read import profile
from dateline.territory.profile_texts import shipped
from dateline.territory.surveys.record import NAME, Recorded, find, laid_out, named_alike, recorded
from dateline.territory.surveys.run import survey as run
from dateline.territory.surveys.sums import BadClasses
from dateline.territory.surveys.values import NothingToMeasure
from dateline.territory.surveys.write import write

FIGURES = "figures.csv"
_KEY = ("start", "end", "region", "classes", "measure")
Kind = Literal["input", "figure", "finding", "record", "file"]
# The last digit that is written of each.
_LAST = {"km2": 1e-6, "share": 1e-8}
# What of the record is told of by itself, or changes with the machine.
_TOLD = {
    "libraries",
    "findings",
    "files",
    "drawn",
    "inputs",
    "left_out",
    "profile",
    "parameters",
    "regions",
    "gazetteer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as the survey says: an input, figure, finding, file, or what else is in its record."""

    kind: Kind
    subject: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check: it holds where nothing differs. ``notes`` are worth knowing and no fault.

    ``figures`` counts those that were computed again; 0 where that could not be done.
    """

    survey: Path
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    inputs: int = 0
    figures: int = 0

    @property
    def holds(self) -> bool:
        """Whether everything is as the survey says."""
        return not self.differences


def check(survey: str | Path, *, files: Sequence[str | Path] = ()) -> Checked:
    """A survey computed again, by its folder or survey.json; ``files`` are folders (or files) where its inputs may be.

    Inputs are found by their SHA-256 there and beside the survey, whatever they are called now. Raises NoSurvey.
    """
    taken = recorded(Path(survey))
    folders = [Path(each) for each in files]
    found = find(taken, folders)
    missing = [each for each in taken.all_inputs if each not in found]
    differences = [*_missing(missing, taken, folders), *_files_beside(taken)]
    notes = [*_libraries(taken), *_profile_now(taken)]
    counted = 0
    if not missing:
        again, counted = _again(taken, found)
        # A file that is not what was written and a file that comes out otherwise is one fault, not two.
        told = {(each.kind, each.subject) for each in differences}
        differences += [each for each in again if (each.kind, each.subject) not in told]
    return Checked(
        survey=taken.folder / NAME,
        differences=tuple(sorted(differences, key=lambda each: get_args(Kind).index(each.kind))),
        notes=tuple(notes),
        inputs=len(found),
        figures=counted,
    )


def _missing(missing: Sequence[Input], taken: Recorded, folders: Sequence[Path]) -> Iterator[Difference]:
    alike = named_alike(taken, folders) if missing else {}
    for each in missing:
        what = f"no file has its hash {each.sha256[:12]}…"
        if each.name in alike:
            what = f"changed: {alike[each.name]} does not have its hash {each.sha256[:12]}…"
        yield Difference(kind="input", subject=each.name, what=what)


def _files_beside(taken: Recorded) -> Iterator[Difference]:
    """Files that are not those that the survey wrote, by the hashes in its record."""
    for name, sha256 in taken.record.get("files", {}).items():
        path = taken.folder / Path(name).name
        if not path.is_file():
            yield Difference(kind="file", subject=name, what="is not there")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield Difference(kind="file", subject=name, what="is not the file that the survey wrote")


def _libraries(taken: Recorded) -> Iterator[str]:
    for name, then in taken.record.get("libraries", {}).items():
        try:
            now = version(name)
        except PackageNotFoundError:
            now = "missing"
        if now != then:
            yield f"{name} was {then} and is {now} here: the last digits, and the bytes of pictures, may differ"


def _profile_now(taken: Recorded) -> Iterator[str]:
    name = taken.asked.profile.name
    if name in shipped() and profile(name).text != taken.asked.profile.text:
        yield f"the profile is called {name}, but it is not the one that ships by that name now: read it in survey.json"


def _again(taken: Recorded, found: Mapping[Input, Path]) -> tuple[list[Difference], int]:
    with laid_out(taken, found) as asked, TemporaryDirectory(prefix="dateline-check-") as folder:
        try:
            write(run(asked), asked, folder=Path(folder))
        except (NothingToMeasure, BadClasses) as fault:
            return [Difference(kind="record", subject=NAME, what=f"cannot be computed again: {fault}")], 0
        record = json.loads((Path(folder) / NAME).read_bytes())
        now = _rows(Path(folder) / FIGURES)
        return [*_differing(taken, record, now), *_bytes(taken, record, Path(folder))], len(now)


def _differing(
    taken: Recorded, record: Mapping[str, Any], now: Mapping[Any, Mapping[str, str]]
) -> Iterator[Difference]:
    try:
        yield from _figures(_rows(taken.folder / FIGURES), now)
    except (OSError, ValueError, KeyError, csv.Error) as fault:
        what = f"cannot be read ({type(fault).__name__}), so its figures are not compared"
        yield Difference(kind="file", subject=FIGURES, what=what)
    yield from _findings(taken.record.get("findings", []), record["findings"])
    used = {each.name for each in taken.inputs}
    for each in record["inputs"]:
        if each["name"] not in used:
            yield Difference(
                kind="input", subject=each["name"], what="goes into the figures, but is not among the inputs"
            )
    for key in sorted(record.keys() - _TOLD):
        if json.dumps(record[key]) != json.dumps(taken.record.get(key)):
            what = f"is {_short(taken.record.get(key))}, computed again {_short(record[key])}"
            yield Difference(kind="record", subject=key, what=what)


def _figures(then: Mapping[Any, Mapping[str, str]], now: Mapping[Any, Mapping[str, str]]) -> Iterator[Difference]:
    for key, row in now.items():
        if key not in then:
            yield _figure(key, f"is missing, computed again {row['km2']} km²")
            continue
        for column, last in _LAST.items():
            if not _equal(then[key][column], row[column], last):
                unit = " km²" if column == "km2" else " as share"
                yield _figure(key, f"{then[key][column] or 'nothing'}{unit}, computed again {row[column] or 'nothing'}")
        if then[key]["note"] != row["note"]:
            yield _figure(key, f"the note is “{then[key]['note']}”, computed again “{row['note']}”")
    for key in then.keys() - now.keys():
        yield _figure(key, "is there, but nothing that was computed again gives it")


def _findings(then: Sequence[Mapping[str, str]], now: Sequence[Mapping[str, str]]) -> Iterator[Difference]:
    for each in now:
        if each not in then:
            yield Difference(kind="finding", subject=each["subject"], what=f"is not listed: {_said(each)}")
    for each in then:
        if each not in now:
            yield Difference(
                kind="finding", subject=str(each.get("subject")), what=f"is not found again: {_said(each)}"
            )


def _bytes(taken: Recorded, record: Mapping[str, Any], folder: Path) -> Iterator[Difference]:
    """Files that come out otherwise with the same libraries; with others only the figures are held to it."""
    if record["libraries"] != taken.record.get("libraries"):
        return
    for path in sorted(folder.iterdir()):
        before = taken.folder / path.name
        if path.name == NAME:
            continue
        if not before.is_file():
            yield Difference(kind="file", subject=path.name, what="is not there")
        elif before.read_bytes() != path.read_bytes():
            yield Difference(kind="file", subject=path.name, what="comes out with other bytes")


def _rows(path: Path) -> dict[tuple[str, ...], Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {tuple(row[name] for name in _KEY): row for row in csv.DictReader(file)}


def _equal(one: str, other: str, last: float) -> bool:
    if not one or not other:
        return one == other
    return abs(float(one) - float(other)) < 1.5 * last


def _figure(key: Sequence[str], what: str) -> Difference:
    start, end, region, classes, measure = key
    where = "" if region == "*" else f", {region}"
    return Difference(kind="figure", subject=f"{measure} of {classes}, {start} to {end}{where}", what=what)


def _said(finding: Mapping[str, str]) -> str:
    return f"{finding.get('gate')}: {finding.get('what')} ({finding.get('treatment')})"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"
