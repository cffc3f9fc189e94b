"""Reads the cells of a table: numbers as people and programs write them, the names of columns."""

import math
import re
from collections.abc import Iterable

_NUMBER = re.compile(r"[-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d+)?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
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


def km2_in(cell: object, *, decimal_comma: bool = False) -> float | None:
    """The area in a cell, in km²; None where it is none: nothing, a word, less than nothing."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    number = _number(cell, decimal_comma) if isinstance(cell, str) else float(cell)
    return number if math.isfinite(number) and number >= 0 else None


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
    text = re.sub(r"(?i)(km²|km2|sq\.? ?km|км²|кв\. ?км)\s*$", "", cell.strip())
    return re.sub(r"[\s\u00a0\u202f']", "", text)
