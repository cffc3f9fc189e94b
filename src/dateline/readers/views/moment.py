"""The page as the public saw it at a time, or right after one numbered change."""

import re
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext

from dateline.blog.core.content import PublicState
from dateline.blog.core.page import PageSlice, archive_page, archive_pages, front
from dateline.blog.models import Blog
from dateline.blog.queries import state_at, state_at_time, state_of
from dateline.blog.render import draw_post, draw_regions
from dateline.events import log
from dateline.events.models import Event
from dateline.readers import addresses
from dateline.readers.public import of_blog, page
from dateline.readers.spoken import words

# What is past stays as it was, but a post may be sealed: caches let go after a few minutes.
CACHE_A_WHILE = "public, max-age=300, stale-while-revalidate=60"
_NUMBERED = re.compile(r"([0-9a-f]{8})-([1-9][0-9]{0,17})", re.ASCII)


@of_blog
def ask(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The way to the time that the form asks for (``?time=``)."""
    asked = request.GET.get("time", "").strip()
    if _instant(asked, blog) is None:
        raise Http404(gettext("This is not a time we can read; write it like 2025-06-02T14:05."))
    return HttpResponseRedirect(addresses.moment_path(blog.slug, quote(asked, safe=":+-.")))


@of_blog
def moment(request: HttpRequest, blog: Blog, at: str) -> HttpResponse:
    """The page at ``at``: an instant (ISO 8601; without an offset in the blog's zone) or an epoch and number."""
    state = _numbered(blog, at)
    if state is None:
        instant = _instant(at, blog)
        if instant is None:
            raise Http404(gettext("This is not a time we can read; write it like 2025-06-02T14:05."))
        if instant > timezone.now():
            return HttpResponseRedirect(addresses.live_path(blog.slug))
        state = state_at_time(blog, instant)
    else:
        instant = None
    if state is None:
        raise Http404(gettext("This coverage had not begun at that time."))
    response = page("moment.html", _context(request, blog, state, instant))
    response["Cache-Control"] = CACHE_A_WHILE
    return response


def _context(request: HttpRequest, blog: Blog, state: PublicState, instant: datetime | None) -> dict[str, object]:
    shown, now = _slice(request, state), state_of(blog)
    told = Event.objects.filter(stream__key=blog.stream_key, seq=state.seq).values_list("at", flat=True).first()
    head = log.head(blog.stream_key)
    epoch = head.epoch if head else ""
    then = instant or told or blog.created_at
    return {
        "blog": state.blog,
        "now": now.blog,
        "regions": draw_regions(state),
        "posts": [draw_post(post, state.blog) for post in shown.posts],
        "canonical": addresses.here(request),
        "seq": state.seq,
        "last": now.seq,
        "then": then,
        "then_local": f"{then.astimezone(ZoneInfo(blog.zone)):%Y-%m-%dT%H:%M}",
        "before_url": addresses.moment_path(blog.slug, f"{epoch}-{state.seq - 1}") if state.seq > 1 else "",
        "after_url": addresses.moment_path(blog.slug, f"{epoch}-{state.seq + 1}") if state.seq < now.seq else "",
        "listing": _listing(request, state, shown),
        "words": words(),
    }


def _slice(request: HttpRequest, state: PublicState) -> PageSlice:
    asked = request.GET.get("page")
    if asked is None:
        return front(state)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    found = archive_page(state, number)
    if found is None:
        raise Http404(gettext("This coverage has no such page."))
    return found


def _listing(request: HttpRequest, state: PublicState, shown: PageSlice) -> dict[str, object]:
    """The neighbours of the page, by the names that ``pages.html`` knows."""
    pages = archive_pages(shown.count) + 1
    older = f"{request.path}?page={shown.older}" if shown.older else ""
    newer = f"{request.path}?page={shown.newer}" if shown.newer else request.path
    return {
        "older": older,
        "newer": "" if shown.number is None else newer,
        "number": shown.number or pages,
        "pages": pages,
    }


def _numbered(blog: Blog, at: str) -> PublicState | None:
    """The state after a numbered change; None where ``at`` is no number. Raises ``Http404`` for an unknown one."""
    match = _NUMBERED.fullmatch(at)
    if match is None:
        return None
    head = log.head(blog.stream_key)
    state = state_at(blog, int(match[2])) if head and head.epoch == match[1] else None
    if state is None:
        raise Http404(gettext("This coverage has no such change."))
    return state


def _instant(text: str, blog: Blog) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(blog.zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
