"""The live page: its front, its archive, its filters, and the way from a post's name to the page that holds it."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache, partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from dateline.blog.core.blocks import Block, pictures_of
from dateline.blog.core.content import PostView, PublicState
from dateline.blog.core.picture_shapes import FALLBACK_WIDTH, address_of
from dateline.blog.models import Blog
from dateline.blog.queries import state_of
from dateline.blog.render import draw_post, draw_regions
from dateline.claims.core.wording import DOUBT
from dateline.events import log
from dateline.readers import addresses, schema
from dateline.readers.listing import Asked, Listing, asked_for, listing, permalink
from dateline.readers.public import of_blog, page
from dateline.readers.spoken import words

MOST_OFFERED = 24
# A post looks the same until it or its blog's head changes: most of a page is drawn once, not after every event.
_drawn = draw_post if settings.DEBUG else lru_cache(maxsize=1024)(draw_post)


@of_blog
def live(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The newest posts, or with ``?with=`` the way to the page that holds that post."""
    state = state_of(blog)
    asked = asked_for(blog.slug, request.GET.dict())
    if "with" in request.GET:
        where = permalink(state, request.GET["with"], asked=asked)
        if where is None:
            raise Http404(gettext("There is no such post in this coverage."))
        return HttpResponseRedirect(where)
    return _page(request, blog, state, asked)


@of_blog
def archive(request: HttpRequest, blog: Blog, number: int) -> HttpResponse:
    """One page of twenty posts that stay on it; page 1 holds the oldest."""
    return _page(request, blog, state_of(blog), asked_for(blog.slug, request.GET.dict(), page=number))


def context_of(request: HttpRequest, blog: Blog, state: PublicState, shown: Iterable[PostView]) -> dict[str, object]:
    """What every page with a blog's regions and some of its posts is drawn from."""
    posts, url, site = list(shown), addresses.here(request), addresses.site_of(request)
    head = log.head(blog.stream_key)
    return {
        "blog": state.blog,
        "regions": draw_regions(state),
        "posts": [_drawn(post, state.blog) for post in posts],
        "canonical": url,
        "site": site,
        "image": lead_picture(site, state.blog.picture),
        "at": f"{head.epoch if head else ''}-{state.seq}",
        "json_ld": schema.live_page(state, posts, url=url, opened=blog.created_at),
        "words": words(),
    }


def lead_picture(site: str, blocks: Iterable[Block]) -> str:
    """The absolute address of the first of our own pictures, for who links to the page; empty where there is none."""
    ours = next((picture.picture for picture in pictures_of(blocks) if picture.picture), "")
    return addresses.absolute(site, address_of(ours, FALLBACK_WIDTH, format="jpg")) if ours else ""


def _page(request: HttpRequest, blog: Blog, state: PublicState, asked: Asked) -> HttpResponse:
    found = listing(state, asked)
    if found is None:
        raise Http404(gettext("This coverage has no such page."))
    context = context_of(request, blog, state, found.posts)
    return page("page.html", {**context, "listing": found, "asked": asked, **_choices(state, asked, found)})


def _choices(state: PublicState, asked: Asked, found: Listing) -> dict[str, object]:
    """What a reader can choose here, each with its address; the most used tags and people first."""
    tags = Counter(tag for post in state.posts.values() for tag in post.tags)
    had = {status for post in state.posts.values() for status in post.statuses}
    only = partial(asked.url, key=False, tag="", author="", status="", source="")
    people = Counter(byline.name for post in state.posts.values() for byline in post.bylines)
    sources = Counter(name for post in state.posts.values() for name in post.sources)
    return {
        "front_url": asked.url(order="newest"),
        "all_url": only(),
        "key_url": only(key=True),
        "newest_url": asked.url(order="newest"),
        "oldest_url": asked.url(order="oldest"),
        "tags": [(tag, only(tag=tag)) for tag, _ in tags.most_common(MOST_OFFERED)],
        "people": [(name, only(author=name)) for name, _ in people.most_common(MOST_OFFERED)],
        "sources": [(name, only(source=name)) for name, _ in sources.most_common(MOST_OFFERED)],
        "statuses": [(status, only(status=status)) for status in DOUBT if status in had],
        "live_kind": "front" if found.front and not asked.filtered else "other",
    }
