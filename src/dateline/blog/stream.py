"""Turns public events into frames: what an open page must put, drawn by the functions that draw the page."""

import json

from dateline.blog.core.content import PublicState
from dateline.blog.core.kinds import Kind
from dateline.blog.core.page import PageChange, change, front
from dateline.blog.models import Blog
from dateline.blog.queries import Told, changes_after
from dateline.blog.render import draw_post, draw_region
from dateline.events.core.frames import Frame, Position
from dateline.events.models import Stream


class BlogDrawer:
    """Draws the public streams of blogs for the hub; the keys are ``blog/<pk>``."""

    def resolve(self, slug: str) -> str | None:
        """The key of the blog at this address, or None."""
        pk = Blog.objects.filter(slug=slug).values_list("pk", flat=True).first()
        return f"blog/{pk}" if pk else None

    def heads(self, keys: list[str]) -> dict[str, Position]:
        """How far each of the streams has come."""
        found = Stream.objects.filter(key__in=keys).values_list("key", "epoch", "head_seq")
        return {key: Position(epoch=epoch, seq=seq) for key, epoch, seq in found}

    def frames(self, key: str, after: int, *, limit: int) -> list[Frame]:
        """The next frames after event ``after``, oldest first: equal bytes in every process."""
        return frames_after(key, after, limit=limit)


def frames_after(key: str, seq: int, *, limit: int) -> list[Frame]:
    """The next frames after event ``seq``, oldest first; fewer than ``limit`` only at the head."""
    blog = Blog(pk=int(key.removeprefix("blog/")))
    return [_frame(told) for told in changes_after(blog, seq, limit=limit)]


def _frame(told: Told) -> Frame:
    put, after = change(told.before, told.after, what=told.kind), told.after
    prev = told.seq - 1
    content = {
        "seq": f"{told.epoch}-{told.seq}",
        "prev": f"{told.epoch}-{prev}",
        "what": told.kind,
        "subject": told.subject,
        "at": told.at.isoformat(),
        "state": after.blog.state,
        "count": len(after.posts),
        "reload": put.reload,
        "put": [*_posts(told, put), *_regions(put, after)],
    }
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Frame(seq=told.seq, prev=prev, json=line)


def _posts(told: Told, put: PageChange) -> list[dict[str, object]]:
    news = told.subject if told.kind == Kind.POST_PUBLISHED else ""
    on_front = {post.uid for post in front(told.after).posts}
    return [
        {
            "id": f"post-{post.uid}",
            "order": post.sort_key,
            "news": f"post/{post.uid}" == news,
            "front": post.uid in on_front,
            "html": draw_post(post, told.after.blog),
        }
        for post in put.posts
    ]


def _regions(put: PageChange, state: PublicState) -> list[dict[str, object]]:
    return [{"id": name, "html": draw_region(name, state)} for name in put.regions]
