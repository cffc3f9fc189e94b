"""Reads figures, exhibits and claims: what there is, what was superseded, and how a claim stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dateline.claims.core.provenance import What, what_hash
from dateline.claims.core.quantity import Comparison, Stated, compare
from dateline.claims.core.values import ClaimView
from dateline.claims.models import Claim, Exhibit, Figure, Verification
from dateline.claims.rows import claim_view, stated_by, stated_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded:
    """An exhibit some of whose figures have newer ones; ``newer`` shows those, where somebody made it already."""

    exhibit: Exhibit
    figures: tuple[Figure, ...]
    newer: Exhibit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure at hand and how the claim stands to it."""

    figure: Figure
    comparison: Comparison


def exhibit_by_uid(uid: str) -> Exhibit | None:
    """The exhibit of that name, or None."""
    return Exhibit.objects.filter(uid=uid).first()


def exhibits_of(uids: Iterable[str]) -> dict[str, Exhibit]:
    """The exhibits of these names that are there, without what only their pictures need."""
    rows = Exhibit.objects.filter(uid__in=list(uids)).defer("wide", "narrow", "spec", "geojson", "table")
    return {row.uid: row for row in rows}


def newest_exhibits(asked: str = "", *, limit: int = 20) -> list[Exhibit]:
    """The exhibits made last, those with these words in title, sentence or source."""
    rows = Exhibit.objects.defer("wide", "narrow", "spec", "geojson", "table")
    for word in asked.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(sentence__icontains=word) | Q(source__icontains=word))
    return list(rows.order_by("-pk")[:limit])


def figures_of(exhibit: Exhibit) -> list[Figure]:
    """The exhibit's figures in their places, each with its derivation."""
    shown = exhibit.shown.order_by("place").select_related("figure__derivation", "figure__source", "figure__supersedes")
    return [one.figure for one in shown]


def newest_of(figures: Iterable[Figure]) -> dict[str, Figure]:
    """The last figure about each thing that these are about, by the hash of what it is."""
    whats = {figure.what for figure in figures}
    return {row.what: row for row in Figure.objects.filter(what__in=whats).order_by("pk")}


def newest_about(whats: Sequence[What]) -> list[Figure | None]:
    """For each thing, in order, the figure about it that was recorded last; None where there is none."""
    hashes = [what_hash(what) for what in whats]
    found: dict[str, Figure] = {}
    for start in range(0, len(hashes), 500):
        rows = Figure.objects.filter(what__in=hashes[start : start + 500]).order_by("pk")
        found |= {row.what: row for row in rows}
    return [found.get(key) for key in hashes]


def superseded(uids: Iterable[str]) -> dict[str, Superseded]:
    """Those of the exhibits whose figures are no longer the newest, by uid."""
    rows = Exhibit.objects.filter(uid__in=set(uids)).defer("wide", "narrow", "spec", "geojson", "table")
    shown = {row: [one.figure for one in row.shown.all()] for row in rows.prefetch_related("shown__figure")}
    newest = newest_of(figure for figures in shown.values() for figure in figures)
    found: dict[str, Superseded] = {}
    for exhibit, old in shown.items():
        stale = tuple(one for one in old if newest[one.what].pk != one.pk)
        if stale:
            found[exhibit.uid] = Superseded(exhibit=exhibit, figures=stale, newer=_newer(exhibit, old, newest))
    return found


def _newer(exhibit: Exhibit, old: Sequence[Figure], newest: Mapping[str, Figure]) -> Exhibit | None:
    """The last exhibit of the same kind that shows, of everything this one is about, the newest figure."""
    wanted = {newest[one.what].pk for one in old}
    later = Exhibit.objects.filter(kind=exhibit.kind, pk__gt=exhibit.pk, shown__figure__in=wanted).distinct()
    for candidate in later.order_by("-pk")[:20]:
        if wanted <= set(candidate.shown.values_list("figure", flat=True)):
            return candidate
    return None


