"""What can be done with a post. Each action asks who, is one transaction, and appends one event."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from dateline.accounts.models import User
from dateline.blog.actions.record import has_ended, locked, new_uid, record_post, require
from dateline.blog.core.kinds import Kind
from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Deed
from dateline.blog.core.words import PostWords, check_publishable, clean_tags
from dateline.blog.exhibits import check_claims, with_true_exhibits
from dateline.blog.models import Blog, Post, PostState
from dateline.blog.pictures import with_true_sizes
from dateline.blog.rows import set_words, words_of
from dateline.claims.core.clean import clean_line
from dateline.events.turn import writing


def draft_post(blog: Blog, words: PostWords, *, by: User) -> Post:
    """A new draft, seen by the desk only."""
    with writing():
        require(by, blog, deed=Deed.DRAFT)
        return record_post(_new_post(blog, words, by=by), Kind.POST_DRAFTED, by=by, at=timezone.now())


def save_draft(post: Post, words: PostWords, *, by: User, base: int | None = None) -> Post:
    """The draft with new words; ``base`` is the version the writer began from."""
    with writing():
        post = locked(post, base)
        _require_own_or_edit(post, by)
        _require_state(post, PostState.DRAFT, "Only a draft is saved; amend or correct a published post.")
        set_words(post, _true(words))
        return record_post(post, Kind.POST_SAVED, by=by, at=timezone.now())


def discard_draft(post: Post, *, by: User) -> Post:
    """The draft thrown away: kept in the desk's history, gone from its lists."""
    with writing():
        post = locked(post, None)
        _require_own_or_edit(post, by)
        _require_state(post, PostState.DRAFT, "Only a draft can be thrown away; withdraw a published post.")
        post.state = PostState.DISCARDED
        return record_post(post, Kind.POST_DISCARDED, by=by, at=timezone.now())


def publish_post(post: Post, *, by: User, base: int | None = None, words: PostWords | None = None) -> Post:
    """The draft, with ``words`` if given, made public: on every open page at once."""
    with writing():
        post = locked(post, base)
        require(by, post.blog, deed=Deed.PUBLISH)
        _require_state(post, PostState.DRAFT, "Only a draft can be published.")
        if words is not None:
            set_words(post, _true(words))
        check_publishable(words_of(post))
        return _publish(post, by=by)


def write_and_publish(blog: Blog, words: PostWords, *, by: User) -> Post:
    """A new post made public in one step."""
    post = _new_post(blog, words, by=by)  # before the turn: others wait for what is done in it
    check_publishable(words_of(post))
    with writing():
        require(by, blog, deed=Deed.PUBLISH)
        return _publish(post, by=by)


def amend_post(post: Post, words: PostWords, *, by: User, base: int | None = None) -> Post:
    """The public post with new words and no change of fact."""
    with writing():
        post = _locked_public(post, base, by)
        check_publishable(words := _true(words))
        if words == words_of(post):
            raise Refused("Nothing was changed.")
        set_words(post, words)
        post.updated = at = timezone.now()
        return record_post(post, Kind.POST_AMENDED, by=by, at=at)


def correct_post(post: Post, words: PostWords, *, correction: str, by: User, base: int | None = None) -> Post:
    """The public post with its facts put right and the public note that says so."""
    note = clean_line(correction)[:1000]
    if not note:
        raise Refused("A correction needs a public note: say what was wrong.")
    with writing():
        post = _locked_public(post, base, by)
        check_publishable(words := _true(words))
        set_words(post, words)
        post.updated = at = timezone.now()
        post.corrections = [*post.corrections, {"at": at.isoformat(), "note": note}]
        return record_post(post, Kind.POST_CORRECTED, by=by, at=at, note=note)


