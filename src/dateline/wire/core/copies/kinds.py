"""In which way one text copies another, from where in it the shared runs of words stand."""

from dataclasses import dataclass

import numpy as np

from dateline.wire.core.copies.grams import Numbers
from dateline.wire.core.copies.values import Kind

_NEARLY_ALL = 0.8
_LEAD_RUNS = 3  # kept runs before the first shared one, of a beginning that was written anew
_LEAD_WORDS = 12
_LONGEST_LEAD = 0.35  # of the words; what stands longer before a text is a piece of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What two texts share, seen from the one that arrived later.

    ``places`` the numbers of the words where shared runs begin, ``of`` where all its kept runs do, in their order;
    ``share`` of its runs that the other has, ``of_other`` of the other's that it has.
    """

    places: Numbers
    of: Numbers
    share: float
    of_other: float
    words: int


def kind_of(match: Match, *, in_earlier: float, in_later: float) -> Kind:
    """The kind of a copy; the shares are those of the later text in the earlier one, and the other way round."""
    if _has_own_lead(match):
        return Kind.REWRITTEN_LEAD
    if in_earlier >= _NEARLY_ALL and in_later >= _NEARLY_ALL:
        return Kind.WHOLE
    if in_earlier >= _NEARLY_ALL:
        return Kind.CUT
    return Kind.EMBEDDED if in_later >= _NEARLY_ALL else Kind.PARTLY


def _has_own_lead(match: Match) -> bool:
    first = int(match.places.min())
    before = int(np.searchsorted(match.of, first))
    if before < _LEAD_RUNS or first < _LEAD_WORDS or first > match.words * _LONGEST_LEAD:
        return False
    return len(match.places) >= _NEARLY_ALL * (len(match.of) - before) and match.of_other >= 0.5
