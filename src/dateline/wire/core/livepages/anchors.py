"""Finds a page's posts in its own markup and takes from there what its structured data leaves out."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dateline.wire.core.livepages.page import LivePage, LivePost
from dateline.wire.core.page import blocks
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.markup import HEADINGS, blocks_of_element
from dateline.wire.core.page.times import instant, later
from dateline.wire.core.page.values import Author, Block
from dateline.wire.core.page.words import once, squeezed

Element = Any
_NAMING = ("id", "data-post-id", "data-id", "data-block-id", "data-entry-id", "data-update-id", "name")
_PREFIXES = ("", "block-", "post-", "entry-", "update-", "liveblog-entry-", "live-blog-post-")
_BODY = re.compile(
    r"^(?:entry-content|entry__content|block-elements|block__body|article-?body|post-?body|post__body|post-content"
    r"|post__content|update-body|update__body|liveblog-entry-content|live-blog-post-content|content-text)$"
)
_HEAD = re.compile(
    r"^(?:entry-info|entry-header|byline|byline__.*|author|authors|author-.*|contributor|timestamp|time|date|dateline"
    r"|meta|post-meta|entry-meta|block-time|block__time|permalink|key-event-label|live-post-meta|avatar)$"
)
_TITLE = re.compile(r"^(?:(?:block|post|entry|update)[-_]*)?(?:title|headline|heading)$")
_KEY = re.compile(r"^(?:is-)?key-?event(?:s|-entry|-post)?$|^is-key$|^block--key|^is-key-event")
_KEY_LIST = re.compile(r"key-?events|keyevents|key-moments|timeline-key")
_PIN = re.compile(r"^(?:is-)?(?:pinned|sticky)(?:-post|-entry|-block)?$|^block--pinned")
_AUTHOR_CLASS = re.compile(r"^(?:author-name|author__name|byline__name|contributor-name|byline-author)$")
_NO_NAME = re.compile(r"[0-9@]|^(?:key event|live|breaking|updated?|pinned|share|by)$", re.IGNORECASE)


def enriched(page: LivePage, tree: Element) -> LivePage:
    """The page with each post's text, authors, marks and times as its markup shows them."""
    found = _named_elements(tree)
    keys = _key_names(tree)
    posts = []
    for post in page.posts:
        element = _element_of(post, found)
        posts.append(_enriched(post, element, page.url, keys=keys) if element is not None else _marked(post, keys))
    return replace(page, posts=tuple(posts))


def _enriched(post: LivePost, element: Element, base: str, *, keys: frozenset[str]) -> LivePost:
    body = _body_of(element)
    title = post.title or _title_in(element)
    words = blocks_of_element(body, base, skip=_skipped(body, title))
    same = _says_the_same(words, post)
    published = post.published or _time_of(element)
    authors = _authors_in(element)
    return replace(
        post,
        title=title if same else post.title,
        blocks=words if same else post.blocks,
        authors=tuple(_known(name, post.authors) for name in authors) or post.authors,
        published=published,
        updated=post.updated or later(_changed(element), published),
        key=post.key or _is_marked(element, _KEY) or post.id in keys,
        pinned=post.pinned or _is_marked(element, _PIN),
    )


def post_in(element: Element, base: str, *, name: str) -> LivePost:
    """The post that an element holds, as its markup alone tells it; without a time where it has no stamp."""
    body = _body_of(element)
    heading = next((words_in(inner) for inner in element.iter(*HEADINGS) if words_in(inner)), "")
    title = (_title_in(element) or heading)[:500]
    published = _time_of(element)
    return LivePost(
        id=element.get("id") or element.get("data-id") or name,
        title=title,
        published=published,
        updated=later(_changed(element), published),
        authors=tuple(Author(name=name) for name in _authors_in(element)),
        blocks=blocks_of_element(body, base, skip=_skipped(body, title)),
        key=_is_marked(element, _KEY),
        pinned=_is_marked(element, _PIN),
    )


def _marked(post: LivePost, keys: frozenset[str]) -> LivePost:
    return replace(post, key=True) if post.id in keys else post


def _named_elements(tree: Element) -> dict[str, Element]:
    """Elements by what they are called; the first of several, and never one of the list of key events."""
    found: dict[str, Element] = {}
    for element in tree.iter("div", "article", "section", "li", "a", "span", "p", "h2", "h3"):
        for attribute in _NAMING:
            name = element.get(attribute)
            if name and name not in found and (element.tag != "a" or attribute == "id" or attribute == "name"):
                found[name] = element
    return found


