"""Learns how the voices on a page's text are weighed, from the shared article pages, and says how well each half does.

    python tools/weigh_articles.py [--every N] [--workers N] [--kept FOLDER] [--write]

Trees are learnt by gradient boosting on the pieces' features: one forest for the quick voices alone, one for all. The
figures are of pages not learnt from: each half of each collection is scored with trees learnt from the other half,
which stay in the folder for `benchmarks/articles.py --held-out`. What the slow voices say of each page is kept there
too (--kept), so that a second run takes a few minutes. --write learns from all pages, writes forest.json, and says how
well those trees do on the very pages that they were learnt from.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from article_sets import HELD_OUT, Page, bag_f1, pages, segment_f1, shared_articles, shingle_f1  # noqa: E402

from dateline.wire.core.article.body import NEEDED, are_sure  # noqa: E402
from dateline.wire.core.article.node import nodes_about  # noqa: E402
from dateline.wire.core.article.pieces import pieces_of  # noqa: E402
from dateline.wire.core.article.voices import (  # noqa: E402
    SHINGLE,
    Voice,
    quick_voices,
    shingles_of,
    slow_texts,
    words_of,
)
from dateline.wire.core.article.weigh import Forest, cut_of, features_of  # noqa: E402
from dateline.wire.core.page.document import Document, document_of  # noqa: E402

Array = NDArray[Any]
TREES, DEPTH, RATE, LEVELLING, BINS, COLUMNS = 150, 5, 0.08, 5.0, 32, 0.5
KINDS = ("quick", "full")
# A page with a whole gold text says more than one with a few segments; the small collection counts double.
WEIGHTS = {"181": 2.0, "news": 0.7, "990": 0.7}
OF_A_SEGMENT = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page's pieces: their features for each forest, whether they belong to the article, how much each counts."""

    page: Page
    features: Mapping[str, Array]
    wanted: Array
    weight: Array
    words: tuple[str, ...]
    count: Array


def sample_of(page: Page, *, kept_in: Path) -> Sample | None:
    document = document_of(page.content, url=page.url)
    if document is None:
        return None
    pieces = [piece for piece in pieces_of(document.tree, document.url) if piece.words]
    quick = quick_voices(document, nodes_about(document))
    cut = cut_of(pieces, document)
    words = tuple(piece.words for piece in pieces)
    wanted, weight = by_segments(words, page.gold) if page.collection == "990" else by_text(words, page)
    return Sample(
        page=page,
        features={
            "quick": features_of(cut, quick).astype(np.float32),
            "full": features_of(cut, (*slow_kept(page, document, kept_in), *quick)).astype(np.float32),
        },
        wanted=wanted,
        weight=weight * WEIGHTS[page.collection],
        words=words,
        count=cut.count,
    )


def slow_kept(page: Page, document: Document, kept_in: Path) -> tuple[Voice, ...]:
    """What the slow voices say, asked once a page and kept by its hash."""
    path = kept_in / f"{hashlib.sha256(page.content).hexdigest()}.json"
    if not path.exists():
        path.write_text(json.dumps(slow_texts(document)))
    return tuple(Voice(text) for text in json.loads(path.read_text()))


def by_segments(words: tuple[str, ...], gold: dict[str, Any]) -> tuple[Array, Array]:
    inside = [" ".join(part.split()) for part in gold["with"]]
    outside = [" ".join(part.split()) for part in gold["without"]]
    wanted = np.array([any(part in one for part in inside) for one in words], dtype=float)
    known = [wants or any(part in one for part in outside) for one, wants in zip(words, wanted, strict=True)]
    return wanted, np.array(known, dtype=float) * OF_A_SEGMENT


