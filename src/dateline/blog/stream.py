"""Turns public events into frames: what an open page must put, drawn by the functions that draw the page."""

import json

from dateline.blog.core.content import PublicState
from dateline.blog.core.kinds import Kind
from dateline.blog.core.page import PageChange, change, front
from dateline.blog.models import Blog
from dateline.blog.queries import changes_after
from dateline.blog.render import draw_post, draw_region
from dateline.events.core.frames import Frame, Position
from dateline.events.models import Event, Stream


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
    blog = Blog.objects.get(pk=int(key.removeprefix("blog/")))
    return [_frame(event, before, after) for event, before, after in changes_after(blog, seq, limit=limit)]


def _frame(event: Event, before: PublicState, after: PublicState) -> Frame:
    told = change(before, after, what=event.kind)
    epoch, prev = event.stream.epoch, event.seq - 1
    content = {
        "seq": f"{epoch}-{event.seq}",
        "prev": f"{epoch}-{prev}",
        "what": event.kind,
        "subject": event.subject,
        "at": event.at.isoformat(),
        "state": after.blog.state,
        "count": len(after.posts),
        "reload": told.reload,
        "put": [*_posts(event, told, after), *_regions(told, after)],
    }
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Frame(seq=event.seq, prev=prev, json=line)


def _posts(event: Event, told: PageChange, state: PublicState) -> list[dict[str, object]]:
    news = event.subject if event.kind == Kind.POST_PUBLISHED else ""
    on_front = {post.uid for post in front(state).posts}
    return [
        {
            "id": f"post-{post.uid}",
            "order": post.sort_key,
            "news": f"post/{post.uid}" == news,
            "front": post.uid in on_front,
            "html": draw_post(post, state.blog),
        }
        for post in told.posts
    ]


def _regions(told: PageChange, state: PublicState) -> list[dict[str, object]]:
    return [{"id": name, "html": draw_region(name, state)} for name in told.regions]
