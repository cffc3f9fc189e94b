"""Finds the figures of a text: numbers with what they count, how sure, for when, and according to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateline.wire.core.figures.around import (
    hedge_of,
    is_age,
    is_clock,
    is_labelled,
    is_relative,
    is_something_else,
    is_year,
)
from dateline.wire.core.figures.nouns import noun_after
from dateline.wire.core.figures.numbers import Numeral, numeral_at
from dateline.wire.core.figures.periods import period_for, periods_in
from dateline.wire.core.figures.units import Units, money_at, sign_before, unit_at
from dateline.wire.core.quotes.frames import Frame
from dateline.wire.core.tongues.tongue import Tongue, listed
from dateline.wire.core.tongues.words import Word

MOST_FIGURES = 2000
_MOST_OF_WHAT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure: its place in the text, its value in its unit; ``high`` is the other end of a range.

    ``unit`` is a symbol that claims knows, a currency's three letters, or the noun counted as it stands in the text.
    """

    start: int
    end: int
    value: float
    high: float | None = None
    unit: str = ""
    hedge: str = ""
    period: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What figures are read with: the language's words, the units, the page's language and day."""

    tongue: Tongue
    units: Units
    language: str = ""
    today: date | None = None


@dataclass(slots=True)
class _Found:
    """A figure by its items, before its period and its words are known."""

    first: int
    last: int
    number: Numeral
    unit: str
    hedge: str
    high: float | None = None
    start: int = field(default=0)


def figures_in(text: str, frames: Iterable[Frame], *, counting: Counting) -> list[Counted]:
    """The figures of the text, in order; ``frames`` are its sentences, with quotations cut into words like the rest."""
    found: list[Counted] = []
    for frame in frames:
        found += _of_sentence(text, frame.items, counting)
        if len(found) >= MOST_FIGURES:
            break
    return found[:MOST_FIGURES]


def _may_count(item: Word, tongue: Tongue) -> bool:
    """Whether a number may begin with that word; most words are asked nothing more."""
    low = item.low
    if item.text[0].isdigit() or low in tongue.counting:
        return True
    return item.text[0].isalpha() and ("-" in low or (len(low) > 9 and tongue.code in _COMPOUNDING))


def _of_sentence(text: str, items: Sequence[Word], counting: Counting) -> list[Counted]:
    made: list[_Found] = []
    at = 0
    while at < len(items):
        if not _may_count(items[at], counting.tongue):
            at += 1
            continue
        found = (
            _nothing(items, at, counting.tongue)
            or _share(items, at, counting.tongue)
            or _figure(items, at, counting, made=made)
        )
        if found:
            made.append(found)
            at = max(found.last, at + 1)
        else:
            number = numeral_at(items, at, tongue=counting.tongue)
            at = _range(items, number, counting)[1] if number else at + 1
    if not made:
        return []
    periods = periods_in(items, counting.tongue, today=counting.today)
    spots = [(one.first, one.last) for one in made]
    return [
        Counted(
            start=items[one.start].start,
            end=items[one.last - 1].end,
            value=one.number.value,
            high=one.high,
            unit=one.unit,
            hedge=one.hedge,
            period=period_for(
                periods, one.first, last=one.last, others=[spot for spot in spots if spot[0] != one.first]
            ),
            what=_what(text, items, one),
        )
        for one in made
    ]


def _figure(items: Sequence[Word], at: int, counting: Counting, *, made: list[_Found]) -> _Found | None:
    tongue = counting.tongue
    number = numeral_at(items, at, tongue=tongue)
    if number is None or is_something_else(items, number, tongue=tongue) or is_clock(items, number, tongue=tongue):
        return None
    if number.last < len(items) and items[number.last].text[0].isdigit():
        return None
    sign = sign_before(counting.units, items, at=number.first, language=counting.language)
    if not sign and is_labelled(items, number, tongue=tongue):
        return None
    start = number.first - (sign[0] if sign else 0)
    high, last = _range(items, number, counting)
    unit = (0, sign[1]) if sign else _unit(items, last, counting, number=number)
    if unit is None:
        unit = _inherited(items, number, counting, made=made)
    if unit is None or not _is_figure(items, number, (last + unit[0], unit[1]), counting=counting):
        return None
    if high and sign is None and (number.value == 1 or high < number.value):
        high = None
    hedge = hedge_of(items, start, end=last + unit[0], tongue=tongue)
    return _Found(number.first, last + unit[0], number, unit[1], hedge, high, start)


def _unit(items: Sequence[Word], at: int, counting: Counting, *, number: Numeral) -> tuple[int, str] | None:
    """How many words behind the number are its unit, and the unit."""
    if at >= len(items):
        return None
    touching = items[at].start == items[at - 1].end
    dashed = items[at].low in {"-", "‑"} and touching
    place = at + 1 if dashed else at
    plain = 1 if _has_of(items, place, counting) else 0
    for found in (
        unit_at(counting.units, items, at=place + plain, touching=touching),
        money_at(counting.units, items, at=place + plain, language=counting.language),
    ):
        if found:
            return place + plain + found[0] - at, found[1]
    if dashed:
        return None
    if (is_year(number) or number.value == 1) and not number.scaled:
        return None
    if items[place].low in counting.tongue.lists["durations"]:
        return place + 1 - at, items[place].text
    if number.value != int(number.value) and counting.tongue.code != "en":
        return None
    noun = noun_after(items, place, tongue=counting.tongue, units=counting.units)
    return (noun[0] - at, noun[1]) if noun else None


def _has_of(items: Sequence[Word], at: int, counting: Counting) -> bool:
    """Whether a small "of" or "de" stands between the number and its unit: "8 millones de dólares"."""
    return at + 1 < len(items) and counting.tongue.has("of", items[at].low)


def _range(items: Sequence[Word], number: Numeral, counting: Counting) -> tuple[float | None, int]:
    """The other end of a range, and where it ends: "20-30", "between 20 and 30", "80% to 90%"."""
    tongue, at = counting.tongue, number.last
    if at < len(items) and items[at].text == "%":
        at += 1
    if at + 1 >= len(items):
        return None, number.last
    joint = items[at].low
    lows = [item.low for item in items[max(0, number.first - 2) : number.first]]
    opened = {found[1] for n in range(len(lows)) if (found := tongue.phrase_at("between", lows, at=n))}
    is_dash = joint in {"-", "–", "—"}
    if not (is_dash or joint in opened or (joint in tongue.lists["to"] and joint not in _ALSO_AND)):
        return None, number.last
    start = at + 1
    if items[start].text in "$€£" and start + 1 < len(items):
        start += 1
    other = numeral_at(items, start, tongue=tongue)
    if other is None or other.value <= number.value or (is_dash and not number.digits):
        return None, number.last
    return other.value, other.last


def _inherited(
    items: Sequence[Word], number: Numeral, counting: Counting, *, made: list[_Found]
) -> tuple[int, str] | None:
    """The unit of the figure before it, where a sentence goes on with bare numbers: "507 km² in May, 379 in April"."""
    if not made or not number.digits or is_year(number) or not made[-1].number.digits:
        return None
    last = made[-1]
    if not last.unit or number.first - last.last > 12 or number.last >= len(items):
        return None
    between = items[max(last.last, number.first - 3) : number.first]
    compares = any(item.low in _COMPARING for item in between)
    return (0, last.unit) if compares and items[number.last].low in _WHEN else None


_COMPOUNDING = listed("de nl")
_ALSO_AND = listed("and y e i und et en or och og та и a à o ou u of")
_COMPARING = listed(
    "against from and to gegen nach contre frente contro tegen und et y e en і та и i och og than versus"
)
_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 25, 50, 100, 1000, 10_000, 100_000})
_WHEN = listed("in im en nel em у в w i last the a de im before earlier letztes vorher")


def _is_figure(items: Sequence[Word], number: Numeral, unit: tuple[int, str], *, counting: Counting) -> bool:
    end, name = unit
    tongue = counting.tongue
    if name.lower() in tongue.lists["durations"]:
        return not (is_age(items, number, end=end, tongue=tongue) or is_relative(items, number, end=end, tongue=tongue))
    if not number.digits and not number.scaled and number.value == 1:
        return name == "%"
    if is_year(number) and number.last == end:
        return False
    return not (end < len(items) and items[end].low in tongue.lists["ages"])


def _nothing(items: Sequence[Word], at: int, tongue: Tongue) -> _Found | None:
    """Ground that was not taken: "did not recapture any territory" is a figure too, of 0."""
    if not tongue.lists["any"] or items[at].low not in tongue.lists["any"]:
        return None
    ground = next((n for n in range(at + 1, min(len(items), at + 4)) if items[n].low in tongue.lists["ground"]), 0)
    denied = any(item.low == "not" or item.low.endswith("n't") for item in items[max(0, at - 4) : at])
    return _Found(at, ground + 1, Numeral(at, at + 1, 0.0, False), "km²", "", None, at) if ground and denied else None


def _share(items: Sequence[Word], at: int, tongue: Tongue) -> _Found | None:
    """A part of a whole told in words, in percent: "a third of", "two thirds of", "one in five"."""
    low = items[at].low
    if low in tongue.fractions and at + 1 < len(items) and tongue.has("of", items[at + 1].low):
        count, first = 1.0, at
        if at > 0 and (told := tongue.numbers.get(items[at - 1].low)) and told < 10:
            count, first = told, at - 1
        elif at == 0 or not (
            tongue.has("ones", items[at - 1].low) or tongue.has("articles", items[at - 1].low) or low in {"half"}
        ):
            return None
        if _is_time(items, at + 2, tongue):
            return None
        value = round(tongue.fractions[low] * count, 4)
        hedge = hedge_of(items, first, end=at + 1, tongue=tongue)
        return _Found(first, at + 1, Numeral(first, at + 1, value, False), "%", hedge, None, first)
    return _one_in(items, at, tongue)


def _one_in(items: Sequence[Word], at: int, tongue: Tongue) -> _Found | None:
    """ "One in five", "3 in 10": in percent."""
    if tongue.code not in {"en", "es", "fr"} or at + 2 >= len(items):
        return None
    told = numeral_at(items, at, tongue=tongue)
    part, last = (1.0, at + 1) if tongue.has("ones", items[at].low) else (told.value, told.last) if told else (0.0, at)
    if not 1 <= part < 100 or last + 1 >= len(items):
        return None
    joint = tongue.phrase_at("one_in", [item.low for item in items[last : last + 4]], at=0)
    whole = numeral_at(items, last + joint[0], tongue=tongue) if joint and last + joint[0] < len(items) else None
    if whole is None or whole.value not in _WHOLES or part >= whole.value or is_year(whole):
        return None
    if whole.last < len(items) and items[whole.last].low in tongue.lists["durations"] | {"%", "percent"} | set(
        tongue.months
    ):
        return None
    hedge = hedge_of(items, at, end=whole.last, tongue=tongue)
    value = round(100 * part / whole.value, 4)
    return _Found(at, whole.last, Numeral(at, whole.last, value, False), "%", hedge, None, at)


def _is_time(items: Sequence[Word], at: int, tongue: Tongue) -> bool:
    near = items[at : at + 3]
    return any(
        item.low in tongue.lists["durations"] or item.low in tongue.months or item.text[0].isdigit() for item in near
    )


def _what(text: str, items: Sequence[Word], one: _Found) -> str:
    """The clause that the figure stands in, with "…" in its place."""
    first, last = one.start, one.last
    while (
        first > 0
        and items[first - 1].low not in {",", ";", ":", "(", "–", "—", "“", "”", '"', "«", "„"}
        and one.start - first < 18
    ):
        first -= 1
    while (
        last < len(items)
        and items[last].low not in {",", ";", ":", ")", "–", "—", "“", "”", '"', "»", ".", "(", "!", "?"}
        and last - one.last < 14
    ):
        last += 1
    before = text[items[first].start : items[one.start].start] if first < one.start else ""
    after = text[items[one.last].start : items[last - 1].end] if last > one.last else ""
    words = f"{before.strip()} … {after.strip()}".strip()
    return " ".join(words.split())[:_MOST_OF_WHAT]
