"""Unpacks a zip of many maps into a folder, without trusting what it says of its names and sizes."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from dateline.territory.read.folders import COMPANIONS, SUFFIXES
from dateline.territory.read.packed import BROKEN

PIECE = 1024 * 1024
_MAPS = {*SUFFIXES, *COMPANIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """How much may come out of a zip: files, bytes of one, bytes of all."""

    files: int
    file_bytes: int
    all_bytes: int


def unpack(path: Path, folder: Path, *, most: Most) -> dict[str, Any]:
    """The maps of a zip, written into the folder as 0, 1, …: ``files`` their names, ``aside`` what was left and why.

    ``files`` is empty for what is one map by itself (a KMZ, a zipped shapefile) and for what is no zip.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _packers_own(m.filename)]
            if _is_one_map(members):
                return {"files": [], "aside": []}
            return _unpacked(archive, members, folder=folder, most=most)
    except BROKEN as fault:
        return {"files": [], "aside": [{"name": path.name, "why": f"its zip cannot be unpacked: {fault}"}]}


def _is_one_map(members: list[zipfile.ZipInfo]) -> bool:
    names = [PurePosixPath(m.filename) for m in members]
    maps = [n for n in names if n.suffix.lower() in SUFFIXES]
    return len(maps) <= 1 or any(n.name == "doc.kml" for n in names)


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], *, folder: Path, most: Most) -> dict[str, Any]:
    files: list[str] = []
    aside: list[Mapping[str, str]] = []
    left = most.all_bytes
    for member in members:
        name = member.filename
        if PurePosixPath(name).suffix.lower() not in _MAPS:
            aside.append({"name": name[:200], "why": "it is no map"})
        elif len(files) >= most.files or left <= 0:
            aside.append({"name": name[:200], "why": "there was no more room"})
        else:
            size = _written(archive, member, folder / str(len(files)), limit=min(left, most.file_bytes))
            left -= max(size, 0)
            if size < 0:
                aside.append({"name": name[:200], "why": "it is too large"})
                left -= most.file_bytes  # who sends bombs has less room for more of them
            else:
                files.append(name)
    return {"files": files, "aside": aside}


def _written(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, *, limit: int) -> int:
    """How many bytes were written; -1 where there would have been more than the limit."""
    size = 0
    with path.open("wb") as out:
        for piece in _pieces(archive, member):
            size += len(piece)
            if size > limit:
                path.unlink()
                return -1
            out.write(piece)
    return size


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _packers_own(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")
