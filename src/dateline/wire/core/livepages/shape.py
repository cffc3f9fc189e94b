"""Finds a live page's posts where nothing is marked: by their shape, blocks of one kind that each tell a time."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from dateline.wire.core.article.days import clock_in
from dateline.wire.core.article.places import ELSEWHERE, place_within
from dateline.wire.core.livepages.anchors import post_in
from dateline.wire.core.page import blocks
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.times import instant
from dateline.wire.core.page.words import address, squeezed
from dateline.wire.core.understood import Post, Understood

Element = Any
FEWEST, FEWEST_UNMARKED = 3, 5
SHORTEST = 40
HIGHEST = 6
# A post put in later and one that is pinned break the order; whole articles one below the other are days apart.
_TIMED_SHARE, _ONE_WAY, _WIDEST_GAP = 0.7, 0.7, 18 * 3600.0
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_STAMPS = ("data-post-time", "data-timestamp", "data-time", "data-published", "datetime", "data-date", "data-datetime")
_STAMPED = etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _STAMPS)}]")
_TIMED = ("time", "div", "article", "section", "li", "span", "p", "h2", "h3", "h4", "strong", "b", "td")
_DIGIT = re.compile(r"\d")
_CLOCK_ALONE = re.compile(
    r"^\W*(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?)(?:\s*(?:uhr|h|hrs|gmt|bst|utc|cet|cest"
    r"|e[sd]?t|ist|msk))?\W*",
    re.IGNORECASE,
)
_STATED_LIVE = re.compile(
    r"\blive\b|ticker|minute by minute|as it happened|updates?\b|direct|vivo|онлайн|наживо|протокол", re.I
)


@dataclass(frozen=True, slots=True)
class _Group:
    members: tuple[Element, ...]
    words: int


def posts_by_shape(document: Document, article: Understood) -> tuple[Post, ...]:
    """The posts in the page's order, or none where its blocks are teasers, comments or no blocks at all."""
    group = _largest(document.tree, fewest=FEWEST if _is_stated_live(article) else FEWEST_UNMARKED)
    if group is None or not _are_posts(group, article, document.url):
        return ()
    found = [post_in(element, document.url, name=str(n)) for n, element in enumerate(group.members)]
    clocks = [clock_in(_first_words(element)) for element in group.members]
    stamps = [post.published for post in found]
    if not _run(_on_days(stamps, clocks, article.published or _SOME_DAY)):
        return ()
    times = _on_days(stamps, clocks, article.published)
    posts = []
    for n, (post, time) in enumerate(zip(found, times, strict=True)):
        text = "\n".join(filter(None, (blocks.plain(block) for block in post.blocks)))
        if text or post.title:
            made = replace(Post(), time=time, title=post.title, authors=post.authors, text=text)
            named = "" if post.id == str(n) else post.id
            posts.append(replace(made, id=named, blocks=post.blocks, key=post.key, updated=post.updated))
    return tuple(posts)


def _largest(tree: Element, *, fewest: int) -> _Group | None:
    """The blocks of one kind under one parent that hold the most words, each with a time of its own."""
    groups: dict[tuple[Element, str, str], dict[Element, None]] = defaultdict(dict)
    for timed in _timed(tree):
        element = timed
        for _ in range(HIGHEST):
            parent = element.getparent()
            if parent is None or element.tag in {"body", "html", "main"}:
                break
            groups[parent, str(element.tag), _kind(element)][element] = None
            element = parent
    weighed = [_weighed(tuple(members)) for members in groups.values() if len(members) >= fewest]
    fitting = [group for group in weighed if group.words >= SHORTEST * len(group.members)]
    return max(fitting, key=lambda group: (len(group.members), group.words), default=None)


def _timed(tree: Element) -> Iterator[Element]:
    stamped = {e for e in _STAMPED(tree) if any(instant(e.get(name)) for name in _STAMPS if e.get(name))}
    for element in tree.iter(*_TIMED):
        if element in stamped or (len(element) == 0 and _is_clock(element.text or "")):
            yield element


def _is_clock(text: str) -> bool:
    found = _CLOCK_ALONE.match(text[:40]) if _DIGIT.search(text, 0, 40) else None
    return found is not None and len(text.strip()) - (found.end() - found.start()) < 12


