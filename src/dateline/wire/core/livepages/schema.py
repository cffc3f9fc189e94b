"""Reads a schema.org ``LiveBlogPosting``, whichever way a page wrote it down."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urldefrag

from dateline.wire.core.livepages.page import LivePage, LivePost
from dateline.wire.core.page import blocks
from dateline.wire.core.page.markup import blocks_of_text
from dateline.wire.core.page.structured import Node, listed, nodes_of, picture_urls
from dateline.wire.core.page.times import instant, is_zone, lacks_zone, later
from dateline.wire.core.page.values import Author, Block
from dateline.wire.core.page.words import MOST_OF_A_LINE, address, keywords, line, squeezed

LIVE = "LiveBlogPosting"
MOST_POSTS = 20_000
NO_ZONE = "Its times name no zone: they were read as {zone} time."
SAME_TIMES = "All its posts carry the page's own time: when each was published is not known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a post's reading depends on: the page's address, its zone, its credits and its own pictures."""

    url: str
    zone: str | None
    headline: str
    credits: frozenset[str]
    shared_pictures: frozenset[str]


def is_live(node: Node) -> bool:
    """Whether the object is a ``LiveBlogPosting``."""
    return any(str(kind).rsplit("/", 1)[-1] == LIVE for kind in listed(node.get("@type")))


def fullest(values: Iterable[object]) -> tuple[Node, dict[str, Node]] | None:
    """The live posting with the most updates, and the page's objects by ``@id``."""
    nodes = list(nodes_of(values))
    live = [node for node in nodes if is_live(node)]
    if not live:
        return None
    named: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(named.get(name, ())):
            named[name] = node
    return max(live, key=lambda node: len(listed(node.get("liveBlogUpdate")))), named


def live_page(node: Node, named: Mapping[str, Node], *, kind: str, url: str, zone: str | None = None) -> LivePage:
    """The page that the posting describes, its posts in the posting's order."""
    url = address(_url_of(node), url) or url
    updates = [_resolved(update, named) for update in listed(node.get("liveBlogUpdate"))[:MOST_POSTS]]
    zone = zone or next((z for z in (node.get("timeZone"), node.get("timezone")) if is_zone(z)), None)
    authors = authors_of(node.get("author") or node.get("creator"), named, base=url)
    setting = Setting(
        url=url,
        zone=zone,
        headline=line(node.get("headline") or node.get("name")),
        credits=frozenset(author.name for author in authors),
        shared_pictures=_shared_pictures(node, updates, url),
    )
    updates = [update for update in updates if update]
    names = zip(updates, _names(updates, url), strict=True)
    posts = [replace(_post(update, named, setting), id=name) for update, name in names]
    page = _head(node, setting, kind=kind)
    return _timed(replace(page, authors=authors, posts=single(posts)), updates, node)


def authors_of(value: object, named: Mapping[str, Node], *, base: str = "") -> tuple[Author, ...]:
    """The people (and desks) credited, each once."""
    found: dict[str, Author] = {}
    for raw in listed(value)[:30]:
        author = _author(_resolved(raw, named) or raw, base)
        if author.name:
            found.setdefault(author.name, author)
    return tuple(found.values())


def own_title(title: str, body: tuple[Block, ...], *, page: str = "") -> str:
    """The post's own headline: "" for the page's, for the whole text over again, and for its beginning, cut off."""
    start, words = squeezed(title), squeezed(blocks.words_of(body)[:1000])
    # A text that is a link with the headline for its words is a teaser, and its headline is one.
    whole = words == start and not any("<a " in block.get("html", "") for block in body)
    cut = title.endswith(("…", "...")) and words.startswith(start)
    return "" if title == page or (start and (whole or cut)) else title


def _head(node: Node, setting: Setting, *, kind: str) -> LivePage:
    times = {name: instant(node.get(name), setting.zone) for name in _TIMES}
    end, last = times["coverageEndTime"], times["dateModified"] or times["datePublished"]
    picture = next(iter(picture_urls(node.get("image"), setting.url)), "")
    return LivePage(
        kind=kind,
        url=setting.url,
        headline=setting.headline,
        standfirst=line(node.get("description") or node.get("abstract") or node.get("alternativeHeadline")),
        language=line(node.get("inLanguage"), 35) if isinstance(node.get("inLanguage"), str) else "",
        zone=setting.zone,
        published=times["datePublished"],
        modified=times["dateModified"],
        coverage_start=times["coverageStartTime"],
        coverage_end=end,
        # An end that is still to come when the page was last changed was only planned.
        ended=True if end and last and end <= last else None,
        picture=_picture(node.get("image"), picture),
        tags=keywords(node.get("keywords")),
    )


_TIMES = ("datePublished", "dateModified", "coverageStartTime", "coverageEndTime")


def _post(update: Node, named: Mapping[str, Node], setting: Setting) -> LivePost:
    url = address(_url_of(update), setting.url)
    published = instant(update.get("datePublished") or update.get("dateCreated"), setting.zone)
    body = blocks_of_text(_text_of(update.get("articleBody") or update.get("text")), setting.url)
    body = body or blocks_of_text(_text_of(update.get("description")), setting.url)
    authors = authors_of(update.get("author") or update.get("creator"), named, base=setting.url)
    return LivePost(
        id="",
        title=own_title(line(update.get("headline") or update.get("name"), 500), body, page=setting.headline),
        published=published,
        updated=later(instant(update.get("dateModified"), setting.zone), published),
        authors=() if _is_pages_credit(authors, setting) else authors,
        blocks=blocks.joined([*body, *_media(update, setting)]),
        url=url if url and url != setting.url else "",
        tags=keywords(update.get("keywords")),
    )


