"""Brings another outlet's live page into a blog: new posts added, changed ones amended, nothing twice."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from dateline.accounts.models import User
from dateline.blog.actions.blogs import open_blog
from dateline.blog.actions.record import locked_blog, new_uid, record_blog, require
from dateline.blog.core.content import post_to_json
from dateline.blog.core.imported import ImportedBlog, ImportedPost, ImportResult
from dateline.blog.core.kinds import Kind
from dateline.blog.core.refused import NotAllowed
from dateline.blog.core.roles import Deed
from dateline.blog.core.words import BlogWords, PostWords, checked_blog, post_words
from dateline.blog.models import Blog, BlogState, Post, PostState, Revision
from dateline.blog.rows import post_view, set_blog_words, set_words, words_of
from dateline.events import log
from dateline.events.core.chain import Change, digest
from dateline.events.turn import writing

Written = tuple[Post, Kind]


def import_blog(page: ImportedBlog, *, by: User) -> ImportResult:
    """What came of it: posts in the page, new ones, changed ones. One transaction, one event a post."""
    if not (by.is_active and by.is_superuser):
        raise NotAllowed("Only who runs the newsroom may import a live page.")
    now = timezone.now()
    with writing():
        blog = _blog_for(page, by=by, at=now)
        known = {p.source_key: p for p in Post.objects.filter(blog=blog).exclude(source_key="").select_related("blog")}
        new = [_new(blog, post, by=by, at=now) for post in page.posts if post.source_key not in known]
        changed = [
            post for post in (_changed(known[p.source_key], p) for p in page.posts if p.source_key in known) if post
        ]
        _store(
            blog,
            [*((p, Kind.POST_PUBLISHED) for p in new), *((p, Kind.POST_AMENDED) for p in changed)],
            by=by,
            at=now,
        )
        _pin(blog, page, by=by, at=now)
    return ImportResult(slug=blog.slug, posts=len(page.posts), new=len(new), updated=len(changed))


def _blog_for(page: ImportedBlog, *, by: User, at: datetime) -> Blog:
    blog = Blog.objects.filter(source=page.source).first() if page.source else None
    blog = blog or Blog.objects.filter(slug=page.slug).first()
    words = checked_blog(
        BlogWords(
            headline=page.headline,
            standfirst=page.standfirst,
            zone=page.zone,
            language=page.language,
            picture=post_words(blocks=page.picture).blocks,
        )
    )
    if blog is None:
        blog = open_blog(page.slug, words, by=by)
        _set_times(blog, page)
        return record_blog(blog, Kind.BLOG_STATE, by=by, at=at)
    require(by, blog, deed=Deed.RUN)
    blog = locked_blog(blog)
    before = (blog.headline, blog.standfirst)
    set_blog_words(blog, words)
    return blog if before == (blog.headline, blog.standfirst) else record_blog(blog, Kind.BLOG_EDITED, by=by, at=at)


def _set_times(blog: Blog, page: ImportedBlog) -> None:
    times = [post.published for post in page.posts]
    blog.source = page.source
    blog.started = min(times, default=None)
    blog.ended = max(times, default=None) if page.ended else None
    blog.state = BlogState.ENDED if page.ended else BlogState.LIVE


def _words(post: ImportedPost) -> PostWords:
    return post_words(
        title=post.title,
        blocks=post.blocks,
        bylines=post.bylines,
        tags=post.tags,
        key=post.key,
        summary=post.summary,
    )


def _new(blog: Blog, imported: ImportedPost, *, by: User, at: datetime) -> Post:
    post = Post(
        blog=blog,
        uid=new_uid(),
        state=PostState.PUBLISHED,
        published=imported.published,
        order=imported.published,
        updated=imported.updated,
        source=imported.source,
        source_key=imported.source_key,
        created_by=by,
        created_at=at,
        saved_at=at,
    )
    set_words(post, _words(imported))
    return post


def _changed(post: Post, imported: ImportedPost) -> Post | None:
    words = _words(imported)
    if post.state != PostState.PUBLISHED or words == words_of(post):
        return None
    set_words(post, words)
    post.updated = imported.updated
    return post


def _store(blog: Blog, written: Iterable[Written], *, by: User, at: datetime) -> None:
    written = list(written)
    for post, _ in written:
        post.version += 1
        post.saved_at = at
    Post.objects.bulk_create([post for post, kind in written if kind is Kind.POST_PUBLISHED])
    fields = ["title", "blocks", "bylines", "tags", "key", "summary", "updated", "version", "saved_at"]
    Post.objects.bulk_update([post for post, kind in written if kind is Kind.POST_AMENDED], fields)
    contents = [post_to_json(post_view(post)) for post, _ in written]
    events = log.append_all(
        blog.stream_key,
        [
            Change(kind=kind, subject=f"post/{post.uid}", at=at, actor=str(by.pk), content_hash=digest(content))
            for (post, kind), content in zip(written, contents, strict=True)
        ],
    )
    Revision.objects.bulk_create(
        Revision(blog=blog, post=post, event=event, number=post.version, public=True, content=content, by=by)
        for (post, _), event, content in zip(written, events, contents, strict=True)
    )


def _pin(blog: Blog, page: ImportedBlog, *, by: User, at: datetime) -> None:
    key = next((post.source_key for post in page.posts if post.pinned), None)
    post = Post.objects.filter(blog=blog, source_key=key).first() if key else None
    if post and blog.pinned != post.uid:
        blog.pinned = post.uid
        record_blog(blog, Kind.BLOG_PINNED, by=by, at=at)
