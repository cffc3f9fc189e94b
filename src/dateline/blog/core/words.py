"""What a writer hands in: the words of a post or of a blog's head, cleaned and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateline.blog.core.blocks import BadBlock, Block, parse_blocks, pictures_of
from dateline.blog.core.content import Byline
from dateline.blog.core.refused import Refused
from dateline.claims.core.clean import clean_line, clean_text

MOST_TAGS = 30
MOST_CLAIMS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWords:
    """A post as written: everything but its times and its fate."""

    title: str = ""
    blocks: tuple[Block, ...] = ()
    bylines: tuple[Byline, ...] = ()
    tags: tuple[str, ...] = ()
    key: bool = False
    summary: bool = False
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogWords:
    """A blog's head as written."""

    headline: str
    standfirst: str = ""
    zone: str = "UTC"
    language: str = "en"
    picture: tuple[Block, ...] = ()
    starts: datetime | None = None
    silence_minutes: int = 0


def post_words(
    *,
    title: str = "",
    blocks: object = (),
    bylines: Iterable[Byline] = (),
    tags: Iterable[str] = (),
    claims: Iterable[str] = (),
    **marks: bool,
) -> PostWords:
    """Cleaned words from what a form or a program sent. Raises ``Refused`` with the reason."""
    try:
        parsed = parse_blocks(list(blocks) if isinstance(blocks, tuple) else blocks)
    except BadBlock as bad:
        raise Refused(str(bad)) from bad
    return PostWords(
        title=clean_line(title)[:300],
        blocks=parsed,
        bylines=tuple(_clean_byline(byline) for byline in bylines),
        tags=clean_tags(tags),
        claims=clean_claims(claims),
        **marks,
    )


def _clean_byline(byline: Byline) -> Byline:
    lines = {"name": clean_line(byline.name), "role": clean_line(byline.role), "bio": clean_text(byline.bio)}
    return replace(byline, **lines)


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, in order, folded to one line; at most 30 of at most 60 characters."""
    seen = dict.fromkeys(clean_line(str(tag))[:60] for tag in tags)
    return tuple(tag for tag in seen if tag)[:MOST_TAGS]


def clean_claims(uids: Iterable[str]) -> tuple[str, ...]:
    """The uid of each claim once, in order; at most 30."""
    seen = dict.fromkeys(clean_line(str(uid)) for uid in uids)
    return tuple(uid for uid in seen if uid.isascii() and uid.isalnum() and len(uid) <= 16)[:MOST_CLAIMS]


def check_publishable(words: PostWords) -> None:
    """Raises ``Refused`` where a post has nothing to read or a picture of ours lacks its alt text or credit."""
    if not words.title and not words.blocks:
        raise Refused("There is nothing to publish yet: write a title or some text.")
    for picture in pictures_of(words.blocks):
        if picture.picture and not picture.alt:
            raise Refused("A picture lacks its alt text: say what it shows, for people who do not see it.")
        if picture.picture and not picture.credit:
            raise Refused("A picture lacks its credit: say who made it.")


def checked_blog(words: BlogWords) -> BlogWords:
    """The head with clean lines. Raises ``Refused`` for an empty headline or an unknown zone."""
    headline = clean_line(words.headline)[:300]
    if not headline:
        raise Refused("A blog needs a headline.")
    try:
        ZoneInfo(words.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        zone = clean_line(words.zone)[:60]
        raise Refused("“%(zone)s” is not a known time zone, such as Europe/Kyiv.", zone=zone) from unknown
    return replace(words, headline=headline, standfirst=clean_line(words.standfirst)[:2000])


def bylines_to_json(bylines: Iterable[Byline]) -> list[dict[str, Any]]:
    """The rows' form of bylines."""
    return [{"name": b.name, "role": b.role, "bio": b.bio, "portrait": b.portrait} for b in bylines]


def bylines_from_json(raw: Iterable[Mapping[str, Any]]) -> tuple[Byline, ...]:
    """Bylines from the rows' form."""
    return tuple(Byline(name=b["name"], role=b["role"], bio=b["bio"], portrait=b["portrait"]) for b in raw)
