"""What every action begins and ends with: may this person, is this still the row they saw, the revision, the event."""

import secrets
from datetime import datetime

from django.db import connection

from dateline.accounts.models import User
from dateline.blog.core.content import blog_to_json, post_to_json
from dateline.blog.core.kinds import Kind
from dateline.blog.core.refused import Conflict, NotAllowed
from dateline.blog.core.roles import Deed, Role, may
from dateline.blog.exhibits import subject_of
from dateline.blog.models import Blog, BlogState, Membership, Post, Revision
from dateline.blog.rows import blog_view, post_view, words_of, words_to_json
from dateline.claims.actions.claims import cite
from dateline.claims.actions.record import hold_claims
from dateline.claims.models import Claim
from dateline.claims.queries import exhibits_of
from dateline.events import log
from dateline.events.core.chain import Change, digest
from dateline.events.one_statement import add

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_uid() -> str:
    """A post's public name: ten letters and figures that cannot be confused or guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def role_of(user: User, blog: Blog) -> Role | None:
    """The person's role on the blog; who runs the newsroom is an editor everywhere."""
    if not user.is_active:
        return None
    if user.is_superuser:
        return Role.EDITOR
    role = Membership.objects.filter(user=user, blog=blog).values_list("role", flat=True).first()
    return Role(role) if role else None


def require(user: User, blog: Blog, *, deed: Deed) -> Role:
    """The person's role. Raises ``NotAllowed`` where it does not cover the deed."""
    role = role_of(user, blog)
    if role is None or not may(role, deed):
        raise NotAllowed("You may not do this on this blog; ask one of its editors.")
    return role


def locked(post: Post, base: int | None) -> Post:
    """The post's row, locked and fresh. Raises ``Conflict`` where ``base`` is not the version it has now."""
    fresh = Post.objects.select_for_update(of=("self",)).select_related("blog").get(pk=post.pk)
    if base is not None and fresh.version != base:
        raise Conflict("Somebody else has saved this post since you opened it.", current=fresh.version)
    return fresh


def locked_blog(blog: Blog, base: int | None = None) -> Blog:
    """The blog's row, locked and fresh. Raises ``Conflict`` as ``locked`` does."""
    fresh = Blog.objects.select_for_update().get(pk=blog.pk)
    if base is not None and fresh.version != base:
        raise Conflict("Somebody else has changed this blog since you opened it.", current=fresh.version)
    return fresh


def has_ended(blog: int) -> bool:
    """Whether the blog with this key has ended: asked anew, since the caller's own row may be older than its end."""
    with connection.cursor() as cursor:  # by hand, since every publish asks under the write lock
        cursor.execute("SELECT state FROM blog_blog WHERE id = %s", [blog])
        return bool(cursor.fetchone()[0] == BlogState.ENDED)


def record_post(post: Post, kind: Kind, *, by: User, at: datetime, note: str = "") -> Post:
    """Saves the row as its next version, with the revision and the event that tell of it."""
    post.version += 1
    post.saved_at = at
    if post.pk is None:
        add(post)
    else:
        post.save()
    if kind.public:
        _cite(post)
    content = post_to_json(post_view(post)) if kind.public else words_to_json(words_of(post))
    change = Change(kind=kind, subject=f"post/{post.uid}", at=at, actor=str(by.pk), content_hash=digest(content))
    revision = Revision(
        blog=post.blog, post=post, number=post.version, public=kind.public, content=content, note=note, by=by
    )
    post.event = log.append(post.blog.stream_key if kind.public else post.blog.desk_key, change, row=revision)
    return post


def _cite(post: Post) -> None:
    """Ties the post to its claims and exhibits; no claim's status changes until the post's event is there."""
    exhibits = [block["exhibit"] for block in post.blocks if block.get("exhibit")]
    if post.claims:
        hold_claims()
    if post.claims or exhibits:
        claims = Claim.objects.filter(uid__in=post.claims)
        cite(subject_of(post), claims=claims, exhibits=exhibits_of(exhibits).values())


def record_blog(blog: Blog, kind: Kind, *, by: User | None, at: datetime) -> Blog:
    """Saves the blog's row as its next version, with the revision of its head and the event."""
    blog.version += 1
    blog.save()
    content = blog_to_json(blog_view(blog))
    actor = str(by.pk) if by else "clock"
    change = Change(kind=kind, subject="blog", at=at, actor=actor, content_hash=digest(content))
    revision = Revision(blog=blog, number=blog.version, public=True, content=content, by=by)
    log.append(blog.stream_key, change, row=revision)
    return blog
