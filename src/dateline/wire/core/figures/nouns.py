"""Finds what is counted: the noun behind a number, where each language puts it."""

from collections.abc import Sequence

from dateline.wire.core.figures.units import Units, unit_at
from dateline.wire.core.tongues.tongue import Tongue, listed
from dateline.wire.core.tongues.words import Word

_IRREGULAR = listed(
    "people men women children police personnel staff aircraft fish sheep cattle data teeth feet mice lives crew series"
)
_NO_PLURALS = listed(
    "us is this his its as was has does yes plus less across series' always various previous times ways"
)
_ROMANCE = {"fr": "sx", "es": "s", "pt": "s", "it": "iea"}
_SLAVIC_ADJECTIVES = ("их", "ых", "ьих", "ich", "ych", "ові", "ные", "ные", "ні", "ne", "ие", "ые", "owe", "ові")


def noun_after(items: Sequence[Word], at: int, *, tongue: Tongue, units: Units) -> tuple[int, str] | None:
    """Where the noun behind a number ends, and the noun as it stands there; "people" for the dead and the injured."""
    if at >= len(items):
        return None
    if tongue.has("of", items[at].low):
        found = noun_after(items, _behind_of(items, at + 1, tongue), tongue=tongue, units=units)
        return (at, found[1]) if found else None
    start = at
    if _is_casualty(items, start, units):
        return start + 1, "people"
    match tongue.code:
        case "en":
            return _english(items, start, tongue, units=units)
        case "de":
            return _german(items, start, tongue)
        case "fr" | "es" | "pt" | "it":
            return _romance(items, start, tongue, units=units)
        case "":
            return None
        case _:
            return _other(items, start, tongue)


def _behind_of(items: Sequence[Word], at: int, tongue: Tongue) -> int:
    """The place behind "of the resort’s 397": partitives count what stands after them."""
    last = at
    while last < len(items) and last - at < 4:
        item = items[last]
        if tongue.has("articles", item.low) or item.low.endswith("'s") or item.text[0].isdigit():
            last += 1
        else:
            break
    return last


def _is_casualty(items: Sequence[Word], at: int, units: Units) -> bool:
    if at < len(items) and items[at].low in {"were", "are", "have", "others", "more", "wurden", "sind"}:
        at += (
            2
            if items[at].low in {"have", "others", "more"} and at + 1 < len(items) and not items[at + 1].low.isdigit()
            else 1
        )
    return at < len(items) and items[at].low in units.casualties


def _english(items: Sequence[Word], at: int, tongue: Tongue, *, units: Units) -> tuple[int, str] | None:
    first = at
    while first < len(items) and tongue.has("modifiers", items[first].low):
        first += 1
    for n in range(first, min(len(items), first + 6)):
        item = items[n]
        if item.low in {"-", ","} and n > first and n + 1 < len(items) and items[n].start == items[n - 1].end:
            if item.low == "," and not items[n + 1].low.isalpha():
                return None
            continue
        if not item.is_word or tongue.has("stops", item.low) or item.low.endswith("'s"):
            return None
        if n > first and tongue.has("cues", item.low):
            return None
        if found := unit_at(units, items, at=n, touching=False):
            return n + found[0], found[1]
        if _is_plural(item):
            return n + 1, _plain(items, first, n + 1, tongue=tongue)
    return None


def _is_plural(item: Word) -> bool:
    low = item.low
    return low in _IRREGULAR or (
        len(low) > 2
        and low.endswith("s")
        and not low.endswith(("ss", "us", "is", "'s", "ous"))
        and low not in _NO_PLURALS
    )


def _plain(items: Sequence[Word], first: int, last: int, *, tongue: Tongue) -> str:
    """The noun with the noun before it ("guest rooms"), without what only describes it."""
    words = [items[n].text for n in range(max(first, last - 2), last) if items[n].is_word]
    if len(words) == 2 and (
        tongue.has("modifiers", words[0].lower()) or words[0].lower().endswith(("ed", "al", "ive", "ous", "ful", "ic"))
    ):
        words = words[1:]
    return " ".join(words)


def _german(items: Sequence[Word], at: int, tongue: Tongue) -> tuple[int, str] | None:
    for n in range(at, min(len(items), at + 5)):
        item = items[n]
        if not item.is_word:
            return None
        if item.is_capital:
            return n + 1, item.text
        if tongue.has("stops", item.low) or tongue.has("skip", item.low) or tongue.has("cues", item.low):
            return None
    return None


def _romance(items: Sequence[Word], at: int, tongue: Tongue, *, units: Units) -> tuple[int, str] | None:
    if place := _number_of(items, at):
        if found := unit_at(units, items, at=place, touching=False):
            return place + found[0], found[1]
        return (place + 1, items[place].text) if place < len(items) and items[place].is_word else None
    ends = _ROMANCE[tongue.code]
    for n in range(at, min(len(items), at + 3)):
        item = items[n]
        if not item.is_word or tongue.has("stops", item.low) or tongue.has("skip", item.low):
            return None
        if tongue.has("modifiers", item.low):
            continue
        return (n + 1, item.text) if len(item.low) > 2 and item.low[-1] in ends and not item.is_capital else None
    return None


def _number_of(items: Sequence[Word], at: int) -> int:
    """The place behind "el número de": 0 where those words do not stand there."""
    for n in range(at, min(len(items) - 1, at + 3)):
        if items[n].low in {"número", "nombre", "numero"}:
            return n + 2
    return 0


def _other(items: Sequence[Word], at: int, tongue: Tongue) -> tuple[int, str] | None:
    for n in range(at, min(len(items), at + 3)):
        item = items[n]
        if (
            not item.is_word
            or tongue.has("stops", item.low)
            or tongue.has("skip", item.low)
            or tongue.has("cues", item.low)
        ):
            return None
        if item.is_capital and n == at:
            return None
        describes = (
            item.low.endswith(_SLAVIC_ADJECTIVES) if "inflected" in tongue.flags else item.low.endswith(("e", "a"))
        )
        if tongue.has("modifiers", item.low) or (describes and n + 1 < len(items) and _is_noun(items[n + 1], tongue)):
            continue
        return (n + 1, item.text) if len(item.low) > 2 else None
    return None


def _is_noun(item: Word, tongue: Tongue) -> bool:
    return (
        item.is_word
        and not item.is_capital
        and not tongue.is_small(item.low)
        and len(item.low) > 3
        and item.low not in tongue.lists["cues"]
    )
