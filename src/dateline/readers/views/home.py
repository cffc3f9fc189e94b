"""The front door: every blog, the running ones first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dateline.blog.core.content import BlogView
from dateline.blog.models import Blog, BlogState
from dateline.blog.rows import blog_view
from dateline.readers import addresses
from dateline.readers.public import page, public_page

ORDER = [BlogState.LIVE, BlogState.PAUSED, BlogState.UPCOMING, BlogState.ENDED]
MOST_LISTED = 200


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The list of blogs."""
    rows = Blog.objects.order_by("-started", "-created_at")[:MOST_LISTED]
    blogs: list[BlogView] = sorted(
        (blog_view(row) for row in rows), key=lambda blog: ORDER.index(BlogState(blog.state))
    )
    return page("home.html", {"blogs": blogs, "canonical": addresses.here(request)})
