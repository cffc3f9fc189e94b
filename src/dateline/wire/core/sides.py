"""Puts what several reports say side by side: each quote once, figures about the same thing together.

Both go through the reports once, each quote or figure looked for among those before it by words that few share, so that
five hundred reports take a moment.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dateline.claims.core.quantity import BadUnit, unit_named
from dateline.wire.core.proposals import Proposal
from dateline.wire.core.report import ReportId

_WORD = re.compile(r"[^\W\d_]+")
_SHINGLE = 4  # words in a row by which a cut quote is looked for in a fuller one
_NEAR = 3  # words on either side of a number that say most of what it counts
_STEM = 6  # letters by which words of one stem are taken for the same in most languages
_LEAST_WORD = 4  # letters of a word that says something, in scripts with vowels; “the”, “und”, “для” do not
# Of what the shorter one says, by how rare its words are; a report seldom has two numbers of one thing, and other nouns
# (“aircraft”, “warplanes”) are seldom counts of the same.
_ALIKE, _ALIKE_SAME_NUMBER, _ALIKE_UNLIKELY = 0.4, 0.2, 0.7
_COMMON = 120  # groups that hold a word: it is passed over in search
_FEW = 12  # sentences that are taken as read, so that words of a short story are not all common
Row = tuple[float | None, float | None, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One proposal as one report has it."""

    report: ReportId
    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidQuote:
    """One quote with every report that carries it, in their order; ``words`` are the fullest form of it."""

    speaker: str
    words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """One number as it is said of a thing, value, unit, hedge, period and whom it is from, with the reports that do."""

    lines: tuple[Line, ...]

    @property
    def proposal(self) -> Proposal:
        """The first that says it."""
        return self.lines[0].proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidThing:
    """What several figures are about: each number that is said of it, in the order of the reports."""

    rows: tuple[SaidRow, ...]

    @property
    def reports(self) -> int:
        """How many reports say a number."""
        return len({line.report for row in self.rows for line in row.lines})


def quotes_side_by_side(lines: Iterable[Line]) -> tuple[SaidQuote, ...]:
    """Each quote once: the same words of the same speaker folded, cut ones under the fullest.

    Speakers are the same where one's name holds the other's words (“Dolan”, “Mira Dolan”), or where one is not known.
    In the order of the first line of each.
    """
    places: dict[tuple[str, ...], list[tuple[int, Line]]] = defaultdict(list)
    for at, line in enumerate(one for one in lines if one.proposal.kind == "quote"):
        places[folded(line.proposal.words)].append((at, line))
    groups: list[_QuoteGroup] = []
    found: dict[tuple[str, ...], list[_QuoteGroup]] = defaultdict(list)
    for words in sorted(places, key=lambda one: (-len(one), one)):
        named_first = sorted(places[words], key=lambda one: (-len(one[1].proposal.claim.speaker), one[0]))
        for at, line in named_first:
            name = frozenset(folded(line.proposal.claim.speaker))
            group = next((one for one in found[words[:_SHINGLE]] if one.takes(words, name)), None)
            if group is None:
                group = _QuoteGroup(words=words, name=name)
                groups.append(group)
                for shingle in group.shingles():
                    found[shingle].append(group)
            group.lines.append((at, line))
    told = sorted((sorted(group.lines, key=lambda one: one[0]), group.words) for group in groups if group.lines)
    return tuple(_quote([line for _at, line in rows]) for rows, _words in told)


def figures_side_by_side(lines: Iterable[Line]) -> tuple[SaidThing, ...]:
    """Every figure, those about the same thing together; things of which most reports speak first.

    Two speak of the same where their units measure the same, their periods are not apart, and their sentences share
    words that few others have; a sentence gives one thing one number. A number that is the same needs fewer words.
    """
    figures = [_figure(line) for line in lines if line.proposal.kind == "figure"]
    held = Counter(word for one in figures for word in one.words)
    rarity = {word: math.log(1 + (len(figures) + _FEW) / n) for word, n in held.items()}
    groups: list[_FigureGroup] = []
    found: dict[str, list[int]] = defaultdict(list)
    for one in figures:
        best = _best(one, groups, found=found, rarity=rarity)
        if best is None:
            best = len(groups)
            groups.append(_FigureGroup(leader=one))
            for word in one.words:
                found[word].append(best)
        groups[best].add(one)
    things = [SaidThing(rows=tuple(group.rows())) for group in groups]
    return tuple(sorted(things, key=lambda one: -one.reports))


