"""Draws exhibits and claims as HTML, the same wherever they appear: in a post, in a feed, on their own page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString

from dateline.claims.core.provenance import Derivation, derivation_hash, derivation_to_json
from dateline.claims.models import Exhibit, Figure
from dateline.claims.queries import figures_of

# In a post: who wants all of them goes on to the exhibit's own page.
ROWS_IN_POST, INPUTS_IN_POST = 40, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How some of an exhibit's figures were computed: the derivation, as shown."""

    sha256: str
    method: str
    version: str
    profile: str
    profile_sha256: str
    parameters: tuple[tuple[str, str], ...]
    libraries: tuple[tuple[str, str], ...]
    inputs: tuple[dict[str, Any], ...]
    more_inputs: int


def exhibit_card(uid: str) -> SafeString:
    """The exhibit's ``<figure>`` for a post, the page's words in the language that is active; empty for none there."""
    return _drawn(uid, whole=False)


def exhibit_in_full(uid: str) -> SafeString:
    """The exhibit's ``<figure>`` with every row and every input, for its own page."""
    return _drawn(uid, whole=True)


def unmade_card(exhibit: Exhibit, derivations: Iterable[Derivation]) -> SafeString:
    """The card of an exhibit that is not made yet, for who decides about it."""
    exhibit.uid = exhibit.uid or "preview"
    makings = [_made(derivation_hash(one), derivation_to_json(one), INPUTS_IN_POST) for one in derivations]
    return SafeString(get_template("claims/exhibit.html").render(_context(exhibit, makings, whole=False)))


def _drawn(uid: str, *, whole: bool) -> SafeString:
    try:
        return _card(uid, translation.get_language() or "en", whole)
    except Exhibit.DoesNotExist:
        return SafeString("")


@lru_cache(maxsize=256)
def _card(uid: str, language: str, whole: bool) -> SafeString:
    # Exhibits never change: a card is drawn once for each language, which is the active one.
    exhibit = Exhibit.objects.get(uid=uid)
    makings = _makings(figures_of(exhibit), most=None if whole else INPUTS_IN_POST)
    return SafeString(get_template("claims/exhibit.html").render(_context(exhibit, makings, whole=whole)))


def _context(exhibit: Exhibit, makings: list[Made], *, whole: bool) -> dict[str, Any]:
    rows = exhibit.table["rows"]
    shown = rows if whole else rows[:ROWS_IN_POST]
    return {
        "exhibit": exhibit,
        # Cleaned by core.svg when the exhibit was made.
        "wide": SafeString(exhibit.wide),
        "narrow": SafeString(exhibit.narrow or exhibit.wide),
        "two": bool(exhibit.narrow),
        "columns": exhibit.table["columns"],
        "rows": shown,
        "more_rows": len(rows) - len(shown),
        "makings": makings,
        "whole": whole,
    }


def _makings(figures: Iterable[Figure], *, most: int | None) -> list[Made]:
    derivations = {figure.derivation.sha256: figure.derivation.content for figure in figures}
    return [_made(sha256, content, most) for sha256, content in derivations.items()]


def _made(sha256: str, content: dict[str, Any], most: int | None) -> Made:
    inputs = content["inputs"][:most]
    return Made(
        sha256=sha256,
        method=content["method"],
        version=content["version"],
        profile=content["profile"],
        profile_sha256=content["profile_sha256"],
        parameters=tuple((name, _said(value)) for name, value in content["parameters"].items()),
        libraries=tuple(content["libraries"].items()),
        inputs=tuple(inputs),
        more_inputs=len(content["inputs"]) - len(inputs),
    )


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