def by_text(words: tuple[str, ...], page: Page) -> tuple[Array, Array]:
    gold = Voice(page.gold["articleBody" if page.collection == "181" else "text"])
    split = [words_of(one) for one in words]
    shares = [gold.share(one, shingles_of(one)) for one in split]
    wanted = [share if len(one) >= SHINGLE or share == 1 else 0.0 for one, share in zip(split, shares, strict=True)]
    count = np.array([len(one) for one in split], dtype=float)
    return np.array(wanted), count / max(1.0, count.sum())


def learn(samples: list[Sample], kind: str) -> Forest:
    chosen = [one for one in samples if (one.weight > 0).any()]
    features = np.vstack([one.features[kind][one.weight > 0] for one in chosen])
    wanted = np.concatenate([one.wanted[one.weight > 0] for one in chosen])
    weight = np.concatenate([one.weight[one.weight > 0] for one in chosen])
    weight = weight / weight.mean()
    edges = [np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])) for column in features.T]
    bins = np.stack([np.searchsorted(e, c, side="left") for e, c in zip(edges, features.T, strict=True)], 1)
    mean = float(np.average(wanted, weights=weight))
    base = float(np.log(mean / (1 - mean)))
    odds, chance = np.full(len(wanted), base), np.random.default_rng(0)
    trees = []
    for _ in range(TREES):
        now = 1 / (1 + np.exp(-odds))
        columns = chance.permutation(features.shape[1])[: int(features.shape[1] * COLUMNS)]
        slope, bend = weight * (wanted - now), weight * now * (1 - now)
        feature, threshold = grown(bins, edges, columns, slope=slope, bend=bend)
        node = leaf_of(bins, feature, threshold, edges)
        leaf = RATE * np.bincount(node, slope, 2**DEPTH) / (np.bincount(node, bend, 2**DEPTH) + LEVELLING)
        odds += leaf[node]
        trees.append((feature, threshold, leaf))
    feature, threshold, leaf = (np.array(part) for part in zip(*trees, strict=True))
    return Forest(base=base, feature=feature, threshold=threshold, leaf=leaf)


def grown(bins: Array, edges: list[Array], columns: Array, *, slope: Array, bend: Array) -> tuple[Array, Array]:
    """One tree's features and thresholds, breadth first."""
    feature, threshold = np.full(2**DEPTH - 1, -1), np.zeros(2**DEPTH - 1)
    node = np.zeros(len(bins), dtype=np.int64)
    for depth in range(DEPTH):
        count = 2**depth
        best, at, cut = np.zeros(count), np.full(count, -1), np.zeros(count, dtype=np.int64)
        for column in columns:
            gain = gains(node * (BINS + 1) + bins[:, column], count, slope=slope, bend=bend)
            place = gain.argmax(1)
            better = gain[np.arange(count), place] > best + 1e-9
            best[better], at[better], cut[better] = gain[np.arange(count), place][better], column, place[better]
        right = np.zeros(len(bins), dtype=bool)
        for n in np.flatnonzero(at >= 0):
            feature[count - 1 + n] = at[n]
            threshold[count - 1 + n] = edges[at[n]][min(cut[n], len(edges[at[n]]) - 1)]
            right |= (node == n) & (bins[:, at[n]] > cut[n])
        node = 2 * node + right
    return feature, threshold


def leaf_of(bins: Array, feature: Array, threshold: Array, edges: list[Array]) -> Array:
    """The leaf that each row falls into."""
    node = np.zeros(len(bins), dtype=np.int64)
    cuts = np.array([np.searchsorted(edges[f], t) if f >= 0 else 0 for f, t in zip(feature, threshold, strict=True)])
    for depth in range(DEPTH):
        at = 2**depth - 1 + node
        right = (feature[at] >= 0) & (bins[np.arange(len(bins)), np.maximum(feature[at], 0)] > cuts[at])
        node = 2 * node + right
    return node


