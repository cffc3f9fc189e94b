"""Finds out what an address is as a channel: a feed, a sitemap, a live page, a page that names its feeds, a folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from dateline.wire.core import schedule
from dateline.wire.core.addresses import Refused
from dateline.wire.core.entries import FEED_KINDS
from dateline.wire.core.feeds.kinds import root_of
from dateline.wire.core.feeds.read import read_feed, what_is
from dateline.wire.core.feeds.values import Feed, Link
from dateline.wire.core.fetched import Failed, Fetched
from dateline.wire.fetch import fetch
from dateline.wire.looking.mail import EVERY_SECONDS
from dateline.wire.looking.tools import MAIL_LIMITS
from dateline.wire.mailbox import Access, new_letters, place_of
from dateline.wire.models import ChannelKind
from dateline.wire.typed import path_of, why_none

MOST_HOPS = 2
NOTHING = "It holds nothing that can be read as a channel ({kind})."
# Feeds that a page names beside its main one: not what somebody means who names the page.
_BESIDE = ("comment", "kommentar", "commentaire", "comentario", "коментар", "комментар")
_WORDS = {
    "rss": "an RSS feed",
    "rdf": "an RSS 1.0 (RDF) feed",
    "atom": "an Atom feed",
    "cdf": "a CDF feed",
    "jsonfeed": "a JSON Feed",
    "ninjs": "a ninjs document",
    "newsml-g2": "a NewsML-G2 document",
    "sitemap": "a news sitemap",
    "telegram": "a Telegram channel's public page",
    "live-page": "a live page",
    "links-page": "a page with links",
    "folder": "a folder on this machine",
    "mail": "a mailbox",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address is: as which kind of channel it is taken in, under which address, and what stands there now.

    ``others`` are feeds that the page names besides; ``what`` says in words what it is.
    """

    kind: ChannelKind
    address: str
    what: str
    name: str = ""
    site: str = ""
    language: str = ""
    entries: int | None = None
    newest: datetime | None = None
    every_seconds: int = schedule.FIRST_SECONDS
    licence: str = ""
    hub: str = ""
    others: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoChannel:
    """Nothing that can be taken in, and why."""

    reason: str


def discover(
    address: str, *, inside: frozenset[tuple[str, int]] = frozenset(), password: str = ""
) -> Found | NoChannel | Failed:
    """What the address is. A page that names a feed is taken by its feed; ``inside`` as for ``fetch``.

    ``password`` is a mailbox's.
    """
    if address.startswith("imaps://"):
        return _mailbox(address, password, inside)
    if not address.startswith(("http://", "https://")):
        return _local(address)
    address, others = _telegram(address), ()
    for _ in range(MOST_HOPS):
        answer = fetch(address, allowed=inside)
        if isinstance(answer, Failed):
            return answer
        found = _found(answer, answer.moved_to or address)
        if isinstance(found, Found | NoChannel):
            return _with_others(found, others)
        feed, *others = found  # type: ignore[assignment]
        address = feed.url
    return NoChannel(reason="The page names a feed that is none.")


def _found(answer: Fetched, address: str) -> "Found | NoChannel | list[Link]":
    """What the answer is, or the feeds that the page names, the one that is meant first."""
    kind = what_is(answer.content, url=answer.url, content_type=answer.content_type)
    if kind in {"live-page", "article"}:
        return _page(answer, address, kind)
    now = datetime.now(UTC)
    feed = read_feed(answer.content, url=answer.url, content_type=answer.content_type, now=now)
    if feed.kind in FEED_KINDS:
        return _of_feed(feed, ChannelKind.FEED, address)
    match feed.kind:
        case "sitemap":
            return _of_feed(feed, ChannelKind.SITEMAP, address)
        case "telegram":
            return _of_feed(feed, ChannelKind.TELEGRAM, address)
        case "sitemap-index":
            return _sitemaps(feed)
        case "opml":
            return NoChannel(reason="This is a list of channels: take it in by `dateline wire opml`.")
        case "links-page":
            return _named(feed) or _of_feed(feed, ChannelKind.LINKS, address)
    if root_of(answer.content[:65_536]) == "html":
        return NoChannel(reason="This is a web page that names no feed and lists no reports.")
    words = next((fault.words for fault in feed.faults if fault.name == "not a feed" and fault.words), "")
    return NoChannel(reason=words or NOTHING.format(kind=answer.content_type.partition(";")[0][:50] or "of no type"))


