"""Between rows and values: what the log's hash covers of each row, and a claim as the public sees it."""

from datetime import UTC, date, datetime
from typing import Any

from dateline.claims.core.provenance import What, what_to_json
from dateline.claims.core.quantity import Quantity, Stated
from dateline.claims.core.values import ClaimView
from dateline.claims.core.wording import Hedge
from dateline.claims.models import Claim, Exhibit, Figure, Snapshot, Verification


def what_of(figure: Figure) -> What:
    """What the figure is about."""
    return What(
        series=figure.series,
        measure=figure.measure,
        unit=figure.unit,
        classes=figure.classes,
        region=figure.region,
        start=figure.start,
        end=figure.end,
    )


def figure_told(figure: Figure) -> dict[str, Any]:
    """What the log's hash covers of a figure; anybody can read it in an exhibit's JSON."""
    return {
        "key": figure.key,
        "value": figure.value,
        "what": what_to_json(what_of(figure)),
        "as_of": _day(figure.as_of),
        "title": figure.title,
        "note": figure.note,
        "source": figure.source.name if figure.source else "",
        "derivation": figure.derivation.sha256,
        "supersedes": figure.supersedes.key if figure.supersedes else "",
    }


def exhibit_told(exhibit: Exhibit, keys: list[str]) -> dict[str, Any]:
    """What an exhibit's hash covers: all of it, with the keys of its figures."""
    return {
        "kind": exhibit.kind,
        "title": exhibit.title,
        "sentence": exhibit.sentence,
        "source": exhibit.source,
        "source_url": exhibit.source_url,
        "as_of": _day(exhibit.as_of),
        "measure": exhibit.measure,
        "limits": exhibit.limits,
        "method": exhibit.method,
        "language": exhibit.language,
        "wide": exhibit.wide,
        "narrow": exhibit.narrow,
        "table": exhibit.table,
        "spec": exhibit.spec,
        "geojson": exhibit.geojson,
        "figures": keys,
    }


def snapshot_told(snapshot: Snapshot) -> dict[str, Any]:
    """What the log's hash covers of a snapshot."""
    return {
        "sha256": snapshot.sha256,
        "media_type": snapshot.media_type,
        "size": snapshot.size,
        "url": snapshot.url,
        "taken_at": _time(snapshot.taken_at),
    }


def claim_told(claim: Claim, first: Verification) -> dict[str, Any]:
    """What the log's hash covers of a claim as it was filed."""
    names = ("uid", "text", "speaker", "according_to", "url", "value", "unit", "hedge", "measure", "region", "quote")
    return {
        **{name: getattr(claim, name) for name in names},
        "source": [claim.source.name, claim.source.kind, claim.source.url, claim.source.licence],
        "said_at": _time(claim.said_at),
        "period": [_day(claim.start), _day(claim.end)],
        "quote_at": claim.quote_at,
        "snapshot": claim.snapshot.sha256 if claim.snapshot else "",
        "replaces": claim.replaces.uid if claim.replaces else "",
        "status": verification_told(first),
    }


def verification_told(found: Verification) -> dict[str, Any]:
    """What the log's hash covers of a status."""
    return {
        "number": found.number,
        "status": found.status,
        "note": found.note,
        "evidence_url": found.evidence_url,
        "snapshot": found.snapshot.sha256 if found.snapshot else "",
        "figure": found.figure.key if found.figure else "",
        "at": _time(found.at),
    }


def claim_view(claim: Claim, last: Verification) -> ClaimView:
    """The claim as the public sees it with that status; what only the desk wrote down first is no public note."""
    return ClaimView(
        uid=claim.uid,
        text=claim.text,
        source=claim.source.name,
        url=claim.url or claim.source.url,
        speaker=claim.speaker,
        according_to=claim.according_to,
        quote=claim.quote,
        value=claim.value,
        unit=claim.unit,
        hedge=claim.hedge,
        start=_day(claim.start) or "",
        end=_day(claim.end) or "",
        status=last.status,
        note=last.note,
        evidence=last.evidence_url,
        said=claim.said_at,
        checked=last.at if last.number > 1 or last.note else None,
    )


def stated_by(claim: Claim) -> Stated | None:
    """The number the claim says, or None where it says none."""
    if claim.value is None or not claim.unit:
        return None
    return Stated(
        quantity=Quantity(value=claim.value, unit=claim.unit),
        hedge=Hedge(claim.hedge),
        start=claim.start,
        end=claim.end,
        measure=claim.measure,
        region=claim.region,
    )


def stated_in(figure: Figure) -> Stated:
    """The figure as what a claim is compared with."""
    return Stated(
        quantity=Quantity(value=figure.value, unit=figure.unit),
        start=figure.start,
        end=figure.end,
        measure=figure.measure,
        region=figure.region,
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _time(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
