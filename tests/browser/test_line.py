"""How an open page hears of changes when the way to it is bad: nothing missed, nothing twice."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.seen import TOAST, fill, hide, on_line, show, titles, until
from builders import published, words
from dateline.blog.actions import blogs, posts
from dateline.blog.core.words import BlogWords

pytestmark = pytest.mark.browser
QUICK = """customElements.whenDefined("live-stream").then((found) => {
  found.times = { open: 400, check: 500, retry: 300, back: 50, mark: 60000, doze: 300 };
})"""


def asked(page: Page, what: str) -> list[str]:
    """The addresses that the page asks for from now on and that hold ``what``."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if what in request.url else None)
    return found


def everything_once(page: Page, blog) -> bool:
    """Whether the page holds every post of the blog exactly once, the newest first."""
    newest_first = blog.posts.order_by("-order", "-uid").values_list("title", flat=True)
    return titles(page) == list(newest_first)


def open_with(reader, url: str, prepare) -> Page:
    """A page that is prepared before it asks for anything."""
    page = reader("about:blank")
    prepare(page)
    page.add_init_script(QUICK)
    page.goto(url)
    return page


def refuse(page: Page, status: int = 502) -> None:
    page.route("**/stream?**", lambda route: route.fulfill(status=status, body=""))


def test_a_reader_who_was_offline_gets_what_was_missed(blog, editor, live_url, reader):
    first = published(blog, editor, "Before")
    page = on_line(reader(live_url))
    page.context.set_offline(True)
    on_line(page, "offline")
    expect(page.locator("[data-part=note]")).to_contain_text("You are offline")

    for n in range(70):
        published(blog, editor, f"Missed {n}")
    posts.correct_post(first, words("Before, put right"), correction="It was wrong.", by=editor)
    page.context.set_offline(False)

    on_line(page)
    until(lambda: everything_once(page, blog))
    expect(page.locator("[data-part=note]")).to_be_hidden()


def test_where_streaming_is_blocked_the_page_polls(blog, editor, live_url, reader, settings):
    settings.NEXT_POLL_MS = 200
    published(blog, editor, "First")
    page = open_with(reader, live_url, lambda p: p.route("**/stream?**", lambda route: route.abort()))
    on_line(page, "poll")

    for n in range(3):
        published(blog, editor, f"Polled {n}")

    until(lambda: everything_once(page, blog))


def test_one_bad_answer_does_not_end_streaming_for_good(blog, editor, live_url, reader, settings):
    settings.NEXT_POLL_MS = 200
    published(blog, editor, "First")
    page = on_line(open_with(reader, live_url, refuse), "poll")
    page.unroute("**/stream?**")

    on_line(page, "stream")

    published(blog, editor, "Streamed")
    until(lambda: everything_once(page, blog))


def test_a_server_that_does_not_stream_is_polled(blog, editor, settings, request, reader):
    settings.STREAMING, settings.NEXT_POLL_MS = False, 200
    published(blog, editor, "First")
    page = on_line(open_with(reader, request.getfixturevalue("live_url"), lambda p: None), "poll")
    again = asked(page, "/stream?")

    published(blog, editor, "Polled")

    until(lambda: everything_once(page, blog))
    assert again == [], "the server has said that it does not stream"


def test_polling_obeys_the_kill_switch(blog, editor, live_url, reader, settings):
    settings.NEXT_POLL_MS = 150
    published(blog, editor, "First")
    page = on_line(open_with(reader, live_url, refuse), "poll")

    settings.NEXT_POLL_MS = 0
    published(blog, editor, "The last one")  # the head moves, so its answer is made anew
    on_line(page, "stopped")

    more = asked(page, "/changes/")
    show(page)
    page.wait_for_timeout(800)
    assert more == []


def test_polling_stops_when_the_blog_has_ended(blog, editor, live_url, reader, settings):
    settings.NEXT_POLL_MS = 100
    published(blog, editor, "First")
    page = on_line(open_with(reader, live_url, refuse), "poll")

    blogs.change_state(blog, "ended", by=editor)

    on_line(page, "ended")
    expect(page.locator("#status .badge")).to_have_text("Ended")
    more = asked(page, "/changes/")
    page.wait_for_timeout(800)
    assert more == []


def test_a_hidden_page_polls_less_often(blog, editor, live_url, reader, settings):
    settings.NEXT_POLL_MS = 200
    published(blog, editor, "First")
    page = on_line(open_with(reader, live_url, refuse), "poll")
    seen = asked(page, "head.json")
    page.wait_for_timeout(2400)
    while_seen = len(seen)

    hide(page)
    unseen = asked(page, "head.json")
    page.wait_for_timeout(2400)

    assert while_seen >= 3
    assert len(unseen) <= while_seen * 2 / 3


