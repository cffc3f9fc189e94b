"""The words and signs of units, and the symbols that they stand for: those of claims where claims has the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.claims.core.quantity import BadUnit, unit_named
from dateline.wire.core.tongues.tongue import fold
from dateline.wire.core.tongues.words import Word, words_in

# Letters that are mostly something else: a unit only where they touch the number or the number is small print.
_TOUCHING = frozenset({"c", "f", "m", "g", "t", "l", "mi", "ps", "fr", "mm", "°", "mp", "mb", "г", "м"})
_SIGNS = frozenset("$€£¥₹₩₴₽₺₦₪")


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Phrases of units by their first word, longest first; ``money`` by its words and signs."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    money: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    casualties: frozenset[str]
    crowns: Mapping[str, str] = field(default_factory=dict)
    crown_words: frozenset[str] = frozenset()
    dollars: Mapping[str, str] = field(default_factory=dict)


def units_of(raw: Mapping[str, Any]) -> Units:
    """The tables of the file as values."""
    return Units(
        phrases=_table({_symbol(name): words for name, words in raw["units"].items()}),
        money=_table(raw["money"]),
        casualties=frozenset(fold(word) for word in raw["casualties"]["words"].split()),
        crowns=dict(raw.get("crowns", {})),
        crown_words=frozenset(raw.get("crown_words", {}).get("words", "").split()),
        dollars=dict(raw.get("dollars", {})),
    )


def unit_at(units: Units, items: Sequence[Word], *, at: int, touching: bool) -> tuple[int, str] | None:
    """How many words from there are a unit, and its symbol; ``touching`` where the number stands right before."""
    if at >= len(items):
        return None
    found = _phrase(units.phrases, items, at)
    if found and found[0] == 1 and items[at].low in _TOUCHING and not touching and items[at].low not in {"м", "m", "g"}:
        return None
    return found


def money_at(units: Units, items: Sequence[Word], *, at: int, language: str) -> tuple[int, str] | None:
    """How many words from there name a currency, and its three letters."""
    if at >= len(items):
        return None
    if items[at].low in units.crown_words and (code := units.crowns.get(language.split("-")[0])):
        return 1, code
    found = _phrase(units.money, items, at)
    return (found[0], localised(units, found[1], language=language)) if found else None


def sign_before(units: Units, items: Sequence[Word], *, at: int, language: str) -> tuple[int, str] | None:
    """How many words before the number are a currency's sign or letters, and its three letters."""
    for count in (2, 1):
        if at - count < 0 or items[at].start - items[at - 1].end > 1:
            continue
        words = items[at - count : at]
        if count == 2 and words[0].end != words[1].start:
            continue
        sign = any(word.text in _SIGNS for word in words)
        letters = all(word.text.isupper() or word.text in _SIGNS or word.low == "rs" for word in words)
        found = _phrase(units.money, items, at - count) if sign or letters else None
        if found and found[0] == count:
            return count, localised(units, found[1], language=language)
    return None


def localised(units: Units, code: str, *, language: str) -> str:
    """The dollar of the page's country where it is one that says just "$"."""
    country = language.partition("-")[2].upper()
    return units.dollars.get(country, code) if code == "USD" else code


def _phrase(
    table: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]], items: Sequence[Word], at: int
) -> tuple[int, str] | None:
    for words, value in table.get(items[at].low, ()):
        if tuple(item.low for item in items[at : at + len(words)]) == words:
            return len(words), value
    return None


def _table(raw: Mapping[str, str]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for symbol, text in raw.items():
        for entry in text.split():
            phrase = entry.replace("_", " ")
            words = tuple(word.low for word in words_in(phrase, 0, end=len(phrase)))
            found.setdefault(words[0], []).append((words, symbol))
    return {first: tuple(sorted(every, key=lambda one: -len(one[0]))) for first, every in found.items()}


def _symbol(name: str) -> str:
    """The unit as claims writes it; a unit that claims does not know as the table does."""
    try:
        return unit_named(name).symbol
    except BadUnit:
        return name
