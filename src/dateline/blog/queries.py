"""Reads a blog's public state, now and at any time, from its revisions."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db import connection
from django.db.models import Max, QuerySet

from dateline.blog.core.content import BlogView, PostView, PublicState
from dateline.blog.core.page import apply
from dateline.blog.models import Blog, Post, PostState, Revision, view_of
from dateline.events import log
from dateline.events.models import Event

KEPT_STATES = 128
_OF_EVENT = ("post", "content", "event__stream__epoch", "event__seq", "event__kind", "event__subject", "event__at")
StateKey = tuple[str, int, frozenset[str]]
_states: OrderedDict[StateKey, PublicState] = OrderedDict()
_lock = Lock()


def blog_by_slug(slug: str) -> Blog | None:
    """The blog at this address, or None."""
    return Blog.objects.filter(slug=slug).first()


def state_of(blog: Blog) -> PublicState:
    """Everything public about the blog now."""
    head = log.head(blog.stream_key)
    assert head, "a blog is made with its stream"
    state = _state_at(blog, head.epoch, head.seq, sealed=sealed_posts(blog))
    assert state, "a blog's first event holds its head"
    return state


def state_at(blog: Blog, seq: int) -> PublicState | None:
    """Everything public right after event ``seq``; None before the first event and after the last."""
    head = log.head(blog.stream_key)
    if head is None or not 1 <= seq <= head.seq:
        return None
    return _state_at(blog, head.epoch, seq, sealed=sealed_posts(blog))


def state_at_time(blog: Blog, at: datetime) -> PublicState | None:
    """What the public saw at that instant, sealed posts as stubs; None where the blog was not there yet."""
    seq = Event.objects.filter(stream__key=blog.stream_key, at__lte=at).aggregate(last=Max("seq"))["last"]
    return state_at(blog, seq) if seq else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A public event, as far as readers are told of it, with the state before it and after it (equal for the first)."""

    epoch: str
    seq: int
    kind: str
    subject: str
    at: datetime
    before: PublicState
    after: PublicState


def changes_after(blog: Blog, seq: int, *, limit: int) -> Iterator[Told]:
    """The next public events, oldest first. Of the blog only its key is asked."""
    sealed = sealed_posts(blog)
    revisions = Revision.objects.filter(blog=blog, public=True, event__seq__gt=seq).order_by("event__seq")
    before: PublicState | None = None
    # Plain values: readers wait for this, and rows of four models take three times as long.
    for post, content, epoch, *event in revisions.values_list(*_OF_EVENT)[:limit]:
        number, kind, subject, at = event
        before = before or _state_at(blog, epoch, number - 1, sealed=sealed)
        view = _as_sealed(view_of(content, is_post=post is not None), sealed)
        if before is None:
            assert isinstance(view, BlogView), "a blog's first event holds its head"
            after = before = PublicState(seq=number, blog=view)
        else:
            after = _keep((epoch, number, frozenset(sealed)), apply(before, number, view=view))
        yield Told(epoch=epoch, seq=number, kind=kind, subject=subject, at=at, before=before, after=after)
        before = after


def public_revisions(blog: Blog) -> QuerySet[Revision]:
    """Every revision that was ever public, with its event and stream."""
    return Revision.objects.filter(blog=blog, public=True).select_related("event__stream", "post")


def sealed_posts(blog: Blog) -> Mapping[str, str]:
    """The uids of posts whose words are hidden from the public history, with the reason of their withdrawal."""
    with connection.cursor() as cursor:  # by hand, since every change that readers wait for asks
        cursor.execute("SELECT uid, reason FROM blog_post WHERE blog_id = %s AND sealed", [blog.pk])
        return dict(cursor.fetchall())


def withdrawn_key_events(blog: Blog) -> set[str]:
    """The uids of withdrawn posts that were key events until then: who follows those is told."""
    return set(Post.objects.filter(blog=blog, state=PostState.WITHDRAWN, key=True).values_list("uid", flat=True))


def shown(revision: Revision, sealed: Mapping[str, str]) -> BlogView | PostView:
    """What the public may see of a revision today: a sealed post as its stub."""
    return _as_sealed(revision.view(), sealed)


def _as_sealed(view: BlogView | PostView, sealed: Mapping[str, str]) -> BlogView | PostView:
    if isinstance(view, PostView) and view.uid in sealed:
        return view.withdrawn_for(sealed[view.uid], sealed=True)
    return view


def _state_at(blog: Blog, epoch: str, seq: int, *, sealed: Mapping[str, str]) -> PublicState | None:
    key = (epoch, seq, frozenset(sealed))
    with _lock:
        state = _states.get(key)
        earlier = _states.get((epoch, seq - 1, key[2]))
    if state is None and earlier is not None:
        revision = public_revisions(blog).get(event__seq=seq)
        state = _keep(key, apply(earlier, seq, view=shown(revision, sealed)))
    return state or _built(blog, key, sealed)


def _built(blog: Blog, key: StateKey, sealed: Mapping[str, str]) -> PublicState | None:
    until = public_revisions(blog).filter(event__seq__lte=key[1])
    newest = until.values("post").annotate(last=Max("event__seq")).values_list("last", flat=True)
    head: BlogView | None = None
    posts: dict[str, PostView] = {}
    for revision in until.filter(event__seq__in=newest).order_by("event__seq"):
        match shown(revision, sealed):
            case BlogView() as view:
                head = view
            case PostView() as view:
                posts[view.uid] = view
    return _keep(key, PublicState(seq=key[1], blog=head, posts=posts)) if head else None


def _keep(key: StateKey, state: PublicState) -> PublicState:
    with _lock:
        _states[key] = state
        _states.move_to_end(key)
        while len(_states) > KEPT_STATES:
            _states.popitem(last=False)
    return state
