"""The composer's claims and exhibits: filed, chosen, put in order and taken out while a post is being written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from dateline.accounts.models import User
from dateline.blog.core.blocks import exhibits_of
from dateline.blog.core.refused import Refused
from dateline.blog.core.words import MOST_CLAIMS
from dateline.blog.exhibits import card_of
from dateline.blog.models import Post, PostState
from dateline.blog.rows import words_of
from dateline.claims.actions.claims import Seen, check_size, file_claim, keep_snapshot
from dateline.claims.models import Claim, Exhibit, Snapshot
from dateline.claims.queries import (
    Superseded,
    claim_by_uid,
    claim_views,
    exhibit_by_uid,
    last_verifications,
    newest_claims,
    newest_exhibits,
    superseded,
)
from dateline.newsroom.access import person
from dateline.newsroom.claim_forms import ClaimForm
from dateline.newsroom.sheet import Sheet

PREFIX = "claim"
OFFERED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the composer's claims and exhibits look like after a press: the sheet, and the parts that stand open."""

    sheet: Sheet
    form: ClaimForm
    replaces: str = ""
    open: str = ""
    exhibits: Sequence[Exhibit] = ()
    claims: Sequence[Claim] = field(default=())


def is_claiming(deed: str) -> bool:
    """Whether the press is about claims or exhibits."""
    return deed.partition(":")[0] in {"claim", "exhibit"}


def pressed(request: HttpRequest, sheet: Sheet, deed: str) -> Desk:
    """The composer after ``claim:file``, ``claim:add:UID``, ``exhibit:add:UID`` and their like."""
    what, _, rest = deed.partition(":")
    how, _, uid = rest.partition(":")
    if what == "exhibit":
        return _exhibit(request, sheet, how, uid=uid)
    match how:
        case "file":
            return _file(request, sheet)
        case "edit":
            return _edit(request, sheet, uid)
        case "add":
            known = claim_by_uid(uid)
            kept = (*sheet.claims, *([uid] if known and uid not in sheet.claims else ()))
            return Desk(sheet=replace(sheet, claims=kept[:MOST_CLAIMS]), form=_blank(request))
        case "remove":
            return Desk(sheet=replace(sheet, claims=tuple(c for c in sheet.claims if c != uid)), form=_blank(request))
        case "up":
            return Desk(sheet=replace(sheet, claims=_raised(sheet.claims, uid)), form=_blank(request))
    found = newest_claims(request.POST.get("claim_q", ""), limit=OFFERED)
    return Desk(sheet=sheet, form=_kept(request), open="claims", claims=found)


def unfiled(request: HttpRequest) -> Refused | None:
    """The no to saving a post while a claim stands half written beside it: its words would be gone."""
    if request.POST.get(f"{PREFIX}-text", "").strip():
        return Refused("A claim is written down and not filed yet: file it, or empty its words.")
    return None


def untouched(request: HttpRequest, sheet: Sheet) -> Desk:
    """The composer as it is opened, or sent for something else: nothing that was typed is lost."""
    typed = request.method == "POST" and any(name.startswith(f"{PREFIX}-") for name in request.POST)
    return Desk(sheet=sheet, form=_kept(request) if typed else _blank(request), replaces=_replaced(request))


def context_of(request: HttpRequest, desk: Desk, post: Post | None) -> dict[str, Any]:
    """What the composer's template shows of claims and exhibits."""
    return {
        "claims": claim_views(desk.sheet.claims),
        "claim_form": desk.form,
        "claim_replaces": desk.replaces,
        "claim_open": desk.open or ("form" if desk.form.errors or desk.replaces else ""),
        "claims_found": desk.claims,
        "exhibits_found": desk.exhibits or newest_exhibits(limit=OFFERED),
        "claim_q": request.POST.get("claim_q", ""),
        "exhibit_q": request.POST.get("exhibit_q", ""),
        "stale": stale_exhibits(post) if post and post.state == PostState.PUBLISHED else [],
    }


def stale_exhibits(post: Post) -> list[Superseded]:
    """The exhibits of the post whose figures have newer ones."""
    return list(superseded(exhibits_of(words_of(post).blocks)).values())


