"""Keeps what was worked out, by a hash of all that it hangs on: read maps, mended maps, whole surveys.

An accelerator only: what cannot be read back whole is worked out again, and a folder that cannot be written to is left
alone. Nothing here loads geometry, so that a survey with nothing changed is answered at once.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

LIBRARIES = (
    "dateline",
    "shapely",
    "pyproj",
    "numpy",
    "orjson",
    "lxml",
    "pyogrio",
    "vl-convert-python",
    "arro3-core",
    "arro3-io",
)
MOST_BYTES = 2 * 1024**3
_LEFT_BEHIND_S = 3600
_HASH = 32


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of entries, each with its hash before it; the ones not asked for longest go when it grows too large."""

    folder: Path
    most_bytes: int = MOST_BYTES

    def get(self, kind: str, key: str) -> bytes | None:
        """The entry, or None where there is none that is whole."""
        path = self._path(kind, key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content[_HASH:]).digest() != content[:_HASH]:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return content[_HASH:]

    def put(self, kind: str, key: str, *, content: bytes) -> None:
        """Keeps an entry, whole or not at all."""
        path = self._path(kind, key)
        draft = path.with_name(f".{key}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(hashlib.sha256(content).digest() + content)
            draft.replace(path)

    def trim(self) -> None:
        """Lets go of the entries not asked for longest until the folder holds less than it may."""
        found = sorted(self._entries())
        over = sum(size for _, size, _ in found) - self.most_bytes
        for _, size, path in found if over > 0 else ():
            if over <= -self.most_bytes // 5:
                break
            with suppress(OSError):
                path.unlink()
                over -= size

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.glob("*/*/*"):
            with suppress(OSError):
                found = path.stat()
                if path.name.startswith(".") and time.time() - found.st_mtime > _LEFT_BEHIND_S:
                    path.unlink()
                else:
                    yield found.st_mtime, found.st_size, path

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key


def key_of(*parts: str | bytes) -> str:
    """A hash of the parts and of the program itself: another version of it finds nothing that an older one kept."""
    whole = hashlib.sha256(_program())
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()


def bundled(words: Mapping[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Words and bytes as one entry."""
    head = json.dumps({"words": words, "sizes": [len(blob) for blob in blobs]}, ensure_ascii=False).encode()
    return b"".join([len(head).to_bytes(8, "big"), head, *blobs])


def unbundled(content: bytes) -> tuple[Any, list[bytes]]:
    """The words and the bytes of an entry."""
    start = 8 + int.from_bytes(content[:8], "big")
    head = json.loads(content[8:start])
    blobs = []
    for size in head["sizes"]:
        blobs.append(content[start : start + size])
        start += size
    return head["words"], blobs


@cache
def _program() -> bytes:
    """What the program is: its own text, and the versions of what it stands on."""
    whole = hashlib.sha256()
    for path, content in sorted(_sources(files("dateline.territory"))):
        whole.update(f"{path} {len(content)} ".encode() + content)
    for name in LIBRARIES:
        whole.update(f"{name} {_version(name)} ".encode())
    return whole.digest()


def _sources(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from ((f"{entry.name}/{path}", content) for path, content in _sources(entry))
        elif entry.name.endswith((".py", ".toml", ".json")):
            yield entry.name, entry.read_bytes()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not here"
