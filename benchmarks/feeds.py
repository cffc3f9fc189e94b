"""How fast and how well are feeds read? Peers: feedparser, and fastfeedparser if it is installed, in the same run.

    python benchmarks/feeds.py [--every N] [--rounds 3] [--no-cases] [--peers DIR]

Reads the shared real feeds (about a hundred) with each, on one core, and counts processor seconds, the best round's.
Ours twice: read alone, as a channel is polled, where HTML is cleaned once it is asked for; and with the HTML of every
title, summary and text asked for, which is what feedparser does. fastfeedparser cleans nothing and expands entities.
Then feedparser's own cases, asked of both in feedparser's words (`feedparser_cases.py`). fastfeedparser is no
dependency: `pip install --target DIR fastfeedparser` and `--peers DIR`.
"""

import argparse
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from feedparser_cases import Case, cases, held_by_feedparser, outcome

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "feeds"


def feeds(every: int) -> list[bytes]:
    with tarfile.open(SHARED / "feeds-dev.tar.xz") as packed:
        return [held.read() for member in packed if (held := packed.extractfile(member))][::every]


def ours(content: bytes) -> int:
    from dateline.wire import read_feed

    return len(read_feed(content).entries)


def ours_cleaned(content: bytes) -> int:
    from dateline.wire import read_feed

    entries = read_feed(content).entries
    for entry in entries:
        for words in (entry.heading, entry.standfirst, *entry.contents):
            _ = words.html
    return len(entries)


def feedparsers(content: bytes) -> int:
    import feedparser

    return len(feedparser.parse(content).entries)


def fastfeedparsers(content: bytes) -> int:
    import fastfeedparser

    return len(fastfeedparser.parse(content).entries)


def seconds(read: Callable[[bytes], int], contents: list[bytes], rounds: int) -> tuple[float, int, int]:
    """Processor seconds of the best round, how many feeds had entries, and how many entries there were."""
    best, found = float("inf"), []
    for _ in range(rounds):
        started, found = time.process_time(), []
        for content in contents:
            try:
                found.append(read(content))
            except Exception:  # noqa: BLE001 - a peer that fails has read nothing
                found.append(0)
        best = min(best, time.process_time() - started)
    return best, sum(map(bool, found)), sum(found)


def told(case: Case) -> bool:
    try:
        return held_by_feedparser(case)
    except Exception:  # noqa: BLE001 - some cases speak of what only its own test server says
        return False


def print_cases() -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    peer = 0
    for case in cases(SHARED / "feedparser-tests.tar.xz"):
        outcomes[case.folder, outcome(case)] += 1
        total[case.folder] += 1
        peer += told(case)
    held = sum(count for (_, what), count in outcomes.items() if what == "holds")
    untold = sum(count for (_, what), count in outcomes.items() if what == "not told")
    print(f"\nfeedparser's cases: {held} of {total.total()} hold; {untold} ask for what our values have no name for;")
    print(f"of feedparser itself, asked in the same way, {peer} hold. Where not all do:")
    for folder in sorted(total):
        if outcomes[folder, "holds"] < total[folder]:
            print(f"  {outcomes[folder, 'holds']:4} of {total[folder]:4}  {folder.removeprefix('tests/')}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-cases", action="store_true")
    parser.add_argument("--peers", default="")
    chosen = parser.parse_args()
    sys.path[:0] = [chosen.peers] if chosen.peers else []
    if not SHARED.is_dir():
        print("not measured: the shared real inputs are not here (../shared)")
        return
    contents = feeds(chosen.every)
    readers = {"ours": ours, "ours, all HTML cleaned": ours_cleaned, "fastfeedparser": fastfeedparsers}
    peer, with_entries, entries = seconds(feedparsers, contents, 1)
    print(f"{len(contents)} feeds, {sum(map(len, contents)) / 1e6:.1f} MB")
    print(f"{'feedparser':24}{peer:8.3f} s          {with_entries} with entries, {entries} entries")
    for name, read in readers.items():
        if name == "fastfeedparser":
            try:
                import fastfeedparser  # noqa: F401 - only whether it is there
            except ImportError:
                print("fastfeedparser is not installed: left out")
                continue
        taken, with_entries, entries = seconds(read, contents, chosen.rounds)
        print(f"{name:24}{taken:8.3f} s {peer / taken:7.1f} × {with_entries} with entries, {entries} entries")
    if not chosen.no_cases:
        print_cases()


if __name__ == "__main__":
    main()
