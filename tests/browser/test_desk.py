"""The desk's pages in a real browser: the timeline by itself, deeds, and axe on every page."""

import pytest
from playwright.sync_api import expect

from browser.desk_seen import violations
from builders import published
from cast import ada
from dateline.blog.actions import posts
from dateline.blog.queries import state_of

pytest_plugins = ["browser.at_desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_the_timeline_shows_by_itself_what_others_publish(desk, blog):
    page = desk("blog/storm/")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()

    published(blog, ada(), "From elsewhere")

    expect(page.get_by_role("heading", name="From elsewhere")).to_be_visible(timeout=5000)


def test_the_line_one_looks_at_stays_where_it_is_when_another_comes_in(desk, blog):
    lines = [published(blog, ada(), f"Post {n}") for n in range(15)]
    page = desk("blog/storm/")
    looked_at = page.locator(f"#line-{lines[5].uid}")
    looked_at.evaluate("line => line.scrollIntoView({ block: 'start' })")
    before = looked_at.bounding_box()["y"]

    published(blog, ada(), "Newest")

    expect(page.get_by_role("heading", name="Newest")).to_be_attached(timeout=8000)
    page.wait_for_timeout(100)
    assert abs(looked_at.bounding_box()["y"] - before) < 2


def test_a_deed_keeps_the_focus_and_the_place(desk, blog):
    post = published(blog, ada(), "One")
    page = desk("blog/storm/")
    button = page.get_by_role("button", name="Key event")
    button.focus()
    page.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    assert state_of(blog).posts[post.uid].key


def test_a_deed_refused_is_said_on_the_page(desk, blog):
    post = published(blog, ada(), "One")
    page = desk("blog/storm/")
    page.evaluate("document.querySelector('desk-timeline').soon = () => {}")
    posts.withdraw_post(post, reason="X", by=ada())
    page.locator(f"#key-{post.uid}").click(timeout=2000, no_wait_after=True)

    expect(page.locator("#said")).to_contain_text("Only a published post")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_any_page_of_the_desk_and_nothing_overflows(desk, blog, newsroom, width, scheme):
    post = published(blog, ada(), "One", tags=["Kyiv"], key=True)
    draft = posts.draft_post(blog, every_block(), by=ada())
    gone = published(blog, ada(), "Gone")
    posts.withdraw_post(gone, reason="Not confirmed.", by=ada())
    page = desk("", width=width, color_scheme=scheme)
    found = []
    for address in (
        "",
        "new-blog/",
        "authors/",
        "authors/new/",
        "password/",
        "blog/storm/",
        "blog/storm/settings/",
        "blog/storm/members/",
        "blog/storm/new/",
        f"blog/storm/post/{draft.uid}/",
        f"blog/storm/post/{post.uid}/",
        f"blog/storm/post/{post.uid}/withdraw/",
        f"blog/storm/post/{post.uid}/place/",
        f"blog/storm/post/{post.uid}/history/",
        "blog/nosuchblog/",
    ):
        page.goto(f"{newsroom.url}/desk/{address}")
        page.wait_for_timeout(150)
        found += [(address, *breach) for breach in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [(address, "wider than the screen", wide)] if wide > width else []
    assert not found


def every_block():
    from dateline.blog.core.words import post_words

    return post_words(
        title="Every block",
        blocks=[
            {"type": "text", "html": "<p>T</p>"},
            {"type": "quote", "text": "Q"},
            {"type": "picture", "url": "https://example.org/a.jpg"},
            {"type": "gallery", "pictures": [{"url": "https://example.org/a.jpg"}]},
            {"type": "video", "url": "https://example.org/v"},
            {"type": "embed", "url": "https://example.org/p", "text": "E"},
            {"type": "exhibit", "title": "X", "rows": [{"label": "May", "value": 507}]},
            {"type": "factbox", "title": "F", "html": "<p>B</p>"},
        ],
    )


def test_signing_in_is_axe_clean_and_leads_to_the_blogs(browser, newsroom, blog):
    user = ada()
    user.set_password("correct horse battery")
    user.save()
    page = browser.new_page()
    page.goto(f"{newsroom.url}/desk/")
    assert not violations(page)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Blogs")).to_be_visible()
    page.close()
