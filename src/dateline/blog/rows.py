"""Between rows and values: a post or blog row as the public sees it, and words into a row."""

from dateline.blog.core.blocks import blocks_to_json, parse_blocks
from dateline.blog.core.content import BlogView, Correction, PostView, instant
from dateline.blog.core.words import BlogWords, PostWords, bylines_from_json, bylines_to_json
from dateline.blog.models import Blog, Post, PostState
from dateline.claims.queries import claim_views


def post_view(post: Post) -> PostView:
    """The row as the public sees it; a withdrawn post keeps its place, times and reason only."""
    assert post.published
    assert post.order
    view = PostView(uid=post.uid, published=post.published, order=post.order, updated=post.updated)
    if post.state == PostState.WITHDRAWN:
        return view.withdrawn_for(post.reason, sealed=post.sealed)
    words = words_of(post)
    return PostView(
        uid=post.uid,
        title=words.title,
        blocks=words.blocks,
        bylines=words.bylines,
        tags=words.tags,
        key=words.key,
        summary=words.summary,
        published=post.published,
        order=post.order,
        updated=post.updated,
        corrections=tuple(Correction(at=instant(c["at"]), note=c["note"]) for c in post.corrections),
        source=post.source,
        claims=claim_views(words.claims),
    )


def words_of(post: Post) -> PostWords:
    """What is written in the row."""
    return PostWords(
        title=post.title,
        blocks=parse_blocks(post.blocks),
        bylines=bylines_from_json(post.bylines),
        tags=tuple(post.tags),
        key=post.key,
        summary=post.summary,
        claims=tuple(post.claims),
    )


def set_words(post: Post, words: PostWords) -> None:
    """Puts the words into the row, unsaved."""
    post.title = words.title
    post.blocks = blocks_to_json(words.blocks)
    post.bylines = bylines_to_json(words.bylines)
    post.tags = list(words.tags)
    post.key = words.key
    post.summary = words.summary
    post.claims = list(words.claims)


def words_to_json(words: PostWords) -> dict[str, object]:
    """The content of a draft's revision."""
    claims = {"claims": list(words.claims)} if words.claims else {}
    return {
        "title": words.title,
        "blocks": blocks_to_json(words.blocks),
        "bylines": bylines_to_json(words.bylines),
        "tags": list(words.tags),
        "key": words.key,
        "summary": words.summary,
        **claims,
    }


def blog_view(blog: Blog) -> BlogView:
    """The row's head as the public sees it."""
    return BlogView(
        slug=blog.slug,
        headline=blog.headline,
        standfirst=blog.standfirst,
        state=blog.state,
        zone=blog.zone,
        language=blog.language,
        picture=parse_blocks(blog.picture),
        pinned=blog.pinned,
        starts=blog.starts,
        started=blog.started,
        ended=blog.ended,
        source=blog.source,
    )


def set_blog_words(blog: Blog, words: BlogWords) -> None:
    """Puts the head into the row, unsaved."""
    blog.headline = words.headline
    blog.standfirst = words.standfirst
    blog.zone = words.zone
    blog.language = words.language
    blog.picture = blocks_to_json(words.picture)
    blog.starts = words.starts
    blog.silence_minutes = words.silence_minutes
