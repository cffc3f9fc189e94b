"""Republishings made of articles: whole, cut, with another lead, within a longer piece, edited, with boilerplate."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from article_sets import pages, shared_articles

from dateline.wire.core.report import Report

START = datetime(2026, 1, 1, tzinfo=UTC)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report with the article that it comes from and how it was made: ``first`` for the article itself."""

    report: Report
    article: int
    way: str


def articles(seed: int, most: int) -> list[str]:
    """Texts of real articles where the shared inputs are there, at least 60 words each; else made-up ones."""
    texts = []
    if folder := shared_articles():
        for page in pages(folder):
            text = page.gold.get("articleBody") or page.gold.get("body") or ""
            text = "\n".join(text) if isinstance(text, list) else text
            if isinstance(text, str) and len(text.split()) >= 60:
                texts.append(text)
    random.Random(seed).shuffle(texts)
    return texts[:most] if texts else [made_up(seed + n, 400) for n in range(most)]


def made_up(seed: int, words: int) -> str:
    """A text of words that do not exist, frequent and rare ones as in a language."""
    chance, known = random.Random(seed), _vocabulary()
    row = [known[int(len(known) ** chance.random()) - 1] for _ in range(words)]
    return " ".join(word.capitalize() if n % 14 == 0 else word + "." * (n % 14 == 13) for n, word in enumerate(row))


@cache
def _vocabulary() -> list[str]:
    chance = random.Random(0)
    return ["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3)))) for _ in range(20_000)]


def republished(texts: list[str], copies: int, *, seed: int) -> list[Made]:
    """Each article and ``copies`` republishings of it, in the order of their times; no two articles are mixed."""
    chance = random.Random(seed)
    boilerplate = [made_up(90_000 + n, 30) for n in range(6)]
    found = []
    for article, text in enumerate(texts):
        begins = START + timedelta(minutes=chance.randrange(20_000))
        found.append(_made(text, (article, "first"), (begins, chance)))
        for _ in range(copies):
            way = chance.choice(list(WAYS))
            when = begins + timedelta(minutes=chance.randrange(1, 3_000))
            own = WAYS[way](text, chance)
            if chance.random() < 0.3:
                own += "\n" + chance.choice(boilerplate)
            found.append(_made(own, (article, way), (when, chance)))
    found.sort(key=lambda made: made.report.published or START)
    return [_numbered(made, number) for number, made in enumerate(found)]


def _made(text: str, origin: tuple[int, str], when: tuple[datetime, random.Random]) -> Made:
    title = made_up(when[1].randrange(1 << 30), 8)
    report = Report(id=0, title=title, text=text, published=when[0], host=f"paper{when[1].randrange(400)}.example")
    return Made(report=report, article=origin[0], way=origin[1])


def _numbered(made: Made, number: int) -> Made:
    r = made.report
    report = Report(id=number, title=r.title, text=r.text, published=r.published, host=r.host)
    return Made(report=report, article=made.article, way=made.way)


def _part(share: float) -> Callable[[str, random.Random], str]:
    def cut(text: str, chance: random.Random) -> str:
        words = text.split()
        length = max(20, int(len(words) * share))
        start = chance.choice((0, chance.randrange(max(1, len(words) - length))))
        return " ".join(words[start : start + length])

    return cut


def _edited(text: str, chance: random.Random) -> str:
    """One word in thirty is changed, left out or doubled."""
    words = []
    for word in text.split():
        roll = chance.random()
        words += [] if roll < 0.01 else [made_up(chance.randrange(1 << 30), 1)] if roll < 0.025 else [word]
        words += [word] if roll > 0.992 else []
    return " ".join(words)


def _other_lead(text: str, chance: random.Random) -> str:
    sentences = _SENTENCE.split(text)
    kept = " ".join(sentences[max(1, len(sentences) // 6) :])
    return made_up(chance.randrange(1 << 30), chance.randrange(25, 60)) + "\n" + kept


def _within(text: str, chance: random.Random) -> str:
    own = made_up(chance.randrange(1 << 30), chance.randrange(100, 900)).split()
    at = chance.randrange(len(own))
    return " ".join(own[:at]) + "\n" + text + "\n" + " ".join(own[at:])


def _typeset(text: str, chance: random.Random) -> str:
    """Another house's quotes, dashes and line breaks."""
    for old, new in (('"', "“"), ("'", "’"), (" - ", " — "), ("...", "…")):
        text = text.replace(old, new)
    return re.sub(r"\s+", lambda _: chance.choice((" ", "\n", "\u00a0", "  ")), text)


def _cut_within(text: str, chance: random.Random) -> str:
    return _within(_part(0.5)(text, chance), chance)


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "whole": lambda text, chance: text,
    "typeset": _typeset,
    "edited": _edited,
    "half": _part(0.5),
    "quarter": _part(0.25),
    "other lead": _other_lead,
    "within a longer piece": _within,
    "half, edited": lambda text, chance: _edited(_part(0.5)(text, chance), chance),
}


def many_made_up(count: int, *, seed: int) -> Iterator[Report]:
    """Reports for the measure of speed and memory: three in four of their own, the fourth copies a recent one."""
    chance = random.Random(seed)
    recent: list[str] = []
    for number in range(count):
        copied = recent and number % 4 == 3
        text = WAYS[chance.choice(list(WAYS))](chance.choice(recent), chance) if copied else made_up(seed + number, 400)
        recent = [*recent[-50:], text] if not copied else recent
        yield Report(id=number, title="", text=text, published=START + timedelta(seconds=number))