def test_a_page_hidden_for_long_gives_its_stream_back_until_somebody_looks(blog, editor, live_url, reader, settings):
    settings.NEXT_POLL_MS = 100
    published(blog, editor, "First")
    page = on_line(open_with(reader, live_url, lambda p: None))

    hide(page)
    on_line(page, "poll")
    published(blog, editor, "Unseen yet")
    until(lambda: page.title().startswith("(1) "))

    show(page)
    on_line(page, "stream")
    until(lambda: everything_once(page, blog))


def test_the_page_notices_a_dropped_frame_and_mends_the_gap(blog, editor, live_url, reader):
    """Something in between loses frames: the page asks for them itself and shows all once and in order."""
    drop = """
      const listen = EventSource.prototype.addEventListener;
      let seen = 0;
      EventSource.prototype.addEventListener = function (name, heard) {
        listen.call(this, name, (event) => (name == "change" && [2, 3, 5].includes(++seen) ? null : heard(event)));
      };
    """
    published(blog, editor, "First")
    page = on_line(open_with(reader, live_url, lambda p: p.add_init_script(drop)))
    mended = asked(page, "head.json")

    for n in range(8):
        published(blog, editor, f"Frame {n}")

    until(lambda: everything_once(page, blog))
    assert mended


def test_frames_that_come_twice_are_shown_once(blog, editor, live_url, reader):
    twice = """
      const listen = EventSource.prototype.addEventListener;
      EventSource.prototype.addEventListener = function (name, heard) {
        listen.call(this, name, (event) => (heard(event), heard(event)));
      };
    """
    published(blog, editor, "First")
    page = on_line(open_with(reader, live_url, lambda p: p.add_init_script(twice)))
    page.get_by_label("Updates").select_option("ask")

    published(blog, editor, "Once")
    published(blog, editor, "And once")

    expect(page.locator(TOAST)).to_have_text("2 new updates")
    page.locator(TOAST).click()
    until(lambda: everything_once(page, blog))


def test_a_stream_that_is_open_but_silent_is_found_out(blog, editor, live_url, reader, settings):
    settings.NEXT_POLL_MS = 200
    deaf = "EventSource.prototype.addEventListener = () => {}"
    published(blog, editor, "First")
    page = open_with(reader, live_url, lambda p: p.add_init_script(deaf))

    published(blog, editor, "Swallowed")

    until(lambda: everything_once(page, blog))


def test_who_missed_too_much_gets_the_page_anew_and_keeps_what_waits(blog, editor, live_url, reader):
    filler = fill(blog, editor, 3)
    page = on_line(reader(live_url))
    page.context.set_offline(True)
    on_line(page, "offline")
    page.evaluate("scrollTo(0, 1e6)")

    posts.amend_post(filler[0], words("Amended meanwhile"), by=editor)
    new = published(blog, editor, "Missed")
    page.evaluate("document.querySelector('live-stream').line.at = 'another-1'")  # as if the log had begun anew
    page.context.set_offline(False)

    expect(page.locator(f"#post-{filler[0].uid} h2")).to_have_text("Amended meanwhile")
    expect(page.locator(TOAST)).to_have_text("1 new update")
    assert page.locator(".mark").count() == 1, "what has not changed is left alone"
    page.locator(TOAST).click()
    expect(page.locator(f"#post-{new.uid}")).to_be_visible()
    until(lambda: re.search(r"-\d+$", page.evaluate("document.querySelector('live-stream').line.at")))


def test_another_zone_reaches_open_pages_and_is_not_called_an_update_of_each_post(blog, editor, live_url, reader):
    fill(blog, editor, 3)
    page = on_line(reader(live_url))

    blogs.edit_blog(blog, BlogWords(headline="A storm", zone="Asia/Tokyo", language="ar"), by=editor)

    expect(page.locator(".posts time").first).to_contain_text("JST")
    assert page.locator(".posts .mark").count() == 0
    assert page.evaluate("document.documentElement.dir") == "rtl"
    published(blog, editor, "After that")
    until(lambda: everything_once(page, blog))


def test_a_page_from_the_back_cache_catches_up(blog, editor, live_url, reader):
    published(blog, editor, "First")
    page = on_line(reader(live_url))
    page.goto("about:blank")
    published(blog, editor, "Meanwhile")

    page.go_back()

    until(lambda: everything_once(page, blog))
