"""The article pages of the shared inputs with their gold, unpacked to a temporary folder, and how each is scored."""

import gzip
import hashlib
import json
import re
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ARCHIVES = {
    "181": "scrapinghub-article-extraction.tar.xz",
    "990": "trafilatura-eval-990.tar.xz",
    "news": "newspages-dev.tar.xz",
}
# Where `tools/weigh_articles.py` keeps the trees that were learnt from one half, for the other.
HELD_OUT = Path(tempfile.gettempdir()) / "dateline-articles" / "learnt"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with its gold, in the collection's own form."""

    collection: str
    name: str
    url: str
    content: bytes
    gold: dict[str, Any]

    @property
    def half(self) -> int:
        """Which half of its collection the page belongs to: tuned on one, checked on the other."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2


def shared_articles() -> Path | None:
    """The folder with the archives, beside the project or beside its worktrees; None where it is missing."""
    places = (parent / "shared" / "data" / "articles" for parent in ROOT.parents)
    return next((place for place in places if place.is_dir()), None)


def pages(folder: Path) -> Iterator[Page]:
    """All pages of the three collections."""
    for collection, archive in ARCHIVES.items():
        target = Path(tempfile.gettempdir()) / "dateline-articles" / collection
        if not (target / "done").exists():
            with tarfile.open(folder / archive) as packed:
                packed.extractall(target, filter="data")
            (target / "done").touch()
        yield from {"181": _first, "990": _second, "news": _third}[collection](target)


def _first(folder: Path) -> Iterator[Page]:
    for name, gold in json.loads((folder / "ground-truth.json").read_text()).items():
        content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield Page(collection="181", name=name, url=gold.get("url", ""), content=content, gold=gold)


def _second(folder: Path) -> Iterator[Page]:
    for url, gold in json.loads((folder / "tests" / "evaldata.json").read_text()).items():
        paths = (folder / "tests" / place / gold["file"] for place in ("cache", "eval"))
        if path := next((one for one in paths if one.exists()), None):
            yield Page(collection="990", name=url, url=url, content=path.read_bytes(), gold=gold)


def _third(folder: Path) -> Iterator[Page]:
    for name, gold in json.loads((folder / "gold.json").read_text()).items():
        content = (folder / "pages" / name).read_bytes()
        yield Page(collection="news", name=name, url=gold.get("url") or "", content=content, gold=gold)


def shingle_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """F1 of (gold, found) texts over all pages by shingles of four words, as scrapinghub's README scores them."""
    precisions, recalls = [], []
    for gold, found in pairs:
        a, b = _shingles(gold), _shingles(found)
        both = sum((a & b).values())
        precisions.append(both / sum(b.values()) if found else None)
        recalls.append(both / sum(a.values()))
    known = [one for one in precisions if one is not None]
    return _f1(sum(known) / len(known), sum(recalls) / len(recalls)) if known else 0.0


def segment_f1(pairs: Iterable[tuple[dict[str, Any], str]]) -> float:
    """F1 of the segments that must and must not be there, as trafilatura's evaluation counts them."""
    right = missing = wrong = 0
    for gold, found in pairs:
        text = " ".join(found.split())
        held = [" ".join(part.split()) in text for part in gold["with"]]
        right, missing = right + sum(held), missing + len(held) - sum(held)
        wrong += sum(" ".join(part.split()) in text for part in gold["without"])
    return _f1(right / max(1, right + wrong), right / max(1, right + missing))


def bag_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """The mean F1 of the pages' bags of words."""
    scores = [token_f1(gold, found) for gold, found in pairs]
    return sum(scores) / max(1, len(scores))


def token_f1(gold: str, found: str) -> float:
    """F1 of two bags of words in lower case."""
    a, b = Counter(_WORD.findall(gold.lower())), Counter(_WORD.findall(found.lower()))
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0


def jaccard(gold: str, found: str) -> float:
    """The share of words that two texts have in common."""
    a, b = set(_WORD.findall(gold.lower())), set(_WORD.findall(found.lower()))
    return len(a & b) / len(a | b) if a | b else 0.0


def same_minute(gold: str, found: datetime | None) -> bool:
    """Whether it is the gold's instant; gold without a zone is compared with the clock that the page shows."""
    if found is None:
        return False
    wanted = datetime.fromisoformat(gold)
    if wanted.tzinfo is None:
        return found.replace(tzinfo=None, second=0, microsecond=0) == wanted.replace(second=0, microsecond=0)
    return abs((found.astimezone(UTC) - wanted).total_seconds()) < 60


def picture_shares(gold: list[dict[str, Any]], found: list[dict[str, str]]) -> tuple[int, int, int, int]:
    """Captions found and to be found, credit names found and to be found, on the record of the page's pictures."""
    said = [one for picture in found for one in (picture["caption"], picture["alt"]) if one]
    record = " ".join(_plain(" ".join(picture.values())) for picture in found)
    captions = [picture["caption"] for picture in gold if picture.get("caption")]
    credits = [name for picture in gold for name in picture.get("credit") or ()]
    hits = sum(any(token_f1(caption, one) >= 0.8 for one in said) for caption in captions)
    return hits, len(captions), sum(_plain(name) in record for name in credits), len(credits)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
