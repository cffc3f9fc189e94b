"""Plays the demo's later posts as a desk would write them, one every quarter of a minute, while one watches."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle

from django.db import DatabaseError, close_old_connections

from dateline.blog.actions.blogs import edit_blog, pin_post
from dateline.blog.actions.posts import (
    amend_post,
    correct_post,
    draft_post,
    mark_post,
    publish_post,
    tag_post,
    withdraw_post,
    write_and_publish,
)
from dateline.blog.core.kinds import Kind
from dateline.blog.core.refused import Refused
from dateline.blog.core.words import BlogWords, PostWords, post_words
from dateline.blog.models import Blog, BlogState, Post, PostState, Revision
from dateline.blog.rows import blog_view, words_of
from dateline.project.demo import recaps, story
from dateline.project.demo.later import SCHEDULE
from dateline.project.demo.people import user
from dateline.project.demo.shown import shown_pictures
from dateline.project.demo.steps import Amend, Correct, Headline, Mark, Pin, Publish, Step, Tag, Withdraw
from dateline.project.demo.telling import Pictures, RawBlock, drawn, words

PAUSES_S = (12, 17, 13, 19, 15)
KIND_OF = {
    Amend: Kind.POST_AMENDED,
    Correct: Kind.POST_CORRECTED,
    Withdraw: Kind.POST_WITHDRAWN,
    Mark: Kind.POST_MARKED,
    Tag: Kind.POST_TAGGED,
}
logger = logging.getLogger("dateline")


def play(stop: threading.Event, *, pauses_s: Sequence[float] = PAUSES_S) -> None:
    """Takes one step of the demo after each pause until told to stop; begins where an earlier run ended."""
    try:
        pauses = cycle(pauses_s)
        for step in steps_to_come():
            while not stop.wait(next(pauses)) and not _taken(step):
                pass
            if stop.is_set():
                return
    finally:
        close_old_connections()


def steps_to_come() -> Iterator[Step]:
    """What has not happened yet on the demo's page: the rest of the schedule, then recaps."""
    yield from (step for step in SCHEDULE if not has_happened(step))
    told = Post.objects.filter(blog=_blog(), title__startswith=recaps.START)
    yield from [Mark(title=left.title, key=False) for left in told.filter(key=True, state=PostState.PUBLISHED)]
    yield from recaps.recaps(told.count())


def has_happened(step: Step) -> bool:
    """Whether the public log of the demo's page holds the step."""
    public = Revision.objects.filter(blog=_blog(), public=True)
    match step:
        case Publish():
            return public.filter(content__title=step.telling.title).exists()
        case Headline():
            return public.filter(post=None, content__headline=step.headline).exists()
        case Pin():
            post = _post(step.title)
            pinned = public.filter(post=None, event__kind=Kind.BLOG_PINNED)
            return post is not None and pinned.filter(content__pinned=post.uid).exists()
        case _:
            return public.filter(post=_post(step.title), event__kind=KIND_OF[type(step)]).exists()


def take(step: Step) -> None:
    """Does what the step says, by the desk's own actions. Raises ``Refused`` where the desk says no."""
    ada, blog = user("ada"), _blog()
    match step:
        case Publish():
            _publish(step)
        case Headline():
            edit_blog(blog, _headed(blog, step.headline), by=ada)
        case Pin():
            pin_post(blog, _found(step.title), by=ada)
        case Amend():
            amend_post(_found(step.title), _rewritten(step.title, step.blocks), by=ada)
        case Correct():
            correct_post(_found(step.title), _rewritten(step.title, step.blocks), correction=step.note, by=ada)
        case Withdraw():
            withdraw_post(_found(step.title), reason=step.reason, by=ada)
        case Mark():
            mark_post(_found(step.title), by=ada, key=step.key)
        case Tag():
            tag_post(_found(step.title), list(step.tags), by=ada)


def _taken(step: Step) -> bool:
    """Whether the step is over: done, or refused for good because somebody at the desk was faster."""
    close_old_connections()
    try:
        if _blog().state != BlogState.LIVE:  # paused or ended at the desk: the demo waits
            return False
        take(step)
    except Refused as refused:
        logger.info("the demo skips a step: %s", refused)
    except DatabaseError as error:
        logger.warning("the demo waits: %s", error)
        return False
    return True


def _publish(step: Publish) -> None:
    ada, blog = user("ada"), _blog()
    said = words(step.telling, _pictures())
    if not step.drafted_by:
        write_and_publish(blog, said, by=ada)
        return
    draft = _post(step.telling.title) or draft_post(blog, said, by=user(step.drafted_by))
    publish_post(draft, by=ada)


def _headed(blog: Blog, headline: str) -> BlogWords:
    view = blog_view(blog)
    return BlogWords(
        headline=headline,
        standfirst=view.standfirst,
        zone=view.zone,
        language=view.language,
        picture=view.picture,
        starts=view.starts,
        silence_minutes=blog.silence_minutes,
    )


def _rewritten(title: str, blocks: tuple[RawBlock, ...]) -> PostWords:
    return replace(words_of(_found(title)), blocks=post_words(blocks=drawn(blocks, _pictures())).blocks)


def _found(title: str) -> Post:
    post = _post(title)
    if post is None or post.state != PostState.PUBLISHED:
        raise Refused("“%(title)s” is not there any more.", title=title)
    return post


def _post(title: str) -> Post | None:
    """The post that once had this title, also if somebody gave it another."""
    revision = Revision.objects.filter(blog=_blog(), post__isnull=False, content__title=title).first()
    return revision.post if revision else None


def _blog() -> Blog:
    return Blog.objects.get(slug=story.SLUG)


def _pictures() -> Pictures:
    return shown_pictures(by=user("ada"))
