"""How long does a search of 200,000 reports take, newest first and by rank, and how much memory has the process?

Its peer asks the same words of the same rows by `LIKE`, newest first, as a desk without an index would.

    python benchmarks/wire_search.py [--items 200000] [--rounds 60] [--keep FOLDER]
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

PART = 2000
LETTERS = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "sh", "st", "tr"]
FROM = datetime(2025, 1, 1, tzinfo=UTC)


def main() -> None:
    """Makes the reports, asks, prints a line a question."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=200_000)
    asked.add_argument("--rounds", type=int, default=60)
    asked.add_argument("--keep", default="", help="a folder to keep the database in, for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as gone:
        os.environ["DATELINE_HOME"] = options.keep or gone
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.project.settings")
        import django

        django.setup()
        _measure(options, Path(os.environ["DATELINE_HOME"]))


def _measure(options: argparse.Namespace, home: Path) -> None:
    from django.core.management import call_command
    from django.db.models import Q

    from dateline.wire.models import Channel, Item
    from dateline.wire.search import Asked, search

    call_command("migrate", verbosity=0)
    words = _words(random.Random(1))
    started = time.perf_counter()
    if Item.objects.count() < options.items:
        _fill(options.items, words)
    print(f"{Item.objects.count():,} reports, made in {time.perf_counter() - started:.0f} s")
    channel = Channel.objects.first()
    chance = random.Random(2)
    queries = [_query(chance, words) for _ in range(options.rounds)]
    newest = _timed(queries, lambda query: search(Asked(words=query)))
    ranked = _timed(queries, lambda query: search(Asked(words=query, ranked=True)))
    _timed(queries, lambda query: search(Asked(words=query, channel=channel)), "newest first, one channel")
    _say("newest first", newest)
    _say("by rank", ranked)
    _timed([""] * 20, lambda query: search(Asked(words=query)), "no words")
    peer = _timed(
        [query.split()[0].strip('"-') for query in queries[:12]],
        lambda word: list(
            Item.objects.filter(Q(title__icontains=word) | Q(text__icontains=word)).defer("text").order_by("-at")[:40]
        ),
    )
    _say("peer: LIKE, newest first", peer)
    ratio = statistics.median(newest) / statistics.median(peer)
    print(f"newest first / peer, medians: {ratio:.3f}")
    size = sum(file.stat().st_size for file in home.glob("dateline.sqlite3*"))
    print(f"process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, database {size / 1e9:.2f} GB")


def _timed(queries: list[str], ask: Callable[[str], object], name: str = "") -> list[float]:
    ask(queries[0])
    times = []
    for query in queries:
        started = time.perf_counter()
        ask(query)
        times.append(1000 * (time.perf_counter() - started))
    if name:
        _say(name, times)
    return times


def _say(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:28} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms   worst {ordered[-1]:7.1f} ms")


def _words(chance: random.Random) -> list[str]:
    def word() -> str:
        return "".join(chance.choice(LETTERS) + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))

    return list(dict.fromkeys(word() for _ in range(60_000)))


def _text(chance: random.Random, words: list[str], count: int) -> str:
    # As in real texts a few words are everywhere and most are rare: the place of a word falls off as in Zipf's law.
    return " ".join(words[int(len(words) ** chance.random()) - 1] for _ in range(count))


def _query(chance: random.Random, words: list[str]) -> str:
    """From common to rare: one word, two, a phrase, one without another, either, a beginning."""

    def pick() -> str:
        return words[int(len(words) ** chance.random()) - 1]

    a, b = pick(), pick()
    return chance.choice([f"{a} ", f"{a} {b} ", f'"{a} {b}"', f"{a} -{b}", f"{a} OR {b} ", a[:3], f"{a} {b[:4]}"])


def _fill(count: int, words: list[str]) -> None:
    from django.db import transaction

    from dateline.wire.models import Channel, Item

    chance = random.Random(3)
    named = {"kind": "feed", "at": FROM}
    channels = [
        Channel.objects.get_or_create(uid=f"c{n}", defaults={"address_hash": f"{n}", "name": f"No. {n}", **named})[0]
        for n in range(200)
    ]
    for start in range(Item.objects.count(), count, PART):
        made = []
        for n in range(start, min(start + PART, count)):
            at = FROM + timedelta(seconds=chance.randrange(400 * 86_400))
            told = {
                "published": at,
                "first_seen": at,
                "last_seen": at,
                "at": at,
                "language": chance.choice(["en", "de"]),
            }
            of = channels[int(200 ** chance.random()) - 1]
            title, text = _text(chance, words, 9), _text(chance, words, chance.randint(60, 300))
            made.append(Item(uid=f"i{n}", channel=of, key=f"{n}", hash=f"{n}", title=title, text=text, **told))
        with transaction.atomic():
            Item.objects.bulk_create(made)


if __name__ == "__main__":
    main()
