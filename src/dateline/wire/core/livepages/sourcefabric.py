"""Reads an answer of Sourcefabric's Live Blog API: posts that hold items of text, pictures, cards and free types."""

from collections.abc import Mapping
from html import escape
from typing import Any

from dateline.wire.core.livepages.page import LivePage, LivePost, NotALivePage
from dateline.wire.core.page import blocks
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.markup import blocks_of_text, tree_of
from dateline.wire.core.page.times import instant, is_zone, later
from dateline.wire.core.page.values import Author, Block
from dateline.wire.core.page.words import address, line, once

Node = Mapping[str, Any]
DELETED = "{count} of its posts are marked as deleted there."
MORE = "The answer holds {here} of {total} posts."


def is_answer(value: object) -> bool:
    """Whether the JSON is such an answer, with or without the blog around its posts."""
    return bool(_posts(value))


def read_answer(value: object, *, url: str = "") -> LivePage | NotALivePage:
    """The live page of an answer."""
    raw = _posts(value)
    assert isinstance(value, Mapping)
    blog = next((b for b in (value.get("blog"), value) if isinstance(b, Mapping) and b.get("title")), {})
    settings = _mapping(blog.get("blog_preferences"))
    base = address(blog.get("public_url")) or address(url)
    posts = tuple(_post(post, base) for post in raw if _items(post))
    if not posts:
        return NotALivePage(reason="The answer holds no posts.")
    return LivePage(
        kind="sourcefabric",
        url=base,
        id=line(blog.get("_id") or raw[0].get("blog"), 100),
        headline=line(blog.get("title")),
        standfirst=line(blog.get("description")),
        language=line(settings.get("language") or raw[0].get("language"), 35),
        zone=next((z for z in (settings.get("time_zone"), settings.get("timezone")) if is_zone(z)), None),
        published=min((post.published for post in posts if post.published), default=None),
        modified=max((post.updated or post.published for post in posts if post.published), default=None),
        ended={"open": False, "closed": True}.get(str(blog.get("blog_status"))),
        picture=blocks.picture(address(blog.get("picture_url"))),
        posts=posts,
        notes=_notes(value, posts),
    )


def _post(post: Node, base: str) -> LivePost:
    items = _items(post)
    published = instant(post.get("published_date") or post.get("firstcreated"))
    kinds = [line(item.get("item_type"), 60) for item in items]
    made = [block for item, kind in zip(items, kinds, strict=True) for block in _item(item, kind, base)]
    return LivePost(
        id=line(post.get("_id") or post.get("guid"), 200),
        published=published,
        updated=later(instant(post.get("content_updated_date")), published),
        authors=_authors(post),
        blocks=_galleried(made),
        key=bool(post.get("lb_highlight") or post.get("highlight")),
        pinned=bool(post.get("sticky")),
        deleted=bool(post.get("deleted")),
        tags=once([*(line(tag, 60) for tag in _list(post.get("tags"))), *map(_tag, kinds)]),
    )


def _item(item: Node, kind: str, base: str) -> tuple[Block, ...]:
    html, meta = str(item.get("text") or ""), _mapping(item.get("meta"))
    if kind == "comment":
        said = blocks.quote(line(html, 5000), speaker=line(item.get("commenter"), 200))
        return (said,) if said else ()
    if kind == "quote" and meta.get("quote"):
        said = blocks.quote(line(meta["quote"], 5000), speaker=line(meta.get("author"), 300))
        return (said,) if said else ()
    if kind == "image" and (picture := _image(html, meta, base)):
        return (picture,)
    if kind == "Scorecard" and (score := _score(html)):
        return (score,)
    made = blocks_of_text(html, base)
    card = blocks.embed(address(meta.get("original_url") or meta.get("url"), base), words=line(meta.get("title")))
    return made or ((card,) if card else ())


