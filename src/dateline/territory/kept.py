"""Keeps map files by the hash of their bytes: each once, whole or not at all, never changed afterwards."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file's bytes as they are kept, under the name they came with."""

    name: str
    sha256: str
    size: int


class Coming:
    """A file on its way in: written, hashed and counted piece by piece, so that a large one costs no memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self._hash = hashlib.sha256()
        folder = Path(settings.MAPS_ROOT) / "coming"
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / uuid4().hex
        self._file: IO[bytes] = self._path.open("xb")

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    def keep(self) -> Kept:
        """All bytes are here: the file takes its place under its hash."""
        self._file.close()
        sha256 = self._hash.hexdigest()
        place = kept_file(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(self._path, place)
        return Kept(name=self.name, sha256=sha256, size=self.size)

    def drop(self) -> None:
        """Forgets what came; nothing is left of it."""
        self._file.close()
        self._path.unlink(missing_ok=True)


@contextmanager
def coming(name: str) -> Iterator[Coming]:
    """A file that is being written, dropped where its writer fails."""
    file = Coming(name)
    try:
        yield file
    except BaseException:
        file.drop()
        raise


def keep_bytes(name: str, content: bytes) -> Kept:
    """Bytes that are at hand, kept."""
    with coming(name) as file:
        file.add(content)
        return file.keep()


def kept_file(sha256: str) -> Path:
    """Where the bytes lie, whether or not they are there."""
    return Path(settings.MAPS_ROOT) / sha256[:2] / sha256


def forget_unfinished(now: float, *, seconds: float = 24 * 3600.0) -> int:
    """Takes away what uploads and looks left that were killed a day ago or longer; how many there were."""
    roots = (Path(settings.MAPS_ROOT) / "coming", Path(settings.SURVEYS_ROOT) / "looks")
    left = [path for root in roots if root.is_dir() for path in root.iterdir() if path.lstat().st_mtime < now - seconds]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)
