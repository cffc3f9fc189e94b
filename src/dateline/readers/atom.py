"""A blog's posts as an Atom feed (RFC 4287), older ones in its archive documents (RFC 5005)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext
from lxml import etree, html

from dateline.blog.core.content import BlogView, PostView
from dateline.blog.core.page import PAGE
from dateline.blog.render import draw_body
from dateline.claims.core.clean import clean_text
from dateline.readers.addresses import absolute, live_path, permalink_path

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NEWEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed document: which blog, under which name, and which of its posts; ``page`` None is what is subscribed."""

    blog: BlogView
    site: str
    address: str
    name: str
    title: str
    updated: datetime
    posts: tuple[PostView, ...]
    page: int | None
    pages: int


def archives(count: int) -> int:
    """How many archive documents there are: full ones only, so that a new post changes none of them."""
    return count // PAGE


def current(posts: Sequence[PostView]) -> tuple[PostView, ...]:
    """What is subscribed: every post that no archive holds yet, and of the others those touched last; newest first.

    A correction of an old post so reaches those who read only this document.
    """
    loose = posts[archives(len(posts)) * PAGE :]
    kept = sorted(posts[: archives(len(posts)) * PAGE], key=touched, reverse=True)[: NEWEST - len(loose)]
    return tuple(sorted([*loose, *kept], key=touched, reverse=True))


def archived(posts: Sequence[PostView], page: int) -> tuple[PostView, ...] | None:
    """The posts of one archive document, newest first; 1 is the oldest; None where there is none."""
    if not 1 <= page <= archives(len(posts)):
        return None
    return tuple(reversed(posts[(page - 1) * PAGE : page * PAGE]))


def touched(post: PostView) -> datetime:
    """When readers last had a reason to look at the post again."""
    return max(post.published, post.updated or post.published)


def document(feed: Feed) -> bytes:
    """The feed as XML."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "fh": HISTORY})
    root.set(LANG, feed.blog.language)
    add(root, "id", text=urn(feed.name))
    add(root, "title", text=feed.title)
    if feed.blog.standfirst:
        add(root, "subtitle", text=feed.blog.standfirst)
    add(root, "updated", text=instant(feed.updated))
    add(add(root, "author"), "name", text=settings.PUBLISHER)
    add(root, "generator", text="Dateline")
    add(root, "icon", text=absolute(feed.site, static("readers/publisher.png")))
    for relation, url, kind in _links(feed):
        add(root, "link", rel=relation, href=url, **({"type": kind} if kind else {}))
    if feed.page is not None:
        etree.SubElement(root, f"{{{HISTORY}}}archive")
    with translation.override(feed.blog.language):
        for post in feed.posts:
            _entry(root, feed, post)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _links(feed: Feed) -> Iterable[tuple[str, str, str]]:
    here, kind = absolute(feed.site, feed.address), "application/atom+xml"
    yield "self", here if feed.page is None else f"{here}?page={feed.page}", kind
    yield "alternate", absolute(feed.site, live_path(feed.blog.slug)), "text/html"
    if settings.HUB and feed.page is None:
        yield "hub", settings.HUB, ""
    older = feed.pages if feed.page is None else feed.page - 1
    if older:
        yield "prev-archive", f"{here}?page={older}", kind
    if feed.page is not None:
        yield "current", here, kind
        if feed.page < feed.pages:
            yield "next-archive", f"{here}?page={feed.page + 1}", kind


def _entry(root: etree._Element, feed: Feed, post: PostView) -> None:
    entry = add(root, "entry")
    add(entry, "id", text=urn(f"post/{post.uid}"))
    add(entry, "title", text=gettext("Withdrawn") if post.withdrawn else post.name or feed.blog.headline)
    add(entry, "published", text=instant(post.published))
    add(entry, "updated", text=instant(touched(post)))
    url = absolute(feed.site, permalink_path(feed.blog.slug, post.uid))
    add(entry, "link", rel="alternate", href=url, type="text/html")
    if post.source:
        add(entry, "link", rel="via", href=post.source)
    for url in dict.fromkeys(claim.url for claim in post.claims if claim.url):
        add(entry, "link", rel="related", href=url)
    for byline in post.bylines:
        add(add(entry, "author"), "name", text=byline.name)
    for tag in post.tags:
        add(entry, "category", term=tag)
    add(entry, "content", text=content_of(post, feed.blog, site=feed.site), type="html")


def content_of(post: PostView, blog: BlogView, *, site: str) -> str:
    """The post's body as other programs can show it: as on the page, its addresses absolute, nothing of our scripts."""
    if post.withdrawn:
        why = gettext("Why: %(reason)s") % {"reason": post.reason}
        return format_html("<p>{}</p><p>{}</p>", gettext("This post was withdrawn"), why)
    body = html.fragment_fromstring(draw_body(post, blog), create_parent="div")
    for element in list(body.iter("svg")):
        element.drop_tree()
    # The parser does not know that <source> is empty: what it puts inside is the picture's <img>.
    for element in list(body.iter("time-ago", "exhibit-map", "picture", "source")):
        element.drop_tag()
    for element in body.iter():
        for name in ("href", "src", "cite"):
            if element.get(name):
                element.set(name, absolute(site, element.get(name)))
        for name in ("style", "class", "srcset", "sizes"):
            element.attrib.pop(name, None)
    return str(html.tostring(body, encoding="unicode"))


def add(parent: etree._Element, name: str, *, text: str = "", **attributes: str) -> etree._Element:
    """The new element of Atom in its parent, with clean words only."""
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    for key, value in attributes.items():
        element.set(key, clean_text(value))
    if text:
        element.text = clean_text(text)
    return element


def urn(name: str) -> str:
    """The lasting id of a thing of ours."""
    # Of the thing, not of the address: a newsroom that moves to another host does not tell all its news again.
    return uuid5(NAMESPACE_URL, f"dateline:{name}").urn


def instant(at: datetime) -> str:
    """The instant in world time, as Atom writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
