"""Which republished texts are found, and how fast? Peer: MinHash with LSH (datasketch), in the same run.

    python benchmarks/copies.py [--copies N] [--articles N] [--speed N] [--index N] [--no-peer]

Republishings are made of the shared articles (`republished.py`; of made-up ones where they are missing): whole,
typeset otherwise, edited, cut to a half and a quarter, with another lead, within a longer piece, some with boilerplate.
Scored by B-cubed F1 of the groups that go back to one article. `--index N` fills an index with N made-up reports and
tells its memory.
"""

import argparse
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib.util import find_spec

from bcubed import b_cubed
from republished import Made, articles, many_made_up, republished

from dateline.wire.core.copies.index import CopyIndex
from dateline.wire.core.report import Report

Grouper = Callable[[list[Report]], list[int]]


def ours(reports: list[Report]) -> list[int]:
    index = CopyIndex()
    for report in reports:
        index.add(report)
    return [int(index.first_of(report.id)) for report in reports]


def minhash(reports: list[Report], permutations: int = 128, alike: float = 0.3) -> list[int]:
    """The first of those that LSH says are alike by their five-word shingles, as it is commonly used."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=alike, num_perm=permutations)
    first: dict[int, int] = {}
    for report in reports:
        words = re.findall(r"\w+", report.text.lower())
        sketch = MinHash(num_perm=permutations)
        sketch.update_batch({" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))})
        near = [number for number in lsh.query(sketch) if isinstance(number, int)]
        number = int(report.id)
        first[number] = min((first[one] for one in near), default=number)
        lsh.insert(number, sketch)
    return [first[int(report.id)] for report in reports]


def score(name: str, group: Grouper, made: list[Made]) -> float:
    """Print how well and how fast the republishings are grouped; reports a processor second."""
    started = time.process_time()
    found = group([one.report for one in made])
    rate = len(made) / (time.process_time() - started)
    result = b_cubed(found, [one.article for one in made])
    firsts = {one.article: int(one.report.id) for one in made if one.way == "first"}
    ways: dict[str, list[bool]] = defaultdict(list)
    for one, first in zip(made, found, strict=True):
        ways[one.way].append(first == firsts[one.article])
    shares = f"precision {result.precision:.3f}, recall {result.recall:.3f}"
    print(f"{name}: B-cubed F1 {result.f1:.3f} ({shares}), {rate:,.0f}/s")
    print("   the first found, of", ", ".join(f"{way} {sum(hits) / len(hits):.2f}" for way, hits in ways.items()))
    return rate


def speed(name: str, group: Grouper, reports: list[Report]) -> float:
    started = time.process_time()
    group(reports)
    rate = len(reports) / (time.process_time() - started)
    print(f"{name}: {rate:,.0f} reports of 400 words a processor second")
    return rate


def fill(count: int) -> None:
    """How large an index of many reports is, and how fast the last tenth of them is added."""
    index, spent, last = CopyIndex(capacity=count), 0.0, 0.0
    for number, report in enumerate(many_made_up(count, seed=1)):
        started = time.process_time()
        index.add(report)
        last = time.process_time() - started
        spent += last if number >= count * 9 // 10 else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = count / 10 / spent
    arrays = index.size_bytes / 1e6
    print(f"{count:,} reports: arrays {arrays:.0f} MB, process at most {peak:.0f} MB, the last tenth {rate:,.0f}/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--speed", type=int, default=3000)
    parser.add_argument("--index", type=int, default=0)
    parser.add_argument("--no-peer", action="store_true")
    asked = parser.parse_args()
    peer = not asked.no_peer and all(find_spec(name) for name in ("datasketch", "scipy"))
    made = republished(articles(1, asked.articles), asked.copies, seed=11)
    print(f"{len(made)} reports:", ", ".join(f"{count} {way}" for way, count in Counter(m.way for m in made).items()))
    score("Dateline", ours, made)
    if peer:
        score("MinHash", minhash, made)
    reports = list(many_made_up(asked.speed, seed=1))
    mine = speed("Dateline", ours, reports)
    if peer:
        print(f"ratio {mine / speed('MinHash', minhash, reports):.1f} ×")
    print("targets: F1 at least .95, aim .97; 1,000 reports a second, aim 5,000")
    if asked.index:
        fill(asked.index)


if __name__ == "__main__":
    main()
