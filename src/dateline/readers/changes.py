"""The changes for who polls: numbered segments that never change, and a short-lived head that everybody shares.

They hold the very lines that streams carry, so that a page repairs a gap, or does without a stream, from any cache.
"""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dateline.blog.models import Blog, BlogState
from dateline.blog.queries import blog_by_slug
from dateline.blog.stream import frames_after
from dateline.events import log
from dateline.readers.public import missing, with_headers

SEGMENT = 50
CACHE_FOR_EVER = "public, max-age=31536000, immutable"
CACHE_A_SECOND = "public, max-age=1"


@require_safe
def head(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened since the last full segment, how the blog stands, and when to ask again."""
    blog = blog_by_slug(slug)
    if blog is None:
        return missing(request, gettext("There is no live page at this address."))
    known = log.head(blog.stream_key)
    assert known, "a blog is made with its stream"
    told = {
        "epoch": known.epoch,
        "seq": known.seq,
        "next_poll_ms": _next_poll_ms(blog),
        "state": blog.state,
        "streaming": settings.STREAMING,
        "segment": known.seq // SEGMENT,
    }
    # Not the page's tag: a changed interval must reach who asks again although no change has happened.
    tag = f'W/"{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = _answer(told, frames=_lines(blog, known.seq // SEGMENT * SEGMENT, SEGMENT, until=known.seq))
    response["ETag"], response["Cache-Control"] = tag, CACHE_A_SECOND
    response["X-Dateline-Cache"] = blog.stream_key
    return with_headers(response)


@require_safe
def segment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Fifty changes: 1 to 50 are segment 1; ``?epoch=`` refuses those of another life of the stream."""
    blog = blog_by_slug(slug)
    known = log.head(blog.stream_key) if blog else None
    epoch = request.GET.get("epoch", known.epoch if known else "")
    if blog is None or known is None or not 1 <= number <= known.seq // SEGMENT or epoch != known.epoch:
        return missing(request, gettext("This coverage has no such segment of changes."))
    tag = f'W/"{known.epoch}-segment-{number}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        lines = _lines(blog, (number - 1) * SEGMENT, SEGMENT, until=number * SEGMENT)
        response = _answer({"epoch": known.epoch, "segment": number}, frames=lines)
    response["ETag"], response["Cache-Control"] = tag, CACHE_FOR_EVER
    response["X-Dateline-Cache"] = "fixed"
    return with_headers(response)


def stream(request: HttpRequest, slug: str) -> HttpResponse:
    """What is left of the stream where the server does not take it before Django: word that the page should poll."""
    if blog_by_slug(slug) is None:
        return missing(request, gettext("There is no live page at this address."))
    if request.method == "HEAD":
        return HttpResponse(content_type="text/event-stream; charset=utf-8", headers={"Cache-Control": "no-cache"})
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return HttpResponse(status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})


def _next_poll_ms(blog: Blog) -> int:
    """How long to wait: longer where nothing is expected soon."""
    return settings.NEXT_POLL_MS * (1 if blog.state == BlogState.LIVE else 6)


def _lines(blog: Blog, after: int, limit: int, *, until: int) -> list[str]:
    return [frame.json for frame in frames_after(blog.stream_key, after, limit=limit) if frame.seq <= until]


def _answer(told: dict[str, object], *, frames: list[str]) -> HttpResponse:
    start = json.dumps(told, separators=(",", ":"))[:-1]
    return HttpResponse(f'{start},"frames":[{",".join(frames)}]}}', content_type="application/json; charset=utf-8")