def _of_feed(feed: Feed, kind: ChannelKind, address: str) -> Found:
    now = datetime.now(UTC)
    moments = sorted((e.published for e in feed.entries if e.published and e.published <= now), reverse=True)
    pace = schedule.Pace(moments=moments[:20], asked_seconds=feed.seconds)
    return Found(
        kind=kind,
        address=address,
        what=_WORDS[feed.kind],
        name=feed.title,
        site=feed.home,
        language=feed.language,
        entries=len(feed.entries),
        newest=moments[0] if moments else None,
        every_seconds=schedule.every_seconds(pace, now),
        licence=feed.licence or feed.rights[:300],
        hub=feed.hub,
    )


def _page(answer: Fetched, address: str, kind: str) -> "Found | NoChannel | list[Link]":
    """A live page by its posts; an article only leads to its outlet's feeds."""
    from dateline.wire.core.understood import Understood
    from dateline.wire.reading.pool import Source
    from dateline.wire.reading.standing import StandingPool

    pool = StandingPool(workers=1)
    try:
        source = Source(name=address, url=answer.url, content=answer.content, content_type=answer.content_type)
        page = pool.read(source).page
    finally:
        pool.close()
    if isinstance(page, Understood) and page.posts:
        moments = [post.time for post in page.posts if post.time]
        pace = schedule.Pace(moments=moments[:20], is_live=True)
        return Found(
            kind=ChannelKind.LIVE,
            address=address,
            what=_WORDS["live-page"],
            name=page.title,
            language=page.language,
            entries=len(page.posts),
            newest=max(moments, default=None),
            every_seconds=schedule.every_seconds(pace, datetime.now(UTC)),
        )
    feed = read_feed(answer.content, url=answer.url, content_type=answer.content_type)
    if kind == "article" and not feed.entries and not _named(feed):
        return NoChannel(reason="This is an article, and names no feed: read it by `dateline wire read`.")
    return _named(feed) or _of_feed(feed, ChannelKind.LINKS, address)


def _named(feed: Feed) -> list[Link]:
    """The feeds that a page names: its main one first, those of comments last."""
    named = [link for link in feed.links if link.rel == "alternate"]
    return sorted(named, key=lambda link: any(word in f"{link.title} {link.url}".lower() for word in _BESIDE))


def _sitemaps(feed: Feed) -> "Found | NoChannel | list[Link]":
    """Of an index of sitemaps the one for news, which holds two days; the others hold everything there ever was."""
    news = [Link(url=entry.link) for entry in feed.entries if "news" in entry.link.lower()]
    if not news:
        return NoChannel(reason="This is a list of sitemaps, and none of them is named as one of news.")
    return news


def _telegram(address: str) -> str:
    """The public page of a Telegram channel, for the address that people pass on."""
    parts = urlsplit(address)
    name = parts.path.strip("/").removeprefix("s/").partition("/")[0]
    if parts.hostname in {"t.me", "telegram.me"} and name and not name.startswith(("+", "joinchat")):
        return f"https://t.me/s/{name}"
    return address


def _mailbox(address: str, password: str, inside: frozenset[tuple[str, int]]) -> Found | NoChannel | Failed:
    try:
        place = place_of(address)
    except Refused as refused:
        return NoChannel(reason=str(refused))
    if not password:
        return NoChannel(reason="A mailbox needs its password: name a file that holds it with --password-file.")
    came = new_letters(place, Access(password=password, allowed=inside, ca=settings.MAIL_CA), limits=MAIL_LIMITS)
    if isinstance(came, Failed):
        return came
    name = f"{place.folder} of {place.user}"
    return Found(
        kind=ChannelKind.MAIL,
        address=address,
        what=_WORDS["mail"],
        name=name,
        entries=came.count,
        every_seconds=EVERY_SECONDS,
    )


def _local(address: str) -> Found | NoChannel:
    path = path_of(address)
    if path.is_dir():
        what, name = _WORDS["folder"], path.name
        return Found(kind=ChannelKind.FOLDER, address=path.resolve().as_uri(), what=what, name=name, every_seconds=5)
    return NoChannel(reason=why_none(address))


def _with_others(found: Found | NoChannel, others: "list[Link] | tuple[()]") -> Found | NoChannel:
    from dataclasses import replace

    return replace(found, others=tuple(others)) if isinstance(found, Found) and others else found
