"""The public log of a blog and of one post: for people, with what changed, and for programs, with what was hashed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext

from dateline.blog.models import Blog, Post, Revision
from dateline.blog.queries import public_revisions, sealed_posts, state_of
from dateline.blog.trace import post_log, public_log
from dateline.events import log
from dateline.readers import addresses
from dateline.readers.past import line
from dateline.readers.public import of_blog, page
from dateline.readers.spoken import words

LINES = 50
MOST_EVENTS = 500


@of_blog
def history(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The log, newest first; ``?before=`` a number goes on."""
    before = _number(request, "before")
    found = public_log(blog, before_seq=before, limit=LINES + 1)
    if not found:
        raise Http404(gettext("The history does not go back that far."))
    older = found[LINES - 1].event.seq if len(found) > LINES else None
    state = state_of(blog)
    lines = [line(entry, state) for entry in found[:LINES]]
    return page("history.html", {**_context(request, blog), "lines": lines, "older": older, "newest": before is None})


@of_blog
def post_history(request: HttpRequest, blog: Blog, uid: str) -> HttpResponse:
    """The log of one post, newest first; of a sealed one the hashes and the reason only."""
    state = state_of(blog)
    post = Post.objects.filter(blog=blog, uid=uid).select_related("blog").first() if uid in state.posts else None
    if post is None:
        raise Http404(gettext("There is no such post in this coverage."))
    lines = [line(entry, state) for entry in post_log(post)]
    return page("history.html", {**_context(request, blog), "lines": lines, "post": state.posts[uid], "newest": True})


@of_blog
def history_json(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The log as it is hashed, oldest first; ``?after=`` a number goes on where ``next`` says so."""
    after = _number(request, "after") or 0
    sealed = sealed_posts(blog)
    found = list(public_revisions(blog).filter(event__seq__gt=after).order_by("event__seq")[: MOST_EVENTS + 1])
    shown = found[:MOST_EVENTS]
    head = log.head(blog.stream_key)
    assert head, "a blog is made with its stream"
    path = f"{addresses.history_path(blog.slug)[:-1]}.json"
    answer = {
        "blog": addresses.absolute(addresses.site_of(request), addresses.live_path(blog.slug)),
        "epoch": head.epoch,
        "head": {"seq": head.seq, "hash": head.hash},
        "events": [_event(revision, hidden=bool(revision.post and revision.post.uid in sealed)) for revision in shown],
        "next": addresses.absolute(addresses.site_of(request), f"{path}?after={shown[-1].event.seq}")
        if len(found) > MOST_EVENTS
        else None,
    }
    return JsonResponse(answer)


def _event(revision: Revision, *, hidden: bool) -> dict[str, Any]:
    event = revision.event
    return {
        "seq": event.seq,
        "kind": event.kind,
        "subject": event.subject,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "content_hash": event.content_hash,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
        "sealed": hidden,
        "content": None if hidden else revision.content,
    }


def _context(request: HttpRequest, blog: Blog) -> dict[str, object]:
    head = log.head(blog.stream_key)
    return {
        "blog": state_of(blog).blog,
        "head": head,
        "canonical": addresses.here(request),
        "json_url": f"{addresses.history_path(blog.slug)[:-1]}.json",
        "words": words(),
    }


def _number(request: HttpRequest, name: str) -> int | None:
    """A sequence number from the query. Raises ``Http404`` for anything else."""
    asked = request.GET.get(name)
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404(gettext("There is no such place in the history."))
    return int(asked)
