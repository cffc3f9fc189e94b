"""What changed between two copies of a text, as positions of letters in both."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int]
_Pair = tuple[int, int]
_Block = tuple[int, int, int]  # first word in the earlier text, in the later text, how many words

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_RUN = 5
_LONGEST = 200_000  # letters; what stands behind them is not compared
_CLOSELY = 40_000  # pairs of words in one gap that are still compared word by word


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Letters ``earlier[0]:earlier[1]`` of the earlier text that are ``later[0]:later[1]`` in the later.

    An empty span is the place where the other's words were left out or put in.
    """

    earlier: Span
    later: Span


def changed_passages(earlier: str, later: str) -> tuple[Passage, ...]:
    """The passages in which two texts differ by their words, in the later text's order; of each 200,000 letters are
    read.

    What moved to another place is a passage that went and one that came. Both texts share what lies between passages.
    """
    first, second = _spans(earlier), _spans(later)
    before, after = _words(earlier, first), _words(later, second)
    found, i, j = [], 0, 0
    for at, to, size in [*_blocks(before, after), (len(before), len(after), 0)]:
        for gap in _closer(before, after, (i, at, j, to)):
            found.append(Passage(earlier=_letters(first, gap[0]), later=_letters(second, gap[1])))
        i, j = at + size, to + size
    return tuple(found)


def _spans(text: str) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text, 0, _LONGEST)]


def _words(text: str, spans: list[Span]) -> list[str]:
    return [text[start:end].lower() for start, end in spans]


def _blocks(before: list[str], after: list[str]) -> list[_Block]:
    """Stretches of words in both, in both orders, grown around runs of five words that each text has once."""
    blocks: list[_Block] = []
    for at, to in _rising(_anchors(before, after)):
        i, j, size = blocks[-1] if blocks else (0, 0, 0)
        if at < i + size or to < j + size:
            continue
        back = 0
        while at - back > i + size and to - back > j + size and before[at - back - 1] == after[to - back - 1]:
            back += 1
        ahead = _RUN
        while at + ahead < len(before) and to + ahead < len(after) and before[at + ahead] == after[to + ahead]:
            ahead += 1
        blocks.append((at - back, to - back, back + ahead))
    return blocks


def _anchors(before: list[str], after: list[str]) -> list[_Pair]:
    first, second = _once(before), _once(after)
    return [(first[run], place) for run, place in second.items() if run in first]


def _once(words: list[str]) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(words[at:] for at in range(_RUN)), strict=False))
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1}


def _rising(pairs: list[_Pair]) -> list[_Pair]:
    """The longest part of the pairs that rises in both (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    above: list[int] = []
    for number, (at, _) in enumerate(pairs):
        pile = bisect_left(ends, at)
        above.append(last[pile - 1] if pile else -1)
        ends[pile : pile + 1], last[pile : pile + 1] = [at], [number]
    row, number = [], last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = above[number]
    return row[::-1]


def _closer(before: list[str], after: list[str], gap: tuple[int, int, int, int]) -> list[tuple[_Pair, _Pair]]:
    """The words of a gap that differ; word by word where it is small enough."""
    i, at, j, to = gap
    if i == at and j == to:
        return []
    if (at - i) * (to - j) > _CLOSELY:
        return [((i, at), (j, to))]
    codes = SequenceMatcher(None, before[i:at], after[j:to], autojunk=False).get_opcodes()
    return [((i + a, i + b), (j + c, j + d)) for kind, a, b, c, d in codes if kind != "equal"]


def _letters(spans: list[Span], words: _Pair) -> Span:
    first, last = words
    if first < last:
        return spans[first][0], spans[last - 1][1]
    place = spans[first][0] if first < len(spans) else spans[-1][1] if spans else 0
    return place, place
