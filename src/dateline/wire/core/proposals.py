"""Makes claims of what a page quotes and states, proposed to an editor, and puts those about the same side by side."""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dateline.claims.core.clean import clean_line
from dateline.claims.core.quantity import BadUnit, unit_named
from dateline.claims.core.values import NewClaim, SourceAbout
from dateline.claims.core.wording import Hedge
from dateline.wire.core.tongues.tongue import fold
from dateline.wire.core.understood import Number, Quote, Understood

# What claims has no word for: the nearest that its comparison reads the same way.
_HEDGES = {"less than": Hedge.UP_TO, "estimated": Hedge.ABOUT}
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = 0.2  # a word that more than a fifth of all proposals hold tells nothing of what they speak of
_FEW = 10
_STEM = 6  # letters by which words of one stem are taken for the same in most languages


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
    """

    claim: NewClaim
    sha256: str
    words: str
    at: int | None = None
    value: float | None = None
    high: float | None = None
    unit: str = ""
    about: frozenset[str] = frozenset()


def proposed(page: Understood, snapshot: SnapshotSeen) -> tuple[Proposal, ...]:
    """A proposal for each quote and figure of the page, in the order of the page's places."""
    made = [(one.place, one.start, _of_quote(one, page, snapshot)) for one in page.quotes]
    made += [(one.place, one.start, _of_figure(one, page, snapshot)) for one in page.figures]
    return tuple(proposal for _, _, proposal in sorted(made, key=lambda one: one[:2]))


def side_by_side(proposals: Iterable[Proposal]) -> tuple[tuple[Proposal, ...], ...]:
    """The proposed figures that speak of the same thing, in groups; those that nothing speaks of with are left out.

    Two speak of the same where their units measure the same, their periods are not apart, and their words share what
    few of all share: "hit 40 warplanes" and "13 warplanes were hit". In the order of the first of each group.
    """
    figures = [one for one in proposals if one.value is not None]
    leaders = list(range(len(figures)))
    for first, second in _pairs(figures):
        if _same_thing(figures[first], figures[second]):
            leaders[_leader(leaders, second)] = _leader(leaders, first)
    groups: dict[int, list[Proposal]] = defaultdict(list)
    for n, figure in enumerate(figures):
        groups[_leader(leaders, n)].append(figure)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


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
        claim=claim if at is not None else replace(claim, quote=""), sha256=snapshot.sha256, words=words, at=at
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
    return Proposal(
        claim=claim,
        sha256=snapshot.sha256,
        words=told,
        at=_found_in_order(snapshot.text, text, number),
        value=number.value,
        high=number.high,
        unit=number.unit,
        about=frozenset(fold(word)[:_STEM] for word in _WORD.findall(f"{number.what} {number.unit}")),
    )


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


def _pairs(figures: list[Proposal]) -> Iterator[tuple[int, int]]:
    """Each two figures that share a word which is not common to all: only they may speak of the same."""
    holders: dict[str, list[int]] = defaultdict(list)
    for n, figure in enumerate(figures):
        for word in figure.about:
            holders[word].append(n)
    most = max(_FEW, int(len(figures) * _COMMON))
    seen: set[tuple[int, int]] = set()
    for numbers in holders.values():
        if len(numbers) <= most:
            seen |= {(first, second) for k, first in enumerate(numbers) for second in numbers[k + 1 :]}
    yield from sorted(seen)


def _same_thing(one: Proposal, other: Proposal) -> bool:
    same_unit = _dimension(one.unit) == _dimension(other.unit)
    if not same_unit or _apart(one.claim, other.claim):
        return False
    shared = len(one.about & other.about)
    return shared >= 2 and shared * 4 >= min(len(one.about), len(other.about))


def _dimension(unit: str) -> str:
    """What the unit measures; things that are counted are all of one kind: 40 warplanes, 13 aircraft."""
    try:
        return unit_named(unit).dimension
    except BadUnit:
        return "count"


def _apart(one: NewClaim, other: NewClaim) -> bool:
    """Whether both name a period, and the periods do not touch."""
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.end < other.start or other.end < one.start


def _leader(leaders: list[int], n: int) -> int:
    while leaders[n] != n:
        leaders[n] = leaders[leaders[n]]
        n = leaders[n]
    return n
