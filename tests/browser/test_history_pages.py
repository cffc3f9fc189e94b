"""The public history and the page as it was, in a real browser: readable by everybody, on every screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.desk_seen import violations
from builders import published, words
from dateline.accounts.models import User
from dateline.blog.actions.blogs import pin_post
from dateline.blog.actions.posts import amend_post, correct_post, mark_post, tag_post, withdraw_post
from dateline.blog.core.content import Byline
from dateline.blog.models import Blog, Post
from dateline.events import log

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Reader = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
LONG = "The river has reached the quay, and the harbour master closes the lower gate. " * 4


@pytest.fixture
def told(blog: Blog, editor: User) -> Post:
    """A blog with every kind of change in its log; answers one of its posts."""
    ada = (Byline(name="Ada Lindqvist", role="Editor"),)
    first = published(blog, editor, "Water at the quay", f"{LONG} The mayor counts 507 boats. {LONG}", bylines=ada)
    amend_post(
        first, words("Water over the quay", f"{LONG} The mayor counts 5,107 boats. {LONG}", bylines=ada), by=editor
    )
    correct_post(
        first,
        words("Water over the quay", "The mayor counts 517 boats."),
        correction="We had a wrong count.",
        by=editor,
    )
    mark_post(first, key=True, by=editor)
    tag_post(first, ["Flood", "Harbour"], by=editor)
    pin_post(blog, first, by=editor)
    withdraw_post(published(blog, editor, "A rumour"), reason="Nobody could confirm it.", by=editor)
    sealed = published(blog, editor, "A name")
    withdraw_post(sealed, reason="A court asked for it.", sealed=True, by=editor)
    return first


def pages(blog: Blog, post: Post) -> list[str]:
    epoch = log.head(blog.stream_key).epoch
    return ["history/", f"post/{post.uid}/history/", f"at/{epoch}-5/", f"at/{epoch}-12/"]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_overflows(told, blog, live_url, reader, width, scheme):
    for path in pages(blog, told):
        page = reader(live_url + path, width=width, color_scheme=scheme)
        for details in page.locator("details").all():
            details.evaluate("element => element.open = true")

        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_the_history_is_read_without_scripts(told, live_url, reader):
    page = reader(f"{live_url}history/", java_script_enabled=False)

    expect(page.locator(".log > li")).to_have_count(12)
    expect(page.locator("#event-4 ins").first).to_contain_text("over")
    expect(page.locator("#event-4 del").first).to_be_visible()


def test_a_reader_goes_from_the_history_to_the_page_as_it_was_and_on_by_changes(told, blog, live_url, reader):
    page = reader(f"{live_url}history/")
    page.locator("#event-3").get_by_role("link", name="The page right after this").click()

    expect(page.get_by_role("note", name="An earlier state of this page")).to_contain_text("change 3 of 12")
    expect(page.locator("article h2").first).to_have_text("Water at the quay")
    page.get_by_role("link", name="One change later").click()
    expect(page.locator("article h2").first).to_have_text("Water over the quay")
    page.get_by_role("link", name="See it now").click()
    expect(page).to_have_url(live_url)


def test_a_reader_asks_for_a_time_by_the_form(told, blog, live_url, reader):
    page = reader(live_url + pages(blog, told)[2])
    page.get_by_label("Go to").fill("2001-01-01T10:00")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_text("This coverage had not begun at that time.")).to_be_visible()


def test_the_history_asks_no_other_site_and_breaks_no_policy(told, blog, newsroom, reader, browser):
    asked, said = [], []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in pages(blog, told):
        page.goto(f"{newsroom.url}/live/{blog.slug}/{path}")
    context.close()

    assert asked
    assert all(url.startswith(newsroom.url) for url in asked)
    assert said == []
