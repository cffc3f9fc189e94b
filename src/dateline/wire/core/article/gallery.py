"""All pictures of an article, each once: those in its text, its lead, and what the structured data says of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from dateline.wire.core.article.body import Body
from dateline.wire.core.article.captioned import captioned_in, is_a_link, titled_credit
from dateline.wire.core.article.days import taken_in
from dateline.wire.core.article.pictures import bare_credit, parted
from dateline.wire.core.article.places import ELSEWHERE, Place, place_within
from dateline.wire.core.page.cards import IMAGES, picture_address
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node, kinds, listed, picture_urls
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, line, squeezed
from dateline.wire.core.understood import Picture

_SIZES = re.compile(
    r"[-_/](?:\d{2,4}x\d{2,4}|w\d{2,4}|\d{2,4}w|original|large|small|medium|thumb)(?=[-_./]|$)", re.IGNORECASE
)
_WORDS_OF_A_PICTURE = ("caption", "creditText", "copyrightHolder", "author", "creator")
_FEWEST_WORDS = 5
MOST = 200
_MARK = re.compile(r"\blogo\b|/logo|icon|avatar|placeholder|/author|sprite|spacer|badge|pixel", re.IGNORECASE)


def pictures_of(document: Document, nodes: list[tuple[Node, str]], *, body: Body) -> tuple[Picture, ...]:
    """The article's pictures in the page's order, the words that several places say of one put together."""
    described = list(_described(document, nodes))
    found: dict[str, Picture] = {}
    for picture in (*_shown(document, body), *captioned_in(document.tree, document.url), *described):
        name = _name(picture.url) or squeezed(picture.caption)[:60]
        if name and not _is_a_mark(picture):
            found[name] = _joined(found[name], picture) if name in found else picture
    if not found and (url := address(document.said("og:image", "twitter:image")[1], document.url)):
        alt = document.said("og:image:alt", "twitter:image:alt")[1]
        found[url] = Picture(url=url, alt=alt, credit=_first_credit(document))
    _credit(found, document)
    return tuple(_of_one_caption(found.values()))[:MOST]


def _first_credit(document: Document) -> str:
    """Whom the first picture that says so is by, where it stands in the article; "" for nobody."""
    named = ((image, titled_credit(image)) for image in document.tree.iter(*IMAGES))
    return next((credit for image, credit in named if credit and not place_within(image) & ELSEWHERE), "")


def _credit(found: dict[str, Picture], document: Document) -> None:
    """Puts to the pictures that nobody is credited for whom their title or alternative words name."""
    if all(picture.credit for picture in found.values()):
        return
    for image in document.tree.iter(*IMAGES):
        picture = found.get(_name(picture_address(image, document.url)))
        if picture is not None and not picture.credit and (credit := titled_credit(image)):
            found[_name(picture.url)] = replace(picture, credit=credit)


def picture_of(block: Block) -> Picture:
    """The picture of a block."""
    caption = str(block.get("caption") or "")
    return Picture(
        url=str(block.get("url") or ""),
        caption=caption,
        credit=str(block.get("credit") or ""),
        alt=str(block.get("alt") or ""),
        taken=taken_in(caption),
    )


def _shown(document: Document, body: Body) -> Iterator[Picture]:
    """The pictures among the article's words, and those with words of their own above it that are nobody else's."""
    pieces = body.pieces
    at = [n for n, keep in enumerate(body.kept) if keep and pieces[n].words]
    last = at[-1] if at else 0
    for n, (piece, keep) in enumerate(zip(pieces, body.kept, strict=True)):
        block = piece.block
        if block is None or block["type"] != "picture":
            continue
        words = block["credit"] or (block["caption"] and not is_a_link(piece.element, document.url))
        # A lead picture stands above the text, a gallery often below: their words tell them from teasers.
        if keep or (n <= last + 3 and (words or piece.place & Place.ARTICLE) and not piece.place & ELSEWHERE):
            yield picture_of(block)


def _described(document: Document, nodes: list[tuple[Node, str]]) -> Iterator[Picture]:
    for node, _ in nodes[:2]:
        for raw in listed(node.get("image"))[:50]:
            yield from _of_node(document.resolved(raw), document.url)
    all_nodes = (*document.linked, *document.items)
    theirs = _of_people(all_nodes, document)
    for node in all_nodes:
        if "ImageObject" in kinds(node) and id(node) not in theirs and any(map(node.get, _WORDS_OF_A_PICTURE)):
            yield from _of_node(node, document.url)


def _of_people(nodes: Iterable[Node], document: Document) -> set[int]:
    """The objects that show an author or are an outlet's mark, by their identity."""
    found: set[int] = set()
    for node in nodes:
        if kinds(node) & {"Person", "Author"} or any("Organization" in kind for kind in kinds(node)):
            held = (document.resolved(raw) for name in ("image", "logo") for raw in listed(node.get(name)))
            found.update(map(id, held))
    return found


def _of_node(raw: object, base: str) -> Iterator[Picture]:
    if isinstance(raw, list):
        for one in raw[:50]:
            yield from _of_node(one, base)
        return
    url = next(iter(picture_urls(raw, base)), "")
    if not isinstance(raw, Mapping):
        return
    named = line(raw.get("name"))
    caption = line(raw.get("caption")) or line(raw.get("description"))
    # A short name is a file's or a picture's of that series; a sentence is its caption.
    caption = caption or (named if len(named.split()) >= _FEWEST_WORDS else "")
    credit = next(
        filter(None, (_named(raw.get(name)) for name in ("creditText", "copyrightHolder", "author", "creator"))), ""
    )
    bare, parted_credit = parted(caption) if not credit else (caption, "")
    alt = line(raw.get("alternateName"), 500)
    if caption or credit:
        yield Picture(url=url, caption=bare, credit=bare_credit(credit or parted_credit), alt=alt, taken=taken_in(bare))


def _is_a_mark(picture: Picture) -> bool:
    """Whether the picture is an outlet's mark or an author's portrait, told by its words alone."""
    return not picture.caption and not picture.credit and bool(_MARK.search(f"{picture.alt} {picture.url}"))


def _named(value: object) -> str:
    names = [line(one.get("name") if isinstance(one, Mapping) else one, 200) for one in listed(value)]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _joined(one: Picture, other: Picture) -> Picture:
    return Picture(
        url=one.url or other.url,
        caption=one.caption or other.caption,
        credit=one.credit or other.credit,
        alt=one.alt or other.alt,
        taken=one.taken or other.taken,
    )


def _of_one_caption(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """The pictures, renditions of one (the same words under another address) once."""
    seen: set[tuple[str, str]] = set()
    for picture in pictures:
        key = (squeezed(picture.caption), squeezed(picture.credit))
        if len(key[0]) > 20 and key in seen:
            continue
        seen.add(key)
        yield picture


def _name(url: str) -> str:
    """What a picture is called whatever its size: the last parts of its path without measures."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return url
    return _SIZES.sub("", path.rstrip("/")) or url