def _is_pages_credit(authors: tuple[Author, ...], setting: Setting) -> bool:
    # Many pages credit each update to everybody who worked on the page: that says nothing of the update.
    return len(authors) > 1 and {author.name for author in authors} == setting.credits


def _author(raw: object, base: str) -> Author:
    if not isinstance(raw, Mapping):
        return Author(name=_name(raw))
    portraits = picture_urls(raw.get("image"), base)
    links = [raw.get("url"), *listed(raw.get("sameAs"))]
    return Author(
        name=_name(raw.get("name")),
        role=line(raw.get("jobTitle"), 200),
        bio=line(raw.get("description")),
        url=next(filter(None, (address(link, base) for link in links)), ""),
        portrait=portraits[0] if portraits else "",
    )


def _name(value: object) -> str:
    name = line(value[0] if isinstance(value, list) and value else value, 200)
    return "" if name.startswith(("http://", "https://")) else name.removeprefix("By ").strip()


def _url_of(node: Node) -> object:
    about = node.get("mainEntityOfPage")
    named = about.get("@id") or about.get("url") if isinstance(about, Mapping) else None
    return node.get("url") or (named if is_live(node) else None) or node.get("@id")


def _names(updates: list[Node], page: str) -> list[str]:
    """The page's own name for each update: its anchor, its identifier or its address, whichever is its alone."""
    prints = [_fingerprint(update) for update in updates]
    candidates = [_candidates(update, page) for update in updates]
    owners: dict[str, set[str]] = {}
    for names, mark in zip(candidates, prints, strict=True):
        for name in names:
            owners.setdefault(name, set()).add(mark)
    # Some pages give all updates one anchor, "#post"; and an update that comes twice is still one.
    return [
        next((name for name in names if len(owners[name]) == 1), mark)
        for names, mark in zip(candidates, prints, strict=True)
    ]


def _candidates(update: Node, page: str) -> list[str]:
    url = address(_url_of(update), page)
    identifier = update.get("identifier")
    identifier = identifier.get("value") if isinstance(identifier, Mapping) else identifier
    raw = [unquote(urldefrag(url).fragment)]
    for value in (identifier, update.get("@id")):
        named = isinstance(value, str | int) and address(value) != page
        raw.append(str(value).rsplit("#", 1)[-1] if named else "")
    raw.append(url if url != page else "")
    return [name for name in (line(one, MOST_OF_A_LINE) for one in raw) if name]


def _fingerprint(update: Node) -> str:
    parts = [str(update.get("datePublished")), line(update.get("headline")), line(update.get("articleBody"), 200)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:24]


def _media(update: Node, setting: Setting) -> list[Block]:
    found = []
    for raw in listed(update.get("image"))[:20]:
        for url in picture_urls(raw, setting.url)[:1]:
            if url not in setting.shared_pictures and (block := _picture(raw, url)):
                found.append(block)
    for raw in listed(update.get("video"))[:20]:
        film = raw if isinstance(raw, Mapping) else {"url": raw}
        sources = (film.get("url"), film.get("embedUrl"), film.get("contentUrl"))
        url = next(filter(None, (address(source, setting.url) for source in sources)), "")
        found.extend(filter(None, [blocks.video(url, title=line(film.get("name"), 500))]))
    return found


def _picture(raw: object, url: str) -> Block | None:
    first = next((one for one in listed(raw) if isinstance(one, Mapping)), {})
    credit = first.get("creditText") or first.get("copyrightNotice") or first.get("author")
    credit = credit.get("name") if isinstance(credit, Mapping) else credit
    return blocks.picture(
        url,
        caption=line(first.get("caption") or first.get("description")),
        credit=blocks.credit_line(credit),
        alt=line(first.get("alternateName") or first.get("accessibilitySummary"), 1000),
    )


def _shared_pictures(node: Node, updates: list[Node], url: str) -> frozenset[str]:
    """Pictures of the page as a whole, and those that several updates carry: none is one update's own."""
    counted = Counter(picture for update in updates for picture in set(picture_urls(update.get("image"), url)))
    repeated = {picture for picture, times in counted.items() if times > 1}
    return frozenset({*picture_urls(node.get("image"), url), *repeated})


def single(posts: Iterable[LivePost]) -> tuple[LivePost, ...]:
    """The posts that say something, each once: pages repeat a pinned update, or the whole list."""
    found: dict[str, LivePost] = {}
    for post in posts:
        if post.title or post.blocks:
            found.setdefault(post.id, post)
    return tuple(found.values())


def _timed(page: LivePage, updates: list[Node], node: Node) -> LivePage:
    """The page with notes on its times; one time for all of several posts is nobody's."""
    notes = list(page.notes)
    if any(lacks_zone(update.get("datePublished")) for update in [*updates, node]):
        notes.append(NO_ZONE.format(zone=page.zone or "UTC"))
    times = {post.published for post in page.posts}
    if len(page.posts) > 1 and len(times) == 1 and times == {page.published}:
        notes.append(SAME_TIMES)
        page = replace(page, posts=tuple(replace(post, published=None, updated=None) for post in page.posts))
    return replace(page, notes=tuple(notes))


def _resolved(value: object, named: Mapping[str, Node]) -> Node:
    """The object itself, or the one it points to by ``@id``."""
    if not isinstance(value, Mapping):
        return {}
    name = value.get("@id")
    return named.get(name, value) if len(value) <= 2 and isinstance(name, str) else value


def _text_of(value: object) -> object:
    if isinstance(value, list):
        return "\n".join(str(part) for part in value if isinstance(part, str))
    return value.get("@value") if isinstance(value, Mapping) else value
