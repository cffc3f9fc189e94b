"""Which posts a reader's page shows: order, filter and page, read from its address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

from dateline.blog.core.content import PostView, PublicState
from dateline.blog.core.page import PageSlice, archive_page, archive_pages, front, page_of
from dateline.claims.core.wording import Status
from dateline.readers.addresses import live_path

Order = Literal["newest", "oldest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; ``page`` None is where such a reading begins."""

    slug: str
    order: Order = "newest"
    key: bool = False
    tag: str = ""
    author: str = ""
    status: str = ""
    source: str = ""
    page: int | None = None

    @property
    def filtered(self) -> bool:
        """Whether only some of the posts are asked for."""
        return bool(self.key or self.tag or self.author or self.status or self.source)

    @property
    def selector(self) -> str:
        """What a post's element matches, or holds, when it belongs to the filter: a CSS selector for the script."""
        if self.key:
            return "[data-key]"
        if self.status:
            return f'[data-status~="{self.status}"]'
        if self.source:
            return f'.sources [href$="{_query([("source", self.source)])}"]'
        if self.filtered:
            kind, value = ("tag", self.tag) if self.tag else ("author", self.author)
            return f'[rel="{kind}"][href$="{_query([(kind, value)])}"]'
        return ""

    def wants(self, post: PostView) -> bool:
        """Whether the post belongs to the filter."""
        return (
            (not self.key or post.key)
            and (not self.tag or self.tag in post.tags)
            and (not self.author or self.author in {byline.name for byline in post.bylines})
            and (not self.status or self.status in post.statuses)
            and (not self.source or self.source in post.sources)
        )

    def url(self, page: int | None = None, **changes: object) -> str:
        """The address of this reading at a page, with changes such as ``order="oldest"``."""
        asked = replace(self, page=page, **changes)  # type: ignore[arg-type]
        path = live_path(asked.slug) + (f"page/{page}/" if page else "")
        query = _query([pair for pair in asked._pairs() if pair[1]])
        return f"{path}?{query}" if query else path

    def _pairs(self) -> list[tuple[str, str]]:
        return [
            ("order", "" if self.order == "newest" else self.order),
            ("show", "key" if self.key else ""),
            ("tag", self.tag),
            ("author", self.author),
            ("status", self.status),
            ("source", self.source),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of posts as they stand on it, and the addresses of the pages beside it ("" where there is none)."""

    posts: tuple[PostView, ...]
    newer: str
    older: str
    number: int
    pages: int
    front: bool


def asked_for(slug: str, query: Mapping[str, str], *, page: int | None = None) -> Asked:
    """What the address asks for; words it does not know ask for nothing."""
    return Asked(
        slug=slug,
        order="oldest" if query.get("order") == "oldest" else "newest",
        key=query.get("show") == "key",
        tag=query.get("tag", ""),
        author=query.get("author", ""),
        status=_known_status(query.get("status", "")),
        source=query.get("source", ""),
        page=page,
    )


def listing(state: PublicState, asked: Asked) -> Listing | None:
    """The page asked for, or None where there is no such page."""
    state = _filtered(state, asked.wants) if asked.filtered else state
    last = archive_pages(len(state.posts)) + 1
    if asked.order == "newest":
        found = front(state) if asked.page is None else archive_page(state, asked.page)
    else:
        number = 1 if asked.page is None else asked.page
        found = front(state) if number == last else archive_page(state, number)
    return _listed(found, asked, last) if found else None


def permalink(state: PublicState, uid: str, *, asked: Asked) -> str | None:
    """The address of the page that holds the post, opened at it; None where the post is not public here."""
    found = page_of(state, uid)
    if found is None:
        return None
    asked = replace(asked, key=False, tag="", author="", status="", source="")
    number = found.number or _front_number(asked, len(state.posts))
    return f"{asked.url(number)}#post-{uid}"


def _listed(found: PageSlice, asked: Asked, last: int) -> Listing:
    number = found.number or last
    newer = number + 1 if number < last else 0
    return Listing(
        posts=found.posts if asked.order == "newest" else found.posts[::-1],
        newer=asked.url(newer if newer < last else _front_number(asked, found.count)) if newer else "",
        older=asked.url(number - 1) if number > 1 else "",
        number=number,
        pages=last,
        front=found.number is None,
    )


def _front_number(asked: Asked, count: int) -> int | None:
    """The number by which the newest page is asked for: none, but where one reads from the oldest on."""
    last = archive_pages(count) + 1
    return last if asked.order == "oldest" and last > 1 else None


def _known_status(text: str) -> str:
    return text if text in set(Status) else ""


def _query(pairs: list[tuple[str, str]]) -> str:
    """As the templates' ``urlencode`` writes it, for the script to compare."""
    return urlencode(pairs, quote_via=quote, safe="")


def _filtered(state: PublicState, wants: Callable[[PostView], bool]) -> PublicState:
    return replace(state, posts={uid: post for uid, post in state.posts.items() if wants(post)})
