"""Where a figure comes from, as values whose hash is the same for the same inputs, whoever computes it and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dateline.events.core.chain import digest

MOST_INPUTS = 20_000
_HEX = frozenset("0123456789abcdef")


class BadDerivation(ValueError):
    """A derivation that nobody could follow; the text says what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file that went in: its name, the SHA-256 of its bytes, their number."""

    name: str
    sha256: str
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """How a figure came about: what went in, by which method, read how, with which parameters.

    ``libraries`` are told, yet are no part of the hash: the same method gives the same figure with either.
    """

    method: str
    version: str
    inputs: tuple[Input, ...]
    profile: str = ""
    profile_sha256: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What a figure is about. A later figure about the same supersedes an earlier one.

    ``series`` names whose count it is, such as ``isw-table``: two mappers never supersede each other. ``start`` and
    ``end`` are the first and the last day of the period. ``region`` is ``*`` for the whole.
    """

    series: str
    measure: str
    unit: str
    classes: str = ""
    region: str = "*"
    start: date | None = None
    end: date | None = None


def derivation_to_json(derivation: Derivation) -> dict[str, Any]:
    """The derivation as it is kept; inputs in an order that does not hang on the order they were read in."""
    inputs = sorted(set(derivation.inputs), key=lambda each: (each.name, each.sha256))
    return {
        "method": derivation.method,
        "version": derivation.version,
        "profile": derivation.profile,
        "profile_sha256": derivation.profile_sha256,
        "parameters": dict(derivation.parameters),
        "inputs": [{"name": each.name, "sha256": each.sha256, "size": each.size} for each in inputs],
        "libraries": dict(derivation.libraries),
    }


def derivation_from_json(raw: Mapping[str, Any]) -> Derivation:
    """The derivation of its JSON; ``derivation_from_json(derivation_to_json(d))`` has the hash of ``d``."""
    inputs = tuple(Input(name=one["name"], sha256=one["sha256"], size=one["size"]) for one in raw["inputs"])
    return Derivation(**{**raw, "inputs": inputs})


def derivation_hash(derivation: Derivation) -> str:
    """SHA-256 of what decides the figure. A file's name does not: the same bytes are the same input."""
    raw = derivation_to_json(derivation)
    decides = {name: raw[name] for name in ("method", "version", "profile_sha256", "parameters")}
    return digest({**decides, "inputs": sorted({each.sha256 for each in derivation.inputs})})


def what_hash(what: What) -> str:
    """SHA-256 of what a figure is about."""
    return digest(what_to_json(what))


def figure_key(what: What, derivation: Derivation) -> str:
    """The name of a figure: the same inputs and the same question give the same key."""
    return digest([derivation_hash(derivation), what_hash(what)])


def what_to_json(what: What) -> dict[str, Any]:
    """What a figure is about, as JSON."""
    return {
        "series": what.series,
        "measure": what.measure,
        "unit": what.unit,
        "classes": what.classes,
        "region": what.region,
        "start": what.start and what.start.isoformat(),
        "end": what.end and what.end.isoformat(),
    }


def check_derivation(derivation: Derivation) -> None:
    """Raises ``BadDerivation`` where somebody could not compute the figure again."""
    if not derivation.method or not derivation.version:
        raise BadDerivation("A derivation names its method and the method's version.")
    if not derivation.inputs:
        raise BadDerivation("A derivation names what went in.")
    if len(derivation.inputs) > MOST_INPUTS:
        raise BadDerivation(f"A derivation names at most {MOST_INPUTS:,} inputs.")
    hashes = [each.sha256 for each in derivation.inputs] + [derivation.profile_sha256 or "0" * 64]
    if not all(len(each) == 64 and set(each) <= _HEX for each in hashes):
        raise BadDerivation("Inputs are named by the SHA-256 of their bytes, in hex.")
