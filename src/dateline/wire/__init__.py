"""What the world reports, understood: what outside programs import, loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.wire.core.copies.agencies import AgencyCredit, agency_credits
    from dateline.wire.core.copies.find import find_copies
    from dateline.wire.core.copies.index import CopyIndex
    from dateline.wire.core.copies.passages import Passage, changed_passages
    from dateline.wire.core.copies.values import Copy
    from dateline.wire.core.feeds.read import read_feed, what_is
    from dateline.wire.core.feeds.values import Entry, Fault, Feed, Media, Words
    from dateline.wire.core.report import Report
    from dateline.wire.core.stories.groups import StoryGroups
    from dateline.wire.core.stories.values import Reason, Story, StoryChange
    from dateline.wire.core.understood import NotRead, Number, Picture, Post, Quote, Related, Understood, to_json
    from dateline.wire.library import group_stories
    from dateline.wire.reading.page import read_page
    from dateline.wire.reading.pool import Answer, Limits, Source, read_all

__all__ = [
    "AgencyCredit",
    "Answer",
    "Copy",
    "CopyIndex",
    "Entry",
    "Fault",
    "Feed",
    "Limits",
    "Media",
    "NotRead",
    "Number",
    "Passage",
    "Picture",
    "Post",
    "Quote",
    "Reason",
    "Related",
    "Report",
    "Source",
    "Story",
    "StoryChange",
    "StoryGroups",
    "Understood",
    "Words",
    "agency_credits",
    "changed_passages",
    "find_copies",
    "group_stories",
    "read_all",
    "read_feed",
    "read_page",
    "to_json",
    "what_is",
]

_FROM = {
    "AgencyCredit": "core.copies.agencies",
    "Answer": "reading.pool",
    "Copy": "core.copies.values",
    "CopyIndex": "core.copies.index",
    "Entry": "core.feeds.values",
    "Fault": "core.feeds.values",
    "Feed": "core.feeds.values",
    "Limits": "reading.pool",
    "Media": "core.feeds.values",
    "NotRead": "core.understood",
    "Number": "core.understood",
    "Passage": "core.copies.passages",
    "Picture": "core.understood",
    "Post": "core.understood",
    "Quote": "core.understood",
    "Reason": "core.stories.values",
    "Related": "core.understood",
    "Report": "core.report",
    "Source": "reading.pool",
    "Story": "core.stories.values",
    "StoryChange": "core.stories.values",
    "StoryGroups": "core.stories.groups",
    "Understood": "core.understood",
    "Words": "core.feeds.values",
    "agency_credits": "core.copies.agencies",
    "changed_passages": "core.copies.passages",
    "find_copies": "core.copies.find",
    "group_stories": "library",
    "read_all": "reading.pool",
    "read_feed": "core.feeds.read",
    "read_page": "reading.page",
    "to_json": "core.understood",
    "what_is": "core.feeds.read",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _FROM:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
