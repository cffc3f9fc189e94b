"""Plays a blog again as if live, into a blog of its own: for rehearsal and load tests."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import count

from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.blog.actions.blogs import change_state, create_blog, pin_post
from dateline.blog.actions.posts import amend_post, correct_post, withdraw_post, write_and_publish
from dateline.blog.core.blocks import parse_blocks
from dateline.blog.core.content import PostView
from dateline.blog.core.refused import Refused
from dateline.blog.core.words import BlogWords
from dateline.blog.models import Blog, BlogState, Post, Revision
from dateline.blog.rows import words_of as written_in
from dateline.newsroom.core.replay import Amend, Moment, Publish, Step, Withdraw, steps_of, waits

Clock = Callable[[], float]
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A replay that is ready to be played: the new live blog and its steps."""

    blog: Blog
    steps: list[Step]


def open_replay(original: Blog, *, by: User, slug: str = "", limit: int | None = None) -> Replay:
    """A new live blog with the original's head, and what is to happen in it."""
    steps = steps_of(_moments(original), pinned=original.pinned, limit=limit)
    if not steps:
        raise Refused("There is nothing to play: “%(slug)s” has no public posts.", slug=original.slug)
    words = BlogWords(
        headline=original.headline,
        standfirst=original.standfirst,
        zone=original.zone,
        language=original.language,
        picture=parse_blocks(original.picture),
    )
    blog = create_blog(slug or _free_slug(f"{original.slug[:100]}-replay"), words, by=by)
    return Replay(blog=change_state(blog, BlogState.LIVE, by=by), steps=steps)


def play(replay: Replay, *, by: User, speed: float, clock: Clock, sleep: Sleep) -> Generator[Step, None, None]:
    """Each step once it was done, at its time; the blog is ended at the end, however the end comes."""
    posts: dict[str, Post] = {}
    started = clock()
    try:
        for step, wait in zip(replay.steps, waits(replay.steps, speed=speed), strict=True):
            if (left := started + wait - clock()) > 0:
                sleep(left)
            _do(step, replay.blog, posts, by=by)
            yield step
    finally:
        change_state(replay.blog, BlogState.ENDED, by=by)


def _do(step: Step, blog: Blog, posts: dict[str, Post], *, by: User) -> None:
    match step:
        case Publish():
            posts[step.uid] = post = write_and_publish(blog, step.words, by=by)
            if step.pinned:
                pin_post(blog, post, by=by)
        case Amend():
            posts[step.uid] = _amended(posts[step.uid], step, by=by)
        case Withdraw():
            withdraw_post(posts[step.uid], reason=step.reason or _("Withdrawn."), by=by)


def _amended(post: Post, step: Amend, *, by: User) -> Post:
    if step.correction:
        return correct_post(post, step.words, correction=step.correction, by=by)
    return post if written_in(post) == step.words else amend_post(post, step.words, by=by)


def _moments(blog: Blog) -> Iterator[Moment]:
    revisions = Revision.objects.filter(blog=blog, public=True, post__isnull=False).select_related("event", "post")
    for revision in revisions.order_by("event__seq"):
        view = revision.view()
        assert isinstance(view, PostView)
        assert revision.post
        yield Moment(view=view, at=revision.event.at, imported=bool(revision.post.source_key))


def _free_slug(slug: str) -> str:
    names = (slug if n == 1 else f"{slug}-{n}" for n in count(1))
    return next(name for name in names if not Blog.objects.filter(slug=name).exists())
