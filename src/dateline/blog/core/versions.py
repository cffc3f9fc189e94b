"""A version of a post or of a blog's head as named sections of plain text, for comparing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

from dateline.blog.core.blocks import (
    Block,
    Embed,
    Exhibit,
    ExhibitCard,
    FactBox,
    Gallery,
    Picture,
    Quote,
    Text,
    Video,
)
from dateline.blog.core.content import BlogView, Byline, PostView
from dateline.claims.core.clean import text_of
from dateline.claims.core.values import ClaimView

Fields = tuple[tuple[str, str], ...]
_HREF = re.compile(r'<a href="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One thing that is compared as a whole, with its fields; ``markup`` is what plain text does not show of it."""

    about: str
    fields: Fields
    markup: str = ""


def sections_of(view: PostView | BlogView, *, zone: str = "UTC") -> list[Section]:
    """The version as sections, empty ones left out; a post's times in ``zone``."""
    found = _post(view, zone) if isinstance(view, PostView) else _blog(view)
    return [section for section in found if any(text for _, text in section.fields)]


def _post(post: PostView, zone: str) -> Iterator[Section]:
    yield _section("title", post.title)
    for block in post.blocks:
        yield from _block(block)
    for claim in post.claims:
        yield _claim(claim)
    for byline in post.bylines:
        yield _byline(byline)
    yield _section("tags", ", ".join(post.tags))
    yield _section("key", "key" if post.key else "")
    yield _section("summary", "summary" if post.summary else "")
    yield _section("published", _instant(post.published, zone))
    yield _section("order", _instant(post.order, zone) if post.order != post.published else "")
    for correction in post.corrections:
        yield _section("correction", correction.note)
    yield _section("withdrawn", post.reason if post.withdrawn else "")
    yield _section("origin", post.source)


def _blog(blog: BlogView) -> Iterator[Section]:
    yield _section("headline", blog.headline)
    yield _section("standfirst", blog.standfirst)
    for block in blog.picture:
        yield from _block(block)
    yield _section("state", blog.state)
    yield _section("zone", blog.zone)
    yield _section("language", blog.language)
    yield _section("pinned", blog.pinned)
    yield _section("starts", _instant(blog.starts, blog.zone) if blog.starts else "")
    yield _section("started", _instant(blog.started, blog.zone) if blog.started else "")
    yield _section("ended", _instant(blog.ended, blog.zone) if blog.ended else "")
    yield _section("origin", blog.source)


def _block(block: Block) -> Iterator[Section]:
    match block:
        case Text():
            yield _rich("text", block.html)
        case Gallery():
            yield from (_picture(picture) for picture in block.pictures)
        case Picture():
            yield _picture(block)
        case Quote():
            yield _of("quote", text=block.text, speaker=block.speaker, source=block.source, link=block.url)
        case Video():
            yield _of("video", link=block.url, title=block.title, caption=block.caption, credit=block.credit)
        case Embed():
            names = {"provider": block.provider, "author": block.author, "time": block.published}
            yield _of("embed", text=block.text, link=block.url, **names)
        case Exhibit():
            yield _exhibit(block)
        case ExhibitCard():
            yield _card(block)
        case FactBox():
            yield _rich("factbox", block.html, title=block.title)


def _exhibit(block: Exhibit) -> Section:
    known = ((row.label, "" if row.value is None else f"{row.value:g}") for row in block.rows)
    rows = "\n".join(f"{label}: {value}" for label, value in known)
    about = {"source": block.source, "link": block.url, "as_of": block.as_of, "method": block.method}
    return _of("exhibit", title=block.title, rows=rows, unit=block.unit, **about)


def _card(block: ExhibitCard) -> Section:
    about = {"source": block.source, "link": block.url, "as_of": block.as_of, "file": block.hash[:16]}
    return _of("exhibit", title=block.title, text=block.sentence, **about)


def _claim(claim: ClaimView) -> Section:
    figure = "" if claim.value is None else f"{claim.hedge} {claim.value:.10g} {claim.unit}".strip()
    about = {"figure": figure, "period": "/".join(filter(None, [claim.start, claim.end])), "quote": claim.quote}
    found = {"status": claim.status, "note": claim.note, "evidence": claim.evidence}
    who = {"speaker": claim.speaker, "according_to": claim.according_to, "source": claim.source, "link": claim.url}
    return _of("claim", text=claim.text, **who, **about, **found)


def _picture(picture: Picture) -> Section:
    file = picture.picture[:16] or picture.url
    return Section(
        about="picture",
        fields=(
            ("file", file),
            ("caption", picture.caption),
            ("credit", picture.credit),
            ("alt", picture.alt),
        ),
        markup=repr((picture.picture, picture.focal, picture.width, picture.height)),
    )


def _rich(about: str, html: str, *, title: str = "") -> Section:
    links = "\n".join(unescape(link) for link in _HREF.findall(html))
    fields = (("title", title), ("text", text_of(html)), ("link", links))
    return Section(about=about, fields=fields, markup=html)


def _byline(byline: Byline) -> Section:
    named = {"name": byline.name, "role": byline.role, "bio": byline.bio, "portrait": byline.portrait[:16]}
    return _of("byline", **named)


def _of(about: str, **fields: str) -> Section:
    return Section(about=about, fields=tuple(fields.items()))


def _section(about: str, text: str) -> Section:
    return Section(about=about, fields=((about, text),))


def _instant(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S %Z}"