def _image(html: str, meta: Node, base: str) -> Block | None:
    """The item's picture; its caption and credit stand in its details, else in its markup."""
    found = next((block for block in blocks_of_text(html, base) if block["type"] == "picture"), None)
    media = _mapping(_mapping(meta.get("media")).get("renditions"))
    original = address(_mapping(media.get("viewImage") or media.get("original")).get("href"))
    url = str(found["url"]) if found else original
    details = {name: line(meta.get(name)) for name in ("caption", "credit")}
    return blocks.picture(
        url,
        caption=details["caption"] or (found or {}).get("caption", ""),
        credit=blocks.credit_line(details["credit"] or (found or {}).get("credit", "")),
        alt=(found or {}).get("alt", "") or details["caption"],
    )


def _score(html: str) -> Block | None:
    """A scorecard as a line, ``Team 1 – 0 Team``, and one for each side's scorers."""
    tree = tree_of(html)
    names = [words_in(e) for e in tree.find_class("team-name")] if tree is not None else []
    scores = [words_in(e) for e in tree.find_class("team-score")] if tree is not None else []
    if tree is None or len(names) != 2 or len(scores) != 2:
        return None
    lines = [f"{names[0]} {scores[0]} – {scores[1]} {names[1]}"]
    for name, box in zip(names, tree.find_class("scorecard__scorers"), strict=False):
        scorers = ", ".join(f"{words_in(item)}′" for item in box.iter("li") if words_in(item))
        lines.extend([f"{name}: {scorers}"] if scorers else [])
    whole = [f"<strong>{escape(lines[0], quote=False)}</strong>"]
    return blocks.text("".join(f"<p>{part}</p>" for part in [*whole, *(escape(o, quote=False) for o in lines[1:])]))


def _tag(kind: str) -> str:
    # Readers must be able to tell an advert and a reader's comment from the newsroom's own posts.
    return "Advertisement" if "advert" in kind.lower() else "Comment" if kind == "comment" else ""


def _galleried(made: list[Block]) -> tuple[Block, ...]:
    """Three and more pictures in a row are a gallery."""
    found: list[Block] = []
    run: list[Block] = []
    for block in [*blocks.joined(made), {"type": ""}]:
        if block["type"] == "picture":
            run.append(block)
            continue
        found.extend([{"type": "gallery", "pictures": run}] if len(run) > 2 else run)
        found.extend([block] if block["type"] else [])
        run = []
    return tuple(found)


def _authors(post: Node) -> tuple[Author, ...]:
    who = next((w for w in (post.get("publisher"), post.get("original_creator")) if isinstance(w, Mapping)), {})
    shown = who.get("display_name") or post.get("byline") or who.get("byline")
    portrait = address(who.get("picture_url"))
    name = line(shown, 200)
    return (Author(name=name, bio=line(who.get("biography")), portrait=portrait),) if name else ()


def _notes(value: Node, posts: tuple[LivePost, ...]) -> tuple[str, ...]:
    total = _mapping(_mapping(value.get("posts")).get("_meta") or value.get("_meta")).get("total")
    deleted = sum(post.deleted for post in posts)
    more = [MORE.format(here=len(posts), total=total)] if isinstance(total, int) and total > len(posts) else []
    return tuple(more + ([DELETED.format(count=deleted)] if deleted else []))


def _posts(value: object) -> list[Node]:
    """The posts wherever the answer keeps them: ``posts._items``, ``_items`` or a plain list."""
    if not isinstance(value, Mapping):
        return []
    posts = value.get("posts")
    held = _mapping(posts).get("_items") or (posts if isinstance(posts, list) else value.get("_items"))
    return [post for post in _list(held) if isinstance(post, Mapping) and isinstance(post.get("groups"), list)]


def _items(post: Node) -> list[Node]:
    refs = [ref for group in _list(post.get("groups")) for ref in _list(_mapping(group).get("refs"))]
    return [item for item in (_mapping(ref).get("item") for ref in refs) if isinstance(item, Mapping)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Node:
    return value if isinstance(value, Mapping) else {}
