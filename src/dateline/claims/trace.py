"""Whether figures, exhibits, claims and snapshots are still what their log says."""

from collections.abc import Iterator

from dateline.claims import store
from dateline.claims.actions.record import STREAM
from dateline.claims.core.kinds import Kind
from dateline.claims.core.provenance import derivation_from_json, derivation_hash
from dateline.claims.models import Claim, Derivation, Exhibit, Figure, Snapshot, Verification
from dateline.claims.queries import figures_of
from dateline.claims.rows import claim_told, exhibit_told, figure_told, snapshot_told, verification_told
from dateline.events import log
from dateline.events.core.chain import Fault, digest
from dateline.events.models import Event, Stream


def verify_claims() -> Iterator[Fault]:
    """Everything that does not hold: the chain, each row against the event that told of it, each snapshot's bytes."""
    for stream in Stream.objects.filter(key=STREAM):
        yield from log.verify_stream(stream)
    for event in Event.objects.filter(stream__key=STREAM).order_by("seq").iterator(500):
        told = _told(event)
        if told is None:
            yield Fault(seq=event.seq, what=f"{event.subject[:24]} is gone")
        elif digest(told) != event.content_hash:
            yield Fault(seq=event.seq, what=f"{event.subject[:24]} was altered")
    for derivation in Derivation.objects.iterator(200):
        if derivation_hash(derivation_from_json(derivation.content)) != derivation.sha256:
            yield Fault(seq=0, what=f"derivation {derivation.sha256[:12]} was altered")
    for snapshot in Snapshot.objects.select_related("event").iterator(500):
        if not store.is_whole(snapshot.sha256, snapshot.size):
            yield Fault(seq=snapshot.event.seq, what=f"the bytes of snapshot {snapshot.sha256[:12]} are not those seen")


def _told(event: Event) -> object | None:
    """What the event told, read from the rows again; None where they are gone."""
    match event.kind:
        case Kind.FIGURES_RECORDED:
            rows = Figure.objects.filter(event=event).order_by("pk")
            rows = rows.select_related("source", "derivation", "supersedes")
            return [figure_told(row) for row in rows] or None
        case Kind.EXHIBIT_MADE:
            exhibit = Exhibit.objects.filter(event=event).first()
            return exhibit and exhibit_told(exhibit, [figure.key for figure in figures_of(exhibit)])
        case Kind.SNAPSHOT_KEPT:
            snapshot = Snapshot.objects.filter(event=event).first()
            return snapshot and snapshot_told(snapshot)
        case Kind.CLAIM_FILED:
            return _claim_told(event)
        case Kind.CLAIM_VERIFIED:
            found = Verification.objects.filter(event=event).select_related("snapshot", "figure").first()
            return found and verification_told(found)
    raise AssertionError(event.kind)


def _claim_told(event: Event) -> object | None:
    claim = Claim.objects.filter(event=event).select_related("source", "snapshot", "replaces").first()
    first = claim and claim.verifications.filter(number=1).select_related("snapshot", "figure").first()
    return claim_told(claim, first) if claim and first else None
