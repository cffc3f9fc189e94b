"""What Dateline publishes, Dateline can read: its own page and its own feed come back as they went out."""

import pytest
from django.test import Client

from builders import live_blog, published
from cast import ada
from dateline.blog.core.content import Byline
from dateline.wire.core.livepages.page import LivePage
from dateline.wire.core.livepages.read import read_live_page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("path", ["/live/storm/", "/live/storm/feed.atom"])
def test_our_own_posts_come_back_with_their_words_and_authors(client: Client, path: str) -> None:
    blog = live_blog(ada())
    published(blog, ada(), "One", "Text <strong>one</strong>.", bylines=[Byline(name="Rui Tavares")], tags=["Roads"])
    published(blog, ada(), "", "Two.")
    page = read_live_page(client.get(path).content)

    assert isinstance(page, LivePage)
    assert page.headline == blog.headline
    assert [post.title for post in page.posts] == ["", "One"]
    assert [post.blocks[0]["html"] for post in page.posts] == ["<p>Two.</p>", "<p>Text <strong>one</strong>.</p>"]
    assert [author.name for author in page.posts[1].authors] == ["Rui Tavares"]
    assert page.posts[1].tags == ("Roads",)
    assert all(post.published for post in page.posts)
    assert page.notes == ()
