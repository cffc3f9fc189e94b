"""Reads and writes OPML: a list of channels, in folders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from dateline.wire.core.feeds.clean import folded, one_line
from dateline.wire.core.feeds.draft import Place
from dateline.wire.core.feeds.fields import time_fields, words_in
from dateline.wire.core.feeds.texts import written
from dateline.wire.core.feeds.values import Entry, Feed, Link, Person, Tag
from dateline.wire.core.feeds.xmltree import Tree
from dateline.wire.core.page.words import showable

Element = Any
MOST_OUTLINES = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A channel in a list: its feed's address, its name, its page, the folders that it is in, its kind."""

    url: str
    title: str = ""
    home: str = ""
    folders: tuple[str, ...] = ()
    kind: str = "rss"


def read_opml(tree: Tree, *, url: str) -> Feed:
    """The channels as entries: ``link`` is the feed's address, ``section`` its folder, ``report`` its kind."""
    root: Element = tree.root
    place = Place(url, language="", content=tree.content)
    head: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    for element in root.iterdescendants("*"):
        name = place.names.of(element)
        if name == "outline" and len(entries) < MOST_OUTLINES:
            entry = _entry(element, place)
            if entry is not None:
                entries.setdefault(entry.key, entry)
        elif not len(element):
            head.setdefault(name, one_line(written(element)))
    times = time_fields({"created": head.get("datecreated"), "updated": head.get("datemodified")})
    owner = head.get("ownername"), head.get("owneremail")
    return Feed(
        kind="opml",
        heading=words_in(head.get("title")),
        publisher=Person(name=owner[0] or "", email=owner[1] or "") if any(owner) else None,
        encoding=tree.encoding,
        faults=tree.faults,
        entries=tuple(entries.values()),
        **times,
    )


def _entry(element: Element, place: Place) -> Entry | None:
    told = {name.lower(): value for name, value in element.attrib.items()}
    kind = told.get("type", "").lower()
    named = told.get("xmlurl") or (told.get("url", "") if kind in {"rss", "atom", "include", "link"} else "")
    link = place.link(element, named)
    if not link:
        return None
    folders = [_name(above) for above in element.iterancestors() if place.names.of(above) == "outline"]
    home = place.link(element, told.get("htmlurl"))
    tags = [folder for folder in folders if folder] + told.get("category", "").strip("/").split(",")
    return Entry(
        key=link,
        link=link,
        heading=words_in(_name(element)),
        standfirst=words_in(told.get("description")),
        language=told.get("language", ""),
        section=next(iter(folders), ""),
        report=kind or "rss",
        tags=tuple(dict.fromkeys(Tag(term=tag.strip()) for tag in tags if tag.strip())),
        links=(Link(url=home),) if home else (),
    )


def _name(element: Element) -> str:
    told = {name.lower(): value for name, value in element.attrib.items()}
    return folded(told.get("title") or told.get("text") or "", 500)


def write_opml(outlines: Iterable[Outline], *, title: str = "", now: datetime | None = None) -> bytes:
    """The channels as OPML 2.0, in their folders; ``now`` is what it says of its making."""
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    if title:
        etree.SubElement(head, "title").text = _written(title)
    if now is not None:
        etree.SubElement(head, "dateCreated").text = now.strftime("%a, %d %b %Y %H:%M:%S %z")
    folders: dict[tuple[str, ...], Element] = {(): body}
    for outline in outlines:
        parent = _folder(outline.folders, folders)
        name = _written(outline.title or outline.url)
        line = etree.SubElement(parent, "outline", type=outline.kind, text=name, title=name)
        line.set("xmlUrl", _written(outline.url))
        if outline.home:
            line.set("htmlUrl", _written(outline.home))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _folder(path: tuple[str, ...], folders: dict[tuple[str, ...], Element]) -> Element:
    for n in range(1, len(path) + 1):
        if path[:n] not in folders:
            name = _written(path[n - 1])
            folders[path[:n]] = etree.SubElement(folders[path[: n - 1]], "outline", text=name, title=name)
    return folders[path]


def _written(text: str) -> str:
    return showable(" ".join(text.split()))
