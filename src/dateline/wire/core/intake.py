"""Decides what one look at a channel brought: what is new, what changed, what was taken back, what is as it was."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dateline.wire.core.reported import Report

REMOVED = "It no longer stands on the page."
# A page that suddenly lacks so many of the posts it must show was not read as before: nobody takes back half a day.
MOST_REMOVED_SHARE = 0.5
FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is here of an item: the hash of its newest version, of the entry it was last seen as, and how it stands.

    ``was_shown`` says that it stood on the page when one last looked, which was at ``seen``.
    """

    hash: str
    entry_hash: str = ""
    is_read: bool = False
    is_withdrawn: bool = False
    was_shown: bool = True
    published: datetime | None = None
    seen: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A report that was not here."""

    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """A report whose words changed, or that came back."""

    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A report that was taken back, and in which words that is known."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """A report whose page was read, and whose entry changed since: the page knows better what."""

    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A report that is as it was."""

    report: Report


Decision = New | Updated | Withdrawn | LookAgain | Unchanged


def decide(reports: Sequence[Report], known: Mapping[str, Known]) -> list[Decision]:
    """A decision for each report, in their order; of several with one key the first counts."""
    once: dict[str, Report] = {}
    for report in reports:
        once.setdefault(report.key, report)
    return [_decided(report, known.get(report.key)) for report in once.values()]


def _decided(report: Report, known: Known | None) -> Decision:
    if known is None:
        return New(report=report)
    if report.withdrawn:
        taken_back = Withdrawn(key=report.key, reason=report.withdrawn)
        return Unchanged(report=report) if known.is_withdrawn else taken_back
    if report.seen and known.seen and report.seen < known.seen:
        # An archive brought a newer state of it before: what it said earlier is no change.
        return Unchanged(report=report)
    told = report.hash
    if known.entry_hash == told and not known.is_withdrawn:
        return Unchanged(report=report)
    if known.is_read:
        return LookAgain(report=report)
    return Updated(report=report) if known.hash != told or known.is_withdrawn else Unchanged(report=report)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a live page shows of its posts now, put beside what is known: the posts under the keys they had, removals.

    ``note`` says why nothing was taken for removed although much is missing.
    """

    reports: tuple[Report, ...]
    removed: tuple[Withdrawn, ...] = ()
    note: str = ""


def window(reports: Sequence[Report], known: Mapping[str, Known]) -> Window:
    """Finds posts that were removed: those that stood here at the last look and are missing between others now.

    Pages show their newest posts: what is older than all of those has only scrolled away. Above a page's oldest post,
    which may be fixed there, as many may scroll away as are new. A post that the page calls by another name than
    before, with the same time, is the one that is missing there.
    """
    shown = _renamed(reports, known)
    keys = {report.key for report in shown}
    moments = _in_order([report.published for report in shown if report.published])
    if not moments:
        return Window(reports=shown)
    oldest, second = [*sorted(moments), moments[0]][:2]
    stood = {key: one.published for key, one in known.items() if one.was_shown and not one.is_withdrawn}
    missing = {key: at for key, at in stood.items() if key not in keys and at and at > oldest}
    fresh = sum(report.key not in known for report in shown)
    low = [key for key, at in missing.items() if at < second]
    if len(low) <= fresh:
        missing = {key: at for key, at in missing.items() if key not in low}
    if len(missing) > FEW and len(missing) > MOST_REMOVED_SHARE * len(stood):
        return Window(
            reports=shown, note=f"The page shows {len(missing)} posts less than before: not taken as removed."
        )
    return Window(reports=shown, removed=tuple(Withdrawn(key=key, reason=REMOVED) for key in missing))


def _in_order(moments: Sequence[datetime]) -> list[datetime]:
    """The longest run of the moments that goes one way, newest or oldest first: pinned posts stand outside it."""
    down = _longest([moment.timestamp() for moment in moments])
    up = _longest([-moment.timestamp() for moment in moments])
    return [moments[place] for place in max(down, up, key=len)]


def _longest(values: Sequence[float]) -> list[int]:
    """The places of the longest subsequence that never rises; patience sorting, n log n."""
    tops: list[float] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_right(tops, -value)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1], ends[pile : pile + 1] = [-value], [place]
    found: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]


def _renamed(reports: Sequence[Report], known: Mapping[str, Known]) -> tuple[Report, ...]:
    keys = {report.key for report in reports}
    missing: dict[datetime, list[str]] = {}
    for key, one in known.items():
        if key not in keys and one.published and not one.is_withdrawn:
            missing.setdefault(one.published, []).append(key)
    unknown: dict[datetime, list[Report]] = {}
    for report in reports:
        if report.key not in known and report.published:
            unknown.setdefault(report.published, []).append(report)
    # Only where one is missing and one is unknown at that instant can they be the same.
    pairs = {
        found[0].key: missing[moment][0]
        for moment, found in unknown.items()
        if len(found) == 1 and len(missing.get(moment, ())) == 1
    }
    return tuple(replace(report, key=pairs.get(report.key, report.key)) for report in reports)


def ordered_at(published: datetime | None, first_seen: datetime) -> datetime:
    """Where an item stands in the wire's order: when it was published, never later than it was first seen."""
    return min(published, first_seen) if published else first_seen
