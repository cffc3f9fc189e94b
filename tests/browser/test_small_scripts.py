"""Times and sharing: what the small scripts add to a page that is whole without them."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from browser.seen import on_line, until
from builders import published

pytestmark = pytest.mark.browser
RELATIVE = ".posts > .post .when .rel"
DAY = ".posts > .post .when .day"


@pytest.fixture
def post(blog, editor):
    return published(blog, editor, "The bridge is open")


def at(page, instant) -> None:
    """Sets the reader's clock, which may be set back."""
    page.clock.set_fixed_time(instant)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_time_is_relative_for_a_day_then_absolute_and_never_runs_backwards(post, live_url, reader):
    page = reader("about:blank")
    page.clock.set_fixed_time(post.published + timedelta(minutes=5, seconds=10))
    page.goto(live_url)

    relative = page.locator(RELATIVE)
    expect(relative).to_have_text("5 min. ago")
    expect(page.locator(DAY)).to_be_hidden()

    at(page, post.published + timedelta(hours=2, minutes=1))
    expect(relative).to_have_text("2 hr. ago")

    at(page, post.published + timedelta(hours=1))
    expect(relative).to_have_text("2 hr. ago")

    at(page, post.published + timedelta(hours=24, minutes=1))
    expect(relative).to_have_text("")
    expect(page.locator(DAY)).to_be_visible()


def test_a_reader_whose_clock_is_slow_is_not_told_of_the_future(post, live_url, reader):
    page = reader("about:blank")
    page.clock.set_fixed_time(post.published - timedelta(minutes=3))
    page.goto(live_url)

    expect(page.locator(RELATIVE)).to_have_text("now")


def test_one_place_shows_the_events_zone_the_readers_and_utc(post, live_url, reader):
    page = reader("about:blank", timezone_id="America/New_York", locale="en-GB")
    page.clock.set_fixed_time("2025-06-02T11:05:00Z")
    page.goto(live_url)

    expect(page.locator("local-zone")).to_have_text("Kyiv 14:05You 07:05UTC 11:05")
    title = page.locator(".posts time").first.get_attribute("title")
    assert "UTC" in title
    assert "GMT-4" in title or "GMT-5" in title or "EDT" in title or "EST" in title

    there = reader("about:blank", timezone_id="Europe/Kyiv")
    there.clock.set_fixed_time("2025-06-02T11:05:00Z")
    there.goto(live_url)

    expect(there.locator("local-zone")).to_have_text("Kyiv 14:05UTC 11:05")


def test_sharing_goes_the_readers_own_way_first(post, live_url, reader):
    page = reader("about:blank")
    page.add_init_script("navigator.share = async (what) => { window.shared = what }")
    on_page(page, live_url).locator(".share a").click()

    shared = until(lambda: page.evaluate("window.shared"))
    assert shared == {"title": "The bridge is open", "url": f"{live_url}post/{post.uid}/"}


def test_sharing_copies_the_link_where_the_browser_has_no_way_of_its_own(post, live_url, reader):
    page = reader("about:blank", permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = undefined")
    link = on_page(page, live_url).locator(".share a")
    link.click()

    expect(link).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_url}post/{post.uid}/"
    expect(link).to_contain_text("Share", timeout=5000)


def on_page(page, url: str):
    page.goto(url)
    return on_line(page)
