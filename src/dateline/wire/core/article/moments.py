"""When the article was published and changed: the instant with its zone, and where the page says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from math import ceil, floor
from typing import Any

from lxml import etree

from dateline.wire.core.article.body import Body
from dateline.wire.core.article.found import Found
from dateline.wire.core.article.places import ELSEWHERE, Place, place_within
from dateline.wire.core.article.shown import SURE, Shown, day_below_headline, shown_day
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node, listed
from dateline.wire.core.page.times import is_zone, lacks_zone, moment, zone_of
from dateline.wire.core.page.words import line
from dateline.wire.core.page.zones import zone_of_host

Element = Any
_NO_LATER = datetime(2100, 1, 1)  # noqa: DTZ001 - a bare day, as htmldate compares
_STAMPS = ("datetime", "data-datetime", "data-time", "data-timestamp", "data-published", "data-utc", "data-date")
_STAMPED = etree.XPath(
    "descendant::*[(self::time or self::span or self::abbr or self::div or self::relative-time) and "
    f"({' or '.join(f'@{name}' for name in _STAMPS)} or @title) or self::meta[@itemprop]]"
)
_IN_ADDRESS = re.compile(r"\D(199\d|20[0-4]\d)[/_-]([01]?\d)[/_-]([0-3]?\d)(?:\D|$)")
_FARTHEST_ZONE = 14
_MOST_STAMPS = 100
_PUBLISHED_META = (
    *("article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished"),
    *("parsely-pub-date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "sailthru.date", "dc.date.issued"),
    *(
        "dcterms.created",
        "dcterms.issued",
        "dc.date.created",
        "dcterms.date",
        "dc.date",
        "date",
        "pubdate",
        "publish-date",
    ),
    *(
        "publishdate",
        "publish_date",
        "article.published",
        "rnews:datepublished",
        "article_date_original",
        "last-published",
    ),
    *(
        "ptime",
        "publication_date",
        "citation_publication_date",
        "bt:pubdate",
        "dc:date",
        "datecreated",
        "created",
        "vr:published_time",
    ),
)
_CHANGED_META = (
    "article:modified_time",
    "og:updated_time",
    "article:updated",
    "datemodified",
    "dcterms.modified",
    "lastmod",
    "last-modified",
    "revised",
)
# Begins with what is searched for fastest; the letter before it is looked at afterwards.
_ZONE = re.compile(r"ime_?[zZ]one(?:\"|&quot;|')?\s*[:=]\s*(?:\"|&quot;|')([A-Z][A-Za-z_]+(?:\\?/[A-Za-z_]+){1,2})")
_PUBLISHED = re.compile(r"publi|posted|entry-date|created|first|datum|dateline|date|veröff|erschienen", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif|changed|edited|aktualisiert|stand|revis", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    raw: object
    origin: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time that an element of the page says, and whether it is that of a change."""

    said: _Said
    changed: bool


def published_of(
    document: Document, nodes: list[tuple[Node, str]], *, zone: str | None, body: Body, times: tuple[Stamp, ...]
) -> Found[datetime]:
    """The instant of publication with the page's offset; one whose zone is not said is read in ``zone``.

    Where nothing but words or the address tell the day, the day at midnight, and little confidence.
    """
    shown = shown_day(body.pieces, body.kept)
    found = _best(list(_published(document, nodes, times=times)), zone)
    if found.value is None:
        return _from_words(document, shown)
    if shown is None:
        return found
    changed = _best(list(_changed(document, nodes, times=times)), zone).value
    return _beside_shown(found, found.value, shown=shown, changed=changed)


def _beside_shown(found: Found[datetime], when: datetime, *, shown: Shown, changed: datetime | None) -> Found[datetime]:
    """What the structured data says, seen beside the day that the page shows."""
    days = (shown.day - when.date()).days
    if not days or (changed is not None and abs((changed.date() - shown.day).days) <= 1 and abs(days) > 1):
        return found
    if not when.utcoffset() and abs(days) == 1:
        return replace(found, value=when.astimezone(_zone_shown(when, shown)))
    if shown.points < SURE:
        return found
    # The page says in plain sight, by its headline, another day: data that nobody sees are left wrong more often.
    return Found(value=moment(shown.day.isoformat()), origin="text", confidence=0.6)


