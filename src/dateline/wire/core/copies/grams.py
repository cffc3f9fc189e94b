"""A text as the hashes of its runs of five words, the same in every process and for every way of writing them.

Words are runs of letters, digits and marks in lower case. Scripts that are written without spaces (Han, kana, Thai,
Lao, Khmer, Burmese) have a word at each letter, made of it and the three after it: five of them span eight letters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]

RUN = 5  # words in a run
LONGEST = 200_000  # letters that are looked at: some 35,000 words
FEWEST_RUNS = 8  # a shorter text is compared as a whole only
FEWEST_WORDS = 5  # what is shorter still says nothing of who copied whom
LEVELS = 7

_KEPT = 96  # runs at most, as long as that is every 64th or more
_DEPTHS = np.array([LEVELS - 1, *((n & -n).bit_length() - 1 for n in range(1, 1 << (LEVELS - 1)))], np.int64)
_BASE = 0x9E3779B97F4A7C15 | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIXES = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEPS = tuple(np.uint64(pow(0xD6E8FEB86659FD93, power, 1 << 64)) for power in range(1, RUN + 1))
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x9FFF))
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """The kept runs of a text: ``hashes``, distinct, ``places`` the number of the word where each first begins.

    Of longer texts every 2nd, 4th … 64th run is kept, by its hash, so that those of two texts are the same ones: at
    least ``level`` zeros end each kept hash, and ``sizes[n]`` of them end with n zeros or more. ``words`` counts all
    words. Of a text with few words there is one hash, of the whole; of one with hardly any, none.
    """

    hashes: Hashes
    places: Numbers
    level: int
    sizes: Numbers
    words: int

    @property
    def whole_only(self) -> bool:
        """Whether the text is too short for its runs to tell anything, so that only the same text is a copy."""
        return self.words < FEWEST_RUNS + RUN - 1


def grams(text: str) -> Grams:
    """The runs of five words of a text, of its first 200,000 letters."""
    words = word_hashes(text)
    count = len(words)
    if count < FEWEST_WORDS:
        return _kept(words[:0], 0, count)
    if count < FEWEST_RUNS + RUN - 1:
        return _kept(_whole(words), 0, count)
    runs = count - RUN + 1
    mixed = words[:runs] * _STEPS[0]
    for at in range(1, RUN):
        mixed += words[at : at + runs] * _STEPS[at]
    level = min(LEVELS - 1, (max(runs - 1, 0) // _KEPT).bit_length())
    return _kept(_mix(mixed), level, count)


def depths(hashes: Hashes) -> Numbers:
    """The number of zeros that each hash ends with, six at most."""
    found: Numbers = _DEPTHS.take((hashes & np.uint64(len(_DEPTHS) - 1)).astype(np.intp))
    return found


def sizes_of(deep: Numbers) -> Numbers:
    """How many of the hashes with these depths are kept at each level."""
    sizes: Numbers = np.bincount(deep, minlength=LEVELS)[::-1].cumsum()[::-1]
    return sizes


def _kept(hashes: Hashes, level: int, words: int) -> Grams:
    places = ((hashes & np.uint64((1 << level) - 1)) == 0).nonzero()[0]
    hashes = hashes[places]
    order = hashes.argsort(kind="stable")
    hashes = hashes[order]
    first = np.ones(len(hashes), np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=first[1:])
    hashes = hashes[first]
    hashes[:1] |= hashes[:1] == 0  # no hash is 0: that is an empty slot in a table
    return Grams(
        hashes=hashes,
        places=places[order[first]],
        level=level,
        sizes=sizes_of(depths(hashes)),
        words=words,
    )


def word_hashes(text: str) -> Hashes:
    """One hash for each word of a text, in its order."""
    codes = _codes(text)
    kinds = _kinds(codes)
    letter = np.zeros(len(codes) + 2, np.bool_)
    np.equal(kinds, 1, out=letter[1:-1])
    edges = (letter[1:] != letter[:-1]).nonzero()[0]
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers()
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.multiply(codes, powers[: len(codes)], out=sums[1:])
    sums.cumsum(out=sums)
    hashes = _mix((sums.take(ends) - sums.take(starts)) * inverses.take(starts))
    return hashes if text.isascii() or not (kinds == 2).any() else _with_unspaced(hashes, starts, (codes, kinds))


def _with_unspaced(hashes: Hashes, starts: Numbers, read: tuple[Codes, npt.NDArray[np.uint8]]) -> Hashes:
    codes, kinds = read
    own = np.where(kinds == 2, codes, 0).astype(np.uint64)
    padded = np.concatenate([own, np.zeros(3, np.uint64)])
    windows = sum((padded[at : at + len(own)] * _STEPS[at] for at in range(1, 4)), start=own * _STEPS[0])
    places = np.flatnonzero(kinds == 2)
    order = np.argsort(np.concatenate([starts, places]), kind="stable")
    joined: Hashes = np.concatenate([hashes, _mix(windows[places])])[order]
    return joined


def _codes(text: str) -> Codes:
    text = text[:LONGEST].lower()
    if text.isascii():
        return np.frombuffer(text.encode(), np.uint8)
    text = unicodedata.normalize("NFKC", _HIDDEN.sub("", text))[:LONGEST]
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _kinds(codes: Codes) -> npt.NDArray[np.uint8]:
    """0 for what stands between words, 1 for letters, 2 for letters of scripts without spaces."""
    table = _table()
    if codes.dtype == np.uint8 or codes.max(initial=0) < len(table):
        kinds: npt.NDArray[np.uint8] = table.take(codes)
        return kinds
    kinds = table[np.minimum(codes, len(table) - 1)]
    far = codes >= len(table)
    pictures = ((codes >= 0x1F000) & (codes < 0x20000)) | (codes >= 0xE0000)
    kinds[far] = np.where(pictures, 0, np.where((codes >= 0x20000) & (codes < 0x40000), 2, 1))[far]
    return kinds


@cache
def _table() -> npt.NDArray[np.uint8]:
    table = np.array([unicodedata.category(chr(code))[0] in "LNM" for code in range(0x10000)], np.uint8)
    for first, last in _UNSPACED:
        table[first : last + 1] *= 2
    return table


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """The powers of the base and of its inverse, modulo 2⁶⁴: a word's hash is the same wherever it stands."""
    both = []
    for base in (_BASE, _INVERSE):
        row = np.full(LONGEST + 1, base, np.uint64)
        row[0] = 1
        both.append(np.multiply.accumulate(row))
    return both[0], both[1]


def _mix(values: Hashes) -> Hashes:
    """Spread over all 64 bits (the finisher of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * _MIXES[0]
    values = (values ^ (values >> np.uint64(27))) * _MIXES[1]
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


def _whole(words: Hashes) -> Hashes:
    """One hash of all words in their order; zeros end it, so that it is kept at every level."""
    total = _mix(np.array([(words * _powers()[0][1 : len(words) + 1]).sum()], np.uint64))
    return total << np.uint64(LEVELS) | np.uint64(1 << LEVELS)
