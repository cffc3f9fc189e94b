"""Which blog *use* and *follow* at the wire are for: the one that the page says."""

import re

import pytest

from builders import live_blog
from cast import ada
from dateline.blog.models import Post
from dateline.newsroom.models import Following
from desk import signed_in
from wire_made import item, story

pytestmark = pytest.mark.django_db


def test_use_and_follow_are_for_the_blog_that_the_page_says_though_nobody_chose():
    live_blog(ada())
    desk = signed_in(ada())
    live_blog(ada(), slug="other", headline="Another place")
    told = item()
    its = story(told)
    shown = re.search(r"<option value=\"(\w+)\" selected", desk.get(f"/desk/wire/story/{its.uid}/").content.decode())[1]

    assert desk.post(f"/desk/wire/item/{told.uid}/use/").status_code == 302
    assert desk.post(f"/desk/wire/story/{its.uid}/do/follow/").status_code == 302
    assert Post.objects.get().blog.slug == shown
    assert Following.objects.get().blog.slug == shown
