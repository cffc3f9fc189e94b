"""What a language gives the reader of quotes and figures: its verbs of saying, its numbers, its small words."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""Phrases by their first word, longest first, each with what it stands for."""

_LISTS = (
    *(
        "cues",
        "plain",
        "pronouns",
        "persons",
        "reflexive",
        "articles",
        "skip",
        "stops",
        "joins",
        "person_roles",
        "titles",
    ),
    *(
        "organisations",
        "ones",
        "durations",
        "ages",
        "labels",
        "weekdays",
        "to",
        "of",
        "modifiers",
        "reported",
        "any",
        "ground",
    ),
)
_PHRASES = (
    "split",
    "sources",
    "works",
    "hedges",
    "after_hedges",
    "between",
    "relative",
    "one_in",
    "this_year",
    "last_year",
    "past",
)
_FLAGS = ("dialogue", "inflected", "elision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language's words, all folded by ``fold``; ``numbers`` and ``scales`` by their value, ``months`` by number.

    ``small`` only hold others together, ``counting`` may begin a number that words tell.
    """

    code: str
    decimal: str = "."
    flags: frozenset[str] = frozenset()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phrases: Mapping[str, Phrases] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    scales: Mapping[str, float] = field(default_factory=dict)
    fractions: Mapping[str, float] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    small: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()

    def has(self, name: str, low: str) -> bool:
        """Whether the list of that name holds the folded word."""
        return low in self.lists[name]

    def is_small(self, low: str) -> bool:
        """Whether the folded word only holds others together: an article, a preposition, an auxiliary."""
        return low in self.small

    def phrase_at(self, name: str, lows: list[str], *, at: int) -> tuple[int, str] | None:
        """How many words from there are a phrase of that list, and what it stands for."""
        for words, value in self.phrases[name].get(lows[at], ()):
            if tuple(lows[at : at + len(words)]) == words:
                return len(words), value
        return None


@lru_cache(maxsize=20_000)  # a text says the same few thousand words again and again
def fold(word: str) -> str:
    """The word as lists hold it: composed, lower case, with straight apostrophes."""
    low = word.lower()
    return low if low.isascii() else unicodedata.normalize("NFC", low).replace("’", "'")


def listed(words: str) -> frozenset[str]:
    """The words of a string, parted by spaces."""
    return frozenset(words.split())


def tongue_of(code: str, raw: Mapping[str, Any]) -> Tongue:
    """The language of a file's tables. Raises ``ValueError`` where a number is none."""
    months = _split(raw.get("months", "")), _split(raw.get("months_in", ""))
    lists = {name: frozenset(_split(raw.get(name, ""))) for name in _LISTS}
    return Tongue(
        code=code,
        decimal=str(raw.get("decimal", ".")),
        flags=frozenset(name for name in _FLAGS if raw.get(name)),
        lists=lists,
        small=_small(lists),
        counting=lists["ones"] | lists["any"] | {*_valued(raw.get("numbers", "")), *_valued(raw.get("fractions", ""))},
        phrases={name: _phrases(_split(raw.get(name, ""))) for name in _PHRASES},
        numbers=_valued(raw.get("numbers", "")),
        scales=_valued(raw.get("scales", "")),
        fractions=_valued(raw.get("fractions", "")),
        months={name: number for names in months for number, name in enumerate(names, 1)},
    )


def joined(tongues: Iterable[Tongue]) -> Tongue:
    """All of them as one, for a text in a language that none of them is."""
    every = tuple(tongues)
    lists = {name: frozenset().union(*(one.lists[name] for one in every)) for name in _LISTS}
    return Tongue(
        code="",
        flags=frozenset({"dialogue"}),
        lists=lists,
        small=_small(lists),
        phrases={name: _all_phrases([one.phrases[name] for one in every]) for name in _PHRASES},
        numbers={},
        scales={"million": 1e6, "mln": 1e6, "mio": 1e6, "mrd": 1e9},
        fractions={},
        months={},
    )


def speaks(tongues: Mapping[str, Tongue], lows: list[str], *, stated: str) -> str:
    """The code of the language that the words are in: the stated one where its small words stand there, else the best.

    "" where hardly any small word of a known language stands there.
    """
    sample = [low for low in lows[:300] if low.isalpha() or "'" in low]
    shares = {code: sum(low in one.small for low in sample) for code, one in tongues.items()}
    best = max(shares, key=lambda code: (shares[code], code == stated), default="")
    own = stated.split("-")[0].lower()
    own = {"nb": "no", "nn": "no"}.get(own, own)
    if own in shares and shares[own] >= shares[best] * 0.6:
        return own
    if own and own not in shares and shares.get(best, 0) < len(sample) * 0.45:
        return ""
    return best if shares.get(best, 0) >= max(1, len(sample) * 0.15) else own if own in shares else ""


def _small(lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(lists[name] for name in ("stops", "skip", "articles", "pronouns", "joins")))


def _split(text: str) -> list[str]:
    return [fold(word.replace("_", " ")) for word in text.split()]


def _phrases(entries: list[str]) -> Phrases:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in entries:
        phrase, _, value = entry.partition("=")
        words = tuple(_parted(phrase))
        found.setdefault(words[0], []).append((words, value))
    return {first: tuple(sorted(every, key=lambda one: -len(one[0]))) for first, every in found.items()}


def _parted(phrase: str) -> list[str]:
    """A phrase as words; an elided one ("d'un") is two words to the reader."""
    return phrase.replace("'", "' ").split() if "'" in phrase and not phrase.startswith("'") else phrase.split()


def _all_phrases(every: list[Phrases]) -> Phrases:
    found: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for phrases in every:
        for first, entries in phrases.items():
            found[first] = tuple(sorted((*found.get(first, ()), *entries), key=lambda one: -len(one[0])))
    return found


def _valued(text: str) -> dict[str, float]:
    return {
        fold(name.replace("_", " ")): float(value) for name, _, value in (one.partition("=") for one in text.split())
    }
