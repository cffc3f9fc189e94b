"""The folder that maps are pulled into: each file whole or not there, and a manifest that says where each is from."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from dateline.blog.core.refused import Refused
from dateline.territory.core.manifest import MANIFEST
from dateline.territory.core.pulling import Kept, Manifest, Wanted, asked_again, is_safe, version_name

_HIDDEN = ".pull"
_KEPT = {f.name for f in fields(Kept)}
_PAGE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A map's bytes on their way into the folder, with what the source said of them."""

    content: bytes
    etag: str = ""
    modified: str = ""


class PulledFolder:
    """A folder with its manifest; opened by one pull at a time (``opened``)."""

    def __init__(self, path: Path, *, profile: str) -> None:
        self.path = path
        self._profile = profile
        self._hidden = path / _HIDDEN
        self._files: dict[str, Kept] = {}
        self._nothing: dict[str, str] = {}

    @contextmanager
    def opened(self) -> Iterator["PulledFolder"]:
        """The folder with what a run before left half done brought to its end. Raises ``Refused``, ``OSError``."""
        self._hidden.mkdir(parents=True, exist_ok=True)
        with (self._hidden / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused("Another pull is at work in %(folder)s.", folder=self.path) from None
            self._read()
            yield self

    @property
    def manifest(self) -> Manifest:
        """What is here."""
        return Manifest(files=self._files, nothing=self._nothing)

    def add(self, wanted: Wanted, answer: Answer) -> str:
        """Puts a map into the folder under its own name, or beside the one that has it; the name."""
        taken = {*self._files, *(p.name for p in self.path.iterdir())}
        name = version_name(wanted, sorted(taken))
        self._write_part(name, answer.content)
        self._files[name] = Kept(
            map=wanted.name,
            url=wanted.url,
            day=wanted.day.isoformat(),
            time=_now(),
            asked=_now(),
            sha256=hashlib.sha256(answer.content).hexdigest(),
            size=len(answer.content),
            etag=answer.etag,
            modified=answer.modified,
            stamp=wanted.stamp,
        )
        self._nothing.pop(wanted.url, None)
        # First the part, then the word of it, then its name: whenever this ends, ``_read`` knows what to do.
        self._save()
        self._part(name).replace(self.path / name)
        return name

    def note_unchanged(self, wanted: Wanted, found: tuple[str, Kept], *, etag: str, modified: str) -> None:
        """Remembers what the source said anew of a file that has not changed."""
        name, kept = found
        self._files[name] = asked_again(kept, wanted, etag=etag, modified=modified, asked=_now())
        self._save()

    def note_nothing(self, wanted: Wanted) -> None:
        """Remembers that there was no map."""
        self._nothing[wanted.url] = _now()
        self._save()

    def page(self, key: str) -> bytes | None:
        """A page of a map that an earlier run got, a day old at most."""
        path = self._page(key)
        try:
            return path.read_bytes() if _age_seconds(path) < _PAGE_SECONDS else None
        except FileNotFoundError:
            return None

    def add_page(self, key: str, content: bytes) -> None:
        """Keeps a page until its map is whole."""
        _written(self._page(key), content)

    def forget_pages(self, keys: list[str]) -> None:
        """Drops the pages of a map that is whole, or will never be."""
        for key in keys:
            self._page(key).unlink(missing_ok=True)

    def _page(self, key: str) -> Path:
        return self._hidden / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.page"

    def _part(self, name: str) -> Path:
        return self._hidden / f"{name}.part"

    def _write_part(self, name: str, content: bytes) -> None:
        _written(self._part(name), content)

    def _read(self) -> None:
        given = _manifest(self.path / MANIFEST)
        self._nothing = {str(url): str(when) for url, when in given.get("nothing", {}).items()}
        for name, kept in _kept(given, self.path / MANIFEST):
            if self._is_here(name, kept):
                self._files[name] = kept
        old = (p for p in self._hidden.glob("*.page") if _age_seconds(p) > _PAGE_SECONDS)
        for left in (*self._hidden.glob("*.part"), *self._hidden.glob("*.draft"), *old):
            left.unlink()

    def _is_here(self, name: str, kept: Kept) -> bool:
        """Whether the file is here and whole; one that only lacked its name gets it."""
        path, part = self.path / name, self._part(name)
        if path.is_file():
            return path.stat().st_size == kept.size
        if part.is_file() and hashlib.sha256(part.read_bytes()).hexdigest() == kept.sha256:
            part.replace(path)
            return True
        return False

    def _save(self) -> None:
        files = {name: asdict(kept) for name, kept in sorted(self._files.items())}
        whole = {"profile": self._profile, "files": files, "nothing": dict(sorted(self._nothing.items()))}
        _written(self.path / MANIFEST, orjson.dumps(whole, option=orjson.OPT_INDENT_2))


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("files", {}), dict):
        raise _damaged(path)
    return found


def _damaged(path: Path) -> Refused:
    return Refused(
        "%(file)s is damaged: move it away, and the maps are fetched anew beside those that are there.", file=path
    )


def _kept(given: dict[str, Any], path: Path) -> Iterator[tuple[str, Kept]]:
    for name, row in given.get("files", {}).items():
        try:
            kept = Kept(**{key: value for key, value in row.items() if key in _KEPT})
        except (TypeError, AttributeError):
            raise _damaged(path) from None
        if is_safe(name):
            yield name, kept


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _age_seconds(path: Path) -> float:
    return datetime.now(UTC).timestamp() - path.stat().st_mtime


def _written(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, and onto the disk."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
