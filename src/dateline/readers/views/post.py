"""A post's own page: the post, where it belongs, and its neighbours."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from dateline.blog.core.content import PostView, PublicState
from dateline.blog.models import Blog
from dateline.blog.queries import state_of
from dateline.blog.render import draw_post, draw_region
from dateline.events import log
from dateline.readers import addresses, schema
from dateline.readers.public import of_blog, page
from dateline.readers.spoken import words
from dateline.readers.views.page import lead_picture


@of_blog
def post(request: HttpRequest, blog: Blog, uid: str) -> HttpResponse:
    """The post alone, also a withdrawn one: its stub says why."""
    state = state_of(blog)
    found = state.posts.get(uid)
    if found is None:
        raise Http404(gettext("There is no such post in this coverage."))
    url, site = addresses.here(request), addresses.site_of(request)
    head = log.head(blog.stream_key)
    context = {
        "blog": state.blog,
        "post": found,
        "drawn": draw_post(found, state.blog),
        "status": draw_region("status", state),
        "canonical": url,
        "site": site,
        "image": lead_picture(site, (*found.blocks, *state.blog.picture)),
        "at": f"{head.epoch if head else ''}-{state.seq}",
        "json_ld": schema.post_page(state, found, url=url, opened=blog.created_at),
        "words": words(),
        **_neighbours(state, found),
    }
    return page("post.html", context)


def _neighbours(state: PublicState, post: PostView) -> dict[str, PostView | None]:
    """The posts before and after it, withdrawn ones passed over."""
    there = [p for p in state.oldest_first if not p.withdrawn or p.uid == post.uid]
    at = there.index(post)
    return {
        "older": there[at - 1] if at else None,
        "newer": there[at + 1] if at + 1 < len(there) else None,
    }
