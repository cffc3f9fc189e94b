"""Claims for programs: read, filed, and their status set, by the desk's own actions and rules."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from dateline.api import shapes
from dateline.api.actions import Answered
from dateline.api.models import Token
from dateline.api.problems import Problem
from dateline.api.tokens import Scope
from dateline.api.views import answered, needs
from dateline.blog.actions.claims import set_status
from dateline.claims.actions.claims import Evidence, file_claim
from dateline.claims.core.values import NewClaim, SourceAbout, claim_to_json
from dateline.claims.models import Claim
from dateline.claims.queries import claim_by_uid, claim_views, newest_claims, verifications_of

TEXTS = ("text", "speaker", "according_to", "url", "unit", "hedge", "measure", "region", "quote", "status", "note")
CLAIM: dict[str, type] = {
    **dict.fromkeys((*TEXTS, "said_at", "start", "end", "replaces"), str),
    "source": dict,
    "value": object,
}
STATUS: dict[str, type] = {"status": str, "note": str, "evidence": str}


@needs(Scope.READ)
def list_claims(request: HttpRequest, token: Token) -> HttpResponse:
    """The claims filed last, fifty at most; ``?q=`` those with these words."""
    _may_see(token)
    views = claim_views([claim.uid for claim in newest_claims(request.GET.get("q", "")[:200])])
    return JsonResponse({"claims": [claim_to_json(view) for view in views]})


@needs(Scope.READ)
def read_claim(request: HttpRequest, token: Token, uid: str) -> HttpResponse:
    """A claim as it stands, with every status it had, the newest first."""
    _may_see(token)
    return JsonResponse(_shown(_claim(uid)))


@needs(Scope.DRAFT)
def add_claim(request: HttpRequest, token: Token) -> HttpResponse:
    """A claim filed; posts name it by its ``uid``."""
    asked = shapes.asked(request, CLAIM)

    def act() -> Answered:
        if asked.get("status", "unverified") != "unverified" and Scope.PUBLISH not in token.scopes:
            raise Problem(HTTPStatus.FORBIDDEN, f"This token may not {Scope.PUBLISH}.")
        replaces = _claim(asked["replaces"]) if asked.get("replaces") else None
        return HTTPStatus.CREATED, _shown(file_claim(_new(asked), by=token.user, replaces=replaces))

    return answered(request, token, act)


@needs(Scope.PUBLISH)
def add_status(request: HttpRequest, token: Token, uid: str) -> HttpResponse:
    """The claim's next status, told by every public post that shows it."""
    asked = shapes.asked(request, STATUS)

    def act() -> Answered:
        claim, evidence = _claim(uid), Evidence(url=asked.get("evidence", ""))
        set_status(claim, asked.get("status", ""), note=asked.get("note", ""), evidence=evidence, by=token.user)
        return HTTPStatus.OK, _shown(claim)

    return answered(request, token, act)


def _new(asked: Mapping[str, Any]) -> NewClaim:
    said = {name: asked[name] for name in TEXTS if name in asked}
    source = asked.get("source") or {}
    if not all(isinstance(value, str) for value in source.values()) or set(source) - {"name", "kind", "url", "licence"}:
        raise Problem(HTTPStatus.BAD_REQUEST, "A “source” has name, kind, url and licence, all texts.")
    return NewClaim(
        **{"text": "", **said},
        source=SourceAbout(**{"name": "", **source}),
        value=_number(asked.get("value")),
        start=_day(asked, "start"),
        end=_day(asked, "end"),
        said_at=_instant(asked.get("said_at")),
    )


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Problem(HTTPStatus.BAD_REQUEST, "“value” is not a number.")
    return float(value)


def _day(asked: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(asked[name]) if asked.get(name) else None
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, f"“{name}” is not a day such as 2025-05-31.") from None


def _instant(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        at = datetime.min  # noqa: DTZ901 - told below
    if at is not None and at.tzinfo is None:
        raise Problem(
            HTTPStatus.BAD_REQUEST, "“said_at” is not a time with its offset, such as 2025-06-02T14:05+03:00."
        )
    return at


def _claim(uid: str) -> Claim:
    claim = claim_by_uid(uid)
    if claim is None:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no such claim.")
    return claim


def _shown(claim: Claim) -> dict[str, Any]:
    (view,) = claim_views([claim.uid])
    found = [
        {
            "status": one.status,
            "note": one.note,
            "evidence": one.evidence_url,
            "figure": one.figure.key if one.figure else "",
            "snapshot": one.snapshot.sha256 if one.snapshot else "",
            "at": one.at.isoformat(),
        }
        for one in verifications_of(claim)
    ]
    return {**claim_to_json(view), "history": found}


def _may_see(token: Token) -> None:
    if not token.user.has_perm("claims.see"):
        raise Problem(HTTPStatus.FORBIDDEN, "Your person has no role on any blog.")
