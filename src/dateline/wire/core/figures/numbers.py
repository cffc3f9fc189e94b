"""Reads numbers out of words and digits, as each language writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.wire.core.tongues.tongue import Tongue
from dateline.wire.core.tongues.words import Word

_DIGITS = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u2009]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,'’\u00a0\u202f\u2009])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_LONGEST = 18  # digits: what is longer is no quantity
_HALVES = {"anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5, "viereinhalb": 4.5}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number: items ``first`` to ``last``, its value, and whether digits tell it; ``places`` as it was written."""

    first: int
    last: int
    value: float
    digits: bool
    written: str = ""
    scaled: bool = False


def numeral_at(items: Sequence[Word], at: int, *, tongue: Tongue) -> Numeral | None:
    """The number that begins there, with the words that scale it ("5.2 billion"); None for none."""
    item = items[at]
    if item.text[0].isdigit():
        return _of_digits(items, at, tongue)
    return _of_words(items, at, tongue) if item.is_word else None


def value_of(written: str, decimal: str) -> float | None:
    """What digits are worth in a language whose decimal mark that is; None for more digits than a quantity has."""
    if not _DIGITS.fullmatch(written) or sum(letter.isdigit() for letter in written) > _LONGEST:
        return None
    bare = re.sub(r"['’\u00a0\u202f\u2009]", "", written)
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        mark = "." if bare.rfind(".") > bare.rfind(",") else ","
        bare = bare.replace("," if mark == "." else ".", "")
        return float(bare.replace(mark, ".")) if bare.count(mark) == 1 else None
    for mark, count in ((".", points), (",", commas)):
        if not count:
            continue
        grouped = bool(_THOUSANDS.fullmatch(bare)) and not bare.startswith("0")
        if grouped and (count > 1 or mark != decimal):
            return float(bare.replace(mark, ""))
        return float(bare.replace(mark, ".")) if count == 1 else None
    return float(bare)


def _of_digits(items: Sequence[Word], at: int, tongue: Tongue) -> Numeral | None:
    written, last = items[at].text, at + 1
    if tongue.decimal == "," and written.isdigit() and len(written) <= 3 and not written.startswith("0"):
        while last < len(items) and len(items[last].text) == 3 and items[last].text.isdigit() and _spaced(items, last):
            written += items[last].text
            last += 1
        if last - at > 4:
            return None
    value = value_of(written, tongue.decimal or ".")
    if value is None:
        return None
    scaled_last, factor = _scales(items, last, tongue)
    return Numeral(at, scaled_last, round(value * factor, 6), True, written, scaled_last > last)


def _spaced(items: Sequence[Word], at: int) -> bool:
    return items[at].start - items[at - 1].end == 1


def _scales(items: Sequence[Word], at: int, tongue: Tongue) -> tuple[int, float]:
    """Where the scaling words end, and by how much they multiply: "mil millones", "-million", "bn"."""
    factor, last = 1.0, at
    while last < len(items) and last - at < 3:
        n = last + 1 if items[last].low in {"-", "‑"} and last + 1 < len(items) else last
        low = items[n].low.rstrip(".")
        scale = tongue.scales.get(low)
        if scale is None or (len(low) <= 2 and not _is_scale_sign(items, n, low)):
            break
        factor *= scale
        last = n + 1
        if (
            last < len(items)
            and items[last].text == "."
            and items[last].start == items[n].end
            and last + 1 < len(items)
        ):
            last += 0 if items[last + 1].is_capital and low not in {"mio", "mrd", "tsd", "mill"} else 1
    return last, factor


def _is_scale_sign(items: Sequence[Word], at: int, low: str) -> bool:
    """Whether "m", "b" or "k" scales: after money, or as bn, mn and tn do always."""
    if low in {"bn", "mn", "tn", "md", "bi", "mm", "mi"} and low not in {"mm", "mi"}:
        return True
    before = items[at - 2].text if at >= 2 else ""
    touching = items[at].start == items[at - 1].end
    return touching and (before in set("$€£¥₹₩₴") or low in {"k", "b"} or before.isupper())


def _of_words(items: Sequence[Word], at: int, tongue: Tongue) -> Numeral | None:
    """A number told in words: tens and ones add up, hundreds and more multiply what came before."""
    low = items[at].low
    if low in _HALVES and tongue.code == "de":
        last, factor = _scales(items, at + 1, tongue)
        return Numeral(at, last, _HALVES[low] * factor, False, low, last > at + 1)
    total, current, last, scaled = 0.0, 0.0, at, False
    if low in tongue.lists["ones"] and at + 1 < len(items):
        following = items[at + 1].low
        if following not in tongue.scales and tongue.numbers.get(following, 0) < 10:
            return Numeral(at, at + 1, 1.0, False, low)
        last, current = at + 1, 1.0 if following in tongue.scales else 0.0
    while last < len(items) and last - at < 8:
        value, scale = _worth(items[last].low, tongue)
        if scale is not None and (current or total) and len(items[last].low) > 1:
            part = max(current, 1.0) * scale
            total, current, scaled = (total + part, 0.0, True) if scale >= 1000 else (total, part, True)
        elif value is not None and (not current or (current >= 20 and current % 10 == 0 and value < current)):
            current += value
        elif last == at or not _joins(items, last, tongue):
            break
        last += 1
    while last > at and _worth(items[last - 1].low, tongue) == (None, None):
        last -= 1
    value = total + current
    return Numeral(at, last, value, False, low, scaled) if value and last > at else None


def _joins(items: Sequence[Word], at: int, tongue: Tongue) -> bool:
    """Whether "and" or a hyphen holds two parts of one number together."""
    if items[at].low not in {"and", "-", "et", "y", "e", "en"} or at + 1 >= len(items):
        return False
    if items[at].low == "and" and items[at - 1].low not in {"hundred", "thousand", "million"}:
        return False
    before, after = _worth(items[at - 1].low, tongue)[0], _worth(items[at + 1].low, tongue)[0]
    return after is not None and (before is None or (before >= 20 and after < 10))


def _worth(low: str, tongue: Tongue) -> tuple[float | None, float | None]:
    """What a word is worth as a number, or as a scale of one."""
    if (scale := tongue.scales.get(low)) is not None:
        return None, scale
    if (value := tongue.numbers.get(low)) is not None:
        return value, None
    if "-" in low:
        parts = [tongue.numbers.get(part) for part in low.split("-")]
        if len(parts) == 2 and parts[0] and parts[1] and parts[0] >= 20 and parts[1] < 10:
            return parts[0] + parts[1], None
    if tongue.code in {"de", "nl"}:
        return _german(low, tongue), None
    return None, None


def _german(low: str, tongue: Tongue) -> float | None:
    """A compound: "fünfundzwanzig", "zweihundert"."""
    for joint in ("und", "en", "ën"):
        one, found, ten = low.partition(joint)
        if found and ten in tongue.numbers and tongue.numbers[ten] >= 20:
            part = 1.0 if one in {"ein", "een"} else tongue.numbers.get(one)
            if part and part < 10:
                return tongue.numbers[ten] + part
    for word, size in (("tausend", 1000.0), ("hundert", 100.0), ("duizend", 1000.0), ("honderd", 100.0)):
        head, found, tail = low.partition(word)
        if found and head and not tail and (part := tongue.numbers.get(head)):
            return part * size
    return None
