"""What a story's reports quote and state, side by side: who carries it, the claim filed of it, our own figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.claims import spoken
from dateline.claims.beside import figure_said
from dateline.claims.core.quantity import Quantity, Stated
from dateline.claims.core.wording import Hedge
from dateline.claims.models import Claim
from dateline.claims.queries import computed_beside, last_verifications
from dateline.wire.core.proposals import Proposal
from dateline.wire.core.sides import Line, SaidQuote, SaidRow, SaidThing, figures_side_by_side, quotes_side_by_side
from dateline.wire.heard import SOON, hear
from dateline.wire.models import Item
from dateline.wire.stories import Told

MOST_QUOTES, MOST_THINGS, MOST_CARRIERS, FEW = 150, 150, 12, 12
Filed = Mapping[tuple[str, str, str, float | None], Claim]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A report that says it, and how many copies of it there are in the story."""

    item: Item
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One quote, or one number as it is said: its words, who carries it, the claim filed of it with its status.

    ``what`` is what a press of *Propose* sends: the report and the key of its proposal.
    """

    what: str
    anchor: str
    language: str
    words: str
    carriers: tuple[Carrier, ...]
    more: int = 0
    number: str = ""
    period: str = ""
    according_to: str = ""
    claim: Claim | None = None
    status: str = ""
    computed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says what: the name, "" where nobody is named, and the quotes."""

    name: str
    quotes: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """All of it: ``things`` of which several numbers are said or several reports speak, the ``single`` figures after.

    ``waiting`` reports have not been listened to yet; ``left_out`` is how much more there is than is shown.
    """

    speakers: tuple[Speaker, ...]
    things: tuple[tuple[Shown, ...], ...]
    single: tuple[Shown, ...]
    waiting: int = 0
    left_out: int = 0

    @property
    def few(self) -> bool:
        """Whether the single figures need not be folded away."""
        return len(self.single) <= FEW

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.speakers or self.things or self.single)


def side_by_side(reports: Sequence[Carrier], *, seconds: float = SOON) -> SideBySide:
    """What these reports say, as far as they are read in so long; copies are counted: they say the same."""
    heads = {one.item.pk: one for one in reports}
    heard = hear([one.item for one in reports], seconds=seconds)
    lines = [Line(report=pk, proposal=one) for pk in heads for one in heard.proposals.get(pk, ())]
    quotes, things = quotes_side_by_side(lines), figures_side_by_side(lines)
    drawing = _Drawing(heads, filed_of([one.item for one in reports]))
    most_carried = sorted(quotes, key=lambda one: -len(one.lines))[:MOST_QUOTES]
    shown = drawing.things(things[:MOST_THINGS])
    return SideBySide(
        speakers=_by_speaker((one, drawing.quote(one)) for one in most_carried),
        things=tuple(rows for rows in shown if len(rows) > 1 or rows[0].more or len(rows[0].carriers) > 1),
        single=tuple(rows[0] for rows in shown if len(rows) == 1 and not rows[0].more and len(rows[0].carriers) == 1),
        waiting=heard.waiting,
        left_out=max(0, len(quotes) - MOST_QUOTES) + max(0, len(things) - MOST_THINGS),
    )


def said_in(told: Sequence[Told], *, address: str, seconds: float = SOON) -> dict[str, Any]:
    """What the template of a story's quotes and figures is drawn from; ``address`` is the story's page."""
    reports = [Carrier(item=one.item, copies=len(one.copies)) for one in told]
    return {"said": side_by_side(reports, seconds=seconds), "whole": address, "again": f"{address}said/"}


def filed_of(items: Iterable[Item]) -> Filed:
    """The claims filed of these reports, by what they say and where."""
    links = {item.link for item in items if item.link}
    rows = Claim.objects.filter(url__in=links).select_related("source").order_by("-pk")
    return {(row.url, row.text, row.speaker, row.value): row for row in rows}


