"""Reads sitemaps, those for news above all, and indexes of sitemaps."""

from typing import Any

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.draft import Place
from dateline.wire.core.feeds.fields import time_fields, words_in
from dateline.wire.core.feeds.texts import written
from dateline.wire.core.feeds.values import Entry, Feed, Link, Media, Person, Tag
from dateline.wire.core.feeds.xmltree import Tree

Element = Any
MOST_ENTRIES = 50_000  # what a sitemap may hold (sitemaps.org)


def read_sitemap(tree: Tree, *, url: str) -> Feed:
    """The pages of a sitemap, or the sitemaps of an index, as entries."""
    root: Element = tree.root
    place = Place(url, language="", content=tree.content)
    index = place.names.of(root) == "sitemapindex"
    entries: list[Entry] = []
    for element in root.iterchildren("*"):
        if place.names.of(element) in {"url", "sitemap"} and len(entries) < MOST_ENTRIES:
            entry = _entry(element, place)
            if entry is not None:
                entries.append(entry)
    names = {entry.publisher.name for entry in entries if entry.publisher}
    news = any(entry.heading.written for entry in entries)
    return Feed(
        kind="sitemap-index" if index else "sitemap",
        dialect="" if index else "news" if news else "pages",
        heading=words_in(names.pop() if len(names) == 1 else ""),
        encoding=tree.encoding,
        faults=tree.faults,
        entries=tuple(entries),
    )


def _entry(element: Element, place: Place) -> Entry | None:
    told: dict[str, str] = {}
    media: list[Media] = []
    for child in element.iterchildren("*"):
        name = place.names.of(child)
        if name == "news:news":
            for each in child.iterdescendants("*"):
                if not len(each):
                    told.setdefault(place.names.of(each), one_line(written(each)))
        elif name == "image:image":
            media.extend(_picture(child, place))
        elif not len(child):
            told.setdefault(name, one_line(written(child)))
    link = place.link(element, told.get("loc"))
    if not link:
        return None
    times = {"published": told.get("news:publication_date"), "updated": told.get("lastmod")}
    words = [*told.get("news:keywords", "").split(","), *told.get("news:stock_tickers", "").split(",")]
    genres = told.get("news:genres", "")
    publisher, language = told.get("news:name"), told.get("news:language", "")
    return Entry(
        key=link,
        link=link,
        key_is_told=False,
        heading=words_in(told.get("news:title"), language=language),
        publisher=Person(name=publisher) if publisher else None,
        language=language,
        tags=tuple(Tag(term=word.strip()) for word in words if word.strip()),
        report=genres,
        links=(Link(url=link),),
        media=tuple(media),
        **time_fields(times),
    )


def _picture(element: Element, place: Place) -> list[Media]:
    told = {place.names.of(each): one_line(written(each)) for each in element.iterchildren("*")}
    url = place.link(element, told.get("image:loc"))
    caption, title = told.get("image:caption", ""), told.get("image:title", "")
    return [Media(url=url, kind="image", caption=caption or title, rights=told.get("image:license", ""))] if url else []
