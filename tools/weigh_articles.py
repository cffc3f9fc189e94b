"""Learns how the voices on a page's text are weighed, from the shared article pages, and says how well each half does.

    python tools/weigh_articles.py [--write]

Trees are learnt by gradient boosting on the pieces' features. The figures are of pages not learnt from: each half of
each collection is scored with trees learnt from the other half. --write learns from all and writes forest.json.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from article_sets import Page, bag_f1, pages, segment_f1, shared_articles, shingle_f1  # noqa: E402

from dateline.wire.core.article.body import NEEDED  # noqa: E402
from dateline.wire.core.article.node import nodes_about  # noqa: E402
from dateline.wire.core.article.pieces import pieces_of  # noqa: E402
from dateline.wire.core.article.voices import SHINGLE, Voice, voices_of, words_of  # noqa: E402
from dateline.wire.core.article.weigh import Forest, features_of  # noqa: E402
from dateline.wire.core.page.document import document_of  # noqa: E402

Array = NDArray[Any]
TREES, DEPTH, RATE, LEVELLING, BINS, COLUMNS = 150, 5, 0.08, 5.0, 32, 0.5
# A page with a whole gold text says more than one with a few segments; the small collection counts double.
WEIGHTS = {"181": 2.0, "news": 0.7, "990": 0.7}
OF_A_SEGMENT = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page's pieces: their features, whether they belong to the article, how much each counts."""

    page: Page
    features: Array
    wanted: Array
    weight: Array
    words: tuple[str, ...]


def sample_of(page: Page) -> Sample:
    document = document_of(page.content, url=page.url)
    if document is None:
        return Sample(page=page, features=np.zeros((0, 0)), wanted=np.zeros(0), weight=np.zeros(0), words=())
    pieces = [piece for piece in pieces_of(document.tree, document.url) if piece.words]
    voices = voices_of(document, nodes_about(document))
    words = tuple(piece.words for piece in pieces)
    wanted, weight = by_segments(words, page.gold) if page.collection == "990" else by_text(words, page)
    features = features_of(pieces, voices, document=document)
    return Sample(page=page, features=features, wanted=wanted, weight=weight * WEIGHTS[page.collection], words=words)


def by_segments(words: tuple[str, ...], gold: dict[str, Any]) -> tuple[Array, Array]:
    inside = [" ".join(part.split()) for part in gold["with"]]
    outside = [" ".join(part.split()) for part in gold["without"]]
    wanted = np.array([any(part in one for part in inside) for one in words], dtype=float)
    known = [wants or any(part in one for part in outside) for one, wants in zip(words, wanted, strict=True)]
    return wanted, np.array(known, dtype=float) * OF_A_SEGMENT


def by_text(words: tuple[str, ...], page: Page) -> tuple[Array, Array]:
    gold = Voice(page.gold["articleBody" if page.collection == "181" else "text"])
    split = [words_of(one) for one in words]
    shares = [gold.share(one) for one in split]
    wanted = [share if len(one) >= SHINGLE or share == 1 else 0.0 for one, share in zip(split, shares, strict=True)]
    count = np.array([len(one) for one in split], dtype=float)
    return np.array(wanted), count / max(1.0, count.sum())


def learn(samples: list[Sample]) -> Forest:
    chosen = [one for one in samples if (one.weight > 0).any()]
    features = np.vstack([one.features[one.weight > 0] for one in chosen])
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
        feature, threshold, node = grown(
            bins, edges, columns, slope=weight * (wanted - now), bend=weight * now * (1 - now)
        )
        slope = np.bincount(node, weight * (wanted - now), 2**DEPTH)
        leaf = RATE * slope / (np.bincount(node, weight * now * (1 - now), 2**DEPTH) + LEVELLING)
        odds += leaf[node]
        trees.append((feature, threshold, leaf))
    feature, threshold, leaf = (np.array(part) for part in zip(*trees, strict=True))
    return Forest(base=base, feature=feature, threshold=threshold, leaf=leaf)


def grown(bins: Array, edges: list[Array], columns: Array, *, slope: Array, bend: Array) -> tuple[Array, Array, Array]:
    """One tree's features and thresholds, breadth first, and the leaf that each row falls into."""
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
    return feature, threshold, node


def gains(index: Array, count: int, *, slope: Array, bend: Array) -> Array:
    """How much each cut of a column gains in each node."""
    slopes = np.bincount(index, slope, count * (BINS + 1)).reshape(count, BINS + 1).cumsum(1)
    bends = np.bincount(index, bend, count * (BINS + 1)).reshape(count, BINS + 1).cumsum(1)
    left, left_bend = slopes[:, :-1], bends[:, :-1]
    all_, all_bend = slopes[:, -1:], bends[:, -1:]
    gain = left**2 / (left_bend + LEVELLING) + (all_ - left) ** 2 / (all_bend - left_bend + LEVELLING)
    gain = gain - all_**2 / (all_bend + LEVELLING)
    return np.where((left_bend < 2) | (all_bend - left_bend < 2), 0.0, gain)


def told(samples: list[Sample], forest: Forest) -> dict[str, float]:
    texts: dict[str, list[tuple[Any, str]]] = {"181": [], "990": [], "news": []}
    for one in samples:
        kept = forest.chances(one.features) > NEEDED
        text = "\n".join(words for words, keep in zip(one.words, kept, strict=True) if keep)
        gold = one.page.gold
        name = one.page.collection
        texts[name].append((gold if name == "990" else gold["articleBody" if name == "181" else "text"], text))
    return {"181": shingle_f1(texts["181"]), "990": segment_f1(texts["990"]), "news": bag_f1(texts["news"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="Learn from all pages and write forest.json.")
    chosen = parser.parse_args()
    folder = shared_articles()
    if folder is None:
        sys.exit("the shared article pages are not here")
    with ProcessPoolExecutor(2) as pool:
        samples = list(pool.map(sample_of, pages(folder), chunksize=4))
    for half in (0, 1):
        forest = learn([one for one in samples if one.page.half != half])
        scores = told([one for one in samples if one.page.half == half], forest)
        print(
            f"half {half}, learnt from the other: " + ", ".join(f"{name} {score:.4f}" for name, score in scores.items())
        )
    if chosen.write:
        forest = learn(samples)
        parts = {
            "base": round(forest.base, 5),
            "feature": forest.feature.tolist(),
            "threshold": [[float(f"{x:.5g}") for x in row] for row in forest.threshold],
            "leaf": [[float(f"{x:.4g}") for x in row] for row in forest.leaf],
        }
        target = ROOT / "src" / "dateline" / "wire" / "reading" / "forest.json"
        target.write_text(json.dumps(parts, separators=(",", ":")))


if __name__ == "__main__":
    main()
