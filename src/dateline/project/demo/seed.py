"""Fills a fresh home with the demo's newsroom; in a home that has it, adds nothing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dateline.accounts.models import User
from dateline.blog.actions.authors import AuthorWords, save_author
from dateline.blog.actions.blogs import create_blog, set_member
from dateline.blog.actions.imports import import_blog
from dateline.blog.actions.posts import amend_post, correct_post, draft_post, withdraw_post
from dateline.blog.core.imported import ImportedBlog
from dateline.blog.core.words import BlogWords, PostWords, post_words
from dateline.blog.models import Blog, Post
from dateline.blog.rows import words_of
from dateline.events.turn import writing
from dateline.project.demo import figures, story
from dateline.project.demo.others import BRIDGE, FLOOD, VOTE, Tale
from dateline.project.demo.people import SignIn, sign_ins, user
from dateline.project.demo.said import file_claims
from dateline.project.demo.shown import shown_pictures
from dateline.project.demo.staff import AUTHORS, PEOPLE, RUI
from dateline.project.demo.telling import Pictures, RawBlock, dated, drawn, signed, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What the demo's command tells: who can sign in, and where the live page is."""

    sign_ins: tuple[SignIn, ...]
    live_path: str


def is_seeded() -> bool:
    """Whether this home has the demo's newsroom already."""
    return _is_there(story.SLUG)


def seed(now: datetime) -> Seeded:
    """The demo's people and blogs, the main one with the hours up to ``now``; each blog is made once or not at all."""
    people = sign_ins()
    ada = user("ada")
    if not is_seeded():
        pictures = shown_pictures(by=ada)
        with writing():
            _introduce_authors(pictures, by=ada)
            for tale in (BRIDGE, FLOOD, VOTE):
                _tell(tale, now, pictures=pictures)
            _tell_the_day(now, pictures, by=ada)
    return Seeded(sign_ins=people, live_path=f"/live/{story.SLUG}/")


def _is_there(slug: str) -> bool:
    return Blog.objects.filter(slug=slug).exists()


def _tell_the_day(now: datetime, pictures: Pictures, *, by: User) -> None:
    page = ImportedBlog(
        source="",
        slug=story.SLUG,
        headline=story.HEADLINE,
        standfirst=story.STANDFIRST,
        zone=story.ZONE,
        ended=False,
        picture=drawn(({"type": "picture", "drawing": story.PICTURE},), pictures),
        posts=tuple(dated(telling, now, pictures=pictures) for telling in story.STORY),
    )
    import_blog(page, by=by)
    blog = Blog.objects.get(slug=story.SLUG)
    _give_roles(blog, by=by)
    _rework(blog, pictures, by=by)
    file_claims(blog, by=by)
    _leave_a_draft(blog, pictures)


def _introduce_authors(pictures: Pictures, *, by: User) -> None:
    for byline, username in AUTHORS.items():
        (shown,) = signed([byline], pictures)
        known = {"name": shown.name, "role": shown.role, "bio": shown.bio, "portrait": shown.portrait}
        save_author(None, AuthorWords(**known, user=user(username) if username else None), by=by)


def _tell(tale: Tale, now: datetime, *, pictures: Pictures) -> None:
    by = user("ada")
    if tale.starts_in_hours:
        starts = (now + timedelta(hours=tale.starts_in_hours)).replace(minute=0, second=0, microsecond=0)
        head = BlogWords(headline=tale.headline, standfirst=tale.standfirst, zone=tale.zone, starts=starts)
        _give_roles(create_blog(tale.slug, head, by=by), by=by)
        return
    page = ImportedBlog(
        source="",
        slug=tale.slug,
        headline=tale.headline,
        standfirst=tale.standfirst,
        zone=tale.zone,
        language=tale.language,
        ended=tale.ended,
        posts=tuple(dated(telling, now, pictures=pictures) for telling in tale.posts),
    )
    import_blog(page, by=by)
    _give_roles(Blog.objects.get(slug=tale.slug), by=by)


def _give_roles(blog: Blog, *, by: User) -> None:
    for person in PEOPLE:
        if not person.runs_newsroom:
            set_member(blog, user(person.username), role=person.role, by=by)


def _rework(blog: Blog, pictures: Pictures, *, by: User) -> None:
    """The day's amendment, correction and withdrawal: public, with their notes."""
    table = Post.objects.get(blog=blog, title=story.TABLE)
    amend_post(table, _with_blocks(table, drawn(story.TABLE_AMENDED, pictures)), by=by)
    monthly = Post.objects.get(blog=blog, title=figures.MONTHLY)
    put_right = _with_blocks(monthly, figures.monthly_blocks(379))
    correct_post(monthly, put_right, correction=story.CORRECTION, by=by)
    withdraw_post(Post.objects.get(blog=blog, title=story.TOO_EXACT), reason=story.WITHDRAWN_BECAUSE, by=by)


def _leave_a_draft(blog: Blog, pictures: Pictures) -> None:
    """Something for the editor to find at the desk."""
    answer = text(
        "A reader asks whether both rounds in Istanbul had the same chief negotiators. For Russia, yes: Vladimir "
        "Medinsky led in May and leads again. <em>Ada, can you check the Ukrainian side?</em>"
    )
    draft = post_words(title="Reader question: same faces?", blocks=(answer,), bylines=signed([RUI], pictures))
    draft_post(blog, draft, by=user("rui"))


def _with_blocks(post: Post, blocks: tuple[RawBlock, ...]) -> PostWords:
    return replace(words_of(post), blocks=post_words(blocks=blocks).blocks)
