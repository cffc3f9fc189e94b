"""What the desk's lists show: rows as values, ready for templates that only choose and repeat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from dateline.accounts.models import User
from dateline.blog.core.blocks import text_of_blocks
from dateline.blog.core.content import PostView
from dateline.blog.core.roles import Deed, Role, may
from dateline.blog.core.words import PostWords
from dateline.blog.models import Blog, Membership, Post, PostState
from dateline.blog.render import draw_post
from dateline.blog.rows import blog_view, words_of
from dateline.claims.core.clean import shortened
from dateline.claims.queries import Superseded, claim_views, superseded
from dateline.newsroom.models import UsedItem

PAGE = 40
SHOWN = ("all", "drafts", "published", "withdrawn", "key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One post in the timeline."""

    post: Post
    name: str
    excerpt: str
    bylines: str
    when: datetime
    pinned: bool
    writable: bool
    stale: Sequence[Superseded] = ()
    reports: Sequence[UsedItem] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A page of a blog's posts: drafts first, then what is public, the newest on top."""

    lines: Sequence[Line]
    shown: str
    page: int
    more: bool
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the person may do on the blog, for templates."""

    role: Role
    draft: bool
    publish: bool
    run: bool


def rights(role: Role) -> Rights:
    """The role as what it covers."""
    return Rights(role=role, draft=may(role, Deed.DRAFT), publish=may(role, Deed.PUBLISH), run=may(role, Deed.RUN))


def my_blogs(user: User) -> list[tuple[Blog, Role]]:
    """The person's blogs, those that run first, each with the role; who runs the newsroom sees all."""
    roles = dict(Membership.objects.filter(user=user).values_list("blog", "role"))
    counted = Blog.objects.annotate(
        public_posts=Count("posts", filter=Q(posts__state=PostState.PUBLISHED)),
        drafts=Count("posts", filter=Q(posts__state=PostState.DRAFT)),
        last_published=Max("posts__published", filter=Q(posts__state=PostState.PUBLISHED)),
    ).order_by("-created_at")
    mine = counted if user.is_superuser else counted.filter(pk__in=roles)
    order = ["live", "paused", "upcoming", "ended"]
    found = [(blog, Role.EDITOR if user.is_superuser else Role(roles[blog.pk])) for blog in mine]
    return sorted(found, key=lambda pair: order.index(pair[0].state))


def timeline(blog: Blog, *, role: Role, by: User, shown: str, page: int) -> Timeline:
    """A page of the blog's posts as the desk sees them."""
    shown = shown if shown in SHOWN else "all"
    start = (page - 1) * PAGE
    posts = list(_chosen(blog, shown)[start : start + PAGE + 1])
    shown_posts = posts[:PAGE]
    stale = _stale(shown_posts)
    reports = stale_uses(shown_posts)
    lines = [
        replace(_line(post, blog, role=role, by=by), stale=stale.get(post.pk, ()), reports=reports.get(post.pk, ()))
        for post in shown_posts
    ]
    return Timeline(lines=lines, shown=shown, page=page, more=len(posts) > PAGE, counts=_counts(blog))


def neighbours(post: Post) -> list[Line]:
    """The public posts around this one, the newest first: what it can be placed below."""
    assert post.order
    public = Post.objects.filter(blog=post.blog, state__in=[PostState.PUBLISHED, PostState.WITHDRAWN])
    newer = public.filter(order__gt=post.order).order_by("order")[:15]
    older = public.filter(order__lt=post.order).order_by("-order")[:15]
    near = [*reversed(newer), *older]
    return [_line(other, post.blog, role=Role.VIEWER, by=None) for other in near]


def name_of(post: Post) -> str:
    """What names the post in a list: its title, else how its text begins."""
    return post.title or shortened(text_of_blocks(words_of(post).blocks), 90) or post.uid


