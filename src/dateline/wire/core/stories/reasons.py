"""Why a report belongs to a story, in words that an editor can check: shared names, words, meaning and time."""

import math
from collections.abc import Callable

import numpy as np

from dateline.wire.core.stories.sums import Bundle
from dateline.wire.core.stories.values import Reason
from dateline.wire.core.stories.words import Words

_MOST = 3


def why(words: Words, report: Bundle, *, story: Bundle, telling: Callable[[str], float]) -> Reason:
    """What a report shares with a story; ``telling`` says how much a word says."""
    shared = [word for word in words.shown if word in story.words]
    shared.sort(key=lambda word: -report.words[word] * story.words[word] * telling(word))
    names = list(dict.fromkeys(words.shown[word] for word in shared if word in words.names))
    others = [words.shown[word] for word in shared if words.shown[word] not in names]
    return Reason(
        names=tuple(names[:_MOST]),
        words=tuple(others[: max(0, _MOST - len(names))]),
        alike=_alike(report, story),
        seconds_apart=_apart(report, story),
    )


def _alike(report: Bundle, story: Bundle) -> float | None:
    if report.vector is None or story.vector is None:
        return None
    size = float(np.linalg.norm(report.vector) * np.linalg.norm(story.vector))
    return round(float(report.vector @ story.vector) / size, 2) if size else 0.0


def _apart(report: Bundle, story: Bundle) -> float | None:
    if math.isinf(report.first) or math.isinf(story.last):
        return None
    if story.first <= report.first <= story.last:
        return float(min(report.first - story.first, story.last - report.first))
    return float(max(story.first - report.first, report.first - story.last))
