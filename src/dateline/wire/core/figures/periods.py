"""Finds the period that a sentence names, as ISO 8601: a month, a year, an interval, the last day of a month."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.wire.core.tongues.tongue import Tongue, listed
from dateline.wire.core.tongues.words import Word

_ENDS = listed("end ende fin finales fine fim eind kinec кінець кінці конце конца koniec końcu slutet slutten")
_MONTHS = listed(
    """month months monat monate monaten mois mes meses mese mesi mês maand maanden місяць місяців місяці месяц месяцев
    месяца miesiąc miesięcy miesiące månad månader måned måneder"""
)
_YEARS = listed(
    """year years jahr jahre jahren an ans année années año años anno anni ano anos jaar рік роки років год года лет rok
    lata lat år"""
)
_DAYS = listed("day days tage tagen jours días giorni dias dagen днів дні дней dni dagar dager")
_WEEKS = listed(
    """week weeks woche wochen semaine semaines semana semanas settimana settimane weken тиждень тижнів неделя недель
    tygodni veckor uker"""
)
_BEFORE_MAY = listed("in of since to until from and late early by during last")
_BEFORE_YEAR = listed("in im en nel since seit em у в w i depuis desde dal sinds von from to of during by")
_OPENING = listed("from between von zwischen de entre da tra від с od från fra van tussen")


@dataclass(frozen=True, slots=True)
class Period:
    """A period where a sentence names it: items ``first`` to ``last``."""

    first: int
    last: int
    iso: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The sentence whose periods are looked for."""

    items: Sequence[Word]
    lows: list[str]
    tongue: Tongue
    today: date | None


def periods_in(items: Sequence[Word], tongue: Tongue, *, today: date | None) -> list[Period]:
    """The periods of a sentence, in order; ``today`` is the page's day, by which "in May" and "this year" are meant."""
    sentence = _Sentence(items, [item.low for item in items], tongue, today)
    found: list[Period] = []
    at = 0
    while at < len(items):
        period = _month(sentence, at) or _past(sentence, at) or _year(sentence, at)
        if period:
            found.append(period)
        at = period.last if period else at + 1
    return _joined(sentence, found)


def period_for(periods: list[Period], first: int, *, last: int, others: list[tuple[int, int]]) -> str:
    """The period of the figure at those items: the one behind it, else what its sentence opens with."""
    following = min((start for start, _ in others if start >= last), default=10**9)
    behind = next((period for period in periods if last <= period.first < following), None)
    if behind:
        return behind.iso
    earliest = min([start for start, _ in others if start < first], default=first)
    ahead = [period for period in periods if period.last <= earliest]
    return ahead[-1].iso if ahead else ""


def _month(sentence: _Sentence, at: int) -> Period | None:
    lows = sentence.lows
    month = sentence.tongue.months.get(lows[at])
    if month is None or (sentence.tongue.code == "en" and not sentence.items[at].is_capital):
        return None
    dated = at + 1 < len(lows) and lows[at + 1].isdigit()
    if lows[at] == "may" and not dated and (at == 0 or lows[at - 1] not in _BEFORE_MAY):
        return None
    last, told = _year_behind(lows, at)
    year = told or _year_of(month, sentence.today)
    if year is None or not 1000 <= year <= 2200:
        return None
    days = calendar.monthrange(year, month)[1]
    day = _day(lows, at)
    if day and day <= days:
        return Period(max(0, at - 1), last, f"{year}-{month:02}-{day:02}")
    if any(low in _ENDS for low in lows[max(0, at - 3) : at]):
        return Period(at, last, f"{year}-{month:02}-{days:02}")
    return Period(at, last, f"{year}-{month:02}")


def _year_behind(lows: list[str], at: int) -> tuple[int, int | None]:
    """Where the month with its year ends, and the year: "May 2025", "mayo de 2025"."""
    for n in (at + 1, at + 2):
        told = n < len(lows) and len(lows[n]) == 4 and lows[n].isdigit()
        if told and (n == at + 1 or lows[at + 1] in {"de", "del", ",", "of"}):
            return n + 1, int(lows[n])
    return at + 1, None


def _day(lows: list[str], at: int) -> int:
    """The day of the month beside the month's name; 0 for none."""
    for n in (at - 1, at - 2, at + 1):
        if not 0 <= n < len(lows) or (n == at - 2 and lows[at - 1] not in {".", "de", "of"}):
            continue
        if lows[n].isdigit() and 1 <= int(lows[n]) <= 31 and len(lows[n]) <= 2:
            return int(lows[n])
    return 0


def _year_of(month: int, today: date | None) -> int | None:
    if today is None:
        return None
    return today.year if month <= today.month else today.year - 1


def _past(sentence: _Sentence, at: int) -> Period | None:
    """ "Over the past 12 months"."""
    lows, today = sentence.lows, sentence.today
    found = sentence.tongue.phrase_at("past", lows, at=at)
    if not found or today is None or at + found[0] + 1 >= len(lows):
        return None
    n = at + found[0]
    count = int(lows[n]) if lows[n].isdigit() and len(lows[n]) <= 3 else int(sentence.tongue.numbers.get(lows[n], 0))
    unit = lows[n + 1]
    start = None
    if count and unit in _MONTHS | _YEARS:
        start = _months_before(today, count * (12 if unit in _YEARS else 1))
    elif count and unit in _DAYS | _WEEKS:
        start = today - timedelta(days=count * (7 if unit in _WEEKS else 1))
    return Period(at, n + 2, f"{start}/{today}") if start else None


def _months_before(today: date, months: int) -> date | None:
    back = today.year * 12 + today.month - 1 - months
    if back < 12_000:
        return None
    year, month = back // 12, back % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _year(sentence: _Sentence, at: int) -> Period | None:
    lows, today = sentence.lows, sentence.today
    for name, back in (("this_year", 0), ("last_year", 1)):
        if today and (found := sentence.tongue.phrase_at(name, lows, at=at)):
            return Period(at, at + found[0], f"{today.year - back}")
    low = lows[at]
    if at == 0 or not (len(low) == 4 and low.isdigit() and 1900 <= int(low) <= 2100):
        return None
    return Period(at, at + 1, low) if lows[at - 1] in _BEFORE_YEAR else None


def _joined(sentence: _Sentence, found: list[Period]) -> list[Period]:
    """The periods with "from June 2024 to May 2025" as one."""
    lows, made = sentence.lows, list[Period]()
    for period in found:
        last = made[-1] if made else None
        if last and period.first - last.last == 1 and "/" not in last.iso + period.iso:
            joint = lows[last.last]
            opened = last.first > 0 and lows[last.first - 1] in _OPENING
            if opened and (joint in sentence.tongue.lists["to"] or joint in {"-", "–"}):
                made[-1] = Period(last.first, period.last, f"{last.iso}/{period.iso}")
                continue
        made.append(period)
    return made
