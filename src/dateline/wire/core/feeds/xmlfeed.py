"""Puts a feed in XML together: RSS of every version, RDF, Atom and CDF."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dateline.wire.core.feeds import elements, feed_elements
from dateline.wire.core.feeds.draft import Draft, Place
from dateline.wire.core.feeds.values import Entry, Fault, Feed, Link, Media, Words
from dateline.wire.core.feeds.xmltree import Tree

Element = Any
_ENTRIES = {"item", "entry"}
MOST_ENTRIES = 20_000
_SECOND = (("heading", "weak_heading"), ("standfirst", "weak_standfirst"), ("authors", "weak_authors"))
_DIALECTS = {"0.90": "rss090", "0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_GATHERED = frozenset((
    "weak_heading", "weak_standfirst", "dated", "permalink", "weak_authors", "credits", "thumbnails", "media_rights",
    "period", "frequency",
))  # fmt: skip


def feed_of(tree: Tree, *, url: str, language: str = "", kind: str = "") -> Feed:
    """The feed that the tree holds; where its root is none that is known, what can be found of items."""
    root: Element = tree.root
    place = Place(url, language=language, content=tree.content)
    name = place.names.of(root)
    place.atom = name in {"feed", "entry"} or "http://www.w3.org/2005/Atom" in (root.tag or "")
    # The div around XHTML is no part of it since Atom 1.0 (RFC 4287, 3.1.1.3).
    place.unwrapped = "http://www.w3.org/2005/Atom" in root.tag
    draft = Draft(place, is_entry=False)
    items = _read(draft, root)
    for holder in (root, *root[:1]) if place.names.of(root) == "channel" else ():
        _attributes(draft, holder)
    entries = tuple(entry for item in items if (entry := entry_of(item, place)) is not None)
    feed = _finished(draft, kind=kind or "rss", dialect=dialect_of(name, root), tree=tree, entries=entries)
    if kind or entries:
        return feed
    return replace(feed, kind="unknown", faults=(*feed.faults, Fault("not a feed", "Its root is no feed's.")))


def _read(draft: Draft, root: Element) -> list[Element]:
    """Reads the head of the feed, and returns the entries' elements."""
    items: list[Element] = []
    if draft.place.names.of(root) in _ENTRIES:
        return [root]
    for element in _head(draft, root, items, depth=0):
        name = draft.place.names.of(element)
        reader = feed_elements.FEED_READERS.get(name)
        if reader is not None:
            reader(draft, element)
        else:
            draft.lists.setdefault("extras", []).append(elements.extra_of(draft, element))
    return items


def _head(draft: Draft, parent: Element, items: list[Element], *, depth: int) -> Iterator[Element]:
    for element in parent:
        if not isinstance(element.tag, str):
            continue
        name = draft.place.names.of(element)
        if name in _ENTRIES:
            if len(items) < MOST_ENTRIES:
                items.append(element)
        elif name in {"channel", "rdf:rdf", "rdf", "rss", "feed", "items", "redirect"} and depth < 5:
            yield from _head(draft, element, items, depth=depth + 1)
        else:
            yield element


def entry_of(item: Element, place: Place) -> Entry | None:
    """The entry in an element; None where it says nothing at all."""
    draft = Draft(place, is_entry=True)
    elements.read_children(draft, item)
    about = None
    if item.attrib:
        _attributes(draft, item)
        about = item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or item.get("about")
    fields = draft.finished()
    if not fields and not about:
        return None
    fields.setdefault("language", place.language_of(item) or "")
    _second_best(fields)
    _pictures(fields)
    _times(fields)
    _link(fields, place, about)
    if not fields.get("key"):
        fields["key"] = about or fields.get("link") or hashed(fields)
        fields["key_is_told"] = bool(about)
    for name in _GATHERED & fields.keys():
        del fields[name]
    if "source" in fields:
        fields["source"] = _head_of(fields["source"], kind="", dialect="")
    return Entry(**fields)