def _kind(element: Element) -> str:
    """What the element's class says without what is each one's own: numbers, marks for keys and for the first."""
    names = [
        name
        for name in (element.get("class") or "").split()
        if not re.search(r"\d|key|pin|first|last|odd|even|summary", name)
    ]
    return " ".join(sorted(names)[:2])


def _weighed(members: tuple[Element, ...]) -> _Group:
    return _Group(members, sum(len(words_in(member)) for member in members))


def _are_posts(group: _Group, article: Understood, url: str) -> bool:
    """Whether the blocks are a live page's: no teasers, no comments, on a page that is live or all blocks."""
    members = group.members
    if place_within(members[0].getparent()) & ELSEWHERE or _linked(members) > 0.4:
        return False
    if sum(_leads_elsewhere(member, url) for member in members) > len(members) / 2:
        return False
    if any("comment" in f"{e.get('class')} {e.get('id')} {e.get('itemtype')}".lower() for e in members):
        return False
    if _is_stated_live(article):
        return True
    return _covered(group, article.text) > 0.6 and group.words > 120 * len(members)


def _is_stated_live(article: Understood) -> bool:
    return bool(article.is_live) or bool(_STATED_LIVE.search(article.title))


def _leads_elsewhere(member: Element, url: str) -> bool:
    """Whether a block's heading leads to another page of the outlet, as a teaser's does and a post's does not."""
    headings = (heading for heading in member.iter("h1", "h2", "h3", "h4", "h5"))
    links = (link for heading in headings for link in (*heading.iter("a"), *heading.iterancestors("a")))
    target = next((address(link.get("href"), url) for link in links), "")
    here, there = urlsplit(url), urlsplit(target)
    return bool(target) and here.hostname == there.hostname and here.path.rstrip("/") != there.path.rstrip("/")


def _run(times: list[datetime | None]) -> bool:
    """Whether times run as a live page's do: nearly every block has one, most in one direction, close together."""
    told = [time for time in times if time]
    if len(told) < max(FEWEST, _TIMED_SHARE * len(times)):
        return False
    steps = [(b - a).total_seconds() for a, b in pairwise(told)]
    moved = [step for step in steps if step]
    rising = sum(step > 0 for step in moved)
    one_way = max(rising, len(moved) - rising) >= _ONE_WAY * len(moved)
    return len(set(told)) > len(told) / 2 and one_way and median(map(abs, steps)) <= _WIDEST_GAP


def _linked(members: tuple[Element, ...]) -> float:
    words = sum(len(words_in(member)) for member in members)
    return sum(len(words_in(a)) for member in members for a in member.iter("a")) / max(1, words)


def _covered(group: _Group, text: str) -> float:
    inside = squeezed(" ".join(words_in(member) for member in group.members))
    paragraphs = [squeezed(line) for line in text.split("\n") if len(line) > 30]
    held = sum(len(line) for line in paragraphs if line in inside)
    return held / max(1, sum(len(line) for line in paragraphs))


def _first_words(element: Element) -> str:
    return words_in(element)[:80]


def _on_days(
    stamped: list[datetime | None], clocks: list[tuple[int, int] | None], published: datetime | None
) -> list[datetime | None]:
    """The times; those told as a time of day alone are put on days, oldest on the day that the page was published."""
    if published is None or not any(clock and not stamp for stamp, clock in zip(stamped, clocks, strict=True)):
        return stamped
    told = [60 * clock[0] + clock[1] for clock in clocks if clock]
    falling = sum(a > b for a, b in pairwise(told)) >= len(told) / 2
    order = range(len(clocks) - 1, -1, -1) if falling else range(len(clocks))
    times, day, before = list(stamped), published.replace(hour=0, minute=0, second=0, microsecond=0), -1
    for n in order:
        clock = clocks[n]
        if times[n] is None and clock is not None:
            minutes = 60 * clock[0] + clock[1]
            # Half a day backwards is midnight; less is a post put in later.
            day += timedelta(days=before - minutes > 720)
            before = minutes
            times[n] = day + timedelta(minutes=minutes)
    return times
