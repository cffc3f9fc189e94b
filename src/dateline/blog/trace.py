"""The trace of a blog: its public log line by line, and whether nothing was changed behind its back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from dateline.blog.core.content import BlogView, PostView, blog_to_json, post_to_json
from dateline.blog.models import Blog, Picture, Post, PostState, Revision
from dateline.blog.pictures import STREAM, described, original_is_whole
from dateline.blog.queries import public_revisions, sealed_posts, shown
from dateline.blog.rows import blog_view, post_view
from dateline.events import log
from dateline.events.core.chain import Fault, digest
from dateline.events.models import Event, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One line of the public log: the event, what it made public, and what stood there before (None: nothing)."""

    event: Event
    note: str
    after: BlogView | PostView
    before: BlogView | PostView | None


def public_log(blog: Blog, *, before_seq: int | None = None, limit: int = 50) -> list[LogEntry]:
    """The newest lines of the public log, newest first; ``before_seq`` pages on."""
    revisions = public_revisions(blog).order_by("-event__seq")
    if before_seq is not None:
        revisions = revisions.filter(event__seq__lt=before_seq)
    return _entries(blog, revisions[:limit])


def post_log(post: Post) -> list[LogEntry]:
    """The public log of one post, newest first."""
    revisions = public_revisions(post.blog).filter(post=post).order_by("-event__seq")
    return _entries(post.blog, revisions)


def verify_blog(blog: Blog, *, anchor: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Everything that does not hold: the chain, each revision against its event, each row against its revision.

    ``anchor`` is a sequence number and the hash that was seen for it at some time: it tells a log that was rewritten
    from end to end.
    """
    blog = Blog.objects.get(pk=blog.pk)
    for stream in Stream.objects.filter(key__in=[blog.stream_key, blog.desk_key]):
        yield from log.verify_stream(stream)
    yield from _revision_faults(blog)
    yield from _row_faults(blog)
    if anchor:
        seq, seen = anchor
        found = Event.objects.filter(stream__key=blog.stream_key, seq=seq).values_list("hash", flat=True).first()
        if found != seen:
            yield Fault(seq=seq, what=f"event {seq} has another hash than the one seen before")


def verify_pictures() -> Iterator[Fault]:
    """Everything that does not hold of the pictures: their log's chain, each row, each original's bytes."""
    for stream in Stream.objects.filter(key=STREAM):
        yield from log.verify_stream(stream)
    told = {event.subject: event for event in Event.objects.filter(stream__key=STREAM).order_by("seq")}
    for picture in Picture.objects.iterator(500):
        last = told.pop(f"picture/{picture.sha256}", None)
        if last is None or last.content_hash != digest(described(picture)):
            yield Fault(seq=last.seq if last else 0, what=f"the row of picture {picture.sha256[:12]} was altered")
        if not original_is_whole(picture):
            yield Fault(
                seq=last.seq if last else 0, what=f"the file of picture {picture.sha256[:12]} is not the one uploaded"
            )
    for subject, event in told.items():
        yield Fault(seq=event.seq, what=f"{subject[:20]} is gone")


def _revision_faults(blog: Blog) -> Iterator[Fault]:
    told = Event.objects.filter(stream__key__in=[blog.stream_key, blog.desk_key])
    for event in told.filter(revision__isnull=True).exclude(subject__startswith="user/"):
        yield Fault(seq=event.seq, what=f"the revision of event {event.seq} ({event.kind}) is missing")
    revisions = Revision.objects.filter(blog=blog).select_related("event", "post").order_by("event__seq")
    for revision in revisions.iterator(500):
        event = revision.event
        subject = f"post/{revision.post.uid}" if revision.post else "blog"
        if digest(revision.content) != event.content_hash or subject != event.subject:
            yield Fault(seq=event.seq, what=f"the revision of event {event.seq} ({event.subject}) was altered")


def _row_faults(blog: Blog) -> Iterator[Fault]:
    # Each row is read with its last revision in one statement: what is published meanwhile is no fault.
    told = Revision.objects.filter(blog=OuterRef("pk"), post=None).order_by("-number")
    heads = Blog.objects.annotate(last_content=_first(told, "content"), last_seq=_first(told, "event__seq"))
    head = heads.get(pk=blog.pk)
    if head.last_content != blog_to_json(blog_view(head)):
        yield Fault(seq=head.last_seq or 0, what="the blog's row differs from its last revision")
    told = Revision.objects.filter(post=OuterRef("pk"), public=True).order_by("-number")
    posts = Post.objects.annotate(last_content=_first(told, "content"), last_seq=_first(told, "event__seq"))
    public = [PostState.PUBLISHED, PostState.WITHDRAWN]
    for post in posts.filter(blog=blog, state__in=public).select_related("blog").iterator(500):
        if post.last_content != post_to_json(post_view(post)):
            yield Fault(seq=post.last_seq or 0, what=f"the row of post {post.uid} differs from its revision")
    for post in posts.filter(blog=blog, last_seq__isnull=False).exclude(state__in=public):
        yield Fault(seq=post.last_seq, what=f"the published post {post.uid} is public no longer")


def _first(revisions: QuerySet[Revision], name: str) -> Subquery:
    return Subquery(revisions.values(name)[:1])


def _entries(blog: Blog, revisions: Iterable[Revision]) -> list[LogEntry]:
    sealed = sealed_posts(blog)
    return [_entry(revision, sealed) for revision in revisions]


def _entry(revision: Revision, sealed: Mapping[str, str]) -> LogEntry:
    same = Revision.objects.filter(blog=revision.blog_id, post=revision.post_id, public=True)
    before = same.filter(number__lt=revision.number).select_related("post").order_by("-number").first()
    return LogEntry(
        event=revision.event,
        note=revision.note,
        after=shown(revision, sealed),
        before=shown(before, sealed) if before else None,
    )
