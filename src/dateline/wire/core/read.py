"""Tells what a page is, an article, a live page or a republished one, in whatever it is written, and reads it so."""

import re
from dataclasses import replace

from dateline.wire.core.article.found import Origin
from dateline.wire.core.article.gallery import picture_of
from dateline.wire.core.article.read import Knowledge, read_article
from dateline.wire.core.listen import listened
from dateline.wire.core.livepages.page import LivePage, LivePost
from dateline.wire.core.livepages.read import read_live_page
from dateline.wire.core.livepages.shape import posts_by_shape
from dateline.wire.core.page import blocks
from dateline.wire.core.page.decode import text_of_bytes
from dateline.wire.core.page.document import MOST_BYTES, Document, document_of
from dateline.wire.core.page.values import Block
from dateline.wire.core.republished.lines import bare_lines, lines_of_pieces, lines_of_text
from dateline.wire.core.republished.read import is_republished, read_republished
from dateline.wire.core.understood import NotRead, Post, Understood

_FEED_ROOTS = ("<feed", "<rss", "<rdf:rdf")
_LONGEST = 400_000
_MARKUP = re.compile(r"<(?:!doctype|[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def understand(
    page: bytes | str, *, url: str = "", content_type: str = "", knowledge: Knowledge
) -> Understood | NotRead:
    """What was understood of the page, or why nothing was; never an exception."""
    found = _understood(page, url=url, content_type=content_type, knowledge=knowledge)
    return listened(found, knowledge) if isinstance(found, Understood) else found


def _understood(page: bytes | str, *, url: str, content_type: str, knowledge: Knowledge) -> Understood | NotRead:
    if len(page) > MOST_BYTES:
        return NotRead(reason=f"The page is larger than {MOST_BYTES // 1_000_000} MB.")
    text = page if isinstance(page, str) else text_of_bytes(page, content_type)
    start = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if not start:
        return NotRead(reason="The page is empty.")
    if start[0] in "{[" or (any(root in start for root in _FEED_ROOTS) and "<html" not in start):
        return _live_alone(page if isinstance(page, bytes) else page.encode("utf-8", "replace"), url, content_type)
    if "\x00" in text[:1000] or start.startswith("%pdf"):
        return NotRead(reason="This is no text.")
    if not _MARKUP.search(text[:200_000]):
        return _plain(text)
    document = document_of(text, url=url)
    return NotRead(reason="The page is empty.") if document is None else _page(document, knowledge)


def _page(document: Document, knowledge: Knowledge) -> Understood | NotRead:
    article, body = read_article(document, knowledge)
    if is_republished(bare_lines(body.pieces)):
        return read_republished(lines_of_pieces(body.pieces), article)
    live = _live_posts(document, article, marked="LiveBlogPosting" in document.text)
    page = live or article
    if not page.title and not page.text:
        return NotRead(reason="The page holds neither a headline nor a text.")
    return page


def _live_posts(document: Document, article: Understood, *, marked: bool) -> Understood | None:
    """The page with its posts, where it has any: by its structured data, else by the shape of its markup."""
    if marked:
        found = read_live_page(document.text.encode("utf-8", "replace"), url=document.url)
        if isinstance(found, LivePage):
            posts = tuple(post_of(post) for post in found.posts)
            return _with_posts(article, posts, origin=Origin(origin=found.kind, confidence=0.97), notes=found.notes)
    posts = posts_by_shape(document, article)
    return _with_posts(article, posts, origin=Origin(origin="shape", confidence=0.75)) if posts else None


def _with_posts(
    article: Understood, posts: tuple[Post, ...], *, origin: Origin, notes: tuple[str, ...] = ()
) -> Understood:
    pictures = {picture.url: picture for post in posts for picture in post.pictures}
    own = {picture.url: picture for picture in article.pictures}
    text = "\n".join(filter(None, (part for post in posts for part in (post.title, post.text))))
    fuller = len(text) > len(article.text)
    return replace(
        article,
        kind="live",
        is_live=True,
        posts=posts,
        pictures=tuple((own | pictures).values()),
        text=text[:_LONGEST] if fuller else article.text,
        blocks=tuple(block for post in posts for block in post.blocks) if fuller else article.blocks,
        has_key_events=any(post.key for post in posts),
        notes=notes,
        origins={**article.origins, "posts": origin},
    )


def post_of(post: LivePost) -> Post:
    """A post as the reader of live pages found it."""
    return Post(
        id=post.id,
        time=post.published,
        title=post.title,
        authors=post.authors,
        text=_text(post.blocks),
        blocks=post.blocks,
        pictures=tuple(picture_of(block) for block in post.blocks if block["type"] == "picture"),
        key=post.key,
        updated=post.updated,
        url=post.url,
    )


def _text(made: tuple[Block, ...]) -> str:
    return "\n".join(filter(None, (blocks.plain(block) for block in made)))


def _live_alone(page: bytes, url: str, content_type: str) -> Understood | NotRead:
    """A live page that is no web page: a page model, an answer of an interface, a feed."""
    found = read_live_page(page, url=url, content_type=content_type)
    if not isinstance(found, LivePage):
        return NotRead(reason=found.reason)
    article = Understood(
        title=found.headline,
        standfirst=found.standfirst,
        byline=tuple(author.name for author in found.authors),
        published=found.published,
        updated=found.modified,
        language=found.language,
        tags=found.tags,
        canonical=found.url,
        pictures=(picture_of(found.picture),) if found.picture else (),
        origins={"title": Origin(origin=found.kind, confidence=0.97)},
    )
    posts = tuple(post_of(post) for post in found.posts if not post.deleted)
    return _with_posts(article, posts, origin=Origin(origin=found.kind, confidence=0.97), notes=found.notes)


def _plain(text: str) -> Understood | NotRead:
    lines = lines_of_text(text)
    if not any(line.text for line in lines):
        return NotRead(reason="The page is empty.")
    return read_republished(lines, None)
