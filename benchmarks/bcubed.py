"""B-cubed: how well groups agree with the right ones, averaged over their members (Bagga and Baldwin, 1998)."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Shares from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(found: Sequence[Hashable], right: Sequence[Hashable]) -> Agreement:
    """The agreement of two lists that name the group of each member."""
    both, ours, theirs = Counter(zip(found, right, strict=True)), Counter(found), Counter(right)
    precise = sum(count * count / ours[one] for (one, _), count in both.items())
    complete = sum(count * count / theirs[other] for (_, other), count in both.items())
    return Agreement(precision=precise / len(found), recall=complete / len(found))