def gains(index: Array, count: int, *, slope: Array, bend: Array) -> Array:
    """How much each cut of a column gains in each node."""
    slopes = np.bincount(index, slope, count * (BINS + 1)).reshape(count, BINS + 1).cumsum(1)
    bends = np.bincount(index, bend, count * (BINS + 1)).reshape(count, BINS + 1).cumsum(1)
    left, left_bend = slopes[:, :-1], bends[:, :-1]
    all_, all_bend = slopes[:, -1:], bends[:, -1:]
    gain = left**2 / (left_bend + LEVELLING) + (all_ - left) ** 2 / (all_bend - left_bend + LEVELLING)
    gain = gain - all_**2 / (all_bend + LEVELLING)
    return np.where((left_bend < 2) | (all_bend - left_bend < 2), 0.0, gain)


def told(samples: list[Sample], chances: Iterable[Array]) -> str:
    texts: dict[str, list[tuple[Any, str]]] = {"181": [], "990": [], "news": []}
    for one, chance in zip(samples, chances, strict=True):
        text = "\n".join(words for words, keep in zip(one.words, chance > NEEDED, strict=True) if keep)
        gold = one.page.gold
        name = one.page.collection
        texts[name].append((gold if name == "990" else gold["articleBody" if name == "181" else "text"], text))
    scores = {"181": shingle_f1(texts["181"]), "990": segment_f1(texts["990"]), "news": bag_f1(texts["news"])}
    return ", ".join(f"{name} {score:.4f}" for name, score in scores.items())


def held_out(samples: list[Sample], half: int, *, kept_in: Path) -> list[str]:
    """How the pages of one half do with what was learnt from the other, which is kept."""
    forests = {kind: learn([one for one in samples if one.page.half != half], kind) for kind in KINDS}
    save(forests, kept_in / f"half-{half}.json")
    return scored([one for one in samples if one.page.half == half], forests, name=f"half {half}, held out")


def scored(samples: list[Sample], forests: Mapping[str, Forest], *, name: str) -> list[str]:
    """How pages do with the quick forest, with the full one, and as reading asks them."""
    quick, full = ([forests[kind].chances(one.features[kind]) for one in samples] for kind in KINDS)
    sure = [are_sure(chances, one.count) for chances, one in zip(quick, samples, strict=True)]
    both = [q if s else f for q, f, s in zip(quick, full, sure, strict=True)]
    named = {"quick voices alone": quick, "all voices": full, "as they are asked": both}
    lines = [f"{name}, {which}: {told(samples, chances)}" for which, chances in named.items()]
    return [*lines, f"{name}: {1 - sum(sure) / max(1, len(sure)):.0%} of the pages ask the slow voices"]


def save(forests: Mapping[str, Forest], path: Path) -> None:
    path.write_text(json.dumps({kind: written(forest) for kind, forest in forests.items()}, separators=(",", ":")))


def written(forest: Forest) -> dict[str, Any]:
    return {
        "base": round(forest.base, 5),
        "feature": forest.feature.tolist(),
        "threshold": [[float(f"{x:.9g}") for x in row] for row in forest.threshold],
        "leaf": [[float(f"{x:.4g}") for x in row] for row in forest.leaf],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="Learn from all pages and write forest.json.")
    parser.add_argument("--every", type=int, default=1, help="Only every n-th page.")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kept", type=Path, default=HELD_OUT)
    chosen = parser.parse_args()
    folder = shared_articles()
    if folder is None:
        sys.exit("the shared article pages are not here")
    chosen.kept.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(chosen.workers) as pool:
        asked = partial(sample_of, kept_in=chosen.kept)
        samples = [one for one in pool.map(asked, list(pages(folder))[:: chosen.every], chunksize=4) if one]
        if chosen.write:
            forests = dict(zip(KINDS, pool.map(partial(learn, samples), KINDS), strict=True))
            save(forests, ROOT / "src" / "dateline" / "wire" / "reading" / "forest.json")
            print("\n".join(scored(samples, forests, name="in sample")), flush=True)
        for lines in pool.map(partial(held_out, samples, kept_in=chosen.kept), (0, 1)):
            print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main()
