"""Plans how a blog is played again: what its public history said, in order, as steps with their times."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from dateline.blog.core.content import PostView
from dateline.blog.core.words import PostWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A post as it stood after one event of the log."""

    view: PostView
    at: datetime
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """A post becomes public."""

    at: datetime
    uid: str
    words: PostWords
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """A public post gets other words; with a ``correction`` its facts were wrong."""

    at: datetime
    uid: str
    words: PostWords
    correction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """A public post is taken back."""

    at: datetime
    uid: str
    reason: str


Step = Publish | Amend | Withdraw


def steps_of(moments: Iterable[Moment], *, pinned: str = "", limit: int | None = None) -> list[Step]:
    """What happened to the posts, oldest first; ``limit`` keeps that many posts.

    Posts whose words were sealed are left out: nobody is to read them again.
    """
    histories: dict[str, list[Moment]] = {}
    for moment in moments:
        histories.setdefault(moment.view.uid, []).append(moment)
    shown = [h for h in histories.values() if not h[-1].view.sealed and not h[0].view.withdrawn]
    shown.sort(key=lambda history: history[0].view.published)
    steps = [step for history in shown[:limit] for step in _steps(history, pinned)]
    # Sorting is stable: what happens to one post at one time keeps its order.
    return sorted(steps, key=lambda step: step.at)


def waits(steps: Iterable[Step], *, speed: float) -> Iterator[float]:
    """The seconds from the start of the replay to each step: its distance from the first one, over ``speed``."""
    first: datetime | None = None
    for step in steps:
        first = first or step.at
        yield (step.at - first).total_seconds() / speed


def words_of(view: PostView) -> PostWords:
    """What is written in the post."""
    return PostWords(
        title=view.title,
        blocks=view.blocks,
        bylines=view.bylines,
        tags=view.tags,
        key=view.key,
        summary=view.summary,
        claims=tuple(claim.uid for claim in view.claims),
    )


def _steps(history: list[Moment], pinned: str) -> Iterator[Step]:
    first = history[0].view
    yield Publish(at=first.published, uid=first.uid, words=words_of(first), pinned=first.uid == pinned)
    before, at = first, first.published
    for moment in history[1:]:
        view = moment.view
        at = max(at, _time_of(moment, before))
        if view.withdrawn:
            yield Withdraw(at=at, uid=view.uid, reason=view.reason)
            return
        correction = view.corrections[-1].note if len(view.corrections) > len(before.corrections) else ""
        if correction or words_of(view) != words_of(before):
            yield Amend(at=at, uid=view.uid, words=words_of(view), correction=correction)
        before = view


def _time_of(moment: Moment, before: PostView) -> datetime:
    # The log of an imported blog says when it was imported; when it was changed, only the post itself says.
    if not moment.imported:
        return moment.at
    changed = moment.view.updated if moment.view.updated != before.updated else None
    return changed or before.published
