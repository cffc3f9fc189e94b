"""Reads the files of a survey by its profile, each once: what was read before is taken from where it is kept."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Finding
from dateline.territory.profile_read import Profile
from dateline.territory.read.files import file_bytes, read_bytes
from dateline.territory.read.parts import MapPart, Parted, parted
from dateline.territory.read.regions import NamedRegions, named_regions
from dateline.territory.read.values import AreaTable, FileBytes, Layer, Unreadable
from dateline.territory.surveys.kept import Kept, key_of
from dateline.territory.surveys.naming import names_of
from dateline.territory.surveys.packed import packed_parts, packed_regions, parts_in, regions_in
from dateline.territory.surveys.stages import Stage, results
from dateline.territory.surveys.values import Means, NothingToMeasure
from dateline.territory.surveys.workers import Ready

ENDED = "the process that read it was killed, as one is that needs more memory than there is"
Taken = Parted | AreaTable | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class AllRead:
    """What the files held."""

    parts: list[MapPart] = field(default_factory=list)
    tables: list[AreaTable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_all(paths: Sequence[Path], profile: Profile, *, means: Means) -> AllRead:
    """The parts of maps and the tables in the files, whatever their order; a file that cannot be read is a finding."""
    found = AllRead()
    files = sorted(paths)
    for number, taken in enumerate(_taken(files, profile, means), 1):
        means.step("reading", done=number, of=len(files))
        match taken:
            case Unreadable():
                found.findings.append(taken.finding)
            case AreaTable():
                found.tables.append(taken)
                found.findings.extend(taken.findings)
            case Parted():
                found.parts.extend(taken.parts)
                found.findings.extend(taken.findings)
    return found


def read_regions(path: Path | None, profile: Profile, *, kept: Kept | None) -> NamedRegions | None:
    """The regions in a boundary file. Raises NothingToMeasure where it has none."""
    if path is None:
        return None
    file = file_bytes(path)
    named = file if isinstance(file, Unreadable) else _named(file, profile, kept)
    if isinstance(named, Unreadable):
        raise NothingToMeasure(f"{path.name}: {named.reason}")
    if WHOLE in dict(named.regions):
        raise NothingToMeasure(f"{path.name}: a region is called {WHOLE}, which stands for the whole")
    return named


def take(profile: Profile, file: FileBytes) -> Taken:
    """What one file holds, by the profile: what a worker does."""
    read = read_bytes(file.name, file.content, beside=file.beside)
    return parted(read, profile) if isinstance(read, Layer) else read


def _taken(paths: Sequence[Path], profile: Profile, means: Means) -> Iterator[Taken]:
    """What each file holds, in their order."""
    # How the sums are made changes nothing about what a file holds.
    reader = replace(profile, sums=())
    how = repr(reader)
    stage: Stage[Profile, FileBytes, Taken] = Stage(
        name="parts",
        work=take,
        key=lambda file: _key(file, how),
        pack=lambda taken: packed_parts(taken) if isinstance(taken, Parted) else None,
        unpack=parts_in,
        lost=lambda file: Unreadable(name=file.name, reason=ENDED),
    )
    names = names_of(paths, profile)
    opened = (file_bytes(path, name=names[path]) for path in paths)
    files: Iterator[FileBytes | Ready[Taken]] = (
        Ready(file) if isinstance(file, Unreadable) else file for file in opened
    )
    return results(stage, files, shared=reader, means=means)


def _named(file: FileBytes, profile: Profile, kept: Kept | None) -> NamedRegions | Unreadable:
    key = _key(file, repr(profile.place.region_property)) if kept else ""
    content = kept.get("regions", key) if kept else None
    if content is not None:
        return regions_in(content)
    layer = read_bytes(file.name, file.content, beside=file.beside)
    if isinstance(layer, AreaTable):
        return Unreadable(name=file.name, reason="a table of areas has no regions")
    named = named_regions(layer, profile.place.region_property) if isinstance(layer, Layer) else layer
    if kept and isinstance(named, NamedRegions):
        kept.put("regions", key, content=packed_regions(named))
    return named


def _key(file: FileBytes, how: str) -> str:
    beside = [part for name, content in sorted(file.beside.items()) for part in (name, _sha256(content))]
    return key_of(how, file.name, _sha256(file.content), *beside)


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
