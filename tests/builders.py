"""Makes the things tests begin with: blogs, words, posts."""

from dateline.accounts.models import User
from dateline.blog.actions.blogs import change_state, create_blog
from dateline.blog.actions.posts import write_and_publish
from dateline.blog.core.words import BlogWords, PostWords, post_words
from dateline.blog.models import Blog, Post


def words(title: str = "A title", text: str = "Some text.", **marks: object) -> PostWords:
    """The words of a post with one paragraph."""
    return post_words(title=title, blocks=[{"type": "text", "html": f"<p>{text}</p>"}], **marks)


def live_blog(by: User, slug: str = "storm", headline: str = "A storm comes in") -> Blog:
    """A live blog opened by ``by``."""
    blog = create_blog(slug, BlogWords(headline=headline, zone="Europe/Kyiv"), by=by)
    return change_state(blog, "live", by=by)


def published(blog: Blog, by: User, title: str = "A title", text: str = "Some text.", **marks: object) -> Post:
    """A published post."""
    return write_and_publish(blog, words(title, text, **marks), by=by)
