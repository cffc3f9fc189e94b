"""Pages marked up by hand: where they quote whom, which figures they state, and how what is found is scored."""

import hashlib
import json
import lzma
import re
import tarfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.wire.core.listen import listened
from dateline.wire.core.understood import Number, Quote, Understood
from dateline.wire.reading.knowledge import knowledge

MARKS = Path(__file__).parent / "golden" / "said"
LANGUAGES = {"ca": "en-CA", "se": "sv", "no": "no", "dk": "da", "za": "en-ZA", "uk": "en-GB", "us": "en-US"}
_GOLD = {
    "newspages-dev.tar.xz": ("gold.json", "text"),
    "scrapinghub-article-extraction.tar.xz": ("ground-truth.json", "articleBody"),
}
_ARTICLES = frozenset({"the", "a", "of", "der", "die", "das", "la", "el", "le", "de"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A page's text with its marks; a mark that is optional counts neither as found nor as missing."""

    name: str
    page: Understood
    quotes: list[dict[str, Any]]
    figures: list[dict[str, Any]]


@dataclass(slots=True)
class Score:
    """How many were found right, found wrong and missed, with what went wrong."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def shared_articles() -> Path | None:
    places = (parent / "shared" / "data" / "articles" for parent in Path(__file__).resolve().parents)
    return next((place for place in places if place.is_dir()), None)


def marked(half: str) -> Iterator[Marked]:
    """The pages of one half, ``first`` or ``second``; a text that is another than the one marked up is an error."""
    for raw in json.loads((MARKS / f"{half}-half.json").read_text("utf-8")):
        gold = _gold(raw["archive"])[raw["member"]]
        whole = gold[_GOLD[raw["archive"]][1]] or ""
        assert hashlib.sha256(whole.encode()).hexdigest() == raw["sha256"], raw["member"]
        day = gold.get("date")
        page = Understood(
            title=gold.get("title") or "",
            text=whole[: raw["until"]],
            language=LANGUAGES.get(raw["country"], ""),
            published=datetime.fromisoformat(day) if day else None,
        )
        quotes = [
            dict(zip(("place", "start", "end", "speaker", "optional"), one, strict=True)) for one in raw["quotes"]
        ]
        names = ("place", "start", "end", "value", "unit", "hedge", "according_to", "either", "optional")
        figures = [dict(zip(names, one, strict=True)) for one in raw["figures"]]
        yield Marked(raw["member"], page, quotes, figures)


def heard(page: Understood) -> Understood:
    return listened(page, knowledge())


def quotes_scored(one: Marked, found: list[Quote], score: Score) -> None:
    """A quote is right where its place mostly is, and its speaker is who was marked."""
    used: set[int] = set()
    for mark in one.quotes:
        at = next((n for n, quote in enumerate(found) if n not in used and _covers(quote, mark)), None)
        if at is not None:
            used.add(at)
        if not mark["optional"]:
            right = at is not None and same_name(found[at].speaker, mark["speaker"])
            score.right += right
            score.missed += not right
            score.wrong += at is not None and not right
    score.wrong += len(found) - len(used)


def figures_scored(one: Marked, found: list[Number], score: Score, *, with_source: bool) -> None:
    """A figure is right where its value and unit are and, if asked, according to whom."""
    used: set[int] = set()
    for mark in one.figures:
        at = next((n for n, number in enumerate(found) if n not in used and _meets(number, mark)), None)
        if at is not None:
            used.add(at)
        if not mark["optional"]:
            right = (
                at is not None and _same_figure(found[at], mark) and (not with_source or _same_source(found[at], mark))
            )
            score.right += right
            score.missed += not right
            score.wrong += at is not None and not right
    score.wrong += len(found) - len(used)


def same_name(found: str, marks: list[str]) -> bool:
    """Whether the name found holds all of a marked one, or nearly all of it."""
    words = set(_words(found))
    for mark in marks:
        wanted = set(_words(mark))
        if wanted and (wanted <= words or (words and words <= wanted and len(words) >= min(2, len(wanted)))):
            return True
    return False


def _same_figure(found: Number, mark: dict[str, Any]) -> bool:
    close = abs(found.value - mark["value"]) <= 1e-6 * max(1.0, abs(mark["value"]))
    return close and (not mark["unit"] or any(_same_unit(found.unit, unit) for unit in mark["unit"]))


def _same_unit(found: str, mark: str) -> bool:
    heads = _words(found)[-1:], _words(mark)[-1:]
    return found == mark or bool(heads[0] and heads[0] == heads[1]) or (found == "people" and mark in _PEOPLE)


_PEOPLE = frozenset({"muertos", "muertes", "fallecidos", "heridos", "skadades", "people"})


def _same_source(found: Number, mark: dict[str, Any]) -> bool:
    if not found.according_to:
        return mark["either"] or not mark["according_to"]
    return bool(mark["according_to"]) and same_name(found.according_to, mark["according_to"])


def _covers(quote: Quote, mark: dict[str, Any]) -> bool:
    if quote.place != mark["place"]:
        return False
    common = min(quote.end, mark["end"]) - max(quote.start, mark["start"])
    return common > 0 and common >= 0.6 * (max(quote.end, mark["end"]) - min(quote.start, mark["start"]))


def _meets(number: Number, mark: dict[str, Any]) -> bool:
    return number.place == mark["place"] and number.start < mark["end"] and mark["start"] < number.end


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.lower()).replace("’", "'").replace("'s", "")
    return [word for word in re.findall(r"\w+", plain) if word not in _ARTICLES]


@lru_cache(maxsize=2)
def _gold(archive: str) -> dict[str, Any]:
    """What the collection's own gold file says of its pages, read out of the archive."""
    folder = shared_articles()
    assert folder is not None
    with lzma.open(folder / archive) as packed, tarfile.open(fileobj=packed) as files:
        for member in files:
            if member.name.rpartition("/")[2] == _GOLD[archive][0]:
                content = files.extractfile(member)
                assert content is not None
                return dict(json.load(content))
    raise AssertionError(f"{archive} holds no {_GOLD[archive][0]}")
