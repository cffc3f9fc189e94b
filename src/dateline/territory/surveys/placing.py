"""Puts a survey's files into a folder, whole each, and takes away what an earlier survey left there."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

RECORD = "survey.json"
# What a file holds: bytes, or what gives them piece by piece as often as it is asked.
Content = bytes | Callable[[], Iterable[bytes]]
_CHUNK = 1024**2


@dataclass(frozen=True, slots=True)
class Draft:
    """The files on their way into a folder; ``hashes`` has the sha256 of each that was put there, by name."""

    folder: Path
    hashes: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, content: Content) -> None:
        """Writes a file beside where it is going to be, as it comes: what it holds need not fit in memory."""
        whole, self.hashes[name] = hashlib.sha256(), ""
        with self._beside(name).open("wb") as file:
            for chunk in chunks(content):
                whole.update(chunk)
                file.write(chunk)
        self.hashes[name] = whole.hexdigest()

    def finish(self) -> list[Path]:
        """The files where they belong, the record last."""
        left = earlier_record(self.folder).get("files", {})
        _take_away(self.folder, {name: sha256 for name, sha256 in left.items() if name not in self.hashes})
        names = sorted(self.hashes, key=lambda name: name == RECORD)
        for name in names:
            _replace(self.folder / name, self._beside(name), sha256=self.hashes[name])
        return [self.folder / name for name in names]

    def give_up(self) -> None:
        """Takes away what was written: the folder is as it was."""
        for name in self.hashes:
            with suppress(OSError):
                self._beside(name).unlink(missing_ok=True)

    def _beside(self, name: str) -> Path:
        return self.folder / f".{name}.part"


@contextmanager
def drafting(folder: Path) -> Iterator[Draft]:
    """A draft in the folder, which is made where it is not there; given up where anything fails.

    ``survey.json``, which names the others, comes last: a folder without it is not whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = Draft(folder)
    try:
        yield draft
    except BaseException:
        draft.give_up()
        raise


def place(files: Mapping[str, Content], folder: Path) -> list[Path]:
    """The files in the folder, as ``drafting`` puts them there."""
    with drafting(folder) as draft:
        for name, content in files.items():
            draft.put(name, content)
        return draft.finish()


def chunks(content: Content) -> Iterable[bytes]:
    """What a file holds, piece by piece."""
    return [content] if isinstance(content, bytes) else content()


def part_of(path: Path, start: int = 0, *, size: int | None = None) -> Content:
    """A file's bytes from a place on, or so many of them, read when they are asked for."""
    return partial(_read, path, start, size)


def _read(path: Path, start: int, size: int | None) -> Iterator[bytes]:
    left = path.stat().st_size - start if size is None else size
    with path.open("rb") as file:
        file.seek(start)
        while left > 0 and (chunk := file.read(min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk


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
        if path.is_file() and _hash(path) == sha256:
            path.unlink()


def _replace(path: Path, beside: Path, *, sha256: str) -> None:
    """The file as it was drafted; one that is the same already stays."""
    if path.is_file() and _hash(path) == sha256:
        beside.unlink()
    else:
        beside.replace(path)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
