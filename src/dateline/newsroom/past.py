"""A post's past at the desk: each version as it stood, with who made it, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateline.accounts.models import User
from dateline.blog.core.blocks import parse_blocks
from dateline.blog.core.content import PostView, post_from_json
from dateline.blog.core.kinds import Kind
from dateline.blog.core.words import PostWords, bylines_from_json
from dateline.blog.models import Post, Revision
from dateline.newsroom.drawn import as_public, as_read

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a post."""

    number: int
    about: str
    at: datetime
    by: User | None
    note: str
    public: bool
    page: str


def past_of(post: Post) -> list[Version]:
    """The versions of the post, the newest first; of a very long past only the newest hundred."""
    revisions = Revision.objects.filter(post=post).select_related("event", "by").order_by("-number")[:MOST]
    return [_version(revision, post) for revision in revisions]


def _version(revision: Revision, post: Post) -> Version:
    view = post_from_json(revision.content) if revision.public else _draft_view(revision.content, post)
    return Version(
        number=revision.number,
        about=_KINDS[revision.event.kind],
        at=revision.event.at,
        by=revision.by,
        note=revision.note,
        public=revision.public,
        page=as_read(view, post.blog),
    )


_KINDS = {kind.value: kind.about for kind in Kind}


def _draft_view(content: Mapping[str, Any], post: Post) -> PostView:
    words = PostWords(
        title=content["title"],
        blocks=parse_blocks(content["blocks"]),
        bylines=bylines_from_json(content["bylines"]),
        tags=tuple(content["tags"]),
        key=content["key"],
        summary=content["summary"],
        claims=tuple(content.get("claims", ())),
    )
    return as_public(words, post=post)
