"""How posts fall into pages: a new post never moves an archive page, and each post stands on exactly one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dateline.blog.core.content import BlogView, PostView, PublicState, post_from_json, post_to_json
from dateline.blog.core.page import PAGE, apply, archive_page, archive_pages, front, page_of

START = datetime(2025, 6, 2, 8, tzinfo=UTC)


def state(count: int) -> PublicState:
    posts = {f"p{n}": post(n) for n in range(count)}
    return PublicState(seq=count, blog=BlogView(slug="s", headline="H"), posts=posts)


def post(number: int, **fields: object) -> PostView:
    at = START + timedelta(minutes=number)
    return PostView(uid=f"p{number}", title=f"Post {number}", **{"published": at, "order": at, **fields})


@given(count=st.integers(0, 130), more=st.integers(1, 70))
def test_archive_pages_never_shift_by_new_posts(count, more):
    before, after = state(count), state(count + more)

    for number in range(1, archive_pages(count) + 1):
        assert archive_page(before, number).posts == archive_page(after, number).posts


@given(count=st.integers(0, 130))
def test_each_post_stands_on_exactly_one_page_and_its_permalink_finds_it(count):
    whole = state(count)
    pages = [archive_page(whole, n) for n in range(1, archive_pages(count) + 1)] + [front(whole)]

    assert sorted(p.uid for page in pages for p in page.posts) == sorted(whole.posts)
    assert len(pages[-1].posts) == count if count < PAGE else PAGE <= len(pages[-1].posts) < 2 * PAGE
    for page in pages:
        assert all(page_of(whole, p.uid) == page for p in page.posts)


@given(count=st.integers(1, 60), changed=st.integers(0, 59), minutes=st.integers(-30, 90))
def test_a_state_brought_forward_equals_one_made_anew(count, changed, minutes):
    before = state(count)
    moved = post(changed % count, order=START + timedelta(minutes=minutes))
    assert before.oldest_first

    after = apply(before, count + 1, view=moved)

    anew = PublicState(seq=count + 1, blog=before.blog, posts={**before.posts, moved.uid: moved})
    assert after.oldest_first == anew.oldest_first
    assert front(after) == front(anew)


def test_a_post_comes_back_from_its_revision_as_it_went():
    there = post(1, tags=("a",), key=True, updated=START, reason="")

    assert post_from_json(post_to_json(there)) == there
