"""Tells by the words around a number what it is not (a date, an age, a name), and how sure it was said to be."""

import re
from collections.abc import Sequence

from dateline.wire.core.figures.numbers import Numeral
from dateline.wire.core.tongues.tongue import Tongue, listed
from dateline.wire.core.tongues.words import Word

_ORDINALS = listed("st nd rd th e er ère ème eme º ª o a й го я е ой му те та та-й :a :e de ste")
_CLOCKS = listed("uhr a.m p.m am pm gmt utc est edt cet o'clock hrs")
_GLUED = frozenset("/_#@=№:\\§~^")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def is_something_else(items: Sequence[Word], number: Numeral, *, tongue: Tongue) -> bool:
    """Whether the number is part of a date, a clock, an ordinal, an address, a name or another number."""
    return (
        _is_glued(items, number)
        or _is_ordinal(items, number)
        or _is_date(items, number, tongue)
        or _is_name(items, number)
        or any(item.low in tongue.lists["ages"] for item in items[max(0, number.first - 1) : number.first])
    )


def _is_name(items: Sequence[Word], number: Numeral) -> bool:
    """Whether a number in words is part of a name: "Nine News"."""
    if number.digits or number.first == 0 or not items[number.first].is_capital or number.last >= len(items):
        return False
    return items[number.first - 1].is_word and items[number.last].is_capital


def is_year(number: Numeral) -> bool:
    """Whether the digits may be a year, as they stand."""
    return number.digits and not number.scaled and bool(_YEAR.fullmatch(number.written))


def is_clock(items: Sequence[Word], number: Numeral, *, tongue: Tongue) -> bool:
    """Whether it is a time of day, or no number of the language: "19.00 horas", "6 p.m.", "12.30" in German."""
    after = items[number.last].low if number.last < len(items) else ""
    if tongue.decimal == "," and _CLOCK.fullmatch(number.written) and not number.scaled:
        return after not in {"%", "€", "$"}
    return after in _CLOCKS or (
        bool(_CLOCK.fullmatch(number.written)) and after in {"horas", "h", "uhr", "uur", "heures", "ore"}
    )


def is_age(items: Sequence[Word], number: Numeral, *, end: int, tongue: Tongue) -> bool:
    """Whether a number of years tells how old somebody is; ``end`` is behind the word for years."""
    if number.value > 120 or number.value != int(number.value):
        return False
    before = [item.low for item in items[max(0, number.first - 2) : number.first]]
    after = [item.low for item in items[end : end + 3]]
    ages = tongue.lists["ages"]
    if any(low in ages for low in before) or any(low in ages for low in after[:2]):
        return True
    if before[-1:] == [","] and after[:1] in ([","], [")"], ["."]):
        return True
    return before[-1:] == ["de"] and before[0] in tongue.lists["person_roles"]


def is_relative(items: Sequence[Word], number: Numeral, *, end: int, tongue: Tongue) -> bool:
    """Whether a stretch of time only places something: "three days ago", "in the past 12 months"."""
    before = [item.low for item in items[max(0, number.first - 4) : number.first]]
    after = [item.low for item in items[end : end + 6]]
    return any(tongue.phrase_at("relative", before, at=n) for n in range(len(before))) or any(
        tongue.phrase_at("relative", after, at=n) for n in range(min(3, len(after)))
    )


def hedge_of(items: Sequence[Word], first: int, *, end: int, tongue: Tongue) -> str:
    """How sure the number was said to be, by the words right before or behind it."""
    lows = [item.low for item in items[max(0, first - 10) : first]]
    at = len(lows)
    while at > 0:
        found = _ending_at(lows, at, tongue)
        dotted = lows[at - 1] == "." and at > 1 and len(lows[at - 2]) <= 3  # "ok. 70"
        if found is None and (tongue.has("articles", lows[at - 1]) or lows[at - 1] == "(" or dotted):
            at -= 1
        elif found is None:
            break
        elif found[1]:
            return found[1].replace("_", " ")
        else:
            at -= found[0]
    after = [item.low for item in items[end : end + 4]]
    told = tongue.phrase_at("after_hedges", after, at=0) if after else None
    return told[1].replace("_", " ") if told else ""


