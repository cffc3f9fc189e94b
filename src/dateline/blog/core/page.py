"""How a blog's posts fall into pages, and what changes on an open page from one event to the next."""

from dataclasses import dataclass, replace

from dateline.blog.core.content import BlogView, Byline, PostView, PublicState
from dateline.blog.core.kinds import Kind

PAGE = 20
OF_POSTS = ("contributors", "summary", "key-events", "pinned")
REGIONS = ("head", "status", *OF_POSTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSlice:
    """One page: its number (1 is the oldest), its posts newest first, and its neighbours' numbers.

    ``number`` is None for the front, which holds the newest posts: what does not fill a page yet, and the last full
    page.
    """

    number: int | None
    posts: tuple[PostView, ...]
    older: int | None
    newer: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """What one event does to an open page: posts to put, regions to put, or all of it drawn anew (``reload``)."""

    what: str
    posts: tuple[PostView, ...]
    regions: tuple[str, ...]
    reload: bool = False


def archive_pages(count: int) -> int:
    """How many pages are full and older than the front; they never change by a new post."""
    return max(0, count // PAGE - 1)


def front(state: PublicState) -> PageSlice:
    """The live page: between 20 and 39 of the newest posts, fewer only where there are no more."""
    posts = state.oldest_first
    archived = archive_pages(len(posts))
    return PageSlice(
        number=None,
        posts=posts[archived * PAGE :][::-1],
        older=archived or None,
        newer=None,
        count=len(posts),
    )


def archive_page(state: PublicState, number: int) -> PageSlice | None:
    """Page ``number`` of the archive, or None where there is none."""
    posts = state.oldest_first
    archived = archive_pages(len(posts))
    if not 1 <= number <= archived:
        return None
    return PageSlice(
        number=number,
        posts=posts[(number - 1) * PAGE : number * PAGE][::-1],
        older=number - 1 or None,
        newer=number + 1 if number < archived else None,
        count=len(posts),
    )


def page_of(state: PublicState, uid: str) -> PageSlice | None:
    """The page that holds the post, or None for a post that is not public here."""
    posts = state.oldest_first
    at = next((index for index, post in enumerate(posts) if post.uid == uid), None)
    if at is None:
        return None
    return archive_page(state, at // PAGE + 1) or front(state)


def key_events(state: PublicState) -> list[PostView]:
    """The turning points, newest first."""
    return [post for post in state.newest_first if post.key and not post.withdrawn]


def summary_post(state: PublicState) -> PostView | None:
    """The newest summary: what one needs to know."""
    return next((post for post in state.newest_first if post.summary and not post.withdrawn), None)


def pinned_post(state: PublicState) -> PostView | None:
    """The post kept on top, if it is still there."""
    post = state.posts.get(state.blog.pinned)
    return post if post and not post.withdrawn else None


def contributors(state: PublicState) -> list[Byline]:
    """Who wrote, each once, the newest posts' people first."""
    found: dict[str, Byline] = {}
    for post in state.newest_first:
        for byline in post.bylines:
            found.setdefault(byline.name, byline)
    return list(found.values())


def tags(state: PublicState) -> list[str]:
    """Every tag in use, sorted."""
    return sorted({tag for post in state.posts.values() for tag in post.tags}, key=str.casefold)


def apply(state: PublicState, seq: int, *, view: BlogView | PostView) -> PublicState:
    """The state after the event that made ``view`` public."""
    match view:
        case BlogView():
            return replace(state, seq=seq, blog=view)
        case PostView():
            return state.with_post(seq, view)


def change(before: PublicState, after: PublicState, *, what: str) -> PageChange:
    """What an open page that shows ``before`` must put to show ``after``.

    Posts that were not on the front before and are now are put too: a move in time can bring one back from the archive.
    """
    if _drawn_in(before) != _drawn_in(after):
        return PageChange(what=what, posts=(), regions=(), reload=True)
    was = {post.uid for post in front(before).posts}
    touched = [post for uid, post in after.posts.items() if _differs(before.posts.get(uid), post)]
    entered = [post for post in front(after).posts if post.uid not in was]
    posts = {post.uid: post for post in (*entered, *touched)}
    # A sealed post's words are hidden from every earlier state too, so states cannot tell what pages still show of it.
    untold = OF_POSTS if what == Kind.POST_WITHDRAWN else ()
    changed = tuple(name for name in REGIONS if name in untold or _region(before, name) != _region(after, name))
    return PageChange(what=what, posts=tuple(sorted(posts.values(), key=lambda post: post.sort_key)), regions=changed)


def _differs(before: PostView | None, after: PostView) -> bool:
    return before is not after and before != after


def _drawn_in(state: PublicState) -> tuple[str, str]:
    # Zone and language stand in every post: rare enough to have the page fetched anew.
    return state.blog.zone, state.blog.language


def _region(state: PublicState, name: str) -> object:
    match name:
        case "head":
            blog = state.blog
            return blog.headline, blog.standfirst, blog.picture, blog.source
        case "status":
            return state.blog.state, state.blog.starts, state.blog.ended
        case "contributors":
            return contributors(state)
        case "summary":
            return summary_post(state)
        case "key-events":
            return [(post.uid, post.name, post.published) for post in key_events(state)]
        case "pinned":
            return pinned_post(state)
    raise AssertionError(name)
