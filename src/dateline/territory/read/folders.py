"""Finds the files of a folder that may be maps, by their names alone."""

import stat
from pathlib import Path

from dateline.territory.core.manifest import MANIFEST

COMPANIONS = (".shx", ".dbf", ".prj", ".cpg")
SUFFIXES = (
    ".geojson", ".json", ".topojson", ".kml", ".kmz", ".shp", ".gpkg", ".zip", ".gz", ".csv", ".tsv",
    ".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl",
)  # fmt: skip
_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def map_files(folder: Path) -> list[Path]:
    """The files in a folder, and in those below it, that may be maps, in the order of their names.

    What begins with a dot belongs to a program: .git, ._map.geojson. Links to folders are not followed.
    """
    found = (p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and not _hidden(p.relative_to(folder)))
    return sorted(p for p in found if p.name != MANIFEST and _may_be_file(p))


def spoken(name: str) -> str:
    """A file's name as it can be printed and kept: control characters and bytes that are no text as escapes."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def special(path: Path) -> str:
    """What stands at the path in place of a file, which must never be opened; nothing for a file, or where none is.

    To open a named pipe waits for somebody who writes into it, for ever; a device may never come to its end.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""  # to open it fails at once and says why
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "something else")


def _may_be_file(path: Path) -> bool:
    """Whether reading it gives a map or says why not: what stands in a file's place is named, not passed over."""
    try:
        return path.is_file() or special(path) not in {"", _KINDS[stat.S_IFDIR]}
    except OSError:
        return True


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def companions(path: Path) -> list[Path]:
    """The files that belong to a shapefile; none for any other."""
    if path.suffix.lower() != ".shp":
        return []
    beside = (p for s in COMPANIONS for p in (path.with_suffix(s), path.with_suffix(s.upper())) if p.is_file())
    return list({p.name: p for p in beside}.values())
