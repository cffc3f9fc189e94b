"""Reads the cells of a table: numbers as people and programs write them, the names of columns."""

import math
import re
from collections.abc import Iterable

_NUMBER = re.compile(r"[-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d+)?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
# International units (NIST Handbook 44, appendix C), as they end a column's name or a cell; km² per unit.
_UNITS = (
    (r"km²|km2|sq\.? ?km|square kilomet(?:er|re)s?|км²|кв\. ?км", "km²", 1.0),
    (r"acres?|acreage|акр(?:ів|ов|и)?", "acres", 0.0040468564224),
    (r"hectares?|hektar|ha|гектар(?:ів|ов|и)?|га", "hectares", 0.01),
    (r"mi²|mi2|sq\.? ?mi|square miles?", "square miles", 2.589988110336),
    (r"m²|m2|sq\.? ?m|square met(?:er|re)s?", "square metres", 1e-6),
)
_IN_NAME = [(re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE), unit, km2) for words, unit, km2 in _UNITS]
_AT_END = [(re.compile(rf"(?<![^\W\d_])(?:{words})\s*$", re.IGNORECASE), km2) for words, _, km2 in _UNITS]
_WITH_COMMA = re.compile(r"[-+]?\d+,\d+")


def plain(name: str) -> str:
    """A column's name without what tells no two columns apart: case, spaces, underscores, brackets."""
    return re.sub(r"[\W_]+", "", name.casefold())


def comma_is_decimal(cells: Iterable[object]) -> bool | None:
    """Whether a comma in these numbers stands before decimals (else between thousands); None where none has one."""
    texts = [_bare(cell) for cell in cells if isinstance(cell, str) and "," in cell]
    decimal = [text for text in texts if _WITH_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text)]
    thousands = [text for text in texts if _THOUSANDS.fullmatch(text)]
    return True if decimal else False if thousands else None


def unit_in(name: str) -> tuple[str, float]:
    """The unit of areas that a column's name tells, with its km²; km² where it tells none."""
    # Between words a name may have what is no letter, or an upper letter: GISAcres.
    spaced = re.sub(r"[_\s]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name))
    return next(((unit, km2) for words, unit, km2 in _IN_NAME if words.search(spaced)), ("km²", 1.0))


def km2_in(cell: object, *, decimal_comma: bool = False, unit: float = 1.0) -> float | None:
    """The area in a cell, in km²; None where it is none: nothing, a word, less than nothing.

    ``unit`` is how many km² the column counts in; a cell that ends in a unit of its own goes by that.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if isinstance(cell, str):
        unit = next((km2 for words, km2 in _AT_END if words.search(cell)), unit)
    number = _number(cell, decimal_comma) if isinstance(cell, str) else float(cell)
    return number * unit if math.isfinite(number) and number >= 0 else None


def _number(cell: str, decimal_comma: bool) -> float:
    text = _bare(cell)
    if not _NUMBER.fullmatch(text):
        return math.nan
    text = text.replace(".", "").replace(",", ".") if decimal_comma and "," in text else text.replace(",", "")
    try:
        return float(text)
    except ValueError:
        return math.nan


def _bare(cell: str) -> str:
    """The number of a cell without its unit and the spaces between its thousands."""
    text = cell.strip()
    for words, _ in _AT_END:
        text = words.sub("", text)
    return re.sub(r"[\s\u00a0\u202f']", "", text)
