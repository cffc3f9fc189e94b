"""Turns read and mended maps into bytes that can be kept, and back, to the last digit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import shapely

from dateline.territory.core.repair import Piece
from dateline.territory.core.values import Finding, Ground, Input
from dateline.territory.read.parts import DayMap, DrawnMap, MapPart, Parted
from dateline.territory.read.regions import NamedRegions
from dateline.territory.surveys.kept import bundled, unbundled


def packed_parts(taken: Parted) -> bytes:
    """One file's parts."""
    words = {"parts": [_part(part) for part in taken.parts], "findings": _findings(taken.findings)}
    return bundled(words, _wkb(piece.ground for part in taken.parts for piece in part.pieces))


def parts_in(content: bytes) -> Parted:
    """The same back."""
    words, blobs = unbundled(content)
    grounds = iter([shapely.from_wkb(blob) if blob else None for blob in blobs])
    parts = [
        MapPart(
            shown=date.fromisoformat(part["shown"]),
            moment=datetime.fromisoformat(part["moment"]),
            pieces=tuple(Piece(control=c, ground=next(grounds), name=n) for c, n in part["pieces"]),
            inputs=_inputs_in(part["inputs"]),
            file_class=part["file_class"],
        )
        for part in words["parts"]
    ]
    return Parted(parts=tuple(parts), findings=_findings_in(words["findings"]))


def day_words(day: DayMap) -> bytes:
    """What tells a day's map from all others read by one profile: the bytes of its files, by hash, and which pieces."""
    return bundled({"shown": day.shown.isoformat(), "parts": [_part(part) for part in day.parts]}, [])


def packed_map(drawn: DrawnMap) -> bytes:
    """One day's mended map."""
    words = {
        "shown": drawn.shown.isoformat(),
        "classes": list(drawn.ground),
        "inputs": _inputs(drawn.inputs),
        "findings": _findings(drawn.findings),
        "missing": list(drawn.missing),
        "content": drawn.content,
        "fault": drawn.fault,
    }
    return bundled(words, _wkb(drawn.ground.values()))


def map_in(content: bytes) -> DrawnMap:
    """The same back."""
    words, blobs = unbundled(content)
    return DrawnMap(
        shown=date.fromisoformat(words["shown"]),
        ground=dict(zip(words["classes"], map(shapely.from_wkb, blobs), strict=True)),
        inputs=_inputs_in(words["inputs"]),
        findings=_findings_in(words["findings"]),
        missing=tuple(words["missing"]),
        content=words["content"],
        fault=words["fault"],
    )


def packed_regions(named: NamedRegions) -> bytes:
    """Regions as they were read and mended."""
    words = {
        "names": [name for name, _ in named.regions],
        "property": named.property,
        "source": _inputs([named.source])[0],
        "findings": _findings(named.findings),
    }
    return bundled(words, _wkb(ground for _, ground in named.regions))


def regions_in(content: bytes) -> NamedRegions:
    """The same back."""
    words, blobs = unbundled(content)
    return NamedRegions(
        regions=tuple(zip(words["names"], map(shapely.from_wkb, blobs), strict=True)),
        property=words["property"],
        source=Input(**words["source"]),
        findings=_findings_in(words["findings"]),
    )


def _part(part: MapPart) -> Mapping[str, Any]:
    return {
        "shown": part.shown.isoformat(),
        "moment": part.moment.isoformat(),
        "pieces": [(piece.control, piece.name) for piece in part.pieces],
        "inputs": _inputs(part.inputs),
        "file_class": part.file_class,
    }


def _wkb(grounds: Iterable[Ground | None]) -> list[bytes]:
    return [b"" if ground is None else shapely.to_wkb(ground) for ground in grounds]


def _inputs(inputs: Sequence[Input]) -> list[dict[str, Any]]:
    return [{"name": each.name, "sha256": each.sha256, "size": each.size} for each in inputs]


def _inputs_in(words: Sequence[Mapping[str, Any]]) -> tuple[Input, ...]:
    return tuple(Input(**source) for source in words)


def _findings(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [{"gate": f.gate, "subject": f.subject, "what": f.what, "treatment": f.treatment} for f in findings]


def _findings_in(words: Sequence[Mapping[str, str]]) -> tuple[Finding, ...]:
    return tuple(Finding(**finding) for finding in words)
