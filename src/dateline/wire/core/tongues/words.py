"""Cuts a text into words with their places, and tells where a sentence ends."""

import re
from functools import lru_cache
from typing import NamedTuple

from dateline.wire.core.tongues.tongue import fold, listed

_LETTER = r"[^\W\d_][\w\u0300-\u036f]*"
_WORD = re.compile(
    rf"(?:RM|Rs|R|US|CHF|EUR|USD|GBP|TL|PLN)(?=\d)|\d+(?:[.,'’\u00a0\u202f\u2009]\d+)*|{_LETTER}(?:[-'’.&][^\W_][\w\u0300-\u036f]*)*|\.\.\.|\S"
)
_ELIDED = re.compile(
    r"(?:l|d|qu|n|s|j|m|t|c|jusqu|lorsqu|puisqu|quelqu|un|dell|all|nell|sull|dall|quest|quell|dev|com|cos)['’](?=[^\W\d_])",
    re.IGNORECASE,
)
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff")
_ENDS = frozenset(".!?…。！？") | {"..."}
_SHORT = listed(
    """mr mrs ms dr prof st sr sra jr gen lt col maj capt sgt sen rep gov hon rev inc ltd corp co vs etc no nr
    nos vol fig al approx est dept jan feb mar apr jun jul aug sep sept oct nov dec bzw ca usw evtl ggf inkl mio
    mrd tel abs art bd hl u.a z.b d.h m mme mlle dott ing avv dña ud uds ee uu im ok tzw tys mln mld np ul hr
    dhr mevr bl kap ds т.д т.п др ім р см г гг вул тыс млн млрд руб долл r.a bl.a kl ph ph.d u.s u.k u.n a.m p.m
    i.e e.g n.y d.c"""
)


class Word(NamedTuple):
    """A word or mark at its place; ``low`` is folded, ``quote`` the number of the quotation it stands for, or -1."""

    text: str
    low: str
    start: int
    end: int
    quote: int = -1

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


# A paragraph is asked for twice: with the page's whole cast, and with its own quotations.
@lru_cache(maxsize=512)
def words_in(text: str, start: int, *, end: int, elision: bool = False) -> tuple[Word, ...]:
    """The words and marks of that stretch, in order."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, end):
        whole, at = match[0], match.start()
        if whole in _UNSEEN:
            continue
        if elision and (cut := _ELIDED.match(whole)):
            found.append(Word(cut[0], fold(cut[0]), at, at + cut.end()))
            whole, at = whole[cut.end() :], at + cut.end()
        found.append(Word(whole, fold(whole), at, match.end()))
    return tuple(found)


def ends_sentence(before: Word | None, mark: Word, *, after: Word | None) -> bool:
    """Whether a sentence ends with that mark, by the words at its sides."""
    if mark.low not in _ENDS:
        return False
    if after is None:
        return True
    if after.start == mark.end and after.quote < 0:
        return False
    if not (after.quote >= 0 or after.is_capital or not after.is_word):
        return False
    if mark.low != "." or before is None:
        return True
    is_short = (
        before.low in _SHORT or (len(before.low) == 1 and before.is_word) or re.fullmatch(r"(?:\w\.)+\w", before.low)
    )
    return not (is_short or (before.text.isdigit() and len(before.text) <= 2))
