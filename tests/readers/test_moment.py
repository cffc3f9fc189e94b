"""The page can be seen as the public saw it at any time, and says that it is not the page of now."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from builders import live_blog, published, words
from cast import ada
from dateline.blog.actions.posts import amend_post, draft_post, publish_post, withdraw_post
from dateline.blog.models import Blog, Post
from dateline.events import log
from dateline.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return live_blog(ada())


def at(blog: Blog, seq: int) -> str:
    head = log.head(blog.stream_key)
    assert head
    return f"/live/{blog.slug}/at/{head.epoch}-{seq}/"


def told(post: Post) -> Event:
    return post.revisions.order_by("number").last().event


def get(path: str, *, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_page_is_shown_as_it_was_after_a_change(blog):
    post = published(blog, ada(), "Early words")
    amend_post(post, words("Late words"), by=ada())
    published(blog, ada(), "Another")

    then = get(at(blog, 3))

    assert "Early words" in then
    assert "Late words" not in then
    assert "Another" not in then


def test_the_page_is_shown_as_it_was_at_an_instant_in_utc_and_in_the_blogs_zone(blog):
    post = published(blog, ada(), "Early words")
    first = told(post).at
    amend_post(post, words("Late words"), by=ada())
    local = first.astimezone(ZoneInfo(blog.zone)).replace(tzinfo=None)

    for time in (first.isoformat(), first.isoformat().replace("+00:00", "Z"), local.isoformat()):
        then = get(f"/live/storm/at/{time}/")
        assert "Early words" in then
        assert "Late words" not in then


def test_a_draft_is_not_there_before_it_was_published(blog):
    draft = draft_post(blog, words("Not yet"), by=ada())
    meanwhile = timezone.now()
    publish_post(draft, by=ada())

    assert "Not yet" not in get(f"/live/storm/at/{meanwhile.isoformat()}/")
    assert "Not yet" in get(at(blog, 3))


def test_a_withdrawn_post_is_there_before_its_withdrawal_unless_it_was_sealed(blog):
    plain, sealed = published(blog, ada(), "Plain words"), published(blog, ada(), "Sealed words")
    withdraw_post(plain, reason="It was not so.", by=ada())
    withdraw_post(sealed, reason="A court asked.", sealed=True, by=ada())

    then = get(at(blog, 4))

    assert "Plain words" in then
    assert "Sealed words" not in then
    assert "A court asked." in then


def test_the_page_says_that_it_is_past_and_leads_to_the_changes_around_it_and_to_now(blog):
    published(blog, ada())
    published(blog, ada())

    page = get(at(blog, 3))

    assert "This page as it was" in page
    assert "change 3 of 4" in page
    assert f'href="{at(blog, 2)}"' in page
    assert f'href="{at(blog, 4)}"' in page
    assert 'href="/live/storm/"' in page
    assert 'content="noindex' in page
    assert "live-stream" not in page
    assert "application/ld+json" not in page


def test_the_last_change_leads_no_further(blog):
    assert 'rel="next"' not in get(at(blog, 2))
    assert 'rel="prev"' not in get(at(blog, 1))


def test_a_long_page_of_the_past_is_read_page_by_page(blog):
    for n in range(65):
        published(blog, ada(), f"Post number {n}.")
    path, found = at(blog, 62), ""
    assert "Older updates" in get(path)
    for query in ("", "?page=2", "?page=1"):
        found += get(path + query)

    assert all(f"Post number {n}." in found for n in range(60))
    assert "Post number 60." not in found
    get(f"{path}?page=3", status=404)
    get(f"{path}?page=x", status=404)


def test_a_time_to_come_leads_to_the_page_of_now(blog):
    later = (timezone.now() + timedelta(hours=1)).isoformat()

    response = Client().get(f"/live/storm/at/{later}/")

    assert (response.status_code, response["Location"]) == (302, "/live/storm/")


@pytest.mark.parametrize(
    "time",
    [
        "yesterday",
        "2025-13-40",
        "2025-06-02T25:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "00000000-1",
        "2001-01-01T00:00Z",
        "%0d%0aSet-Cookie:x=1",
        "%00",
        "%ff%fe",
        "%ed%a0%80",
        "1" * 5000,
        "٢٠٢٥-٠٦-٠٢",
    ],
)
def test_a_time_that_is_none_or_too_early_is_not_found_and_said_so(blog, time):
    page = get(f"/live/storm/at/{time}/", status=404)

    assert "Not here" in page


@pytest.mark.parametrize("seq", ["0", "99", "-1", "9" * 18, "9" * 40])
def test_a_change_that_was_not_is_not_found(blog, seq):
    epoch = log.head(blog.stream_key).epoch

    get(f"/live/storm/at/{epoch}-{seq}/", status=404)


def test_the_form_leads_to_the_time_asked_for(blog):
    response = Client().get("/live/storm/at/", {"time": "2025-06-02T14:05"})

    assert response["Location"] == "/live/storm/at/2025-06-02T14:05/"


@pytest.mark.parametrize("time", ["", "x", "2025-06-02T14:05\r\nX: y", "\x00", "//evil.example", "\ud800"])
def test_the_form_with_no_time_in_it_is_told_so(blog, time):
    query = time.encode("utf-8", "surrogatepass")

    assert Client().get("/live/storm/at/", {"time": query}).status_code == 404


def test_the_past_is_kept_for_minutes_and_asked_for_by_its_tag(blog):
    response = Client().get(at(blog, 2))

    assert "max-age=300" in response["Cache-Control"]
    assert Client().get(at(blog, 2), headers={"if-none-match": response["ETag"]}).status_code == 304