class _Drawing:
    """Makes values into what is shown, for the reports of one story."""

    def __init__(self, heads: Mapping[int, Carrier], filed: Filed) -> None:
        self._heads, self._filed = heads, filed
        self._status = {pk: row.status for pk, row in last_verifications(filed.values()).items()}

    def quote(self, said: SaidQuote) -> Shown:
        """A quote; a form of it that was filed already is what it links to."""
        fullest = next(line for line in said.lines if line.proposal.words == said.words)
        return self._shown(said.lines, chosen=fullest)

    def things(self, things: Sequence[SaidThing]) -> list[tuple[Shown, ...]]:
        """The numbers, each with our figures beside it."""
        rows = [row for thing in things for row in thing.rows]
        beside = dict(zip(map(id, rows), _computed(rows), strict=True))
        return [tuple(self._row(row, beside[id(row)]) for row in thing.rows) for thing in things]

    def _row(self, row: SaidRow, computed: tuple[str, ...]) -> Shown:
        proposal, claim = row.proposal, row.proposal.claim
        return self._shown(
            row.lines,
            chosen=row.lines[0],
            words=claim.quote or claim.text,
            number=_number(proposal),
            period=spoken.period(claim.start, claim.end),
            according_to=claim.according_to,
            computed=computed,
        )

    def _shown(self, lines: Sequence[Line], *, chosen: Line, words: str = "", **said: object) -> Shown:
        item = self._heads[int(chosen.report)].item
        claim = next(filter(None, map(self._claim, [chosen, *lines])), None)
        reports = list(dict.fromkeys(int(line.report) for line in lines))
        carriers = [self._heads[pk] for pk in reports]
        return Shown(
            what=f"{item.uid}:{chosen.proposal.key}",
            anchor=f"said-{item.uid}-{chosen.proposal.key}",
            language=item.language,
            words=words or chosen.proposal.words.rstrip(" ,"),
            carriers=tuple(carriers[:MOST_CARRIERS]),
            more=max(0, len(carriers) - MOST_CARRIERS),
            claim=claim,
            status=self._status[claim.pk] if claim else "",
            **said,  # type: ignore[arg-type]
        )

    def _claim(self, line: Line) -> Claim | None:
        new = line.proposal.claim
        return self._filed.get((new.url, new.text, new.speaker, new.value))


def _by_speaker(quotes: Iterable[tuple[SaidQuote, Shown]]) -> tuple[Speaker, ...]:
    """Those whom most reports quote first; words that nobody is named for last."""
    named: dict[str, list[Shown]] = {}
    carried: dict[str, int] = {}
    for said, shown in quotes:
        named.setdefault(said.speaker, []).append(shown)
        carried[said.speaker] = carried.get(said.speaker, 0) + len(said.lines)
    order = sorted(named, key=lambda name: (not name, -carried[name]))
    return tuple(Speaker(name=name, quotes=tuple(named[name])) for name in order)


def _computed(rows: Sequence[SaidRow]) -> list[tuple[str, ...]]:
    """For each number, what our own figures of the same say."""
    said = {at: one for at, row in enumerate(rows) if (one := _stated(row.proposal)) is not None}
    found = computed_beside(list(said.values()), [rows[at].proposal.claim.text for at in said])
    told = dict(zip(said, found, strict=True))
    return [tuple(figure_said(one.figure, one.comparison) for one in told.get(at, ())) for at in range(len(rows))]


def _stated(proposal: Proposal) -> Stated | None:
    claim = proposal.claim
    if claim.value is None or not claim.unit:
        return None
    quantity = Quantity(value=claim.value, unit=claim.unit)
    return Stated(quantity=quantity, hedge=Hedge(claim.hedge), start=claim.start, end=claim.end)


def _number(proposal: Proposal) -> str:
    """The number in words, a range with both ends."""
    if proposal.value is None:
        return proposal.words
    low = spoken.quantity(proposal.value, "" if proposal.high else proposal.unit, hedge=proposal.claim.hedge)
    return f"{low}–{spoken.quantity(proposal.high, proposal.unit)}" if proposal.high else low
