"""How much of real article pages is understood, and how fast? Peer: trafilatura alone, in the same run.

    python benchmarks/articles.py [--workers N] [--no-peer] [--misses FIELD] [--every N] [--held-out]

Scores the reading of the shared article pages (1,298 pages in three collections) beside the targets. The shipped trees
that weigh the text were learnt from these very pages; with --held-out each half is read with trees of the other,
which `python tools/weigh_articles.py` keeps. Everything else was written while looking at misses in both halves.
"""

import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from article_sets import (
    HELD_OUT,
    Page,
    bag_f1,
    jaccard,
    pages,
    picture_shares,
    same_minute,
    segment_f1,
    shared_articles,
    shingle_f1,
    token_f1,
)

if TYPE_CHECKING:
    from dateline.wire.core.article.weigh import Forests

TARGETS = {
    "body, 181 pages": (".972", 0.966, 0.976),
    "body, 990 pages": (".925", 0.930, 0.940),
    "body, news pages": (".950", 0.955, 0.970),
    "title, 990 pages": (".764", 0.80, 0.86),
    "author, 990 pages": (".621", 0.66, 0.70),
    "day, 990 pages": (".865", 0.88, 0.89),
    "instant, news pages": (".946", 0.95, 0.98),
    "captions, news pages": (".81", 0.85, 0.92),
    "credits, news pages": (".87", 0.90, 0.95),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was understood of a page and the processor's seconds that it took; the peer's text and seconds beside it."""

    page: Page
    text: str = ""
    title: str = ""
    byline: str = ""
    published: datetime | None = None
    pictures: tuple[dict[str, str], ...] = ()
    posts: int = 0
    seconds: float = 0.0
    peer_text: str = ""
    peer_seconds: float = 0.0


def read(page: Page, *, held_out: bool) -> Outcome:
    from dateline.wire.core.read import understand
    from dateline.wire.core.understood import NotRead
    from dateline.wire.reading.knowledge import knowledge

    known = replace(knowledge(), forests=forests_for(page.half)) if held_out else knowledge()
    started = time.process_time()
    found = understand(page.content, url=page.url, knowledge=known)
    seconds = time.process_time() - started
    if isinstance(found, NotRead):
        return Outcome(page=page, seconds=seconds)
    return Outcome(
        page=page,
        text=found.text,
        title=found.title,
        byline=", ".join(found.byline),
        published=found.published,
        pictures=tuple({"caption": p.caption, "credit": p.credit, "alt": p.alt} for p in found.pictures),
        posts=len(found.posts),
        seconds=seconds,
    )


@cache
def forests_for(half: int) -> "Forests":
    """The trees that were learnt from the other half."""
    from dateline.wire.core.article.weigh import forests_of

    return forests_of(json.loads((HELD_OUT / f"half-{half}.json").read_text()))


def ask_peer(page: Page) -> tuple[str, float]:
    import trafilatura

    started = time.process_time()
    text = trafilatura.extract(page.content) or ""
    return text, time.process_time() - started


def scores(outcomes: list[Outcome]) -> dict[str, float]:
    by = {name: [one for one in outcomes if one.page.collection == name] for name in ("181", "990", "news")}
    return {
        "body, 181 pages": shingle_f1((one.page.gold["articleBody"], one.text) for one in by["181"]),
        "body, 990 pages": segment_f1((one.page.gold, one.text) for one in by["990"]),
        "body, news pages": bag_f1((one.page.gold["text"], one.text) for one in by["news"]),
        "title, 990 pages": share(hits(by["990"], "title")),
        "author, 990 pages": share(hits(by["990"], "author")),
        "day, 990 pages": share(hits(by["990"], "date")),
        "instant, news pages": share(hits(by["news"], "date")),
        **pictures(by["news"]),
    }


def hits(outcomes: list[Outcome], field: str) -> list[tuple[Outcome, bool]]:
    return [(one, right(one, field)) for one in outcomes if one.page.gold.get(field)]


def right(one: Outcome, field: str) -> bool:
    gold = one.page.gold[field]
    if field == "title":
        return jaccard(gold, one.title) >= 0.8
    if field == "author":
        return token_f1(", ".join(gold) if isinstance(gold, list) else gold, one.byline) >= 0.8
    if one.page.collection == "news":
        return same_minute(gold, one.published)
    return one.published is not None and one.published.date().isoformat() == gold


def share(marks: list[tuple[Outcome, bool]]) -> float:
    return sum(hit for _, hit in marks) / max(1, len(marks))


def pictures(outcomes: list[Outcome]) -> dict[str, float]:
    shares = [picture_shares(one.page.gold["images"] or [], list(one.pictures)) for one in outcomes]
    captions, all_captions, credits, all_credits = (sum(column) for column in zip(*shares, strict=True))
    return {
        "captions, news pages": captions / max(1, all_captions),
        "credits, news pages": credits / max(1, all_credits),
    }


def show(outcomes: list[Outcome]) -> None:
    whole = scores(outcomes)
    halves = [scores([one for one in outcomes if one.page.half == half]) for half in (0, 1)]
    print(f"{'':24}{'best today':>12}{'at least':>10}{'aim':>8}{'ours':>9}{'halves':>18}")
    for name, (best, least, aim) in TARGETS.items():
        mark = "" if whole[name] >= aim else "  below the aim" if whole[name] >= least else "  BELOW"
        sides = " ".join(f"{half[name]:.3f}" for half in halves)
        print(f"{name:24}{best:>12}{least:>10.3f}{aim:>8.3f}{whole[name]:>9.4f}{sides:>18}{mark}")
    live = [one for one in outcomes if one.posts]
    print(f"live pages found: {len(live)}: {', '.join(f'{one.page.name[:60]} ({one.posts})' for one in live)}")


def show_speed(outcomes: list[Outcome], seconds: float, workers: int) -> None:
    count = len(outcomes)
    ours, peer = sum(one.seconds for one in outcomes), sum(one.peer_seconds for one in outcomes)
    print(f"ours: {count / seconds:.1f} pages a second on {workers} processes, {count / ours:.1f} per processor second")
    if peer:
        print(f"trafilatura alone: {count / peer:.1f} per processor second; ours is {peer / ours:.2f} × as fast")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, help="Only every n-th page.")
    parser.add_argument("--held-out", action="store_true", help="Read each half with trees learnt from the other.")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--misses", help="List the pages whose title, author or date was not found.")
    chosen = parser.parse_args()
    folder = shared_articles()
    if folder is None:
        print("skipped: the shared article pages are not here")
        return
    held = list(pages(folder))[:: chosen.every]
    with ProcessPoolExecutor(chosen.workers) as pool:
        started = time.perf_counter()
        outcomes = list(pool.map(partial(read, held_out=chosen.held_out), held, chunksize=4))
        seconds = time.perf_counter() - started
        asked = [] if chosen.no_peer else list(pool.map(ask_peer, held, chunksize=4))
    print("body: held out, each half read with trees of the other" if chosen.held_out else "body: in sample")
    show(outcomes)
    beside = [
        Outcome(page=one.page, text=text, seconds=one.seconds, peer_seconds=spent)
        for one, (text, spent) in zip(outcomes, asked, strict=False)
    ]
    if beside:
        found = scores(beside)
        print("trafilatura alone: " + ", ".join(f"{name} {found[name]:.4f}" for name in list(TARGETS)[:3]))
    show_speed(beside or outcomes, seconds, chosen.workers)
    if chosen.misses:
        for one, hit in hits(outcomes, chosen.misses):
            if not hit:
                told = {"title": one.title, "author": one.byline, "date": one.published}[chosen.misses]
                print(one.page.name[:90], "|", one.page.gold[chosen.misses], "|", told)


if __name__ == "__main__":
    main()
