"""Turns another outlet's live page, as it was read, into what the blog takes in."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dateline.blog.core.blocks import MOST_BLOCKS, MOST_CHARACTERS, BadBlock, parse_block, text_of_block
from dateline.blog.core.content import Byline
from dateline.blog.core.imported import ImportedBlog, ImportedPost
from dateline.wire.core.livepages.page import LivePage, LivePost
from dateline.wire.core.page.blocks import words_of
from dateline.wire.core.page.values import Author, Block
from dateline.wire.core.page.words import line

Known = Mapping[str, Mapping[str, Any]]
"""Pictures that are ours by now: what a block says of them, by the address they came from."""


def imported_blog(page: LivePage, *, slug: str, now: datetime, ended: bool = True) -> ImportedBlog:
    """The page as the blog takes it: every post with a time, a lasting name and blocks that fit."""
    posts = [_imported(post, page, at) for post, at in zip(page.posts, times_of(page, now), strict=True)]
    first_pin = next((post.source_key for post in posts if post.pinned), None)
    return ImportedBlog(
        source=page.url,
        slug=slug,
        headline=headline_of(page),
        standfirst=page.standfirst,
        zone=page.zone or "UTC",
        language=language_of(page),
        ended=ended,
        picture=fitting((page.picture,)) if page.picture else (),
        # A blog keeps one post on top; the page's first pinned one stands highest there too.
        posts=tuple(replace(post, pinned=post.source_key == first_pin) for post in posts),
    )


def with_pictures(blog: ImportedBlog, known: Known) -> ImportedBlog:
    """The blog with its linked pictures replaced by ours where we have them; portraits are shown only if they are."""
    posts = (
        replace(
            post,
            blocks=_ours(post.blocks, known),
            bylines=tuple(replace(b, portrait=known.get(b.portrait, {}).get("picture", "")) for b in post.bylines),
        )
        for post in blog.posts
    )
    return replace(blog, picture=_ours(blog.picture, known), posts=tuple(posts))


def linked_pictures(blog: ImportedBlog) -> list[Block]:
    """The picture blocks that only lead elsewhere, the blog's own first, each address once."""
    found: dict[str, Block] = {}
    for block in _pictures([*blog.picture, *(block for post in blog.posts for block in post.blocks)]):
        if block.get("url") and not block.get("picture"):
            found.setdefault(block["url"], block)
    return list(found.values())


def linked_portraits(blog: ImportedBlog) -> list[Block]:
    """The authors' portraits elsewhere as picture blocks, each address once."""
    found = {b.portrait: b.name for post in blog.posts for b in post.bylines if b.portrait}
    return [{"type": "picture", "url": url, "alt": name} for url, name in found.items()]


def headline_of(page: LivePage) -> str:
    """The page's headline; where it has none, how its oldest post begins, else where it comes from."""
    if page.headline:
        return page.headline
    own = [post for post in page.posts if not post.deleted and post.authors]
    named = [post.title or line(words_of(post.blocks), 90) for post in sorted(own, key=_age)]
    return next(filter(None, named), "") or page.url or page.id or page.kind


def _age(post: LivePost) -> float:
    return post.published.timestamp() if post.published else float("inf")


def slug_of(page: LivePage) -> str:
    """An address for the blog: the headline's first words, else the page's own name for itself."""
    words = _ascii(page.headline)
    cut = words if len(words) <= 60 else words[:61].rpartition("-")[0] or words[:60]
    return cut or _ascii(f"live-page-{page.id or _short_hash(page.url or headline_of(page))}")[:80].strip("-")


def language_of(page: LivePage) -> str:
    """The page's language as a blog has it, English where the page does not say."""
    name = page.language.replace("_", "-")
    return name[:16] if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", name) else "en"


def times_of(page: LivePage, now: datetime) -> list[datetime]:
    """A time for each post, never later than now: its own, else just before its newer neighbour's; no two the same."""
    known = [post.published for post in page.posts if post.published]
    oldest_first = len(known) > 1 and known[0] < known[-1]
    posts = page.posts[::-1] if oldest_first else page.posts
    found: list[datetime] = []
    taken: set[datetime] = set()
    last = page.modified or page.published or now
    for post in posts:
        at = min(post.published or last - timedelta(seconds=1), now)
        # The posts of one second keep the page's order: the newer one's time is the later one.
        while at in taken:
            at -= timedelta(microseconds=1)
        taken.add(at)
        found.append(at)
        last = at
    return found[::-1] if oldest_first else found


def source_key(post: LivePost) -> str:
    """The name under which a second import finds the post again."""
    return post.id if len(post.id) <= 200 else f"{post.id[:150]}…{_short_hash(post.id)}"


def fitting(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks that the blog can keep, as many as one post holds."""
    found, left = [], MOST_CHARACTERS
    for block in blocks[:MOST_BLOCKS]:
        try:
            parsed = parse_block(block)
        except BadBlock:
            continue
        left -= len(text_of_block(parsed)) if parsed else 0
        if left < 0:
            break
        found.append(block)
    return tuple(found)


def _imported(post: LivePost, page: LivePage, at: datetime) -> ImportedPost:
    return ImportedPost(
        source_key=source_key(post),
        source=post.url,
        title=post.title,
        blocks=fitting(post.blocks),
        # A page that does not say who wrote a post credits it to everybody on the page, and so do we.
        bylines=tuple(_byline(author) for author in post.authors or page.authors),
        tags=post.tags,
        published=at,
        updated=post.updated,
        key=post.key,
        summary=post.summary,
        pinned=post.pinned and not post.deleted,
    )


def _byline(author: Author) -> Byline:
    # The address of the portrait, until ``with_pictures`` puts our own picture in its place.
    return Byline(name=author.name, role=author.role, bio=author.bio, portrait=author.portrait)


def _ours(blocks: tuple[Block, ...], known: Known) -> tuple[Block, ...]:
    return tuple(_our(block, known) for block in blocks)


def _our(block: Block, known: Known) -> Block:
    if block.get("type") == "gallery":
        return {**block, "pictures": [_our(one, known) for one in block["pictures"]]}
    about = known.get(block.get("url", "")) if block.get("type") == "picture" else None
    # What the page says of the picture goes before what the file says.
    return {**about, **{k: v for k, v in block.items() if v or k not in about}, "url": ""} if about else block


def _pictures(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.get("type") == "gallery":
            yield from _pictures(list(block["pictures"]))
        elif block.get("type") == "picture":
            yield block


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
