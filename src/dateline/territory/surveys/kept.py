"""Keeps what was worked out, by a hash of all that it hangs on: read maps, mended maps, whole surveys.

An accelerator only: what cannot be read back whole is worked out again, and a folder that cannot be written to is left
alone. Nothing here loads geometry, so that a survey with nothing changed is answered at once.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
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
        path = f"{self._folder(kind, key)}/{key}"
        try:
            with open(path, "rb") as file:
                content = file.read()
        except OSError:
            return None
        if hashlib.sha256(content[_HASH:]).digest() != content[:_HASH]:
            with suppress(OSError):
                os.unlink(path)
            return None
        with suppress(OSError):
            os.utime(path)
        return content[_HASH:]

    def put(self, kind: str, key: str, *, content: bytes) -> None:
        """Keeps an entry, whole or not at all."""
        folder = self._folder(kind, key)
        draft = f"{folder}/.{key}.{os.getpid()}"
        with suppress(OSError):
            if not os.path.isdir(folder):
                os.makedirs(folder, exist_ok=True)
            with open(draft, "wb") as file:
                file.writelines([hashlib.sha256(content).digest(), content])
            os.replace(draft, f"{folder}/{key}")

    def trim(self) -> None:
        """Lets go of the entries not asked for longest until the folder holds less than it may."""
        found = sorted(self._entries())
        over = sum(size for _, size, _ in found) - self.most_bytes
        for _, size, path in found if over > 0 else ():
            if over <= -self.most_bytes // 5:
                break
            with suppress(OSError):
                os.unlink(path)
                over -= size

    def _entries(self) -> Iterator[tuple[float, int, str]]:
        for entry in _within(self.folder, depth=3):
            with suppress(OSError):
                found = entry.stat()
                if entry.name.startswith(".") and time.time() - found.st_mtime > _LEFT_BEHIND_S:
                    os.unlink(entry.path)
                else:
                    yield found.st_mtime, found.st_size, entry.path

    def _folder(self, kind: str, key: str) -> str:
        # Text, for a cold survey of two months looks into a hundred of them.
        return f"{self.folder}/{kind}/{key[:2]}"


def _within(folder: Path | str, depth: int) -> Iterator[os.DirEntry[str]]:
    """What lies so many folders deep."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if depth == 1:
                yield entry
            elif entry.is_dir(follow_symlinks=False):
                yield from _within(entry.path, depth - 1)


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
    root = Path(__file__).parent.parent
    for path in sorted(_sources(root)):
        content = Path(path).read_bytes()
        whole.update(f"{path.removeprefix(str(root))} {len(content)} ".encode() + content)
    installed = _installed()
    for name in LIBRARIES:
        whole.update(f"{name} {installed.get(name) or _version(name)} ".encode())
    return whole.digest()


def _sources(folder: Path | str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _sources(entry.path)
            elif entry.name.endswith((".py", ".toml", ".json")):
                yield entry.path


def _installed() -> dict[str, str]:
    """The versions of libraries by the names of the folders that installers write; to ask Python takes far longer."""
    found: dict[str, str] = {}
    for folder in reversed(sys.path):
        with suppress(OSError), os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.name.endswith(".dist-info"):
                    name, _, number = entry.name.removesuffix(".dist-info").partition("-")
                    found[name.replace("_", "-").lower()] = number
    return found


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "not here"