def claim_by_uid(uid: str) -> Claim | None:
    """The claim of that name, or None."""
    return Claim.objects.filter(uid=uid).select_related("source", "snapshot", "replaces").first()


def claim_views(uids: Sequence[str]) -> tuple[ClaimView, ...]:
    """The claims as the public sees them now, in this order; names that are none are left out."""
    if not uids:
        return ()
    rows = {claim.uid: claim for claim in Claim.objects.filter(uid__in=uids).select_related("source")}
    last = last_verifications(rows.values())
    return tuple(claim_view(rows[uid], last[rows[uid].pk]) for uid in uids if uid in rows)


def last_verifications(claims: Iterable[Claim]) -> dict[int, Verification]:
    """How each claim stands now, by its primary key."""
    last = Verification.objects.filter(claim=OuterRef("claim")).order_by("-number").values("number")[:1]
    rows = Verification.objects.filter(claim__in=[claim.pk for claim in claims], number=Subquery(last))
    return {row.claim_id: row for row in rows}


def verifications_of(claim: Claim) -> QuerySet[Verification]:
    """Every status the claim had, the newest first."""
    return claim.verifications.select_related("by", "snapshot", "figure").order_by("-number")


def newest_claims(asked: str = "", *, limit: int = 50) -> list[Claim]:
    """The claims filed last that no other has replaced, those with these words in text, speaker or source."""
    rows = Claim.objects.filter(replaced_by__isnull=True).select_related("source")
    for word in asked.split()[:8]:
        rows = rows.filter(Q(text__icontains=word) | Q(speaker__icontains=word) | Q(source__name__icontains=word))
    return list(rows.order_by("-pk")[:limit])


def subjects_of(claim: Claim) -> list[str]:
    """What ever cited the claim, such as ``blog/<slug>/post/<uid>``."""
    return list(claim.citations.order_by("pk").values_list("subject", flat=True))


def figures_beside(claim: Claim, *, limit: int = 12) -> list[Compared]:
    """Figures at hand of the claim's period and kind of unit, each beside it: the likest first; none for no number."""
    said = stated_by(claim)
    if said is None:
        return []
    rows = Figure.objects.filter(superseded_by__isnull=True).exclude(measure="area" if claim.measure != "area" else "")
    if claim.start or claim.end:
        rows = rows.filter(start=claim.start, end=claim.end)
    if claim.region:
        rows = rows.filter(region=claim.region)
    return _beside(said, rows.order_by("-pk")[:400], limit=limit)


def computed_beside(said: Sequence[Stated], words: Sequence[str], *, limit: int = 3) -> list[list[Compared]]:
    """For each number that is said, figures at hand of just its period: of the whole, or of a region that it names.

    ``words`` are the sentences that say them; what names no period has none beside it.
    """
    periods = {(one.start, one.end) for one in said if one.start or one.end}
    rows = {
        (start, end): list(
            Figure.objects.filter(superseded_by__isnull=True, start=start, end=end)
            .exclude(measure="area")
            .order_by("-pk")[:400]
        )
        for start, end in periods
    }
    found = []
    for one, sentence in zip(said, words, strict=True):
        near = [row for row in rows.get((one.start, one.end), ()) if row.region == "*" or row.region in sentence]
        found.append(_beside(one, near, limit=limit))
    return found


def _beside(said: Stated, rows: Iterable[Figure], *, limit: int) -> list[Compared]:
    found = [Compared(figure=row, comparison=compare(said, stated_in(row))) for row in rows]
    found = [one for one in found if one.comparison.difference is not None]
    return sorted(found, key=_likeness)[:limit]


def _likeness(one: Compared) -> tuple[int, int, float]:
    whole = 0 if one.figure.region == "*" else 1
    return len(one.comparison.mismatches), whole, abs(one.comparison.difference or 0.0)
