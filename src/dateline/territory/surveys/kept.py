"""Keeps what was worked out, by a hash of all that it hangs on: read maps, mended maps, whole surveys.

An accelerator only: what cannot be read back whole is worked out again, and a folder that cannot be written to is left
alone. Nothing here loads geometry, so that a survey with nothing changed is answered at once.
"""

import hashlib
import itertools
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        path = self.find(kind, key)
        try:
            return path.read_bytes()[_HASH:] if path else None
        except OSError:
            return None

    def find(self, kind: str, key: str) -> Path | None:
        """The file of an entry that is whole, for one that is too large to be taken at once: see ``parts_of``."""
        path = self._path(kind, key)
        try:
            with open(path, "rb") as file:
                before, whole = file.read(_HASH), hashlib.file_digest(file, "sha256")
        except OSError:
            return None
        with suppress(OSError):
            if whole.digest() == before:
                os.utime(path)
                return Path(path)
            os.unlink(path)
        return None

    def put(self, kind: str, key: str, *, content: bytes | Iterable[bytes]) -> None:
        """Keeps an entry, whole or not at all."""
        path = self._path(kind, key)
        folder = os.path.dirname(path)
        draft = f"{folder}/.{key}.{os.getpid()}"
        whole = hashlib.sha256()
        with suppress(OSError):
            if not os.path.isdir(folder):
                os.makedirs(folder, exist_ok=True)
            with open(draft, "wb") as file:
                file.write(bytes(_HASH))
                for chunk in [content] if isinstance(content, bytes) else content:
                    whole.update(chunk)
                    file.write(chunk)
                file.seek(0)
                file.write(whole.digest())
            os.replace(draft, path)

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

    def _path(self, kind: str, key: str) -> str:
        # Text, for a cold survey of two months looks into a hundred of them.
        return f"{self.folder}/{kind}/{key[:2]}/{key}"


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
    return b"".join([head_of(words, [len(blob) for blob in blobs]), *blobs])


def head_of(words: Mapping[str, Any], sizes: Sequence[int]) -> bytes:
    """What stands before the bytes of an entry: its words, and how many bytes follow one another."""
    head = json.dumps({"words": words, "sizes": list(sizes)}, ensure_ascii=False).encode()
    return len(head).to_bytes(8, "big") + head


def unbundled(content: bytes) -> tuple[Any, list[bytes]]:
    """The words and the bytes of an entry."""
    start = 8 + int.from_bytes(content[:8], "big")
    head = json.loads(content[8:start])
    blobs = []
    for size in head["sizes"]:
        blobs.append(content[start : start + size])
        start += size
    return head["words"], blobs


def parts_of(entry: Path) -> tuple[Any, list[tuple[int, int]]]:
    """The words of an entry, from its file, and where in that each of its bytes begin, with how many they are."""
    with entry.open("rb") as file:
        file.seek(_HASH)
        size = int.from_bytes(file.read(8), "big")
        head = json.loads(file.read(size))
    begins = itertools.accumulate(head["sizes"], initial=_HASH + 8 + size)
    return head["words"], list(zip(begins, head["sizes"], strict=False))


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
