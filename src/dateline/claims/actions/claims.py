"""What can be done with claims: keep what was seen, write down what is said, say what was found of it, cite."""

import html
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.claims import store
from dateline.claims.actions.record import ALPHABET, require, source_of, tell, turn
from dateline.claims.core.clean import clean_line, clean_text, clean_url, text_of
from dateline.claims.core.kinds import Kind
from dateline.claims.core.quantity import BadUnit, unit_named
from dateline.claims.core.values import NewClaim
from dateline.claims.core.wording import Hedge, Status
from dateline.claims.models import Citation, Claim, Exhibit, Figure, Snapshot, Verification
from dateline.claims.rows import claim_told, snapshot_told, verification_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where bytes were seen, when, and as what."""

    media_type: str = "application/octet-stream"
    url: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a status rests on; any of it may be there."""

    url: str = ""
    snapshot: Snapshot | None = None
    figure: Figure | None = None


def keep_snapshot(content: bytes, seen: Seen, *, by: User) -> Snapshot:
    """The snapshot's row with its bytes in the store; the same bytes at the same address again give the same row."""
    require(by, "claims.record")
    check_size(len(content))
    sha256 = store.keep(content)
    with turn():
        known = Snapshot.objects.filter(sha256=sha256, url=clean_url(seen.url)[:2000]).first()
        if known:
            return known
        at = timezone.now()
        snapshot = Snapshot(
            sha256=sha256,
            media_type=clean_line(seen.media_type)[:100],
            size=len(content),
            url=clean_url(seen.url)[:2000],
            taken_at=seen.taken_at or at,
            by=by,
        )
        told = snapshot_told(snapshot)
        snapshot.event = tell(Kind.SNAPSHOT_KEPT, f"snapshot/{sha256}", by=by, at=at, told=told)
        snapshot.save(force_insert=True)
    return snapshot