def filed(form: ClaimForm, *, by: User, replaces: Claim | None = None) -> Claim:
    """The claim as filled in, with the page that it stands in: the one sent along, or that of the claim it replaces.

    Raises as ``file_claim`` does.
    """
    snapshot = kept_file(form.cleaned_data["page"], by=by) or (replaces.snapshot if replaces else None)
    return file_claim(form.new_claim(), by=by, snapshot=snapshot, replaces=replaces)


def kept_file(file: "UploadedFile[bytes] | None", *, by: User) -> Snapshot | None:
    """The snapshot of an uploaded file; None for none. Raises ``ValidationError`` for one that is too large."""
    if file is None:
        return None
    check_size(file.size or 0)  # before it is read
    return keep_snapshot(file.read(), Seen(media_type=file.content_type or ""), by=by)


def _file(request: HttpRequest, sheet: Sheet) -> Desk:
    form, replaces = _kept(request), _replaced(request)
    if not form.is_valid():
        return Desk(sheet=sheet, form=form, replaces=replaces)
    old = claim_by_uid(replaces) if replaces else None
    try:
        claim = filed(form, by=person(request), replaces=old)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return Desk(sheet=sheet, form=form, replaces=replaces)
    except PermissionDenied as denied:
        form.add_error(None, str(denied))
        return Desk(sheet=sheet, form=form, replaces=replaces)
    if replaces in sheet.claims:
        claims = tuple(claim.uid if uid == replaces else uid for uid in sheet.claims)
    else:
        claims = (*sheet.claims, claim.uid)
    return Desk(sheet=replace(sheet, claims=claims[:MOST_CLAIMS]), form=_blank(request))


def _edit(request: HttpRequest, sheet: Sheet, uid: str) -> Desk:
    claim = claim_by_uid(uid)
    if claim is None:
        return Desk(sheet=sheet, form=_blank(request))
    status = last_verifications([claim])[claim.pk].status
    initial = ClaimForm.initial_of(claim, status)
    form = ClaimForm(initial=initial, prefix=PREFIX, may_verify=person(request).has_perm("claims.verify"))
    return Desk(sheet=sheet, form=form, replaces=uid)


def _exhibit(request: HttpRequest, sheet: Sheet, how: str, *, uid: str) -> Desk:
    form = _kept(request)
    exhibit = exhibit_by_uid(uid) if how == "add" else None
    if exhibit is None:
        found = newest_exhibits(request.POST.get("exhibit_q", ""), limit=OFFERED)
        return Desk(sheet=sheet, form=form, open="exhibits", exhibits=found)
    card = card_of(exhibit)
    block = {"type": card.type, "exhibit": card.exhibit, "title": card.title, "sentence": card.sentence}
    return Desk(sheet=replace(sheet, blocks=(*sheet.blocks, block)), form=form)


def _raised(uids: Sequence[str], uid: str) -> tuple[str, ...]:
    """The claims with this one a place further up."""
    at = uids.index(uid) if uid in uids else 0
    others = [other for other in uids if other != uid]
    return (*others[: max(0, at - 1)], *([uid] if uid in uids else ()), *others[max(0, at - 1) :])


def _blank(request: HttpRequest) -> ClaimForm:
    return ClaimForm(prefix=PREFIX, may_verify=person(request).has_perm("claims.verify"))


def _kept(request: HttpRequest) -> ClaimForm:
    may = person(request).has_perm("claims.verify")
    sent = any(request.POST.get(f"{PREFIX}-{name}") for name in ("text", "source", "speaker", "value", "quote", "url"))
    filing = request.POST.get("do") == "claim:file"
    if filing:
        return ClaimForm(request.POST, request.FILES, prefix=PREFIX, may_verify=may)
    initial = {name: request.POST.get(f"{PREFIX}-{name}", "") for name in ClaimForm.base_fields} if sent else None
    return ClaimForm(initial=initial, prefix=PREFIX, may_verify=may)


def _replaced(request: HttpRequest) -> str:
    return request.POST.get("claim_replaces", "")[:16] if request.method == "POST" else ""
