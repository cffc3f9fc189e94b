"""Finds stories that are about something like another one: by the names and words that tell events apart, and time."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dateline.wire.core.report import Report, ReportId, moment
from dateline.wire.core.stories.sums import Bundle, Sums, Weights
from dateline.wire.core.stories.words import Words, words_of

_ENOUGH = 0.25  # of what would make two reports one story


def alike(asked: Report, others: Sequence[Report], *, most: int) -> list[ReportId]:
    """Which of the others, a report for each story, are most like the one asked for; the likest first.

    Raises ValueError for a time without its zone.
    """
    sums = Sums(Weights())
    words = [_words(one.title, one.text) for one in (asked, *others)]
    for one in words:
        sums.read(one.weights)
    bundles = [
        Bundle(words=sums.normed(one.weights), first=moment(report.published), last=moment(report.published))
        for one, report in zip(words, (asked, *others), strict=True)
    ]
    for n, bundle in enumerate(bundles[1:]):
        sums.put(n, others[n].id, bundle=bundle)
    likeness = sums.likeness(bundles[0])
    order = np.argsort(-likeness, kind="stable")[:most]
    return [others[int(n)].id for n in order if likeness[n] >= _ENOUGH]


@lru_cache(maxsize=2000)
def _words(title: str, text: str) -> Words:
    return words_of(Report(id=0, title=title, text=text))
