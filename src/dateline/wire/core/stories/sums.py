"""What is known of each story as sums over its reports, so that the mean likeness of two stories is one product.

The mean over all pairs of reports of two stories (average linkage) is the product of their sums divided by their
numbers: of words by an inverted index, of meanings by rows of one matrix.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from dateline.wire.core.report import ReportId
from dateline.wire.core.stories.values import StoryId

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Slots = npt.NDArray[np.int64]
Likeness = npt.NDArray[np.float64]

_COMMON = 3_000  # stories that have a word: it is passed over in search
_MOST_ASKED = 64  # words of a story that are looked for, those that say most
_MANY = 4 * _MOST_ASKED  # words of a story from which on those that say most are chosen ahead
_PRIOR = 200  # reports that are taken as read before the first, so that early ones are weighed much as later ones
_HALF_LIFE = 3 * 86_400.0  # seconds between story and report in which likeness halves


@dataclass(slots=True, kw_only=True)
class Bundle:
    """A report or a story: its words, the sum of its vectors, how many reports (of these with a vector), its span.

    ``telling`` are those of its words that are asked for, where it has very many.
    """

    words: dict[str, float] = field(default_factory=dict)
    telling: Sequence[str] | None = None
    vector: Floats | Halves | None = None
    count: int = 1
    vectors: int = 0
    first: float = math.inf
    last: float = -math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """From what mean likeness on things belong together: of meanings (``meaning`` of it) and words, or of words alone.

    Of single reports more is asked, for a mean over few pairs may be high by chance: ``few`` times as much on top,
    which falls with the root of the number of pairs.
    """

    meaning: float = 0.5
    enough: float = 0.115
    few: float = 1.0
    enough_by_words: float = 0.03
    few_by_words: float = 3.0


class Sums:
    """The stories' sums by slot; ``slots`` and ``stories`` lead from one to the other, empty slots are used again."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.slots: dict[StoryId, int] = {}
        self.stories: list[StoryId | None] = []
        self.members: dict[StoryId, dict[ReportId, None]] = {}
        self._words: list[dict[str, float]] = []
        # By word the weights by slot, or the one slot that has it: most words are in one story alone.
        self._postings: dict[str, int | dict[int, float]] = {}
        self._frequency: Counter[str] = Counter()
        self._tellings: dict[int, float] = {}  # by frequency, as long as no report comes or goes
        self._reports = 0
        self._free: list[int] = []
        self._most: dict[int, tuple[int, list[str]]] = {}  # by slot: the words that say most, of so many reports
        self._matrix: Floats | None = None
        self._counts = np.zeros(64)
        self._vectors = np.zeros(64)
        self._spans = np.full((64, 2), (math.inf, -math.inf))

    def read(self, words: Iterable[str]) -> None:
        """Count a report's words, so that frequent ones say less."""
        self._frequency.update(words)
        self._reports += 1
        self._tellings.clear()

    def unread(self, words: Iterable[str]) -> None:
        """Count them no longer."""
        self._reports -= 1
        self._tellings.clear()
        for word in words:
            self._frequency[word] -= 1
            if self._frequency[word] <= 0:
                del self._frequency[word]

    def telling(self, word: str) -> float:
        """How much a word says: the square of its inverse frequency."""
        return self._told_by(self._frequency[word])

    def _told_by(self, frequency: int) -> float:
        told = self._tellings.get(frequency)
        if told is None:
            rarity = math.log(1 + (self._reports + _PRIOR) / (1 + frequency + 0.002 * _PRIOR))
            told = self._tellings[frequency] = rarity * rarity
        return told

    def normed(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Words with the weights of a report whose likeness with itself is 1."""
        size = math.sqrt(sum(x * x * self.telling(word) for word, x in weights.items())) or 1.0
        return {word: x / size for word, x in weights.items()}

    def likeness(self, asked: Bundle, without: Iterable[StoryId] = (), *, among: Slots | None = None) -> Likeness:
        """For each slot how alike its story is, 1 where that is enough to belong together; -1 for those left out.

        ``among`` asks these slots only, in their order.
        """
        size = len(self.stories)
        slots = np.arange(size) if among is None else among
        pairs = np.maximum(self._counts[slots], 1) * asked.count
        shared = self._by_words(asked, slots, everywhere=among is None) / pairs
        rare = 1 / np.sqrt(pairs)
        weights = self.weights
        found: Likeness = shared / (weights.enough_by_words * (1 + weights.few_by_words * rare))
        if asked.vector is not None and self._matrix is not None:
            rows = self._matrix[:size] if among is None else self._matrix[slots]
            meant = rows @ asked.vector / np.maximum(self._vectors[slots], 1) / asked.vectors
            both = weights.meaning * meant + (1 - weights.meaning) * shared
            found = np.where(self._vectors[slots] > 0, both / (weights.enough * (1 + weights.few * rare)), found)
        found *= self._by_time(asked, slots)
        found[self._counts[slots] == 0] = -1
        left_out = [self.slots[story] for story in without if story in self.slots]
        if left_out:
            found[np.isin(slots, left_out)] = -1
        return found

    def bundle(self, story: StoryId) -> Bundle:
        """A story as something to ask with."""
        slot = self.slots[story]
        count = int(self._counts[slot])
        vectors = int(self._vectors[slot])
        first, last = self._spans[slot]
        vector = self._matrix[slot] if self._matrix is not None and vectors else None
        made = Bundle(words=self._words[slot], vector=vector, count=count, vectors=vectors, first=first, last=last)
        made.telling = self._most_telling(slot, count)
        return made

    def size(self, story: StoryId) -> int:
        """How many reports a story has."""
        return int(self._counts[self.slots[story]])

    def put(self, story: StoryId, report: ReportId, *, bundle: Bundle) -> None:
        """Add a report to a story, a new one if need be."""
        slot = self.slots.get(story)
        if slot is None:
            slot = self._open(story)
        self.members[story][report] = None
        self._add(slot, bundle)

    def take(self, story: StoryId, report: ReportId, *, bundle: Bundle) -> None:
        """Take a report out of a story; an empty story is gone."""
        del self.members[story][report]
        if not self.members[story]:
            self._close(story)
            return
        self.subtract(story, bundle)

    def subtract(self, story: StoryId, bundle: Bundle) -> None:
        """Take a report out of a story's sums, not of its members; ``restore`` puts it back."""
        slot = self.slots[story]
        for word, weight in bundle.words.items():
            self._words[slot][word] -= weight
            posted = self._postings[word]
            if not isinstance(posted, int):
                posted[slot] -= weight
        if bundle.vector is not None and self._matrix is not None:
            self._matrix[slot] -= bundle.vector
        self._counts[slot] -= 1
        self._vectors[slot] -= bundle.vectors

    def restore(self, story: StoryId, bundle: Bundle) -> None:
        """Put back what ``subtract`` took."""
        self._add(self.slots[story], bundle)

    def join(self, kept: StoryId, gone: StoryId) -> None:
        """Make one story part of another."""
        bundle = self.bundle(gone)
        self.members[kept] |= self.members[gone]
        self._add(self.slots[kept], bundle)
        self._close(gone)

    def _open(self, story: StoryId) -> int:
        slot = self._free.pop() if self._free else len(self.stories)
        if slot == len(self.stories):
            self.stories.append(None)
            self._words.append({})
            if slot == len(self._counts):
                self._widen()
        self.stories[slot], self._words[slot] = story, {}
        self.slots[story], self.members[story] = slot, {}
        return slot

    def _close(self, story: StoryId) -> None:
        slot = self.slots.pop(story)
        del self.members[story]
        for word in self._words[slot]:
            posted = self._postings[word]
            if not isinstance(posted, int):
                posted.pop(slot, None)
            if not posted or isinstance(posted, int):
                del self._postings[word]
        self._most.pop(slot, None)
        self.stories[slot], self._words[slot] = None, {}
        self._counts[slot] = self._vectors[slot] = 0
        self._spans[slot] = (math.inf, -math.inf)
        if self._matrix is not None:
            self._matrix[slot] = 0
        self._free.append(slot)

    def _add(self, slot: int, bundle: Bundle) -> None:
        words = self._words[slot]
        for word, weight in bundle.words.items():
            there = words.get(word)
            words[word] = weight = weight if there is None else there + weight
            posted = self._postings.setdefault(word, slot)
            if not isinstance(posted, int):
                posted[slot] = weight
            elif posted != slot:
                self._postings[word] = {posted: self._words[posted][word], slot: weight}
        if bundle.vector is not None:
            if self._matrix is None:
                self._matrix = np.zeros((len(self._counts), len(bundle.vector)), np.float32)
            self._matrix[slot] += bundle.vector
        self._counts[slot] += bundle.count
        self._vectors[slot] += bundle.vectors
        self._spans[slot] = min(self._spans[slot, 0], bundle.first), max(self._spans[slot, 1], bundle.last)

    def _widen(self) -> None:
        more = len(self._counts)
        self._counts = np.concatenate([self._counts, np.zeros(more)])
        self._vectors = np.concatenate([self._vectors, np.zeros(more)])
        self._spans = np.concatenate([self._spans, np.full((more, 2), (math.inf, -math.inf))])
        if self._matrix is not None:
            self._matrix = np.concatenate([self._matrix, np.zeros_like(self._matrix)])

    def _by_words(self, asked: Bundle, slots: Slots, *, everywhere: bool) -> Likeness:
        found = np.zeros(len(slots))
        often = self._frequency.get
        words = asked.words
        named = words if asked.telling is None else asked.telling
        told = [(word, words[word] * self._told_by(times)) for word in named if (times := often(word, 0)) > 1]
        if len(told) > _MOST_ASKED:
            told = sorted(told, key=itemgetter(1), reverse=True)[:_MOST_ASKED]
        if not everywhere:
            for at, slot in enumerate(slots.tolist()):
                words = self._words[slot]
                found[at] = sum(weight * words[word] for word, weight in told if word in words)
            return found
        for word, weight in told:
            posted = self._postings.get(word, {})
            if isinstance(posted, int):
                found[posted] += weight * self._words[posted][word]
            elif len(posted) <= _COMMON:
                found[np.fromiter(posted, np.int64, len(posted))] += weight * np.fromiter(
                    posted.values(), np.float64, len(posted)
                )
        return found

    def _most_telling(self, slot: int, count: int) -> list[str] | None:
        """The words of a large story that say most: chosen anew whenever a sixteenth of its reports is new."""
        words = self._words[slot]
        if len(words) <= _MANY:
            return None
        before, most = self._most.get(slot, (0, []))
        if abs(count - before) * 16 > before:
            often = self._frequency
            most = nlargest(2 * _MOST_ASKED, words, key=lambda word: words[word] * self._told_by(often[word]))
            self._most[slot] = count, most
        return most

    def _by_time(self, asked: Bundle, slots: Slots) -> Likeness:
        """Half for each three days between what is asked and a story; 1 where either has no time."""
        if math.isinf(asked.first):
            return np.ones(len(slots))
        spans = self._spans[slots]
        gaps = np.maximum(np.maximum(spans[:, 0] - asked.last, asked.first - spans[:, 1]), 0)
        gaps[np.isinf(gaps)] = 0
        fading: npt.NDArray[np.float64] = 0.5 ** (gaps / _HALF_LIFE)
        return fading