def _element_of(post: LivePost, found: Mapping[str, Element]) -> Element | None:
    for name in _names_of(post):
        element = next((found[prefix + name] for prefix in _PREFIXES if prefix + name in found), None)
        if element is not None:
            # An empty anchor stands just before or inside the post that it names.
            small = element.tag in {"a", "span", "h2", "h3", "p"}
            return element.getparent() if small else element
    return None


def _names_of(post: LivePost) -> tuple[str, ...]:
    """What the markup may call the post: its name; where that is an address, the ends of it."""
    if "://" not in post.id:
        return (post.id,)
    parts = urlsplit(post.id)
    values = [value for _, value in parse_qsl(parts.query)]
    return once([*values, *(value.rpartition(":")[2] for value in values), parts.path.rstrip("/").rpartition("/")[2]])


def _body_of(element: Element) -> Element:
    for inner in element.iter():
        if inner.get("itemprop") == "articleBody" or any(_BODY.match(name) for name in _classes(inner)):
            return inner
    return element


def _skipped(body: Element, title: str) -> frozenset[Any]:
    """What stands round a post's text: its own headline, its time, who wrote it."""
    skipped, wanted = set(), squeezed(title)
    for inner in body.iter():
        if inner is body or not isinstance(inner.tag, str):
            continue
        heading = inner.tag in HEADINGS and wanted and squeezed(words_in(inner)) == wanted
        if heading or inner.tag in {"time", "header", "footer"} or any(_HEAD.match(name) for name in _classes(inner)):
            skipped.add(inner)
    return frozenset(skipped)


def _title_in(element: Element) -> str:
    """The headline that the markup gives the post, where it says so itself."""
    for inner in element.iter(*HEADINGS):
        above = inner.getparent()
        marked = inner.get("itemprop") == "headline" or any(_TITLE.match(name) for name in _classes(inner))
        if marked or (above is not None and above.tag == "header"):
            return words_in(inner)[:500]
    return ""


def _says_the_same(words: tuple[Block, ...], post: LivePost) -> bool:
    """Whether the markup's blocks are the post's: they begin as its text does, or it had none."""
    if not words:
        return False
    before, after = squeezed(blocks.words_of(post.blocks)), squeezed(blocks.words_of(words))
    start = before[:60]
    return len(before) <= 1.1 * len(after) + 40 and (not start or start in after[: len(start) + 400])


def _authors_in(element: Element) -> tuple[str, ...]:
    names = []
    for inner in element.iter():
        named = inner.get("rel") == "author" or inner.get("itemprop") == "author"
        # Reach's titles write the reporter of an entry as <div class="entry-info"><mark>.
        reach = inner.tag == "mark" and "entry-info" in (inner.getparent().get("class") or "")
        if named or reach or any(_AUTHOR_CLASS.match(name) for name in _classes(inner)):
            names.append(words_in(inner).removeprefix("By ").strip())
    return once(name for name in names if name and len(name) <= 60 and not _NO_NAME.search(name))


def _known(name: str, authors: tuple[Author, ...]) -> Author:
    return next((author for author in authors if author.name == name), Author(name=name))


def _key_names(tree: Element) -> frozenset[str]:
    """The posts that the page lists as its key events, by name."""
    names: set[str] = set()
    for box in tree.iter("div", "section", "ul", "ol", "aside", "nav"):
        if any(_KEY_LIST.search(name) for name in _classes(box)):
            for inner in box.iter("a", "li"):
                fragment = (inner.get("href") or "").rpartition("#")[2] if "#" in (inner.get("href") or "") else ""
                names.update(filter(None, (inner.get("data-id"), fragment, fragment.removeprefix("block-"))))
    return frozenset(names)


def _is_marked(element: Element, pattern: re.Pattern[str]) -> bool:
    marks = [*_classes(element), *(element.get("data-type") or "").split()]
    return any(pattern.match(mark.lower()) for mark in marks)


def _time_of(element: Element) -> datetime | None:
    own = (
        element.get(name) for name in ("data-post-time", "data-timestamp", "data-time", "data-published", "data-date")
    )
    stamps = [*own, *(inner.get("datetime") for inner in element.iter("time"))]
    return next(filter(None, (instant(stamp) for stamp in stamps)), None)


def _changed(element: Element) -> datetime | None:
    return instant(element.get("data-last-modified-time"))


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split() if isinstance(element.tag, str) else []
