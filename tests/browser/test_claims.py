"""Claims and exhibits in a real browser: a new status reaches an open page, the desk files claims, axe is content."""

import pytest
from playwright.sync_api import expect

from browser.desk_seen import violations
from cast import ada
from claims_made import claim, exhibit, figure
from dateline.blog.actions.claims import set_status
from dateline.blog.actions.posts import write_and_publish
from dateline.blog.core.words import post_words
from dateline.blog.models import Blog, Post
from dateline.blog.queries import state_of
from dateline.claims.core.values import SourceAbout
from dateline.claims.models import Claim, Exhibit

pytest_plugins = ["browser.at_desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shown(editor) -> Exhibit:
    return exhibit(editor, figure(editor), method="Each map is laid over the one before.")


@pytest.fixture
def filed(editor) -> Claim:
    return claim(editor, speaker="A minister", hedge="nearly", quote="Nearly all of it.", according_to="the staff")


@pytest.fixture
def post(blog: Blog, shown: Exhibit, filed: Claim) -> Post:
    blocks = [{"type": "text", "html": "<p>What is known.</p>"}, {"type": "exhibit", "exhibit": shown.uid}]
    said = post_words(title="A claim and a chart", blocks=blocks, claims=[filed.uid])
    return write_and_publish(blog, said, by=ada())


def test_a_new_status_reaches_an_open_page_and_does_not_look_like_news(reader, live_url, post, filed):
    page = reader(live_url)
    expect(page.locator(".claim .standing")).to_have_text("Unverified")

    set_status(filed, "wrong", note="The maps show nothing.", by=ada())

    expect(page.locator(".claim .standing")).to_have_text("Wrong", timeout=5000)
    expect(page.get_by_text("The maps show nothing.")).to_be_visible()
    expect(page.locator(f"#post-{post.uid} .mark")).to_have_text("Status changed just now")
    expect(page.locator(f"#post-{post.uid}")).to_have_class("post changed")


def test_a_page_filtered_by_status_takes_in_posts_of_that_status_only(reader, live_url, blog, post):
    page = reader(f"{live_url}?status=unverified")

    write_and_publish(blog, post_words(title="With none"), by=ada())
    write_and_publish(blog, post_words(title="With one", claims=[claim(ada(), "Another").uid]), by=ada())

    page.get_by_role("button", name="1 new update").click()
    expect(page.get_by_role("heading", name="With one")).to_be_visible()
    expect(page.get_by_role("heading", name="With none")).to_have_count(0)


def test_a_page_filtered_by_source_takes_in_posts_that_rest_on_it_only(reader, live_url, blog, post):
    page = reader(live_url)
    page.locator(f"#post-{post.uid} .sources").get_by_role("link", name="The Wire").click()
    expect(page.get_by_text("Showing posts that rest on The Wire.")).to_be_visible()

    other = claim(ada(), "From elsewhere", source=SourceAbout(name='The Wire "East" & Co'))
    write_and_publish(blog, post_words(title="By another", claims=[other.uid]), by=ada())
    write_and_publish(blog, post_words(title="By the same", claims=[claim(ada(), "Another").uid]), by=ada())

    page.get_by_role("button", name="1 new update").click()
    expect(page.get_by_role("heading", name="By the same")).to_be_visible()
    expect(page.get_by_role("heading", name="By another")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_where_readers_see_claims_and_exhibits(reader, newsroom, post, shown, filed, width, scheme):
    set_status(filed, "disputed", note="Others say less.", by=ada())
    for path in ("live/storm/", f"live/storm/post/{post.uid}/", "live/storm/history/", f"exhibits/{shown.uid}/"):
        page = reader(f"{newsroom.url}/{path}", width=width, color_scheme=scheme)
        for details in page.locator(".exhibit-card summary").all():
            details.click()

        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.context.close()


def test_a_narrow_page_shows_the_narrow_picture_and_a_wide_one_the_wide(reader, live_url, post):
    narrow, wide = (reader(live_url, width=width) for width in (360, 1000))

    expect(narrow.locator(".drawn .narrow svg")).to_be_visible()
    expect(narrow.locator(".drawn .wide svg")).to_be_hidden()
    expect(wide.locator(".drawn .wide svg")).to_be_visible()
    expect(wide.locator(".drawn .narrow svg")).to_be_hidden()


def test_without_scripts_all_of_it_can_be_read(reader, live_url, post):
    page = reader(live_url, java_script_enabled=False)

    page.get_by_text("How this was computed").click()
    expect(page.get_by_text("a" * 64)).to_be_visible()
    expect(page.locator(".claim .said")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_desks_pages_about_claims(desk, blog, post, filed, shown, width):
    exhibit(ada(), figure(ada(), 512.0, maps="abc"), title="Newer")
    here = f"blog/storm/post/{post.uid}/"
    for path in (
        "claims/",
        "claims/new/",
        f"claims/{filed.uid}/?compare=1",
        here,
        f"{here}newer/{shown.uid}/",
        "blog/storm/",
    ):
        page = desk(path, width=width)
        for details in page.locator("main details:not([open]) > summary").all():
            if details.is_visible():
                details.click()

        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.context.close()


def test_a_claim_is_filed_in_the_composer_and_nothing_typed_is_lost(desk, blog, newsroom):
    page = desk("blog/storm/new/")
    page.get_by_label("Title").first.fill("A post about a claim")
    page.locator(".ProseMirror").first.click()
    page.keyboard.type("The story so far.")
    page.get_by_text("Write a claim down").click()
    page.get_by_label("What is said, in your words").fill("The bridge is closed.")
    page.get_by_label("Source: where you have it from").fill("The council")
    page.get_by_role("button", name="File it and put it in").click()

    expect(page.get_by_role("link", name="The bridge is closed.")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()

    expect(page.get_by_text("Published.")).to_be_visible()
    (view,) = state_of(blog).posts.values()
    assert (view.title, view.claims[0].text) == ("A post about a claim", "The bridge is closed.")
    assert "The story so far." in view.blocks[0].html
