"""The front door: every blog, the running ones first, and the newest stories of other outlets where they are public."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dateline.blog.core.content import BlogView
from dateline.blog.models import Blog, BlogState
from dateline.blog.rows import blog_view
from dateline.readers import addresses
from dateline.readers.public import page, public_page
from dateline.wire.public import Asked, public_stories

ORDER = [BlogState.LIVE, BlogState.PAUSED, BlogState.UPCOMING, BlogState.ENDED]
MOST_LISTED = 200
MOST_STORIES = 6


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The list of blogs, and the newest stories."""
    rows = Blog.objects.order_by("-started", "-created_at")[:MOST_LISTED]
    blogs: list[BlogView] = sorted(
        (blog_view(row) for row in rows), key=lambda blog: ORDER.index(BlogState(blog.state))
    )
    stories = public_stories(Asked(), most=MOST_STORIES)[0] if settings.STORIES else []
    return page("home.html", {"blogs": blogs, "stories": stories, "canonical": addresses.here(request)})
