"""How well are headlines grouped into stories, online and in one pass? Peers: TF-IDF, title Jaccard, vectors alone.

    python benchmarks/stories.py [--seeds N] [--half 0|1|all] [--no-peer]

The shared headlines (silver labels of March 2014), shuffled with fixed seeds. Halves are halves of the stories, by a
hash of their label. Each peer takes the threshold that is best for it on the other half; ours are the ones in the
code, chosen by looking at both halves. Scored by B-cubed F1.
"""

import argparse
import csv
import hashlib
import math
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bcubed import Agreement, b_cubed

from dateline.wire.core.report import Report
from dateline.wire.core.stories.groups import StoryGroups
from dateline.wire.vectors import Vectors, encoder

ROOT = Path(__file__).resolve().parent.parent
Likeness = Callable[[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A report, its right story, its vector and its words."""

    report: Report
    story: str
    vector: Vectors
    words: frozenset[str]

    @property
    def half(self) -> int:
        return hashlib.sha256(self.story.encode()).digest()[0] % 2


def headlines() -> list[Headline]:
    places = (parent / "shared" / "data" / "stories" / "headlines.csv" for parent in ROOT.parents)
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise SystemExit("the shared headlines are missing: nothing to measure")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    started = time.process_time()
    vectors = encoder()([row["title"] for row in rows])
    print(f"{len(rows)} headlines, vectors at {len(rows) / (time.process_time() - started):,.0f} a processor second")
    return [
        Headline(
            report=Report(id=number, title=row["title"], host=row["host"]),
            story=row["story"],
            vector=vectors[number],
            words=frozenset(re.findall(r"\w+", row["title"].lower())),
        )
        for number, row in enumerate(rows)
    ]


def ours(listed: Sequence[Headline], *, light: bool) -> Agreement:
    groups = StoryGroups()
    for one in listed:
        groups.add(one.report, None if light else one.vector)
    return b_cubed([groups.story_of(one.report.id) for one in listed], [one.story for one in listed])


def one_pass(listed: Sequence[Headline], likeness: Likeness, threshold: float) -> Agreement:
    """Each to the group of the most like one before it, where that is alike enough."""
    groups: list[int] = []
    for at in range(len(listed)):
        best = max(range(at), key=lambda other: likeness(at, other), default=-1)
        groups.append(groups[best] if best >= 0 and likeness(at, best) >= threshold else at)
    return b_cubed(groups, [one.story for one in listed])


def jaccard(listed: Sequence[Headline]) -> Likeness:
    return lambda a, b: len(listed[a].words & listed[b].words) / max(1, len(listed[a].words | listed[b].words))


def by_vectors(listed: Sequence[Headline]) -> Likeness:
    table = np.array([one.vector for one in listed])
    alike = table @ table.T
    return lambda a, b: float(alike[a, b])


def tf_idf(listed: Sequence[Headline]) -> Likeness:
    """Incremental: a headline's words are weighed by what came up to it."""
    frequency: Counter[str] = Counter()
    rows: list[dict[str, float]] = []
    for number, one in enumerate(listed, start=1):
        frequency.update(one.words)
        row = {word: math.log(1 + number / frequency[word]) for word in one.words}
        size = math.sqrt(sum(x * x for x in row.values())) or 1
        rows.append({word: x / size for word, x in row.items()})
    return lambda a, b: sum(x * rows[b].get(word, 0) for word, x in rows[a].items())


PEERS: dict[str, tuple[Callable[[Sequence[Headline]], Likeness], Sequence[float]]] = {
    "title Jaccard": (jaccard, (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)),
    "TF-IDF": (tf_idf, (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)),
    "vectors alone": (by_vectors, (0.35, 0.4, 0.45, 0.5, 0.55, 0.6)),
}


def shuffled(every: list[Headline], half: str, seed: int) -> list[Headline]:
    listed = [one for one in every if half == "all" or one.half == int(half)]
    random.Random(seed).shuffle(listed)
    return listed


def tell(name: str, found: Sequence[Agreement], rate: str = "") -> None:
    means = [sum(getattr(one, field) for one in found) / len(found) for field in ("f1", "precision", "recall")]
    print(f"   {name}: F1 {means[0]:.3f} (precision {means[1]:.3f}, recall {means[2]:.3f}){rate}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--half", choices=["0", "1", "all"])
    parser.add_argument("--no-peer", action="store_true")
    asked = parser.parse_args()
    every = headlines()
    for half in [asked.half] if asked.half else ["0", "1", "all"]:
        orders = [shuffled(every, half, seed) for seed in range(1, asked.seeds + 1)]
        print(f"half {half}: {len(orders[0])} headlines of {len({one.story for one in orders[0]})} stories")
        for name, light in (("Dateline", False), ("Dateline, light", True)):
            started = time.process_time()
            found = [ours(listed, light=light) for listed in orders]
            rate = asked.seeds * len(orders[0]) / (time.process_time() - started)
            tell(name, found, f", {rate:,.0f} a processor second without the encoder")
        for name, (measure, thresholds) in {} if asked.no_peer else PEERS.items():
            other = shuffled(every, {"0": "1", "1": "0"}.get(half, "all"), 1)
            alike = measure(other)
            best = max(thresholds, key=lambda value, other=other, alike=alike: one_pass(other, alike, value).f1)
            tell(f"{name} from {best} on", [one_pass(orders[0], measure(orders[0]), best)])
    print("targets: F1 at least .79, aim .85, with thresholds fixed")


if __name__ == "__main__":
    main()
