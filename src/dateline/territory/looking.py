"""Looks at files that came in, in a process apart and not for long: how they are read, their regions; draws too."""

import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dateline.territory.kept import PIECE, Kept, coming, kept_file
from dateline.territory.names import file_name
from dateline.territory.read.folders import SUFFIXES
from dateline.territory.running import room
from dateline.territory.surveys.apart import Done, Ended, Room, Why, run_apart

SECONDS = 20.0
MOST_LOOKED_AT = 5
_ONE_AT_A_TIME = threading.Lock()


def proposed(kept: Sequence[Kept]) -> dict[str, Any]:
    """A proposal as ``{"text", "reasons", "shipped"}``, from a few of the files; empty where none came of it."""
    with _own_folder() as folder:
        told = _looked("look", _some(kept), folder)
    return dict(told.told) if isinstance(told, Done) else {}


def region_names(kept: Kept) -> list[str] | str:
    """The names of a boundary file's regions, or a sentence on why there are none."""
    with _own_folder() as folder:
        told = _looked("regions", [kept], folder)
    if isinstance(told, Done):
        return list(told.told["regions"])
    return told.text if told.why is Why.NOTHING else ""


def drawn(specs: Sequence[Mapping[str, Any]], *, title: str, about: str) -> list[str]:
    """Each Vega-Lite specification as SVG; empty where they could not be drawn."""
    with _own_folder() as folder, _ONE_AT_A_TIME:
        job = {"task": "draw", "specs": list(specs), "title": title, "about": about}
        told = run_apart(job, folder, room=Room(memory_bytes=room().memory_bytes, seconds=SECONDS))
    return list(told.told["svg"]) if isinstance(told, Done) else []


def unpacked(kept: Kept, *, most: Mapping[str, int]) -> tuple[list[Kept], list[dict[str, str]]]:
    """What a zip of several maps holds, each file kept by itself, and what was left aside; nothing for other files."""
    with _own_folder() as folder:
        (folder / "out").mkdir()
        told = _looked("unpack", [kept], folder, out=str(folder / "out"), most=dict(most))
        if isinstance(told, Ended):
            why = told.text or _("it cannot be unpacked within the limits")
            return [], [{"name": kept.name, "why": why}]
        found = [_taken(folder / "out" / str(n), name) for n, name in enumerate(told.told["files"])]
        return found, list(told.told["aside"])


def _taken(path: Path, name: str) -> Kept:
    with path.open("rb") as file, coming(file_name(name)) as kept:
        while piece := file.read(PIECE):
            kept.add(piece)
        return kept.keep()


def _some(kept: Sequence[Kept]) -> list[Kept]:
    """The first file, the last, and some between; none of the very large ones where smaller ones are there."""
    maps = sorted((one for one in kept if one.name.lower().endswith(SUFFIXES)), key=lambda one: one.name)
    small = [one for one in maps if one.size < 32 * 1024 * 1024] or maps
    step = max(1, (len(small) - 1) // (MOST_LOOKED_AT - 1))
    return [*small[::step][: MOST_LOOKED_AT - 1], *small[-1:]]


def _looked(task: str, files: Sequence[Kept], folder: Path, **more: Any) -> Done | Ended:
    if not files:
        return Ended(why=Why.NOTHING)
    with _ONE_AT_A_TIME:
        job = {"task": task, "files": [_linked(one, folder, n) for n, one in enumerate(files)], **more}
        return run_apart(job, folder, room=Room(memory_bytes=room().memory_bytes, seconds=SECONDS))


def _linked(one: Kept, folder: Path, number: int) -> str:
    place = folder / "in" / str(number)
    place.mkdir(parents=True)
    (place / one.name).symlink_to(kept_file(one.sha256))
    return str(place / one.name)


@contextmanager
def _own_folder() -> Iterator[Path]:
    folder = Path(settings.SURVEYS_ROOT) / "looks" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
