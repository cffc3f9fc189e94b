"""Finds stories that are about something like another one: by the names and words that tell events apart, and time."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from dateline.wire.core.report import Report, ReportId, moment
from dateline.wire.core.stories.sums import Bundle, Floats, Sums, Weights
from dateline.wire.core.stories.words import Words, words_of

_LEAST_MEANT, _TINY = 8, 1e-6  # vectors of which a mean can be told; a length that is none
_ENOUGH, _ENOUGH_MEANT = 0.25, 0.5  # of what would make two reports one story, by words and by meaning


def alike(
    asked: Report, others: Sequence[Report], *, most: int, vectors: Mapping[ReportId, Floats] | None = None
) -> list[ReportId]:
    """Which of the others, a report for each story, are most like the one asked for; the likest first.

    ``vectors`` are meanings by report (``wire/vectors.py``), of as many as have one. Raises ValueError for a time
    without its zone.
    """
    sums = Sums(Weights())
    words = [_words(one.title, one.text) for one in (asked, *others)]
    for one in words:
        sums.read(one.weights)
    bundles = [
        Bundle(words=sums.normed(one.weights), first=moment(report.published), last=moment(report.published))
        for one, report in zip(words, (asked, *others), strict=True)
    ]
    meant = _centred(vectors or {})
    for report, bundle in zip((asked, *others), bundles, strict=True):
        if report.id in meant:
            bundle.vector, bundle.vectors = meant[report.id], 1
    for n, bundle in enumerate(bundles[1:]):
        sums.put(n, others[n].id, bundle=bundle)
    likeness = sums.likeness(bundles[0])
    order = np.argsort(-likeness, kind="stable")[:most]
    enough = [_ENOUGH_MEANT if asked.id in meant and one.id in meant else _ENOUGH for one in others]
    return [others[int(n)].id for n in order if likeness[n] >= enough[int(n)]]


def _centred(vectors: Mapping[ReportId, Floats]) -> dict[ReportId, Floats]:
    """The vectors without what they have in common, of length 1 again: stories of one field are alike in everything."""
    if len(vectors) < _LEAST_MEANT:
        return {}
    mean = np.mean(list(vectors.values()), axis=0)
    rest = {key: vector - mean for key, vector in vectors.items()}
    return {key: vector / size for key, vector in rest.items() if (size := float(np.linalg.norm(vector))) > _TINY}


@lru_cache(maxsize=2000)
def _words(title: str, text: str) -> Words:
    return words_of(Report(id=0, title=title, text=text))
