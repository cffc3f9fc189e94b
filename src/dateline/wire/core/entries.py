"""Turns what a feed tells of a report into the report: words as our blocks, people apart from organisations."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dateline.wire.core.feeds.kinds import root_of
from dateline.wire.core.feeds.read import read_feed
from dateline.wire.core.feeds.values import Entry, Feed, Media
from dateline.wire.core.page import blocks
from dateline.wire.core.page.markup import blocks_of_text
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, line
from dateline.wire.core.reported import Json, Report, key_of, opening, text_of

FEED_KINDS = frozenset({"rss", "atom", "rdf", "cdf", "jsonfeed", "ninjs", "newsml-g2"})
MOST_ENTRIES = 1000
# Agencies' words (NewsML-G2 pubStatus, ninjs) for a report that is not to be used.
_TAKEN_BACK = {"canceled": "Cancelled by the agency.", "withheld": "Withheld by the agency."}
_CONFIDENCE = {"title": 0.95, "standfirst": 0.85, "byline": 0.85, "published": 0.9, "text": 0.7}
_ONLY_A_DAY = 0.6


def reports_of_feed(feed: Feed) -> tuple[Report, ...]:
    """The feed's reports in its own order, at most a thousand."""
    return tuple(_report(entry, feed) for entry in feed.entries[:MOST_ENTRIES])


def feed_reports(content: bytes, *, now: datetime, url: str = "") -> list[Report] | None:
    """The reports of a feed or an agency's document in a file; None where it is none of them."""
    if root_of(content[:65_536]) == "html":
        return None
    feed = read_feed(content, url=url, now=now)
    return list(reports_of_feed(feed)) if feed.kind in FEED_KINDS and feed.entries else None


def _report(entry: Entry, feed: Feed) -> Report:
    base = entry.link or feed.home or feed.address
    made = blocks_of_text(entry.body, base) if entry.body else ()
    pictures = [picture for media in entry.pictures if (picture := _picture(media, base))]
    text = text_of(made)
    report = Report(
        key=key_of("entry", entry.key),
        link=address(entry.link, base),
        title=entry.title or opening(entry.summary or text),
        standfirst=entry.summary,
        byline=entry.byline,
        organisations=(entry.publisher.name,) if entry.publisher and entry.publisher.name else (),
        published=entry.published or entry.created,
        updated=entry.updated,
        language=entry.language or feed.language,
        section=entry.section,
        tags=tuple(tag.label or tag.term for tag in entry.tags),
        licence=entry.licence or line(entry.rights, 300),
        places=entry.places,
        source_link=_source(entry),
        is_live=entry.is_live,
        text=text,
        blocks=made,
        pictures=tuple(_once([*pictures, *_pictures_in(made)])),
        withdrawn=_TAKEN_BACK.get(entry.status, ""),
    )
    return _with_origins(report, entry, feed)


def _with_origins(report: Report, entry: Entry, feed: Feed) -> Report:
    known = {name: _CONFIDENCE[name] for name in _CONFIDENCE if getattr(report, name)}
    if "published" in known and "published" in entry.days:
        known["published"] = _ONLY_A_DAY
    origins = {name: {"origin": feed.kind, "confidence": sure} for name, sure in known.items()}
    return replace(report, origins=origins)


def _source(entry: Entry) -> str:
    """Where an aggregator says it has the report from."""
    via = next((one.url for one in entry.links if one.rel == "via"), "")
    return via or (entry.source.home or entry.source.address if entry.source else "")


def _picture(media: Media, base: str) -> Json | None:
    url = address(media.url, base)
    told = {"url": url, "caption": line(media.caption), "credit": blocks.credit_line(media.credit)}
    return told | {"alt": line(media.alt)} if url else None


def _pictures_in(made: tuple[Block, ...]) -> Iterator[Json]:
    for block in made:
        if block["type"] == "picture":
            yield {name: str(block.get(name, "")) for name in ("url", "caption", "credit", "alt")}


def _once(pictures: list[Json]) -> Iterator[Json]:
    seen: set[str] = set()
    for picture in pictures:
        if picture["url"] not in seen:
            seen.add(picture["url"])
            yield picture
