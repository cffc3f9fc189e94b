"""The Atom feeds of a blog: of all its posts, and of its key events alone."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from dateline.blog.core.content import PostView, PublicState
from dateline.blog.models import Blog
from dateline.blog.queries import state_of, withdrawn_key_events
from dateline.events import log
from dateline.readers.addresses import site_of
from dateline.readers.atom import Feed, archived, archives, current, document, touched
from dateline.readers.public import of_blog

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@of_blog
def feed(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Every post; a withdrawn one as its stub."""
    state = state_of(blog)
    return _answer(request, blog, state, posts=state.oldest_first, title=state.blog.headline)


@of_blog
def key_feed(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The key events alone, and the stubs of those that were withdrawn."""
    state = state_of(blog)
    gone = withdrawn_key_events(blog)
    posts = [post for post in state.oldest_first if post.key or post.uid in gone]
    title = gettext("Key events: %(headline)s") % {"headline": state.blog.headline}
    return _answer(request, blog, state, posts=posts, title=title)


def _answer(
    request: HttpRequest, blog: Blog, state: PublicState, *, posts: Sequence[PostView], title: str
) -> HttpResponse:
    page = _page(request)
    shown = current(posts) if page is None else archived(posts, page)
    if shown is None:
        raise Http404(gettext("This feed has no such page."))
    head = log.head(blog.stream_key)
    assert head, "a blog is made with its stream"
    made = Feed(
        blog=state.blog,
        site=site_of(request),
        address=request.path,
        name=f"{head.epoch}/{request.path.rsplit('/', 1)[-1]}",
        title=title,
        updated=max((touched(post) for post in shown), default=blog.created_at),
        posts=shown,
        page=page,
        pages=archives(len(posts)),
    )
    return HttpResponse(document(made), content_type=MEDIA_TYPE)


def _page(request: HttpRequest) -> int | None:
    asked = request.GET.get("page")
    if asked is None:
        return None
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
