"""What the world reports, understood: what outside programs import, loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.wire.core.feeds.read import read_feed, what_is
    from dateline.wire.core.feeds.values import Entry, Fault, Feed, Media, Words
    from dateline.wire.core.understood import NotRead, Number, Picture, Post, Quote, Related, Understood, to_json
    from dateline.wire.reading.page import read_page
    from dateline.wire.reading.pool import Answer, Limits, Source, read_all

__all__ = [
    "Answer",
    "Entry",
    "Fault",
    "Feed",
    "Limits",
    "Media",
    "NotRead",
    "Number",
    "Picture",
    "Post",
    "Quote",
    "Related",
    "Source",
    "Understood",
    "Words",
    "read_all",
    "read_feed",
    "read_page",
    "to_json",
    "what_is",
]

_FROM = {
    "Answer": "reading.pool",
    "Entry": "core.feeds.values",
    "Fault": "core.feeds.values",
    "Feed": "core.feeds.values",
    "Limits": "reading.pool",
    "Media": "core.feeds.values",
    "NotRead": "core.understood",
    "Number": "core.understood",
    "Picture": "core.understood",
    "Post": "core.understood",
    "Quote": "core.understood",
    "Related": "core.understood",
    "Source": "reading.pool",
    "Understood": "core.understood",
    "Words": "core.feeds.values",
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