def _zone_shown(when: datetime, shown: Shown) -> tzinfo:
    """The zone in which an instant of world time falls on the day that the page shows.

    By the time of day beside it where there is one, else the nearest zone with whole hours.
    """
    clock = shown.clock or ((0, 0) if shown.day > when.date() else (23, 59))
    there = datetime.combine(shown.day, time(*clock), UTC)
    quarters = (there - when) / timedelta(minutes=15)
    told = shown.clock is not None and abs(quarters) <= _FARTHEST_ZONE * 4
    hours = ceil(quarters / 4) if quarters > 0 else floor(quarters / 4)
    offset = timedelta(minutes=15) * round(quarters) if told else timedelta(hours=hours)
    return timezone(offset) if abs(offset) <= timedelta(hours=_FARTHEST_ZONE) else UTC


def updated_of(
    document: Document,
    nodes: list[tuple[Node, str]],
    *,
    published: datetime | None,
    zone: str | None,
    times: tuple[Stamp, ...],
) -> Found[datetime]:
    """The instant of the last change, if it lies after the publication."""
    found = _best(list(_changed(document, nodes, times=times)), zone)
    if found.value is None or (published is not None and found.value <= published):
        return Found(value=None)
    return found


def zone_of_page(document: Document) -> str | None:
    """The zone that the page's own scripts name, if they all name the same; else that of the outlet's country."""
    text = document.text[:3_000_000]
    found = (one for one in _ZONE.finditer(text) if text[one.start() - 1 : one.start()] in {"t", "T"})
    names = {one[1].replace("\\", "") for one in found}
    known = {name for name in names if is_zone(name)}
    return known.pop() if len(known) == 1 else zone_of_host(document.url)


def _best(said: list[_Said], zone: str | None) -> Found[datetime]:
    """The first that has a time of day; where its zone is missing, from another that tells the same hour with one."""
    read = [(one, moment(one.raw, zone)) for one in said]
    known = [(one, when) for one, when in read if when is not None and 1990 <= when.year <= 2100]
    if not known:
        return Found(value=None)
    timed = [(one, when) for one, when in known if _has_time(one.raw)]
    one, when = (timed or known)[0]
    # A day alone that differs from a later, vaguer source's time of day is still the better source's day.
    if timed and known[0][0] is not one and abs((known[0][1] - when).days) > 1:
        one, when = known[0]
    if lacks_zone(one.raw):
        zoned = [(o, w) for o, w in timed if not lacks_zone(o.raw) and _same_hour(o.raw, one.raw)]
        if zoned:
            one, when = zoned[0]
    when = _here(when, zone)
    certain = one.confidence if _has_time(one.raw) and not lacks_zone(one.raw) else one.confidence - 0.2
    return Found(value=when, origin=one.origin, confidence=round(certain, 2))


def _here(when: datetime, zone: str | None) -> datetime:
    """The instant as the outlet's clock shows it, where the page tells it in world time."""
    return when.astimezone(zone_of(zone)) if zone and not when.utcoffset() else when


def _from_words(document: Document, shown: Shown | None) -> Found[datetime]:
    """The day as the page shows it by the headline or the text, else as the address or any words do, by htmldate."""
    if shown is not None and shown.points >= SURE:
        return Found(value=moment(shown.day.isoformat()), origin="text by the headline", confidence=0.5)
    if (named := _day_of_address(document.url)) is not None:
        return Found(value=moment(named.isoformat()), origin="address", confidence=0.6)
    from htmldate import find_date

    beside = shown.day if shown is not None else day_below_headline(document.elements)
    if beside is not None:
        return Found(value=moment(beside.isoformat()), origin="text by the headline", confidence=0.5)
    try:
        day = find_date(document.tree, original_date=True, url=document.url or None, max_date=_NO_LATER)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Found(value=None)
    # The first of January is what it makes of a year that stands alone, as in a copyright line: nobody said that day.
    told = day if day and not day.endswith("-01-01") else None
    return Found(value=moment(told), origin="text", confidence=0.4) if told else Found(value=None)


