"""Puts a survey's files into a folder, whole each, and takes away what an earlier survey left there."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RECORD = "survey.json"


def place(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """The files in the folder, which is made where it is not there.

    ``survey.json``, which names the others, is written last: a folder without it is not whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    left = earlier_record(folder).get("files", {})
    _take_away(folder, {name: sha256 for name, sha256 in left.items() if name not in files})
    names = sorted(files, key=lambda name: name == RECORD)
    for name in names:
        _replace(folder / name, files[name])
    return [folder / name for name in names]


def earlier_record(folder: Path) -> Mapping[str, Any]:
    """The record of an earlier run into the folder; an empty one where it is not there or not ours."""
    try:
        found = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    known = found if isinstance(found, dict) else {}
    return {key: known[key] for key in ("drawn", "files") if isinstance(known.get(key), dict)}


def _take_away(folder: Path, left: Mapping[str, str]) -> None:
    """Deletes what an earlier survey wrote here and this one does not have, unless somebody has changed it since."""
    for name, sha256 in left.items():
        path = folder / Path(name).name
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            path.unlink()


def _replace(path: Path, content: bytes) -> None:
    """The file with this content, whole or as it was before."""
    if path.is_file() and path.read_bytes() == content:
        return
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