def as_public(words: PostWords, *, post: Post | None) -> PostView:
    """Unsaved words as the public would see them."""
    now = timezone.now()
    at = (post and post.published) or now
    return PostView(
        uid=post.uid if post else "preview",
        title=words.title,
        blocks=words.blocks,
        bylines=words.bylines,
        tags=words.tags,
        key=words.key,
        summary=words.summary,
        claims=claim_views(words.claims),
        published=at,
        order=at,
        updated=now if post and post.published else None,
    )


def _chosen(blog: Blog, shown: str) -> QuerySet[Post]:
    posts = Post.objects.filter(blog=blog).exclude(state=PostState.DISCARDED)
    match shown:
        case "drafts":
            posts = posts.filter(state=PostState.DRAFT)
        case "published" | "withdrawn":
            posts = posts.filter(state=shown)
        case "key":
            posts = posts.filter(state=PostState.PUBLISHED, key=True)
    draft = Q(state=PostState.DRAFT)
    # Drafts have no place in the order yet: they stand on top, the one last saved first.
    return posts.annotate(at=Coalesce("order", "saved_at"), is_draft=draft).order_by("-is_draft", "-at", "-uid")


def _counts(blog: Blog) -> dict[str, int]:
    posts = Post.objects.filter(blog=blog)
    return posts.aggregate(
        all=Count("pk", filter=~Q(state=PostState.DISCARDED)),
        drafts=Count("pk", filter=Q(state=PostState.DRAFT)),
        published=Count("pk", filter=Q(state=PostState.PUBLISHED)),
        withdrawn=Count("pk", filter=Q(state=PostState.WITHDRAWN)),
        key=Count("pk", filter=Q(state=PostState.PUBLISHED, key=True)),
    )


def stale_uses(posts: Sequence[Post]) -> dict[int, list[UsedItem]]:
    """By the post's key: the reports it was made from that changed or were withdrawn since an editor looked."""
    changed = ~Q(item__hash=F("seen_hash")) | Q(item__withdrawn_at__isnull=False, seen_withdrawn=False)
    rows = UsedItem.objects.filter(changed, post__in=[post.pk for post in posts]).select_related("item")
    found: dict[int, list[UsedItem]] = {}
    for used in rows.defer("item__text", "item__blocks"):
        found.setdefault(used.post_id, []).append(used)
    return found


def _stale(posts: Sequence[Post]) -> dict[int, Sequence[Superseded]]:
    """The exhibits of public posts whose figures have newer ones, by the post's primary key."""
    public = [post for post in posts if post.state == PostState.PUBLISHED]
    named = {post.pk: [b["exhibit"] for b in post.blocks if b.get("exhibit")] for post in public}
    found = superseded({uid for uids in named.values() for uid in uids}) if any(named.values()) else {}
    return {pk: [found[uid] for uid in dict.fromkeys(uids) if uid in found] for pk, uids in named.items()}


def _line(post: Post, blog: Blog, *, role: Role, by: User | None) -> Line:
    words = words_of(post)
    text = text_of_blocks(words.blocks)
    own = by is not None and post.created_by_id == by.pk
    draft = post.state == PostState.DRAFT
    return Line(
        post=post,
        name=words.title or shortened(text, 90),
        excerpt=shortened(text, 180) if words.title else "",
        bylines=", ".join(byline.name for byline in words.bylines),
        when=post.published or post.saved_at,
        pinned=blog.pinned == post.uid,
        writable=may(role, Deed.EDIT_OTHERS) or (draft and own and may(role, Deed.DRAFT)),
    )


def as_read(view: PostView, blog: Blog) -> str:
    """A whole small page with the post as readers see it, for a frame that may do nothing."""
    with translation.override(blog.language):
        context = {
            "article": draw_post(view, blog_view(blog)),
            "blog": blog,
            "rtl": translation.get_language_bidi(),
        }
        return render_to_string("newsroom/preview.html", context)


def framed(card: SafeString, language: str) -> str:
    """A whole small page with the card as readers see it, for a frame that may do nothing."""
    with translation.override(language):
        rtl = translation.get_language_bidi()
        return render_to_string("newsroom/framed.html", {"card": card, "language": language, "rtl": rtl})
