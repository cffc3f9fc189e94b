"""Makes claims of what a page quotes and states, proposed to an editor."""

import calendar
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date

from dateline.claims.core.clean import clean_line
from dateline.claims.core.quantity import BadUnit, unit_named
from dateline.claims.core.values import NewClaim, SourceAbout
from dateline.claims.core.wording import Hedge
from dateline.wire.core.understood import Number, Quote, Understood

# What claims has no word for: the nearest that its comparison reads the same way.
_HEDGES = {"less than": Hedge.UP_TO, "estimated": Hedge.ABOUT}
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟。！？])[\"”“»’)\]]*\s+|\n+")
_LONGEST_SENTENCE = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotSeen:
    """The snapshot a page was read from: its hash, its text in one line (``snapshot_text``), its source and address."""

    sha256: str
    text: str
    source: SourceAbout
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A claim that an editor may file; nothing files it by itself.

    ``claim`` holds what claims can keep: a unit that it does not know (warplanes) stands in its words alone, and here
    as ``value`` and ``unit``. ``at`` is where ``words`` begin in the snapshot's text, None where they are not in it.
    ``key`` names what is proposed, the same for the same words of a page. Of a figure the claim quotes the sentence.
    """

    claim: NewClaim
    sha256: str
    words: str
    kind: str = "quote"
    key: str = ""
    at: int | None = None
    value: float | None = None
    high: float | None = None
    unit: str = ""


def proposed(page: Understood, snapshot: SnapshotSeen) -> tuple[Proposal, ...]:
    """A proposal for each quote and figure of the page, in the order of the page's places."""
    made = [(one.place, one.start, _of_quote(one, page, snapshot)) for one in page.quotes]
    made += [(one.place, one.start, _of_figure(one, page, snapshot)) for one in page.figures]
    return tuple(proposal for _, _, proposal in sorted(made, key=lambda one: one[:2]))


def _of_quote(quote: Quote, page: Understood, snapshot: SnapshotSeen) -> Proposal:
    words = clean_line(quote.text)
    claim = replace(
        _claim(page, snapshot),
        text=f"{quote.speaker}: “{words}”"[:2000],
        speaker=quote.speaker[:200],
        quote=words[:4000],
    )
    at = _found(snapshot.text, words)
    return Proposal(
        claim=claim if at is not None else replace(claim, quote=""),
        sha256=snapshot.sha256,
        words=words,
        key=_key("quote", claim),
        at=at,
    )


def _of_figure(number: Number, page: Understood, snapshot: SnapshotSeen) -> Proposal:
    text = _passage(page, number.place)
    told = clean_line(text[number.start : number.end])
    sentence = number.what.replace("…", told, 1) or told
    start, end = days_of(number.period)
    claim = replace(
        _claim(page, snapshot),
        text=clean_line(sentence)[:2000],
        according_to=number.according_to[:300],
        hedge=_HEDGES.get(number.hedge, number.hedge),
        start=start,
        end=end,
    )
    if number.unit and _is_known(number.unit):
        claim = replace(claim, value=number.value, unit=number.unit)
    around = sentence_at(text, number.start, end=number.end)
    if _found(snapshot.text, around) is not None:
        claim = replace(claim, quote=around)
    return Proposal(
        claim=claim,
        sha256=snapshot.sha256,
        words=told,
        kind="figure",
        key=_key("figure", claim, told),
        at=_found_in_order(snapshot.text, text, number),
        value=number.value,
        high=number.high,
        unit=number.unit,
    )


def sentence_at(text: str, start: int, *, end: int) -> str:
    """The sentence of a text that holds these characters, in one line; "" for one that is too long to be quoted."""
    from_ = max(0, start - _LONGEST_SENTENCE - 1)
    first = max((one.end() for one in _SENTENCE_ENDS.finditer(text, from_, start)), default=from_)
    after = _SENTENCE_ENDS.search(text, end, end + _LONGEST_SENTENCE + 1)
    sentence = clean_line(text[first : after.end() if after else end + _LONGEST_SENTENCE + 1])
    return sentence if len(sentence) <= _LONGEST_SENTENCE else ""


def _key(kind: str, claim: NewClaim, words: str = "") -> str:
    told = "\0".join((kind, claim.text, claim.speaker, claim.according_to, words))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _claim(page: Understood, snapshot: SnapshotSeen) -> NewClaim:
    return NewClaim(text="", source=snapshot.source, url=snapshot.url or page.canonical, said_at=page.published)


def days_of(period: str) -> tuple[date | None, date | None]:
    """The first and the last day of an ISO period: of a month, a year, a day, an interval of them; None for none."""
    first, _, last = period.partition("/")
    return _edge(first, last=False), _edge(last or first, last=True)


def _edge(iso: str, *, last: bool) -> date | None:
    parts = [int(part) for part in iso.split("-")] if iso else []
    match parts:
        case [year]:
            return date(year, 12, 31) if last else date(year, 1, 1)
        case [year, month]:
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        case [year, month, day]:
            return date(year, month, day)
    return None


def _passage(page: Understood, place: str) -> str:
    name, _, number = place.partition(":")
    if name == "caption":
        return page.pictures[int(number)].caption
    return {"title": page.title, "standfirst": page.standfirst}.get(name, page.text)


def _found(seen: str, words: str) -> int | None:
    at = seen.find(words) if words else -1
    return at if at >= 0 else None


def _found_in_order(seen: str, text: str, number: Number) -> int | None:
    """Where the figure stands in the snapshot: by the words around it, for "40" may stand in many places."""
    for reach in (60, 25, 8, 0):
        lead = clean_line(text[max(0, number.start - reach) : number.start])
        told = clean_line(text[number.start : number.end])
        gap = " " if lead and text[number.start - 1].isspace() else ""
        at = seen.find(f"{lead}{gap}{told}")
        if at >= 0:
            return at + len(lead) + len(gap)
    return None


def _is_known(unit: str) -> bool:
    try:
        unit_named(unit)
    except BadUnit:
        return False
    return True
