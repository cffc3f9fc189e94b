"""Finds days, months and times of day in words, in the languages that outlets write in."""

import re
from datetime import date

_MONTHS = {
    1: "january|januar|jänner|janvier|enero|gennaio|janeiro|januari|stycznia|styczeń|ledna|leden|ocak|января"
        "|січня|tammikuuta|ianuarie",
    2: "february|februar|feber|février|fevrier|febrero|febbraio|fevereiro|februari|lutego|luty|února|únor|şubat"
        "|февраля|лютого|helmikuuta|februarie",
    3: "march|märz|mars|marzo|março|maart|marca|marzec|března|březen|mart|марта|березня|maaliskuuta|martie",
    4: "april|avril|abril|aprile|kwietnia|kwiecień|dubna|duben|nisan|апреля|квітня|huhtikuuta|aprilie",
    5: "may|mai|mayo|maggio|maio|mei|maj|maja|května|květen|mayıs|мая|травня|toukokuuta",
    6: "june|juni|juin|junio|giugno|junho|czerwca|czerwiec|června|červen|haziran|июня|червня|kesäkuuta|iunie",
    7: "july|juli|juillet|julio|luglio|julho|lipca|lipiec|července|červenec|temmuz|июля|липня|heinäkuuta|iulie",
    8: "august|août|aout|agosto|augustus|augusti|sierpnia|sierpień|srpna|srpen|ağustos|августа|серпня|elokuuta",
    9: "september|septembre|septiembre|settembre|setembro|września|wrzesień|září|eylül|сентября|вересня|syyskuuta"
        "|septembrie",
    10: "october|oktober|octobre|octubre|ottobre|outubro|października|październik|října|říjen|ekim|октября|жовтня"
        "|lokakuuta|octombrie",
    11: "november|novembre|noviembre|novembro|listopada|listopad|listopadu|kasım|ноября|листопада|marraskuuta"
        "|noiembrie",
    12: "december|dezember|décembre|decembre|diciembre|dicembre|dezembro|grudnia|grudzień|prosince|prosinec"
        "|aralık|декабря|грудня|joulukuuta|decembrie",
}  # fmt: skip
_NUMBERS = {name: number for number, names in _MONTHS.items() for name in names.split("|")}
_SHORT = {name[:3]: number for name, number in _NUMBERS.items() if name.isascii() and len(name) > 3} | {
    "sept": 9,
    "mrz": 3,
    "okt": 10,
    "dez": 12,
}
_NAME = "|".join(sorted([*_NUMBERS, *(f"{short}\\.?" for short in _SHORT)], key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?\s*(?:de\s+|of\s+|-)?({_NAME})\.?,?\s*(?:de\s+|del\s+|-)?(\d{{4}})\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b({_NAME})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\b")
_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日|\b)")
_MONTH_ONLY = re.compile(rf"\b({_NAME})\s+(?:de\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)(?:\s*([ap])\.?m\.?)?(?!\d|[.:/]\d)", re.IGNORECASE)
_CLOCK_LABEL = re.compile(
    r"(?:um\s+|at\s+)?\b[0-2]?\d[:.h][0-5]\d(?::\d\d)?\b(?:\s*(?:uhr|h|[ap]\.?m\.?)\b)?", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:lun|mar|mercre|jeu"
    r"|vendre|same)di|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b,?",
    re.IGNORECASE,
)


def day_in(words: str, *, month_first: bool = False) -> date | None:
    """The first day that the words name; ``month_first`` for how 3/4/2025 is meant."""
    found = [*_named(words), *_numeric(words, month_first=month_first)]
    return min(found)[1] if found else None


def taken_in(caption: str) -> str:
    """The day, or else the month, that a caption names, as ISO 8601; "" for none."""
    if day := _first(_named(caption)):
        return day.isoformat()
    month = _MONTH_ONLY.search(caption)
    return f"{month[2]}-{_month(month[1]):02}" if month and _month(month[1]) else ""


def clock_in(words: str) -> tuple[int, int] | None:
    """The first time of day that the words name, as hour and minute."""
    found = _CLOCK.search(words)
    if not found:
        return None
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    return hour, int(found[2])


def without_times(words: str) -> str:
    """The words without the days and the times of day that they name."""
    for finder in (_ISO, _DAY_FIRST, _MONTH_FIRST, _NUMERIC, _CLOCK_LABEL):
        words = finder.sub(" ", words)
    return " ".join(_WEEKDAY.sub(" ", words).split())


def _named(words: str) -> list[tuple[int, date]]:
    found = [(m.start(), _date(m[3], _month(m[2]), m[1])) for m in _DAY_FIRST.finditer(words)]
    found += [(m.start(), _date(m[3], _month(m[1]), m[2])) for m in _MONTH_FIRST.finditer(words)]
    return [(at, day) for at, day in found if day]


def _numeric(words: str, *, month_first: bool) -> list[tuple[int, date]]:
    found = [(m.start(), _date(m[1], m[2], m[3])) for m in _ISO.finditer(words)]
    for m in _NUMERIC.finditer(words):
        year = m[4] if len(m[4]) == 4 else f"20{m[4]}"
        day, month = (m[3], m[1]) if month_first and m[2] == "/" else (m[1], m[3])
        found.append((m.start(), _date(year, month, day) or _date(year, day, month)))
    return [(at, day) for at, day in found if day]


def _first(found: list[tuple[int, date]]) -> date | None:
    return min(found)[1] if found else None


def _month(name: str) -> int:
    bare = name.lower().rstrip(".")
    return _NUMBERS.get(bare) or _SHORT.get(bare) or _SHORT.get(bare[:3], 0)


def _date(year: object, month: object, day: object) -> date | None:
    try:
        found = date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None