def _attributes(draft: Draft, element: Element) -> None:
    """What CDF says in attributes: the link and the time of the last change."""
    for name, value in element.attrib.items():
        if name.lower() == "href" and not draft.fields.get("link"):
            if url := draft.place.link(element, value):
                draft.put("link", url)
                draft.add("links", Link(url=url))
        elif name.lower() == "lastmod":
            elements.keep_time(draft, value, name="updated")


def hashed(fields: dict[str, Any]) -> str:
    """A name for an entry that has none, from its title, its day and the start of its words."""
    heading, standfirst, published = (fields.get(name) for name in ("heading", "standfirst", "published"))
    parts = [
        heading.written if isinstance(heading, Words) else "",
        published.date().isoformat() if published else "",
        "" if heading else standfirst.written[:1000] if isinstance(standfirst, Words) else "",
    ]
    return "hash:" + hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _second_best(fields: dict[str, Any]) -> None:
    for name, weak in _SECOND:
        if fields.get(weak) and not fields.get(name):
            fields[name] = fields[weak]


def _pictures(fields: dict[str, Any]) -> None:
    small = fields.get("thumbnails")
    if not small and "media" not in fields:
        return
    media: list[Media] = list(fields.get("media", ()))
    if small and not any(one.kind == "image" for one in media):
        media.append(max(small, key=lambda one: one.width or 0))
    if not media:
        return
    credits = fields.get("credits", ())
    credit = next((person.name for person in credits if not person.role or "photo" in person.role.lower()), "")
    first = media[0]
    media[0] = first._replace(credit=first.credit or credit, rights=first.rights or fields.get("media_rights", ""))
    fields["media"] = tuple(media)


def _times(fields: dict[str, Any]) -> None:
    days, dated, written = set(fields.pop("days", ())), fields.get("dated"), fields.get("written", {})
    if dated is not None and fields.get("published") is None:
        fields["published"] = dated
        if "dated" in days:
            days.add("published")
    if "dated" in written:
        written.setdefault("published", written.pop("dated"))
    days.discard("dated")
    if days:
        fields["days"] = frozenset(days)


def _link(fields: dict[str, Any], place: Place, about: str | None) -> None:
    if fields.get("link"):
        return
    links: tuple[Link, ...] = fields.get("links", ())
    alternate = next((link.url for link in links if link.rel == "alternate"), "")
    fields["link"] = alternate or fields.get("permalink") or (about if about and about.startswith("http") else "")


def _finished(draft: Draft, *, kind: str, dialect: str, tree: Tree, entries: tuple[Entry, ...]) -> Feed:
    draft.fields["language"] = draft.fields.get("language") or draft.place.language_of(tree.root)
    head = _head_of(draft, kind=kind, dialect=dialect)
    return replace(head, entries=entries, encoding=tree.encoding, faults=tree.faults)


def _head_of(draft: Draft, *, kind: str, dialect: str) -> Feed:
    fields = draft.finished()
    _second_best(fields)
    _times(fields)
    links: tuple[Link, ...] = fields.get("links", ())
    for name, rel in (("address", "self"), ("hub", "hub"), ("next_page", "next")):
        fields[name] = fields.get(name) or next((link.url for link in links if link.rel == rel), "")
    fields["home"] = fields.pop("link", "")
    if fields.get("period") and not fields.get("seconds"):
        fields["seconds"] = max(60, fields["period"] // max(1, fields.get("frequency") or 1))
    for name in (*_GATHERED, "media", "expires", "contents", "source"):
        fields.pop(name, None)
    return Feed(kind=kind, dialect=dialect, **fields)


def dialect_of(name: str, root: Element) -> str:
    """The closer name of a kind: rss20, rss10, atom03."""
    version = (root.get("version") or "").strip()
    if name in {"feed", "entry"}:
        return "atom10" if "2005/Atom" in root.tag else {"0.1": "atom01", "0.2": "atom02"}.get(version, "atom03")
    if name == "rss":
        return _DIALECTS.get(version) or ("rss20" if version.startswith("2") else "rss")
    if name in {"rdf:rdf", "rdf"}:
        spaces = " ".join(uri for uri in root.nsmap.values() if uri)
        return "rss090" if "netscape.com" in spaces else "rss10"
    return "cdf" if name == "channel" else ""