def _day_of_address(url: str) -> date | None:
    """The day that an address names: ``/2022/05/03/``."""
    named = _IN_ADDRESS.search(url)
    try:
        return date(int(named[1]), int(named[2]), int(named[3])) if named else None
    except ValueError:
        return None


def _same_hour(one: object, other: object) -> bool:
    return re.sub(r"\D", "", str(one))[:12] == re.sub(r"\D", "", str(other))[:12]


def _has_time(raw: object) -> bool:
    return isinstance(raw, int | float) or bool(re.search(r"\d[T ]\s*\d{1,2}:\d\d|^\d{10,13}$|\d:\d\d", str(raw)))


def _published(document: Document, nodes: list[tuple[Node, str]], *, times: tuple[Stamp, ...]) -> Iterator[_Said]:
    for node, origin in nodes[:3]:
        for raw in listed(node.get("datePublished") or node.get("dateCreated") or node.get("uploadDate"))[:1]:
            yield _Said(raw, origin, 0.97 if origin == "JSON-LD" else 0.92)
    for name in _PUBLISHED_META:
        for raw in document.meta.get(name, ())[:1]:
            yield _Said(raw.strip(), name, 0.93 if "published" in name else 0.85)
    yield from (stamp.said for stamp in times if not stamp.changed)


def _changed(document: Document, nodes: list[tuple[Node, str]], *, times: tuple[Stamp, ...]) -> Iterator[_Said]:
    for node, origin in nodes[:3]:
        for raw in listed(node.get("dateModified"))[:1]:
            yield _Said(raw, origin, 0.95)
    for name in _CHANGED_META:
        for raw in document.meta.get(name, ())[:1]:
            yield _Said(raw.strip(), name, 0.9)
    yield from (stamp.said for stamp in times if stamp.changed)


def times_shown(tree: Element) -> tuple[Stamp, ...]:
    """What ``time`` elements and their like say, those named for it first, those of other articles never."""
    found: list[tuple[float, Stamp]] = []
    for element in _STAMPED(tree):
        raw = _stamp(element)
        if not raw or moment(raw) is None:
            continue
        names = " ".join(filter(None, (element.get(a) for a in ("class", "itemprop", "pubdate", "property", "id"))))
        # A label before the time says what it is: "Updated at".
        label = f"{names} {line(_before(element), 60)} {line(''.join(element.itertext()), 60)}"
        place = place_within(element)
        score = (
            bool(_PUBLISHED.search(names))
            + (element.tag == "time")
            - 3 * bool(place & ELSEWHERE)
            + bool(place & Place.ARTICLE) * 0.5
        )
        found.append((score, Stamp(_Said(raw, "time", 0.8 if score >= 1 else 0.6), bool(_CHANGED.search(label)))))
        if len(found) >= _MOST_STAMPS:
            break
    return tuple(stamp for score, stamp in sorted(found, key=lambda pair: -pair[0]) if score > -1)


def _stamp(element: Element) -> str:
    if element.tag == "meta":
        return (element.get("content") or "") if "date" in (element.get("itemprop") or "").lower() else ""
    for name in _STAMPS:
        if value := element.get(name):
            return str(value).strip()
    if element.tag == "abbr" or "value-title" in (element.get("class") or ""):
        return str(element.get("title") or "").strip()
    return ""


def _before(element: Element) -> str:
    previous = element.getprevious()
    if previous is not None:
        return (previous.tail or "") + ("".join(previous.itertext()) if len(previous) < 4 else "")
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""
