"""Imports another outlet's live page: reads it, fetches its pictures where it may, hands it to the blog."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.blog.actions.imports import import_blog
from dateline.blog.actions.posts import withdraw_post
from dateline.blog.core.imported import ImportResult
from dateline.blog.core.refused import Refused
from dateline.blog.models import Blog, Post, PostState
from dateline.newsroom.core.imports import (
    imported_blog,
    linked_pictures,
    linked_portraits,
    slug_of,
    source_key,
    with_pictures,
)
from dateline.newsroom.imported_pictures import Pictures, Step
from dateline.wire.core.fetched import Failed
from dateline.wire.core.livepages.page import LivePage, NotALivePage
from dateline.wire.core.livepages.read import MOST_BYTES, read_live_page

Source = str | Path | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How to import: under which address, live or ended, with the pictures fetched or only linked.

    ``inside`` are (host, port) pairs that may be private: what the operator names at the machine's own terminal.
    """

    slug: str = ""
    live: bool = False
    fetch_pictures: bool = True
    inside: frozenset[tuple[str, int]] = frozenset()
    step: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import; ``notes`` are sentences on what the source left open."""

    result: ImportResult
    pictures: int = 0
    links: int = 0
    notes: tuple[str, ...] = ()


def import_page(source: Source, *, by: User, how: How | None = None) -> Imported | NotALivePage | Failed:
    """The live page as a blog; a second import of the same page updates and adds nothing twice.

    ``source`` is an address, a file (packed with gzip or not) or the page's bytes. Raises ``Refused`` where the desk
    says no and ``OSError`` where the file cannot be read.
    """
    how = how or How()
    page = _read(source, how.inside)
    if not isinstance(page, LivePage):
        return page
    blog = imported_blog(page, slug=_free_slug(page, how.slug), now=timezone.now(), ended=not how.live)
    pictures = Pictures(by=by, fetching=how.fetch_pictures, inside=how.inside, step=how.step)
    linked = linked_pictures(blog)
    known = pictures.known([*linked, *linked_portraits(blog)])
    result = import_blog(with_pictures(blog, known), by=by)
    _withdraw_deleted(page, result.slug, by=by)
    pictures_in = sum(block["url"] in known for block in linked)
    return Imported(result=result, pictures=pictures_in, links=len(linked) - pictures_in, notes=page.notes)


def _read(source: Source, inside: frozenset[tuple[str, int]]) -> LivePage | NotALivePage | Failed:
    if isinstance(source, bytes):
        return _parsed(source)
    if isinstance(source, Path):
        return _parsed(source.read_bytes())
    # Slow to load, and not needed for a file.
    from dateline.wire.fetch import fetch

    fetched = fetch(source, allowed=inside)
    if isinstance(fetched, Failed):
        return fetched
    return _parsed(fetched.content, url=fetched.url, content_type=fetched.content_type)


def _parsed(page: bytes, *, url: str = "", content_type: str = "") -> LivePage | NotALivePage:
    if page.startswith(b"\x1f\x8b"):
        try:
            page = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(page, MOST_BYTES + 1)
        except zlib.error:
            return NotALivePage(reason=_("The file is packed, and damaged."))
    return read_live_page(page, url=url, content_type=content_type)


def _free_slug(page: LivePage, wanted: str) -> str:
    """The blog's address: the wanted one, else one that no other story has."""
    known = _known_blog(page)
    if known:
        if wanted and wanted != known.slug:
            raise Refused("This page is already imported, as “%(slug)s”.", slug=known.slug)
        return known.slug
    slug = wanted or slug_of(page)
    if not _is_anothers(slug, page):
        return slug
    if wanted:
        raise Refused("“%(slug)s” is another story's blog: choose another address.", slug=slug)
    return next(name for n in range(2, 1000) if not _is_anothers(name := f"{slug}-{n}", page))


def _known_blog(page: LivePage) -> Blog | None:
    """The blog that the page became before: known by its address, else by its posts' own lasting names."""
    if page.url:
        return Blog.objects.filter(source=page.url).first()
    keys = [source_key(post) for post in page.posts[:100]] if page.id else []
    post = Post.objects.filter(blog__source="", source_key__in=keys).select_related("blog").first()
    return post.blog if post else None


def _is_anothers(slug: str, page: LivePage) -> bool:
    """Whether a blog of that address holds something else: none of its posts is one of the page's."""
    blog = Blog.objects.filter(slug=slug).first()
    if blog is None or not page.posts:
        return blog is not None
    keys = [source_key(post) for post in page.posts]
    return bool(blog.source) or not any(
        Post.objects.filter(blog=blog, source_key__in=part).exists() for part in _parts(keys)
    )


def _parts(keys: list[str], size: int = 500) -> Iterable[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _withdraw_deleted(page: LivePage, slug: str, *, by: User) -> None:
    """Posts that their publisher deleted keep their place here, and their words are not shown."""
    for key in (source_key(post) for post in page.posts if post.deleted):
        post = Post.objects.filter(blog__slug=slug, source_key=key, state=PostState.PUBLISHED).first()
        if post:
            withdraw_post(post, reason=_("Deleted by its publisher."), by=by, sealed=True)