def _ending_at(lows: list[str], at: int, tongue: Tongue) -> tuple[int, str] | None:
    """The hedge that ends there: how many words it is, and what it means; "" for "a total of"."""
    for length in (4, 3, 2, 1):
        found = tongue.phrase_at("hedges", lows[:at], at=at - length) if at >= length else None
        if found and found[0] == length:
            return found
    return None


def _is_glued(items: Sequence[Word], number: Numeral) -> bool:
    """Whether it touches a sign that makes it part of something longer: an address, a ratio, a name."""
    first, last = items[number.first], items[number.last - 1]
    if number.first > 0:
        before = items[number.first - 1]
        if before.end == first.start and (
            before.text in _GLUED or (before.is_word and before.text[-1].isalnum() and not before.text.isupper())
        ):
            return True
        if before.text in {"-", "–"} and before.end == first.start and number.first > 1:
            head = items[number.first - 2]
            if head.end == before.start and (head.is_word or head.text[0].isdigit()):
                return True
        if before.text in {"+", "№"}:
            return True
    if number.digits and number.written.startswith("0") and len(number.written) > 1 and number.written[1].isdigit():
        return True
    after = items[number.last] if number.last < len(items) else None
    return (
        after is not None
        and after.start == last.end
        and after.text in {":", "/", "_", "@", "\\"}
        and number.last + 1 < len(items)
        and (items[number.last + 1].start == after.end and items[number.last + 1].text[0].isdigit())
    )


def _is_ordinal(items: Sequence[Word], number: Numeral) -> bool:
    if number.last >= len(items) or not number.digits or number.scaled:
        return False
    after = items[number.last]
    touching = after.start == items[number.last - 1].end
    if touching and after.low in _ORDINALS:
        return True
    if touching and after.text in {".", ")"} and number.last + 1 < len(items):
        following = items[number.last + 1]
        return following.is_word and (after.text == "." or number.first == 0)
    return False


def _is_date(items: Sequence[Word], number: Numeral, tongue: Tongue) -> bool:
    if not number.digits or number.scaled or number.value != int(number.value):
        return False
    near = [number.first - 1, number.last]
    if number.value <= 31:
        near += (
            [number.first - 2, number.last + 1] if _small(items, number.first - 1) or _small(items, number.last) else []
        )
    lows = [items[n].low for n in near if 0 <= n < len(items)]
    if number.value > 31 and not is_year(number):
        return False
    return any(low in tongue.months for low in lows) and not (
        number.last < len(items) and items[number.last].low == "%"
    )


def _small(items: Sequence[Word], at: int) -> bool:
    return 0 <= at < len(items) and items[at].low in {
        ".",
        "de",
        "of",
        "le",
        "the",
        "и",
        "і",
        "und",
        "den",
        "do",
        "del",
        "-",
        "–",
        "st",
        "th",
        "nd",
        "rd",
    }


def is_labelled(items: Sequence[Word], number: Numeral, *, tongue: Tongue) -> bool:
    """Whether a word before it makes it a name: "Article 5", "Windows 11", "kilómetro 511"."""
    if number.first == 0 or not number.digits or number.scaled:
        return False
    before = items[number.first - 1]
    at = number.first - 1
    if before.text == "." and at > 0:
        before = items[at - 1]
        at -= 1
    if tongue.has("labels", before.low):
        return True
    if not before.is_capital or not before.is_word or tongue.code == "de" or before.text in {"US", "A", "C", "R", "RM"}:
        return False
    if tongue.is_small(before.low) or tongue.has("weekdays", before.low) or before.low in tongue.months:
        return False
    named = at > 0 and (items[at - 1].is_word or items[at - 1].low == ",")
    return (
        (named or before.text.isupper())
        and "." not in number.written
        and "," not in number.written
        and number.value < 10_000
    )
