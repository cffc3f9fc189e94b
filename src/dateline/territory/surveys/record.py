"""Reads a survey's record and finds the files that it names by their hashes, whatever they are called now."""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, get_args
from zoneinfo import ZoneInfo

from dateline.territory.core.periods import By
from dateline.territory.core.values import Input
from dateline.territory.profile_check import BadProfile
from dateline.territory.profile_read import Profile, read_profile
from dateline.territory.read.folders import COMPANIONS
from dateline.territory.surveys.values import Asked

NAME = "survey.json"
# How deep the folder above the survey is searched: maps often lie in a folder beside it.
_BESIDE = 2
_MOST_FILES = 200_000


class NoSurvey(ValueError):
    """There is no survey here, or its record cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What survey.json says: the files that went in, how they were read, and what was asked for."""

    folder: Path
    record: Mapping[str, Any]
    asked: Asked
    inputs: tuple[Input, ...]
    left_out: tuple[Input, ...]
    regions: Input | None
    gazetteer: Input | None

    @property
    def all_inputs(self) -> tuple[Input, ...]:
        """Every file that is needed to compute the survey again."""
        others = (each for each in (self.regions, self.gazetteer) if each)
        return (*self.inputs, *self.left_out, *others)


def recorded(path: Path) -> Recorded:
    """The record of a survey, by its folder or by survey.json. Raises NoSurvey."""
    file = path / NAME if path.is_dir() else path
    try:
        record = json.loads(file.read_bytes())
        return Recorded(
            folder=file.parent,
            record=record,
            asked=_asked(record, read_profile(record["profile"]["text"], f"{file.name}: profile")),
            inputs=tuple(Input(**each) for each in record["inputs"]),
            left_out=tuple(Input(**each) for each in record.get("left_out", ())),
            regions=Input(**record["regions"]) if record.get("regions") else None,
            gazetteer=Input(**record["gazetteer"]) if record.get("gazetteer") else None,
        )
    except OSError as fault:
        raise NoSurvey(f"{file} cannot be opened: {fault.strerror or fault}") from fault
    except BadProfile as fault:
        raise NoSurvey(f"the profile in {file} cannot be used: {fault}") from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NoSurvey(f"{file} is no record of a survey ({type(fault).__name__}: {fault})") from fault


def find(taken: Recorded, folders: Sequence[Path] = ()) -> dict[Input, Path]:
    """Where each input is now: in the folders or files given, else beside it; only what fits by size is read."""
    sought: dict[int, list[Input]] = {}
    for each in dict.fromkeys(taken.all_inputs):
        sought.setdefault(each.size, []).append(each)
    found: dict[Input, Path] = {}
    for path, size in _files(taken.folder, folders):
        still = [each for each in sought.get(size, ()) if each not in found]
        if not still:
            continue
        sha256 = _sha256(path)
        found |= {each: path for each in still if each.sha256 == sha256}
    return found


def named_alike(taken: Recorded, folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Files with the names of inputs, whatever is in them."""
    sought: dict[str, list[str]] = {}
    for each in taken.all_inputs:
        sought.setdefault(PurePosixPath(each.name).name, []).append(each.name)
    there = [path for path, _ in _files(taken.folder, folders) if path.name in sought]
    return {name: path for path in there for name in sought[path.name] if path.as_posix().endswith(name)}


def left_out(names: Mapping[Path, str], inputs: Sequence[Input]) -> list[Input]:
    """The files that were given and did not go into the figures, so that what was found in them can be found again.

    ``names`` are what the given files are called.
    """
    used = {each.sha256 for each in inputs}
    often = Counter(names.values())
    known = {each.name for each in inputs if often[each.name] == 1}
    others = (path for path, _ in _sized(sorted(names)) if names[path] not in known)
    found = (Input(name=names[path], sha256=_sha256(path), size=path.stat().st_size) for path in others)
    return sorted((each for each in found if each.sha256 not in used), key=lambda each: (each.name, each.sha256))


@contextmanager
def laid_out(taken: Recorded, found: Mapping[Input, Path]) -> Iterator[Asked]:
    """What was asked for, with the files under the names they had then, for dates stand in names."""
    with TemporaryDirectory(prefix="dateline-survey-") as folder:
        files = [
            _laid(each, found[each], Path(folder) / str(at))
            for each, at in _places(taken.inputs + taken.left_out)
            if each in found
        ]
        yield replace(
            taken.asked,
            files=[path for path in files if not _belongs(path, files)],
            regions=_other(taken.regions, found, Path(folder) / "regions"),
            gazetteer=_other(taken.gazetteer, found, Path(folder) / "gazetteer"),
        )


def _asked(record: Mapping[str, Any], profile: Profile) -> Asked:
    """What was asked for, without its files. Raises ValueError, KeyError, TypeError."""
    parameters = record["parameters"]
    if parameters["by"] not in get_args(By):
        raise ValueError(f"it goes by {parameters['by']!r}")
    ZoneInfo(parameters.get("zone") or "UTC")
    return Asked(
        files=(),
        profile=profile,
        by=parameters["by"],
        cuts=[date.fromisoformat(cut) for cut in parameters["cuts"]],
        zone=str(parameters.get("zone", "")),
        classes=[str(each) for each in parameters.get("classes", ())],
    )


def _places(inputs: Sequence[Input]) -> Iterator[tuple[Input, int]]:
    """Each input with the number of a folder in which no other has its name."""
    taken: dict[str, int] = {}
    for each in dict.fromkeys(inputs):
        yield each, taken.get(each.name, 0)
        taken[each.name] = taken.get(each.name, 0) + 1


def _laid(each: Input, path: Path, folder: Path) -> Path:
    # A record may be a stranger's: what it calls a file lies within the folder, wherever it says that it lay.
    laid = folder.joinpath(*(part for part in PurePosixPath(each.name).parts if part.strip("./")))
    laid.parent.mkdir(parents=True, exist_ok=True)
    try:
        laid.symlink_to(path.absolute())
    except OSError:  # where links are not allowed
        shutil.copyfile(path, laid)
    return laid


def _other(each: Input | None, found: Mapping[Input, Path], folder: Path) -> Path | None:
    return _laid(each, found[each], folder) if each and each in found else None


def _belongs(path: Path, files: Sequence[Path]) -> bool:
    """Whether the file is one of a shapefile's, which is read with it."""
    shapes = {each.with_suffix("") for each in files if each.suffix.lower() == ".shp"}
    return path.suffix.lower() in COMPANIONS and path.with_suffix("") in shapes


def _files(survey: Path, folders: Sequence[Path]) -> Iterator[tuple[Path, int]]:
    """Files with their sizes, in a fixed order: those given first, then those beside the survey."""
    for given in folders:
        yield from _sized([given]) if given.is_file() else _walked(given, deep=None)
    yield from _walked(survey, deep=None)
    yield from _walked(survey.absolute().parent, deep=_BESIDE)


def _walked(folder: Path, *, deep: int | None) -> Iterator[tuple[Path, int]]:
    seen = 0
    for here, below, names in os.walk(folder):
        level = len(Path(here).relative_to(folder).parts)
        below[:] = sorted(name for name in below if not name.startswith(".")) if deep is None or level < deep else []
        yield from _sized([Path(here) / name for name in sorted(names)])
        seen += len(names)
        if seen > _MOST_FILES:
            return


def _sized(paths: Sequence[Path]) -> Iterator[tuple[Path, int]]:
    for path in paths:
        try:
            if path.is_file():
                yield path, path.stat().st_size
        except OSError:
            continue


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