def folded(text: str) -> tuple[str, ...]:
    """The words of a text without case, marks and signs; of a script without spaces its letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(word for found in re.findall(r"[^\W_]+", plain) for word in _spaced(found))


def _spaced(word: str) -> Sequence[str]:
    return list(word) if "\u0e00" <= word[0] <= "\u0eff" or "\u3040" <= word[0] <= "\u9fff" else (word,)


@dataclass(slots=True, kw_only=True)
class _QuoteGroup:
    words: tuple[str, ...]
    name: frozenset[str]
    lines: list[tuple[int, Line]] = field(default_factory=list)

    def takes(self, words: tuple[str, ...], name: frozenset[str]) -> bool:
        known = not name or not self.name or name <= self.name or self.name <= name
        return known and _within(words, self.words)

    def shingles(self) -> Iterator[tuple[str, ...]]:
        """The places where a cut form may begin: each once."""
        if len(self.words) <= _SHINGLE:
            yield self.words
            return
        yield from dict.fromkeys(self.words[at : at + _SHINGLE] for at in range(len(self.words) - _SHINGLE + 1))


def _within(words: tuple[str, ...], fuller: tuple[str, ...]) -> bool:
    """Whether the words stand in the fuller ones in a row; fewer than four only where they are all."""
    if len(words) < _SHINGLE or words == fuller:
        return words == fuller
    return any(fuller[at : at + len(words)] == words for at in range(len(fuller) - len(words) + 1))


def _quote(lines: Sequence[Line]) -> SaidQuote:
    speaker = max((line.proposal.claim.speaker for line in lines), key=len)
    words = max((line.proposal.words for line in lines), key=len)
    return SaidQuote(speaker=speaker, words=words, lines=tuple(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    line: Line
    words: frozenset[str]
    near: frozenset[str]
    counted: frozenset[str]
    measures: str
    sentence: tuple[ReportId, str]

    @property
    def number(self) -> tuple[float | None, float | None]:
        return self.line.proposal.value, self.line.proposal.high


@dataclass(slots=True, kw_only=True)
class _FigureGroup:
    leader: _Figure
    members: list[_Figure] = field(default_factory=list)
    numbers: set[tuple[float | None, float | None]] = field(default_factory=set)
    sentences: set[tuple[ReportId, str]] = field(default_factory=set)
    reports: set[ReportId] = field(default_factory=set)

    def add(self, one: _Figure) -> None:
        self.members.append(one)
        self.numbers.add(one.number)
        self.sentences.add(one.sentence)
        self.reports.add(one.line.report)

    def rows(self) -> Iterator[SaidRow]:
        rows: dict[Row, list[Line]] = defaultdict(list)
        for one in self.members:
            rows[_row(one.line.proposal)].append(one.line)
        for lines in rows.values():
            yield SaidRow(lines=tuple({line.report: line for line in reversed(lines)}.values())[::-1])


def _best(
    one: _Figure, groups: Sequence[_FigureGroup], *, found: dict[str, list[int]], rarity: dict[str, float]
) -> int | None:
    """The group that a figure is most about the same as; of equal ones the first."""
    near = {at for word in one.words if len(found[word]) <= _COMMON for at in found[word]}
    best, most = None, 0.0
    for at in sorted(near):
        alike = _alike(one, groups[at], rarity)
        if alike > most:
            best, most = at, alike
    return best


def _alike(one: _Figure, group: _FigureGroup, rarity: dict[str, float]) -> float:
    """How much a figure is about what a group is about; 0 where that is not enough."""
    leader = group.leader
    if one.measures != leader.measures or one.sentence in group.sentences:
        return 0.0
    if _apart(one.line.proposal, leader.line.proposal):
        return 0.0
    shared, near = one.words & leader.words, one.near & leader.near
    whole = min(sum(map(rarity.__getitem__, some.words)) for some in (one, leader))
    said = sum(map(rarity.__getitem__, shared)) + sum(map(rarity.__getitem__, near))
    alike = said / (whole or 1.0)
    same = one.number in group.numbers
    likely = one.line.report not in group.reports and bool(not one.counted or one.counted & leader.counted)
    enough = (_ALIKE_SAME_NUMBER if same else _ALIKE) if likely else _ALIKE_UNLIKELY
    telling = len(shared) >= 2 or near
    return alike + (0.5 if same else 0.0) if alike >= enough and telling else 0.0


def _figure(line: Line) -> _Figure:
    proposal = line.proposal
    text = proposal.claim.text
    at = text.find(proposal.words)
    around = (text[:at], text[at + len(proposal.words) :]) if at >= 0 else (text, "")
    before, after = ([_stem(word) for word in _WORD.findall(part)] for part in around)
    measures, noun = _measures(proposal.unit)
    counted = frozenset(map(_stem, noun))
    told = frozenset(filter(_tells, (*before, *after))) | counted
    near = (frozenset((*before[-_NEAR:], *after[:_NEAR])) | counted) & told
    sentence = (line.report, text)
    return _Figure(line=line, words=told, near=near, counted=counted, measures=measures, sentence=sentence)


def _stem(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()[:_STEM]


def _tells(word: str) -> bool:
    return len(word) >= (_LEAST_WORD if word < "\u0590" else 2)


def _measures(unit: str) -> tuple[str, tuple[str, ...]]:
    """What a unit measures; things that are counted are all of one kind, and their noun tells what it is about."""
    try:
        return unit_named(unit).dimension, ()
    except BadUnit:
        noun = tuple(_WORD.findall(unit))
        return ("count", noun) if max(map(len, noun), default=0) >= _LEAST_WORD else (unit, ())


def _row(proposal: Proposal) -> Row:
    claim = proposal.claim
    period = f"{claim.start or ''}/{claim.end or ''}"
    source = " ".join(folded(claim.according_to))
    return proposal.value, proposal.high, proposal.unit, str(claim.hedge), period, source


def _apart(one: Proposal, other: Proposal) -> bool:
    """Whether both name a period, and the periods do not touch."""
    ours, theirs = one.claim, other.claim
    if not (ours.start and ours.end and theirs.start and theirs.end):
        return False
    return ours.end < theirs.start or theirs.end < ours.start
