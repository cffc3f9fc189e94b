"""The values of reading: what one file held, or why it could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dateline.territory.core.values import Finding, Ground, Input

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may be: its bytes, its bytes unpacked, its points, how deep collections nest."""

    file_bytes: int = 256 * MIB
    unpacked_bytes: int = 512 * MIB
    points: int = 20_000_000
    depth: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature: its properties, and its ground (longitude, latitude) or None where it has none.

    ``empty`` where ground was meant but is not there; a point or a line is no ground and lacks none.
    """

    properties: Mapping[str, object] = field(default_factory=dict)
    ground: Ground | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one map file held; ``beside`` are the files that belong to it, as a shapefile's table."""

    source: Input
    format: str
    features: tuple[Feature, ...]
    properties: Mapping[str, object] = field(default_factory=dict)
    beside: tuple[Input, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaTable:
    """What one table of areas held: its rows as they are, by column."""

    source: Input
    rows: tuple[Mapping[str, object], ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that could not be read, and why, in a line that a person understands."""

    name: str
    reason: str

    @property
    def finding(self) -> Finding:
        """The same as a finding of the survey."""
        return Finding(gate="unreadable", subject=self.name, what=self.reason, treatment="left out")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBytes:
    """A file's bytes, not yet read; ``beside`` are a shapefile's companions by their file names."""

    name: str
    content: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


Read = Layer | AreaTable | Unreadable


class Faulty(Exception):
    """What is wrong with the file being read; becomes an ``Unreadable`` at the edge of this package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file's features before they are named by it: what every format's reader returns."""

    format: str
    features: tuple[Feature, ...]
    properties: Mapping[str, object] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