def withdraw_post(post: Post, *, reason: str, by: User, base: int | None = None, sealed: bool = False) -> Post:
    """The post taken back; a stub with the reason stays. ``sealed`` hides its words from the public history too."""
    why = clean_line(reason)[:1000]
    if not why:
        raise Refused("A withdrawn post leaves a public reason: say why.")
    with writing():
        post = _locked_public(post, base, by)
        post.state, post.reason, post.sealed = PostState.WITHDRAWN, why, sealed
        post.updated = at = timezone.now()
        return record_post(post, Kind.POST_WITHDRAWN, by=by, at=at, note=why)


def mark_post(post: Post, *, by: User, key: bool | None = None, summary: bool | None = None) -> Post:
    """The public post as a key event or summary, or no longer; None leaves a mark as it is."""
    with writing():
        post = _locked_public(post, None, by)
        marks = (post.key if key is None else key, post.summary if summary is None else summary)
        if marks == (post.key, post.summary):
            raise Refused("The post is marked so already.")
        post.key, post.summary = marks
        return record_post(post, Kind.POST_MARKED, by=by, at=timezone.now())


def tag_post(post: Post, tags: list[str], *, by: User) -> Post:
    """The public post with these tags."""
    with writing():
        post = _locked_public(post, None, by)
        post.tags = list(clean_tags(tags))
        return record_post(post, Kind.POST_TAGGED, by=by, at=timezone.now())


def set_time(post: Post, published: datetime, *, by: User) -> Post:
    """The public post with another time, and in the place that goes with it."""
    with writing():
        post = _locked_public(post, None, by)
        if published > timezone.now():
            raise Refused("A published post cannot stand in the future.")
        post.published = post.order = published
        return record_post(post, Kind.POST_MOVED, by=by, at=timezone.now())


def move_post(post: Post, *, below: Post, by: User) -> Post:
    """The public post placed right below (older than) another; its shown time stays."""
    with writing():
        post = _locked_public(post, None, by)
        if below.blog_id != post.blog_id or below.pk == post.pk or below.order is None:
            raise Refused("A post can only be placed below another post of its blog.")
        post.order = _between(post, below)
        return record_post(post, Kind.POST_MOVED, by=by, at=timezone.now())


def _between(post: Post, below: Post) -> datetime:
    assert below.order
    public = Post.objects.filter(blog=post.blog, state__in=[PostState.PUBLISHED, PostState.WITHDRAWN])
    older = public.filter(order__lt=below.order).exclude(pk=post.pk).order_by("-order").first()
    if older is None or older.order is None:
        return below.order - timedelta(seconds=1)
    gap = below.order - older.order
    if gap < timedelta(microseconds=2):
        raise Refused("There is no room between these two posts; set the post's time instead.")
    return older.order + gap / 2


def _new_post(blog: Blog, words: PostWords, *, by: User) -> Post:
    now = timezone.now()
    post = Post(blog=blog, uid=new_uid(), created_by=by, created_at=now, saved_at=now)
    set_words(post, _true(words))
    return post


def _true(words: PostWords) -> PostWords:
    check_claims(words.claims)
    return replace(words, blocks=with_true_exhibits(with_true_sizes(words.blocks)))


def _publish(post: Post, *, by: User) -> Post:
    if has_ended(post.blog_id):
        raise Refused("This blog has ended; reopen it before you publish.")
    post.state = PostState.PUBLISHED
    post.published = post.order = at = timezone.now()
    return record_post(post, Kind.POST_PUBLISHED, by=by, at=at)


def _locked_public(post: Post, base: int | None, by: User) -> Post:
    post = locked(post, base)
    require(by, post.blog, deed=Deed.PUBLISH)
    _require_state(post, PostState.PUBLISHED, "Only a published post can be changed in public.")
    return post


def _require_own_or_edit(post: Post, by: User) -> None:
    own = post.created_by_id == by.pk
    require(by, post.blog, deed=Deed.DRAFT if own else Deed.EDIT_OTHERS)


def _require_state(post: Post, state: PostState, otherwise: str) -> None:
    if post.state != state:
        raise Refused(otherwise)
