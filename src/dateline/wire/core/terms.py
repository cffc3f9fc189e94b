"""How much of a report the public may read here: its terms decide, and only its words that they allow come out."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from dateline.claims.core.clean import clean_line, clean_url, shortened

# A headline that is longer is the text under another name.
HEADLINE, EXCERPT = 200, 280
MOST_RELATED = 5
_OPEN = re.compile(
    r"\bcc0\b|\bcc[ -]by(?:[ -]sa)?\b|creative commons (?:zero|attribution)|\bpublic domain\b"
    r"|open government licen[cs]e|creativecommons\.org/(?:licenses/by(?:-sa)?|publicdomain/(?:zero|mark))/",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"\bnc\b|\bnd\b|non.?commercial|no.?deriv|all rights reserved|except|\bnot?\b|unless|without", re.IGNORECASE
)


class Level(IntEnum):
    """What may be shown, each with all before it."""

    NOTHING = 0
    HEADLINE = 1
    EXCERPT = 2
    FULL = 3


LEVELS = {"none": Level.NOTHING, "headline": Level.HEADLINE, "excerpt": Level.EXCERPT, "full": Level.FULL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a report says, before its terms were asked."""

    title: str = ""
    standfirst: str = ""
    text: str = ""
    related: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another piece that a report names: where it leads, what it is called, its section, whether it is live."""

    url: str
    title: str
    section: str = ""
    is_live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What of a report may be shown; empty is what may not, or is not there. ``text`` is a paragraph each."""

    headline: str = ""
    excerpt: str = ""
    text: tuple[str, ...] = ()
    related: tuple[Link, ...] = ()


def level_of(shown: str, licence: str) -> Level:
    """What the channel's setting and the report's licence in words allow; the whole text under open licences alone."""
    level = LEVELS.get(shown, Level.NOTHING)
    return level if level < Level.FULL or is_open(licence) else Level.EXCERPT


def is_open(licence: str) -> bool:
    """Whether the licence lets everybody republish the whole; one that takes anything back is none."""
    return bool(_OPEN.search(licence)) and not _NARROWED.search(licence)


def words_of(told: Told, level: Level) -> Words:
    """The words of the report that the level allows."""
    if level is Level.NOTHING:
        return Words()
    return Words(
        headline=shortened(clean_line(told.title), HEADLINE),
        excerpt=_excerpt(told) if level >= Level.EXCERPT else "",
        text=tuple(filter(None, map(clean_line, told.text.split("\n")))) if level is Level.FULL else (),
        related=tuple(_links(told.related)),
    )


def _excerpt(told: Told) -> str:
    """The standfirst, else how the text begins, cut at a word; nothing where that only says the headline again."""
    title = clean_line(told.title).rstrip("… .")
    lines = map(clean_line, (told.standfirst, *told.text.split("\n")[:5]))
    said = next((line for line in lines if line and line.rstrip("… .") != title), "")
    return shortened(said, EXCERPT)


def _links(related: tuple[Any, ...]) -> list[Link]:
    found = []
    for one in related:
        if not isinstance(one, dict):
            continue
        url, title = clean_url(str(one.get("url") or "")), clean_line(str(one.get("title") or ""))
        if url and title:
            section = clean_line(str(one.get("section") or ""))[:60]
            link = Link(url=url, title=shortened(title, HEADLINE), section=section, is_live=bool(one.get("is_live")))
            found.append(link)
    return found[:MOST_RELATED]
