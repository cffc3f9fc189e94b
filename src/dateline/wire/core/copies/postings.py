"""Which items hold a hash: an open hash table of numpy arrays with a chain of items for each hash.

Thirteen bytes a hash and eight a posting, where dictionaries of lists take hundreds. All hashes of a text are looked
up at once.
"""

from dataclasses import dataclass

import numpy as np

from dateline.wire.core.copies.grams import Hashes, Numbers

MOST_POSTINGS = 64  # of a hash: what more items hold is found through the first of them
_WIDE = 8  # slots of a bucket: one line of the processor's cache, filled from its beginning
_FULL = 0.8
_NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Pairs of ``hashes`` (their places in what was asked for) and ``items`` that hold them."""

    hashes: Numbers
    items: Numbers


class Postings:
    """Hash → the first 64 items that were added with it."""

    def __init__(self, slots: int = 1 << 12) -> None:
        self._empty(slots)
        self._items = np.zeros(1 << 12, np.int32)
        self._next = np.zeros(1 << 12, np.int32)
        self._used = 0

    def _empty(self, slots: int) -> None:
        self._keys = np.zeros((slots // _WIDE, _WIDE), np.uint64)
        self._flat = self._keys.reshape(-1)
        self._asked: Hashes | None = None  # what was looked up last: most often it is added next
        self._found = (np.zeros(0, np.int64),) * 3
        self._heads = np.full(slots, _NONE, np.int32)
        self._counts = np.zeros(slots, np.uint8)
        self._hashes = 0

    @property
    def size_bytes(self) -> int:
        """What the arrays take."""
        return sum(a.nbytes for a in (self._keys, self._heads, self._counts, self._items, self._next))

    def find(self, hashes: Hashes) -> Held:
        """The items that hold each of the hashes."""
        rows, slots, _ = self._found = self._probe(hashes)
        self._asked = hashes
        posts = self._heads.take(slots)
        found_rows, found = [rows[:0]], [self._items[:0]]
        while len(posts):
            found_rows.append(rows)
            found.append(self._items.take(posts))
            posts = self._next.take(posts)
            more = posts >= 0
            rows, posts = rows[more], posts[more]
        return Held(hashes=np.concatenate(found_rows), items=np.concatenate(found).astype(np.int64))

    def add(self, hashes: Hashes, item: int) -> None:
        """Note that an item holds the hashes, which are distinct."""
        if self._hashes + len(hashes) > self._flat.size * _FULL:
            self._grow(len(hashes))
        slots = self._slots(hashes)
        counts = self._counts.take(slots)
        if counts.max(initial=0) >= MOST_POSTINGS:
            slots, counts = slots[counts < MOST_POSTINGS], counts[counts < MOST_POSTINGS]
        self._counts[slots] = counts + 1
        begin, end = self._room(len(slots))
        self._items[begin:end] = item
        self._next[begin:end] = self._heads.take(slots)
        self._heads[slots] = np.arange(begin, end)

    def keep(self, numbers: Numbers) -> None:
        """Give items new numbers: ``numbers[item]``, or less than none for those to forget."""
        keys, items = self._pairs()
        items = numbers[items]
        kept = items >= 0
        self._fill(keys[kept], items[kept], self._flat.size)

    def _grow(self, by: int) -> None:
        slots = self._flat.size
        while self._hashes + by > slots * _FULL:
            slots *= 2
        keys, heads, counts = self._flat, self._heads, self._counts
        self._empty(slots)
        taken = np.flatnonzero(keys)
        for some in np.array_split(taken, max(1, len(taken) >> 20)):
            at = self._slots(keys[some])
            self._heads[at], self._counts[at] = heads[some], counts[some]

    def _pairs(self) -> tuple[Hashes, Numbers]:
        slots = np.flatnonzero(self._flat)
        posts = self._heads[slots].astype(np.int64)
        keys, items = [], []
        while len(posts):
            more = posts >= 0
            slots, posts = slots[more], posts[more]
            keys.append(self._flat[slots])
            items.append(self._items[posts])
            posts = self._next[posts].astype(np.int64)
        if not keys:
            return np.zeros(0, np.uint64), np.zeros(0, np.int64)
        return np.concatenate(keys), np.concatenate(items).astype(np.int64)

    def _fill(self, keys: Hashes, items: Numbers, slots: int) -> None:
        """Begin anew with these pairs of hash and item."""
        # Of one hash the latest item comes first: each chain runs from the latest to the first, as `add` makes them.
        order = np.lexsort((-items, keys))
        keys, items = keys[order], items[order]
        first = np.flatnonzero(np.diff(keys, prepend=np.uint64(0)) != 0)
        while slots > 1 << 12 and len(first) < slots * _FULL / 4:
            slots //= 2
        self._empty(slots)
        self._items = np.concatenate([items.astype(np.int32), np.zeros(1 << 12, np.int32)])
        self._next = np.arange(1, len(self._items) + 1, dtype=np.int32)
        self._used = len(items)
        if len(items):
            last = np.append(first[1:], len(items)) - 1
            self._next[last] = _NONE
            at = self._slots(keys[first])
            self._heads[at], self._counts[at] = first, last - first + 1

    def _room(self, count: int) -> tuple[int, int]:
        begin, end = self._used, self._used + count
        if end > len(self._items):
            size = max(end, len(self._items) * 5 // 4)
            self._items, self._next = np.resize(self._items, size), np.resize(self._next, size)
        self._used = end
        return begin, end

    def _slots(self, hashes: Hashes) -> Numbers:
        """The slot of each hash, taken where there was none."""
        rows, found, buckets = self._found if self._asked is hashes else self._probe(hashes)
        self._asked = None
        slots = np.full(len(hashes), _NONE, np.int64)
        slots[rows] = found
        new = (slots < 0).nonzero()[0]
        self._hashes += len(new)
        while len(new):
            into = buckets[new]
            taken = (self._keys[into] != 0).sum(axis=1)
            buckets[new] = (into + (taken == _WIDE)) & (len(self._keys) - 1)
            fits = (taken < _WIDE).nonzero()[0]
            slots[new[fits]] = into[fits] * _WIDE + taken[fits]
            self._flat[slots[new[fits]]] = hashes[new[fits]]
            # Two new hashes may have met in one slot: who is not there now tries again.
            new = new[(slots[new] < 0) | (self._flat[slots[new]] != hashes[new])]
        return slots

    def _probe(self, hashes: Hashes) -> tuple[Numbers, Numbers, Numbers]:
        """The places of the known hashes and their slots; for each hash the bucket where it is or would go."""
        buckets = ((hashes >> np.uint64(20)) & np.uint64(len(self._keys) - 1)).astype(np.int64)
        held = self._keys[buckets]
        rows, columns = (held == hashes[:, None]).nonzero()
        slots = buckets.take(rows) * _WIDE + columns
        full = held[:, -1] != 0
        full[rows] = False
        open_ = full.nonzero()[0]
        while len(open_):
            buckets[open_] = into = (buckets[open_] + 1) & (len(self._keys) - 1)
            held = self._keys[into]
            more, columns = (held == hashes[open_, None]).nonzero()
            rows = np.concatenate([rows, open_[more]])
            slots = np.concatenate([slots, into[more] * _WIDE + columns])
            full = held[:, -1] != 0
            full[more] = False
            open_ = open_[full]
        return rows, slots, buckets
