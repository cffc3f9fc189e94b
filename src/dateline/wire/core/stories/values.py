"""What is said of stories as reports arrive: which report went where, and why."""

from dataclasses import dataclass
from enum import StrEnum

from dateline.wire.core.report import ReportId

StoryId = int


class Kind(StrEnum):
    """What happened to a story.

    ``opened`` a report began a new one; ``joined`` a report came to it; ``merged`` another story became part of it;
    ``split`` reports left it for another one.
    """

    OPENED = "opened"
    JOINED = "joined"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why reports belong together: what they share, how alike they are, and how far apart in time.

    ``names`` and ``words`` as they are written, rarest first; ``alike`` of meanings, -1 to 1, None without vectors;
    ``seconds_apart`` from the story's nearest report, None where a time is not known; ``by_editor`` for a decision.
    """

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    alike: float | None = None
    seconds_apart: float | None = None
    by_editor: bool = False

    def __str__(self) -> str:
        if self.by_editor:
            return "an editor said so"
        said = [f"same names: {', '.join(self.names)}"] if self.names else []
        said += [f"same words: {', '.join(self.words)}"] if self.words else []
        said += [f"{self.alike:.2f} alike by meaning"] if self.alike is not None else []
        said += [f"{_span(self.seconds_apart)} apart"] if self.seconds_apart is not None else []
        return "; ".join(said) or "nothing like it before"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """One step in a story's life.

    ``story`` is the story as it is now called; ``other`` the one that is gone (merged) or that the reports left
    (split), else None; ``reports`` those that moved.
    """

    kind: Kind
    story: StoryId
    reports: tuple[ReportId, ...]
    reason: Reason
    other: StoryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports about one event, in the order in which they came."""

    id: StoryId
    reports: tuple[ReportId, ...]


def _span(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return "a moment" if seconds < 60 else f"{seconds / 60:.0f} minute"
