"""What readers see of a blog and its posts, as values: read from and written to the JSON of a revision."""

from bisect import insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from dateline.blog.core.blocks import Block, blocks_to_json, parse_blocks, sources_of, text_of_blocks
from dateline.claims.core.clean import shortened
from dateline.claims.core.values import ClaimView, claim_from_json, claim_to_json
from dateline.claims.core.wording import DOUBT


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who wrote it, as shown."""

    name: str
    role: str = ""
    bio: str = ""
    portrait: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change of fact: when, and the public note."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """One post as the public sees it; a withdrawn one keeps its place, its times and the reason only."""

    uid: str
    withdrawn: bool = False
    title: str = ""
    blocks: tuple[Block, ...] = ()
    bylines: tuple[Byline, ...] = ()
    tags: tuple[str, ...] = ()
    key: bool = False
    summary: bool = False
    published: datetime
    order: datetime
    updated: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    reason: str = ""
    sealed: bool = False
    source: str = ""
    claims: tuple[ClaimView, ...] = ()

    @property
    def statuses(self) -> tuple[str, ...]:
        """How the claims of the post stand, each status once, the most doubtful first."""
        had = {claim.status for claim in self.claims}
        return tuple(status.value for status in DOUBT if status.value in had)

    @property
    def sources(self) -> tuple[str, ...]:
        """Who the post rests on, each once in the order of the post: of its quotations, its exhibits, its claims."""
        named = (*sources_of(self.blocks), *(claim.source for claim in self.claims))
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def sort_key(self) -> str:
        """Orders posts as text, in Python, SQL and the page alike: instant, then uid."""
        return f"{self.order.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{self.uid}"

    def withdrawn_for(self, reason: str, *, sealed: bool) -> "PostView":
        """The stub that stays: place, times and reason."""
        return PostView(
            uid=self.uid,
            withdrawn=True,
            published=self.published,
            order=self.order,
            updated=self.updated,
            reason=reason,
            sealed=sealed,
        )

    @property
    def name(self) -> str:
        """What names the post in a list: its title, else how its text begins."""
        return self.title or shortened(text_of_blocks(self.blocks), 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogView:
    """A blog's head as the public sees it."""

    slug: str
    headline: str
    standfirst: str = ""
    state: str = "upcoming"
    zone: str = "UTC"
    language: str = "en"
    picture: tuple[Block, ...] = ()
    pinned: str = ""
    starts: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicState:
    """Everything public about a blog after event ``seq``."""

    seq: int
    blog: BlogView
    posts: Mapping[str, PostView] = field(default_factory=dict)

    @cached_property
    def oldest_first(self) -> tuple[PostView, ...]:
        """Every public post in its order."""
        return tuple(sorted(self.posts.values(), key=lambda post: post.sort_key))

    def with_post(self, seq: int, post: PostView) -> "PublicState":
        """The state after event ``seq`` put the post: its order is kept, not made again."""
        after = replace(self, seq=seq, posts={**self.posts, post.uid: post})
        ordered = [other for other in self.oldest_first if other.uid != post.uid]
        insort(ordered, post, key=lambda other: other.sort_key)
        after.__dict__["oldest_first"] = tuple(ordered)
        return after

    @property
    def newest_first(self) -> Iterator[PostView]:
        """Every public post, the newest first."""
        return reversed(self.oldest_first)


def post_to_json(post: PostView) -> dict[str, Any]:
    """The content of a post's revision; posts without claims are written as before there were any."""
    claims = {"claims": [claim_to_json(claim) for claim in post.claims]} if post.claims else {}
    return {
        "uid": post.uid,
        "withdrawn": post.withdrawn,
        "title": post.title,
        "blocks": blocks_to_json(post.blocks),
        "bylines": [{"name": b.name, "role": b.role, "bio": b.bio, "portrait": b.portrait} for b in post.bylines],
        "tags": list(post.tags),
        "key": post.key,
        "summary": post.summary,
        "published": post.published.isoformat(),
        "order": post.order.isoformat(),
        "updated": post.updated and post.updated.isoformat(),
        "corrections": [{"at": c.at.isoformat(), "note": c.note} for c in post.corrections],
        "reason": post.reason,
        "sealed": post.sealed,
        "source": post.source,
        **claims,
    }


def post_from_json(raw: Mapping[str, Any]) -> PostView:
    """The post of a revision's content; ``post_from_json(post_to_json(p)) == p``."""
    return PostView(
        uid=raw["uid"],
        withdrawn=raw["withdrawn"],
        title=raw["title"],
        blocks=parse_blocks(raw["blocks"]),
        bylines=tuple(Byline(**b) for b in raw["bylines"]),
        tags=tuple(raw["tags"]),
        key=raw["key"],
        summary=raw["summary"],
        published=instant(raw["published"]),
        order=instant(raw["order"]),
        updated=_maybe(raw["updated"]),
        corrections=tuple(Correction(at=instant(c["at"]), note=c["note"]) for c in raw["corrections"]),
        reason=raw["reason"],
        sealed=raw["sealed"],
        source=raw["source"],
        claims=tuple(claim_from_json(claim) for claim in raw.get("claims", ())),
    )


def blog_to_json(blog: BlogView) -> dict[str, Any]:
    """The content of a blog's own revision."""
    return {
        "slug": blog.slug,
        "headline": blog.headline,
        "standfirst": blog.standfirst,
        "state": blog.state,
        "zone": blog.zone,
        "language": blog.language,
        "picture": blocks_to_json(blog.picture),
        "pinned": blog.pinned,
        "starts": blog.starts and blog.starts.isoformat(),
        "started": blog.started and blog.started.isoformat(),
        "ended": blog.ended and blog.ended.isoformat(),
        "source": blog.source,
    }


def blog_from_json(raw: Mapping[str, Any]) -> BlogView:
    """The blog of a revision's content."""
    return BlogView(
        slug=raw["slug"],
        headline=raw["headline"],
        standfirst=raw["standfirst"],
        state=raw["state"],
        zone=raw["zone"],
        language=raw["language"],
        picture=parse_blocks(raw["picture"]),
        pinned=raw["pinned"],
        starts=_maybe(raw["starts"]),
        started=_maybe(raw["started"]),
        ended=_maybe(raw["ended"]),
        source=raw["source"],
    )


def instant(text: str) -> datetime:
    """The instant of an ISO 8601 text, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _maybe(text: str | None) -> datetime | None:
    return instant(text) if text else None
