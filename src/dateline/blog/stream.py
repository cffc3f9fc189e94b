"""Turns events into what an open page must put: the JSON text of each frame."""

import json

from dateline.blog.core.content import PublicState
from dateline.blog.core.page import PageChange, change
from dateline.blog.models import Blog
from dateline.blog.queries import changes_after
from dateline.blog.render import draw_post, draw_region
from dateline.events.models import Event


def key_of(slug: str) -> str | None:
    """The public stream's key of the blog at this address, or None."""
    pk = Blog.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return f"blog/{pk}" if pk else None


def payloads_after(key: str, seq: int, *, limit: int) -> list[tuple[int, str]]:
    """The next events as (seq, one line of JSON), oldest first; equal bytes in every process."""
    blog = Blog.objects.get(pk=int(key.removeprefix("blog/")))
    return [
        (event.seq, _payload(event, change(before, after, what=event.kind), after))
        for event, before, after in changes_after(blog, seq, limit=limit)
    ]


def _payload(event: Event, told: PageChange, state: PublicState) -> str:
    epoch = event.stream.epoch
    news = event.subject.removeprefix("post/") if event.kind == "post.published" else ""
    put = [
        {
            "id": f"post-{post.uid}",
            "order": post.sort_key,
            "news": post.uid == news,
            "html": draw_post(post, state.blog),
        }
        for post in told.posts
    ]
    put += [{"id": name, "html": draw_region(name, state)} for name in told.regions]
    frame = {
        "seq": f"{epoch}-{event.seq}",
        "prev": f"{epoch}-{event.seq - 1}",
        "what": event.kind,
        "subject": event.subject,
        "at": event.at.isoformat(),
        "state": state.blog.state,
        "count": len(state.posts),
        "put": put,
    }
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
