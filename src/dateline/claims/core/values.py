"""The values of claims: what callers hand in to be kept, and a claim as the public sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dateline.claims.core.provenance import Derivation, What
from dateline.claims.core.wording import Hedge, SourceKind, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAbout:
    """Who or what something rests on."""

    name: str
    kind: str = SourceKind.MEDIA.value
    url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFigure:
    """A number to be recorded: what it is about and how it came about; ``as_of`` is the day it stands for."""

    value: float
    what: What
    derivation: Derivation
    as_of: date | None = None
    title: str = ""
    note: str = ""
    source: SourceAbout | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The figures of an exhibit for who does not see the picture, and for the CSV; cells are text as shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """An exhibit's picture: SVG for wide and for narrow pages, and what other programs can draw it from."""

    wide: str = ""
    narrow: str = ""
    spec: Mapping[str, Any] | None = None
    geojson: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExhibit:
    """A chart, map or table to be made: its words, its picture, its table.

    ``measure`` says in plain words what was measured, ``limits`` what the figures do not say, ``method`` how they came
    about; ``language`` is that of the words.
    """

    kind: str
    title: str
    sentence: str
    table: Table
    drawing: Drawing = Drawing()
    source: str = ""
    source_url: str = ""
    as_of: date | None = None
    measure: str = ""
    limits: str = ""
    method: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """What somebody says, to be written down: in our words (``text``), perhaps in theirs (``quote``).

    ``measure`` and ``region`` are said only where the claim says them; ``according_to`` is whom the source names.
    """

    text: str
    source: SourceAbout
    speaker: str = ""
    according_to: str = ""
    url: str = ""
    said_at: datetime | None = None
    value: float | None = None
    unit: str = ""
    hedge: str = Hedge.NONE.value
    start: date | None = None
    end: date | None = None
    measure: str = ""
    region: str = ""
    quote: str = ""
    status: str = Status.UNVERIFIED.value
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim as the public sees it at one time: the words, who says it, and what the newsroom made of it by then."""

    uid: str
    text: str
    source: str
    url: str = ""
    speaker: str = ""
    according_to: str = ""
    quote: str = ""
    value: float | None = None
    unit: str = ""
    hedge: str = ""
    start: str = ""
    end: str = ""
    status: str = Status.UNVERIFIED.value
    note: str = ""
    evidence: str = ""
    said: datetime | None = None
    checked: datetime | None = None


_PLAIN = ("uid", "text", "source", "url", "speaker", "according_to", "quote", "unit", "hedge", "start", "end", "note")


def claim_to_json(claim: ClaimView) -> dict[str, Any]:
    """The claim as a post's revision keeps it."""
    return {
        **{name: getattr(claim, name) for name in _PLAIN},
        "value": claim.value,
        "status": claim.status,
        "evidence": claim.evidence,
        "said": claim.said and claim.said.isoformat(),
        "checked": claim.checked and claim.checked.isoformat(),
    }


def claim_from_json(raw: Mapping[str, Any]) -> ClaimView:
    """The claim of a revision; ``claim_from_json(claim_to_json(c)) == c``."""
    times = {name: _instant(raw[name]) for name in ("said", "checked")}
    return ClaimView(**{**raw, **times})


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
