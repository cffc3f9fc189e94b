"""Copies and stories for programs: reports that are all at hand, grouped in one call."""

from collections.abc import Iterable

from dateline.wire.core.report import Report
from dateline.wire.core.stories.groups import StoryGroups
from dateline.wire.core.stories.values import Story
from dateline.wire.vectors import encoder, meaning_of


def group_stories(reports: Iterable[Report], *, light: bool = False) -> tuple[Story, ...]:
    """The stories that reports tell, each with its reports in the order given; every report is in one.

    The reports are taken one after the other, as they would arrive. ``light`` goes by words, names and time alone:
    quicker, without the encoder, and less sure. Raises NoVectors where the encoder is missing and ``light`` was not
    asked for, and ValueError for a time without a zone and for an id that two reports have.
    """
    listed = list(reports)
    vectors = None if light else encoder()([meaning_of(report) for report in listed])
    groups = StoryGroups(capacity=max(1, len(listed)))
    for at, report in enumerate(listed):
        if report.id in groups:
            raise ValueError(f"two reports have the id {report.id!r}")
        groups.add(report, None if vectors is None else vectors[at])
    order = {report.id: at for at, report in enumerate(listed)}
    return tuple(
        Story(id=story.id, reports=tuple(sorted(story.reports, key=order.__getitem__))) for story in groups.stories()
    )
