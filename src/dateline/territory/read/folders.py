"""Finds the files of a folder that may be maps, by their names alone."""

from pathlib import Path

from dateline.territory.core.pulling import MANIFEST

COMPANIONS = (".shx", ".dbf", ".prj", ".cpg")
SUFFIXES = (
    ".geojson", ".json", ".topojson", ".kml", ".kmz", ".shp", ".gpkg", ".zip", ".gz", ".csv", ".tsv",
    ".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl",
)  # fmt: skip


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


def _may_be_file(path: Path) -> bool:
    """Whether there is a file, or something that may be one but must not be looked at: then reading it says why."""
    try:
        return path.is_file()
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
