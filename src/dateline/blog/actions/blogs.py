"""What can be done with a blog as a whole: open, edit, run, pin, end, and who belongs to it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from dateline.accounts.models import User
from dateline.blog.actions.record import locked_blog, record_blog, require
from dateline.blog.core.kinds import Kind
from dateline.blog.core.refused import NotAllowed, Refused
from dateline.blog.core.roles import Deed, Role
from dateline.blog.core.words import BlogWords, checked_blog
from dateline.blog.models import Blog, BlogState, Membership, Post, PostState
from dateline.blog.rows import blog_view, set_blog_words
from dateline.events import log
from dateline.events.core.chain import Change, digest
from dateline.events.models import Event
from dateline.events.turn import writing

MOVES = {
    BlogState.UPCOMING: {BlogState.LIVE, BlogState.ENDED},
    BlogState.LIVE: {BlogState.PAUSED, BlogState.ENDED},
    BlogState.PAUSED: {BlogState.LIVE, BlogState.ENDED},
    BlogState.ENDED: {BlogState.LIVE},
}


def create_blog(slug: str, words: BlogWords, *, by: User) -> Blog:
    """A new upcoming blog whose first editor is its maker; who runs the newsroom may make one."""
    if not (by.is_active and by.is_superuser):
        raise NotAllowed("Only who runs the newsroom may open a blog.")
    words = checked_blog(words)
    with writing():
        return open_blog(slug, words, by=by)


def open_blog(slug: str, words: BlogWords, *, by: User) -> Blog:
    """The blog's rows, streams and first event, inside the caller's transaction."""
    blog = Blog(slug=slug, created_at=timezone.now())
    set_blog_words(blog, words)
    try:
        with transaction.atomic():
            blog.save()
    except IntegrityError as taken:
        raise Refused("There is a blog at “%(slug)s” already.", slug=slug) from taken
    log.open_stream(blog.stream_key)
    log.open_stream(blog.desk_key)
    Membership.objects.create(user=by, blog=blog, role=Role.EDITOR)
    return record_blog(blog, Kind.BLOG_OPENED, by=by, at=blog.created_at)


def edit_blog(blog: Blog, words: BlogWords, *, by: User, base: int | None = None) -> Blog:
    """The blog with another headline, standfirst, picture, zone, language, start or silence."""
    words = checked_blog(words)
    with writing():
        blog = locked_blog(blog, base)
        require(by, blog, deed=Deed.RUN)
        before = blog_view(blog), blog.silence_minutes
        set_blog_words(blog, words)
        if before == (blog_view(blog), blog.silence_minutes):
            raise Refused("Nothing was changed.")
        return record_blog(blog, Kind.BLOG_EDITED, by=by, at=timezone.now())


def change_state(blog: Blog, state: str, *, by: User) -> Blog:
    """The blog live, paused, ended or reopened."""
    with writing():
        blog = locked_blog(blog)
        require(by, blog, deed=Deed.RUN)
        return _set_state(blog, BlogState(state), by=by, at=timezone.now())


def pin_post(blog: Blog, post: Post | None, *, by: User) -> Blog:
    """The post kept on top of the blog, in the place of any other; None unpins."""
    with writing():
        blog = locked_blog(blog)
        require(by, blog, deed=Deed.PUBLISH)
        if post and (post.blog_id != blog.pk or post.state != PostState.PUBLISHED):
            raise Refused("Only a published post of this blog can be pinned.")
        uid = post.uid if post else ""
        if blog.pinned == uid:
            raise Refused("It is so already.")
        blog.pinned = uid
        return record_blog(blog, Kind.BLOG_PINNED, by=by, at=timezone.now())


def set_member(blog: Blog, user: User, *, role: Role | None, by: User) -> None:
    """The person's role on the blog; None takes them off it. The last editor stays."""
    with writing():
        blog = locked_blog(blog)
        require(by, blog, deed=Deed.RUN)
        others = Membership.objects.filter(blog=blog, role=Role.EDITOR).exclude(user=user)
        if role is not Role.EDITOR and not others.exists():
            raise Refused("A blog keeps at least one editor.")
        if role is None:
            Membership.objects.filter(blog=blog, user=user).delete()
        else:
            Membership.objects.update_or_create(blog=blog, user=user, defaults={"role": role})
        told = digest({"user": user.pk, "role": role})
        subject = f"user/{user.pk}"
        change = Change(kind=Kind.MEMBER_SET, subject=subject, at=timezone.now(), actor=str(by.pk), content_hash=told)
        log.append(blog.desk_key, change)


def close_silent_blogs(now: datetime) -> list[Blog]:
    """The live or paused blogs whose settable silence has passed, ended, each with a notice to its desk."""
    waiting = Blog.objects.filter(state__in=[BlogState.LIVE, BlogState.PAUSED], silence_minutes__gt=0)
    return [blog for blog in (_close_if_silent(blog, now) for blog in waiting) if blog]


def dismiss_notice(blog: Blog, *, by: User) -> None:
    """The desk's notice, read and gone."""
    with writing():
        require(by, blog, deed=Deed.SEE)
        Blog.objects.filter(pk=blog.pk).update(notice="")


def _close_if_silent(blog: Blog, now: datetime) -> Blog | None:
    with writing():
        blog = locked_blog(blog)
        last = Event.objects.filter(stream__key=blog.stream_key).order_by("-seq").values_list("at", flat=True).first()
        silent = blog.silence_minutes and last and now - last >= timedelta(minutes=blog.silence_minutes)
        if not silent or blog.state not in {BlogState.LIVE, BlogState.PAUSED}:
            return None
        blog.notice = f"Closed by itself after {blog.silence_minutes} minutes of silence."
        return _set_state(blog, BlogState.ENDED, by=None, at=now)


def _set_state(blog: Blog, state: BlogState, *, by: User | None, at: datetime) -> Blog:
    if state not in MOVES[BlogState(blog.state)]:
        raise Refused("A blog that is %(now)s cannot become %(then)s.", now=blog.state, then=state.value)
    blog.state = state
    if state == BlogState.LIVE:
        blog.started, blog.ended, blog.notice = blog.started or at, None, ""
    if state == BlogState.ENDED:
        blog.ended = at
    return record_blog(blog, Kind.BLOG_STATE, by=by, at=at)
