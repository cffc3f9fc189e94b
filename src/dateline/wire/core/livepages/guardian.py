"""Reads the Guardian's page model: blocks of elements, key events, contributors and the page's paging."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import urljoin

from dateline.wire.core.livepages.page import LivePage, LivePost, NotALivePage
from dateline.wire.core.livepages.schema import authors_of, fullest
from dateline.wire.core.page import blocks
from dateline.wire.core.page.markup import blocks_of_text
from dateline.wire.core.page.times import instant, later
from dateline.wire.core.page.values import Author, Block
from dateline.wire.core.page.words import address, line, once

Node = Mapping[str, Any]
ZONES = {"UK": "Europe/London", "US": "America/New_York", "AU": "Australia/Sydney"}
WIDEST = 2000
ELSEWHERE = "{count} of its key events stand on other pages of it."
PAGES = "This is page {page} of {pages}: the other pages hold more posts."
# Furniture between the paragraphs: what else to read, sign up for or buy.
FURNITURE = ("RichLink", "NewsletterSignup", "AdPlaceholder", "Callout", "Divider", "KeyTakeaways", "Disclaimer")


def is_page_model(value: object) -> bool:
    """Whether the JSON is the model of a live page, or a list of its blocks."""
    model = unwrapped(value)
    if isinstance(model, list):
        return bool(model) and all(_is_block(block) for block in model)
    return isinstance(model, Mapping) and any(_is_block(block) for block in _list(model.get("blocks")))


def read_page_model(value: object, *, url: str = "") -> LivePage | NotALivePage:
    """The live page of a model, or of a bare list of key events."""
    model = unwrapped(value)
    if isinstance(model, list):
        posts = tuple(_post(block, address(url), keys=None) for block in model)
        return LivePage(kind="guardian-key-events", url=address(url), zone=ZONES["UK"], posts=posts)
    assert isinstance(model, Mapping)
    base = address(model.get("canonicalUrl") or model.get("webURL")) or address(url)
    keys = frozenset(str(block.get("id")) for block in _list(model.get("keyEvents")) if _is_block(block))
    posts = tuple(_post(block, base, keys=keys) for block in _list(model.get("blocks")) if _is_block(block))
    return _page(model, base, posts=posts, keys=keys)


def unwrapped(value: object) -> object:
    """The model itself, out of the envelope that the renderer is sent, or one block as a list."""
    if isinstance(value, Mapping) and isinstance(value.get("frontendData"), Mapping):
        return value["frontendData"]
    return [value] if _is_block(value) else value


def _page(model: Node, base: str, *, posts: tuple[LivePost, ...], keys: frozenset[str]) -> LivePage:
    pages = model.get("pagination") if isinstance(model.get("pagination"), Mapping) else {}
    older = str(pages.get("older") or "") if isinstance(pages, Mapping) else ""
    schema = _schema(model)
    standfirst = blocks_of_text(model.get("standfirst"), base)
    return LivePage(
        kind="guardian",
        url=base,
        headline=line(model.get("headline") or model.get("webTitle")),
        standfirst=line(model.get("trailText")) or blocks.words_of(standfirst),
        language=line(model.get("lang"), 35) or "en",
        zone=ZONES.get(str(model.get("editionId")), ZONES["UK"]),
        published=_first_published(model, posts),
        modified=instant(schema.get("dateModified")),
        coverage_start=instant(schema.get("coverageStartTime")),
        coverage_end=instant(schema.get("coverageEndTime")),
        ended=_ended(schema),
        authors=_authors(model, schema),
        picture=next((p for e in _list(model.get("mainMediaElements")) for p in _element(e, base)), None),
        tags=once(line(t.get("title"), 100) for t in _mappings(model.get("tags")) if t.get("type") == "Keyword"),
        posts=posts,
        more=address(urljoin(base, older)) if older and base else "",
        notes=_notes(pages, keys - {post.id for post in posts}),
    )


def _post(block: Node, base: str, *, keys: frozenset[str] | None) -> LivePost:
    """A block as a post; ``keys`` None means that every block is a key event."""
    name, marks = line(block.get("id"), 100), block.get("attributes")
    marks = marks if isinstance(marks, Mapping) else {}
    published = instant(block.get("blockFirstPublished") or block.get("blockCreatedOn"))
    return LivePost(
        id=name,
        title=line(block.get("title"), 500),
        published=published,
        updated=later(instant(block.get("blockLastUpdated")), published),
        authors=_contributors(block),
        blocks=blocks.joined([made for e in _list(block.get("elements")) for made in _element(e, base)]),
        key=keys is None or name in keys or bool(marks.get("keyEvent")),
        summary=bool(marks.get("summary")),
        pinned=bool(marks.get("pinned")),
        url=f"{base}?page=with:block-{name}#block-{name}" if base and name else "",
    )


def _element(element: object, base: str) -> tuple[Block, ...]:
    """The blocks of one element; an unknown kind gives its HTML or a card with its address."""
    if not isinstance(element, Mapping):
        return ()
    kind = str(element.get("_type")).rsplit(".", 1)[-1].removesuffix("BlockElement")
    if kind.startswith(FURNITURE):
        return ()
    maker = _MAKERS.get(kind)
    if maker is not None:
        return tuple(made for made in (maker(element, base),) if made is not None)
    if html := element.get("html") or element.get("safeEmbedHtml"):
        return blocks_of_text(html, base)
    made = blocks.embed(_address(element, base), words=line(element.get("title") or element.get("alt")))
    return (made,) if made else ()


def _image(element: Node, base: str) -> Block | None:
    about = element.get("data") if isinstance(element.get("data"), Mapping) else {}
    assert isinstance(about, Mapping)
    credit = blocks.credit_line(about.get("credit")) if element.get("displayCredit", True) else ""
    return blocks.picture(
        _widest(element), caption=line(about.get("caption")), credit=credit, alt=line(about.get("alt"), 1000)
    )


def _widest(element: Node) -> str:
    """The largest rendition that is not wider than a screen, else the smallest there is."""
    media = element.get("media")
    images = _mappings(media.get("allImages") if isinstance(media, Mapping) else None)
    sized = sorted((_width(image), address(image.get("url"))) for image in images)
    known = [(width, url) for width, url in sized if url]
    fitting = [url for width, url in known if width <= WIDEST]
    return fitting[-1] if fitting else known[0][1] if known else ""


def _width(image: Node) -> int:
    fields = image.get("fields")
    width = str(fields.get("width")) if isinstance(fields, Mapping) else ""
    return int(width) if width.isdecimal() and len(width) < 7 else 0


def _social(element: Node, base: str) -> Block | None:
    inside = blocks_of_text(element.get("html"), base)
    card = next((block for block in inside if block["type"] == "embed"), {})
    url = address(element.get("url"), base) or str(card.get("url", ""))
    words = str(card.get("text") or "")
    author = str(card.get("author") or "")
    return blocks.embed(url, author=author, words=words, published=str(card.get("published") or ""))


def _film(element: Node, base: str) -> Block | None:
    url = blocks.youtube(element.get("assetId")) or _address(element, base)
    title = line(element.get("mediaTitle") or element.get("title"), 500)
    return blocks.video(url, title=title, caption=line(element.get("caption")), credit=line(element.get("source"), 200))


def _pull_quote(element: Node, base: str) -> Block | None:
    return blocks.quote(line(element.get("html"), 5000), speaker=line(element.get("attribution"), 300))


def _block_quote(element: Node, base: str) -> Block | None:
    made = blocks_of_text(element.get("html"), base)
    html = "".join(block["html"] for block in made if block["type"] == "text")
    return blocks.text(html if "<blockquote" in html else f"<blockquote>{html}</blockquote>") if html else None


def _comment(element: Node, base: str) -> Block | None:
    words, speaker = line(element.get("body"), 5000), line(element.get("authorName"), 200)
    return blocks.quote(words, speaker=speaker, source=address(element.get("commentUrl") or element.get("permalink")))


def _subheading(element: Node, base: str) -> Block | None:
    words = line(element.get("html"), 500)
    return blocks.text(f"<h2>{escape(words, quote=False)}</h2>") if words else None


_MAKERS: dict[str, Callable[[Node, str], Block | None]] = {
    "Image": _image,
    **dict.fromkeys(("Tweet", "Instagram"), _social),
    **dict.fromkeys(("Youtube", "VideoYoutube", "VideoVimeo", "VideoFacebook", "GuVideo", "Video", "MediaAtom"), _film),
    "Pullquote": _pull_quote,
    "Blockquote": _block_quote,
    "Comment": _comment,
    "Subheading": _subheading,
}


def _address(element: Node, base: str) -> str:
    named = ("originalUrl", "url", "canonicalUrl", "embedUrl", "iframeUrl", "link")
    return next(filter(None, (address(element.get(name), base) for name in named)), "")


def _contributors(block: Node) -> tuple[Author, ...]:
    found = []
    for raw in _mappings(block.get("contributors")):
        portrait = address(raw.get("imageUrl") or raw.get("largeImageUrl"))
        found.append(Author(name=line(raw.get("name"), 200), portrait=portrait))
    return tuple(author for author in found if author.name)


def _authors(model: Node, schema: Node) -> tuple[Author, ...]:
    written = authors_of(schema.get("author"), {})
    if written:
        return written
    names = line(model.get("byline"), 300).replace(" and ", ", ").split(", ")
    return tuple(Author(name=name) for name in once(names))


def _schema(model: Node) -> Node:
    found = fullest(_list(model.get("linkedData")))
    return found[0] if found else {}


def _ended(schema: Node) -> bool | None:
    end, last = instant(schema.get("coverageEndTime")), instant(schema.get("dateModified"))
    return True if end and last and end <= last else None


def _first_published(model: Node, posts: tuple[LivePost, ...]) -> Any:
    # The model's own date moves with each change; the first block's does not.
    times = [post.published for post in posts if post.published]
    return instant(model.get("webPublicationDate")) if not times else min(times)


def _notes(pages: object, elsewhere: frozenset[str]) -> tuple[str, ...]:
    notes = []
    if isinstance(pages, Mapping) and pages.get("totalPages", 1) not in (0, 1):
        notes.append(PAGES.format(page=line(pages.get("currentPage")), pages=line(pages.get("totalPages"))))
    if elsewhere:
        notes.append(ELSEWHERE.format(count=len(elsewhere)))
    return tuple(notes)


def _is_block(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("elements"), list)
        and bool({"blockFirstPublished", "blockCreatedOn"} & set(value))
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mappings(value: object) -> list[Node]:
    return [one for one in _list(value) if isinstance(one, Mapping)]