def check_size(size: int) -> None:
    """Raises ``ValidationError`` where a snapshot of so many bytes is not taken."""
    if size > settings.SNAPSHOT_MAX:
        raise ValidationError(_("A snapshot holds at most %(most)s MB.") % {"most": settings.SNAPSHOT_MAX // 1_000_000})


def file_claim(new: NewClaim, *, by: User, snapshot: Snapshot | None = None, replaces: Claim | None = None) -> Claim:
    """The claim, written down with its first status; ``replaces`` is the one it puts in other words.

    Raises ``PermissionDenied``, and ``ValidationError`` where it says nothing, or its quote is not in the snapshot.
    """
    require(by, "claims.record")
    if new.status != Status.UNVERIFIED:
        require(by, "claims.verify")
    claim = _claim(new, snapshot)
    claim.uid = "".join(secrets.choice(ALPHABET) for _place in range(10))
    claim.snapshot, claim.replaces, claim.by = snapshot, replaces, by
    with turn():
        claim.at = timezone.now()
        claim.source = source_of(new.source)
        first = _verification(claim, new.status, new.note, by=by)
        told = claim_told(claim, first)
        claim.event = first.event = tell(Kind.CLAIM_FILED, f"claim/{claim.uid}", by=by, at=claim.at, told=told)
        claim.save(force_insert=True)
        first.save(force_insert=True)
    return claim


def file_once(new: NewClaim, *, by: User, snapshot: Snapshot | None = None) -> tuple[Claim, bool]:
    """The claim, and whether it is new: what one source says in the same words of the same is one claim.

    Words of a quote that do not stand in the snapshot are left out. Raises as ``file_claim`` does.
    """
    require(by, "claims.record")
    with turn():
        known = filed_like(new).order_by("pk").first()
        if known:
            return known, False
        try:
            return file_claim(new, by=by, snapshot=snapshot), True
        except ValidationError:
            if not (new.quote and snapshot):
                raise
            # A page's own letters may differ from the words read from it: the snapshot is cited without their place.
            return file_claim(replace(new, quote=""), by=by, snapshot=snapshot), True


def filed_like(new: NewClaim) -> QuerySet[Claim]:
    """The claims that say the same as this one would: whose, where, in which words, which number."""
    about = Q(text=clean_line(new.text)[:2000], speaker=clean_line(new.speaker)[:200], value=new.value)
    place = Q(source__name=clean_line(new.source.name)[:200], url=clean_url(new.url)[:2000])
    return Claim.objects.filter(about & place, according_to=clean_line(new.according_to)[:300])


def verify_claim(claim: Claim, status: str, *, note: str, evidence: Evidence | None = None, by: User) -> Verification:
    """The claim's next status, with what it rests on and a note that the public reads where the claim is public.

    Where the claim is shown, ``blog.actions.claims.set_status`` is what to call: it tells the posts too.
    """
    require(by, "claims.verify")
    evidence, said = evidence or Evidence(), clean_line(note)[:1000]
    if not said:
        raise ValidationError(_("A new status needs a public note: say what was found."))
    with turn():
        last = claim.verifications.order_by("-number").first()
        assert last, "a claim is filed with its first status"
        found = _verification(claim, status, said, by=by)
        found.number = last.number + 1
        found.evidence_url = clean_url(evidence.url)[:2000]
        found.snapshot, found.figure = evidence.snapshot, evidence.figure
        if _says(last) == _says(found):
            raise ValidationError(_("Nothing was changed."))
        told = verification_told(found)
        found.event = tell(Kind.CLAIM_VERIFIED, f"claim/{claim.uid}", by=by, at=found.at, told=told)
        found.save(force_insert=True)
    return found


def _says(found: Verification) -> tuple[object, ...]:
    return found.status, found.note, found.evidence_url, found.snapshot, found.figure


def cite(subject: str, *, claims: Iterable[Claim] = (), exhibits: Iterable[Exhibit] = ()) -> None:
    """Ties what is published under ``subject`` to what it rests on: a part of the action that publishes."""
    at = timezone.now()
    rows = [Citation(subject=subject, claim=claim, at=at) for claim in claims]
    rows += [Citation(subject=subject, exhibit=exhibit, at=at) for exhibit in exhibits]
    Citation.objects.bulk_create(rows, ignore_conflicts=True)


def _verification(claim: Claim, status: str, note: str, *, by: User) -> Verification:
    if status not in set(Status):
        raise ValidationError(_("There is no such status."))
    return Verification(claim=claim, number=1, status=status, note=clean_line(note)[:1000], by=by, at=timezone.now())


def _claim(new: NewClaim, snapshot: Snapshot | None) -> Claim:
    text, quote = clean_line(new.text)[:2000], clean_line(new.quote)[:4000]
    if not text:
        raise ValidationError(_("A claim needs its words: what is said?"))
    if new.hedge not in set(Hedge):
        raise ValidationError(_("There is no such word before a number."))
    if new.start and new.end and new.end < new.start:
        raise ValidationError(_("The period ends before it begins."))
    return Claim(
        text=text,
        speaker=clean_line(new.speaker)[:200],
        according_to=clean_line(new.according_to)[:300],
        url=clean_url(new.url)[:2000],
        said_at=new.said_at,
        value=new.value,
        unit=_unit(new),
        hedge=new.hedge,
        start=new.start,
        end=new.end,
        measure=clean_line(new.measure)[:60],
        region=clean_line(new.region)[:200],
        quote=quote,
        quote_at=_place(quote, snapshot) if quote and snapshot else None,
    )


def _unit(new: NewClaim) -> str:
    if new.value is None:
        return ""
    if new.value != new.value or abs(new.value) > 1e15:
        raise ValidationError(_("A figure must be finite."))
    try:
        return unit_named(new.unit).symbol
    except BadUnit as unknown:
        raise ValidationError(str(unknown)) from None


def _place(quote: str, snapshot: Snapshot) -> int:
    """Where the quote begins in the snapshot's text, tags taken out and spaces folded. Raises ``ValidationError``."""
    place = snapshot_text(snapshot).find(quote)
    if place < 0:
        raise ValidationError(_("These words do not stand in the snapshot: quote them as they are there."))
    return place


def snapshot_text(snapshot: Snapshot) -> str:
    """The text of what was seen, in one line. Raises ``ValidationError`` where the bytes are gone."""
    try:
        content = store.read(snapshot.sha256, snapshot.size).decode("utf-8", "replace")
    except store.Broken as broken:
        raise ValidationError(str(broken)) from None
    if "html" in snapshot.media_type or "xml" in snapshot.media_type:
        content = text_of(re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", " ", content))
    return clean_line(html.unescape(content))


def site_of(url: str) -> str:
    """The site of an address, as a name for a source that was given none."""
    return (urlsplit(clean_text(url)).hostname or "").removeprefix("www.")
