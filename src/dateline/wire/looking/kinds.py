"""Reads what a channel answered, each kind in its way: feeds as they stand, live pages in a process apart."""

from dataclasses import dataclass
from datetime import datetime

from dateline.wire.core.entries import FEED_KINDS, reports_of_feed
from dateline.wire.core.feeds.kinds import root_of
from dateline.wire.core.feeds.read import read_feed
from dateline.wire.core.feeds.values import Feed
from dateline.wire.core.fetched import Fetched
from dateline.wire.core.reported import Report, report_of_post
from dateline.wire.core.understood import NotRead, Understood
from dateline.wire.looking.tools import Tools
from dateline.wire.models import Channel, ChannelKind
from dateline.wire.reading.pool import Source

# What a channel of each kind may turn out to hold.
EXPECTED = {
    ChannelKind.FEED: FEED_KINDS,
    ChannelKind.SITEMAP: frozenset({"sitemap"}),
    ChannelKind.TELEGRAM: frozenset({"telegram"}),
    ChannelKind.LINKS: frozenset({"links-page"}),
}
HELD = {
    "live-page": "a live page",
    "links-page": "a web page",
    "article": "a web page",
    "html": "a web page",
    "opml": "a list of channels",
    "sitemap-index": "a list of sitemaps",
    "telegram": "a Telegram channel",
    "sitemap": "a sitemap",
}

_OTHER = "The address holds {held} now, and no longer what it held."


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a channel holds now: its reports, the hub that tells of news, and how long to wait between two looks.

    ``is_window`` says that it shows its newest posts in full, so that one missing between others was removed; ``cut``
    in which words that the answer ended before it was whole, so that there may be more.
    """

    reports: tuple[Report, ...]
    is_window: bool = False
    cut: str = ""
    asked_seconds: int | None = None
    hub: str = ""
    topic: str = ""


def read_channel(channel: Channel, answer: Fetched, *, tools: Tools) -> Came | NotRead:
    """The channel's reports, or why its answer is none of its kind."""
    if channel.kind == ChannelKind.LIVE:
        return _live(channel, answer, tools)
    if channel.kind in {ChannelKind.FEED, ChannelKind.SITEMAP} and root_of(answer.content[:65_536]) == "html":
        return NotRead(reason=_OTHER.format(held="a web page"))
    feed = read_feed(answer.content, url=answer.url, content_type=answer.content_type, now=tools.now())
    return came_of(feed, ChannelKind(channel.kind))


def read_push(channel: Channel, pushed: Fetched, *, now: datetime) -> Came | NotRead:
    """The reports in what a hub sent, where it is what the channel holds; else it only says that there is news."""
    if channel.kind not in {ChannelKind.FEED, ChannelKind.SITEMAP} or root_of(pushed.content[:65_536]) == "html":
        return NotRead(reason=_OTHER.format(held="something else"))
    feed = read_feed(pushed.content, url=pushed.url, content_type=pushed.content_type, now=now)
    return came_of(feed, ChannelKind(channel.kind))


def came_of(feed: Feed, kind: ChannelKind) -> Came | NotRead:
    """The feed's reports, where it is of a kind that the channel may hold."""
    if feed.kind not in EXPECTED.get(kind, FEED_KINDS):
        held = HELD.get(feed.kind)
        return NotRead(reason=_OTHER.format(held=held) if held else _fault(feed))
    cut = next((fault.words for fault in feed.faults if fault.name == "cut"), "")
    reports = reports_of_feed(feed)
    return Came(reports=reports, cut=cut, asked_seconds=feed.seconds, hub=feed.hub, topic=feed.address)


def _fault(feed: Feed) -> str:
    words = next((fault.words for fault in feed.faults if fault.words), "")
    return f"The answer could not be read: {words}" if words else "The answer could not be read."


def _live(channel: Channel, answer: Fetched, tools: Tools) -> Came | NotRead:
    source = Source(name=channel.address, url=answer.url, content=answer.content, content_type=answer.content_type)
    page = tools.pool.read(source).page
    if not isinstance(page, Understood):
        return page
    if not page.posts:
        return NotRead(reason="The page holds no posts: it is no live page any more, or written in another way.")
    return Came(reports=tuple(report_of_post(post, page, link=answer.url) for post in page.posts), is_window=True)
