"""What readers of an open live page see, in a real browser, while the desk works."""

import pytest
from playwright.sync_api import expect

from browser.seen import TOAST, fill, hide, on_line, show, titles, top_of, until
from builders import published, words
from dateline.blog.actions import blogs, posts
from dateline.blog.core.words import BlogWords

pytestmark = pytest.mark.browser


def test_a_post_appears_at_once_to_a_reader_at_the_top(blog, editor, live_url, reader):
    published(blog, editor, "First")
    page = on_line(reader(live_url))

    published(blog, editor, "Second")

    expect(page.locator(".posts > .post").first).to_contain_text("Second")
    assert titles(page) == ["Second", "First"]


def test_news_waits_behind_a_toast_while_somebody_reads_further_down(blog, editor, live_url, reader):
    filler = fill(blog, editor)
    page = on_line(reader(live_url))
    page.evaluate(f"document.getElementById('post-{filler[5].uid}').scrollIntoView()")
    before = top_of(page, filler[5])

    for n in range(3):
        published(blog, editor, f"News {n}")

    toast = page.locator(TOAST)
    expect(toast).to_have_text("3 new updates")
    expect(page.locator("[data-part=say]")).to_have_text("3 new updates")
    assert page.title().startswith("(3) ")
    assert "News 0" not in titles(page)
    assert top_of(page, filler[5]) == before

    toast.click()

    expect(toast).to_be_hidden()
    assert titles(page)[:3] == ["News 2", "News 1", "News 0"]
    assert page.evaluate("document.activeElement.querySelector('h2').textContent") == "News 2"
    assert not page.title().startswith("(")
    until(lambda: 0 <= page.evaluate("document.activeElement.getBoundingClientRect().top") < 200)


def test_of_two_readers_the_hidden_one_counts_and_the_scrolled_one_keeps_the_place(blog, editor, live_url, reader):
    filler = fill(blog, editor)
    hidden, scrolled = on_line(reader(live_url)), on_line(reader(live_url))
    hide(hidden)
    scrolled.evaluate(f"document.getElementById('post-{filler[4].uid}').scrollIntoView()")
    before = top_of(scrolled, filler[4])

    published(blog, editor, "While away")
    posts.correct_post(filler[11], words("Filler 11", "Right now. " * 80), correction="The town was wrong.", by=editor)

    until(lambda: hidden.title().startswith("(1) "))
    expect(scrolled.locator(f"#post-{filler[11].uid}")).to_contain_text("The town was wrong.")
    expect(scrolled.locator(f"#post-{filler[11].uid} .mark")).to_have_text("Corrected just now")
    assert abs(top_of(scrolled, filler[4]) - before) < 1

    show(hidden)

    expect(hidden.locator(".posts > .post").first).to_contain_text("While away")
    assert not hidden.title().startswith("(")


def test_the_place_is_kept_whatever_changes_above_it(blog, editor, live_url, reader):
    filler = fill(blog, editor)
    for width in (360, 1280):
        page = on_line(reader(live_url, width=width))
        page.evaluate(f"document.getElementById('post-{filler[5].uid}').scrollIntoView()")
        before = top_of(page, filler[5])

        posts.mark_post(filler[10], key=width == 360, by=editor)
        posts.amend_post(filler[9], words(f"Amended at {width}", "Longer. " * 300), by=editor)
        blogs.pin_post(blog, filler[8] if width == 360 else filler[7], by=editor)
        blogs.edit_blog(blog, BlogWords(headline=f"A longer headline at {width} " * 5, zone="Europe/Kyiv"), by=editor)

        expect(page.locator("#head h1")).to_contain_text(f"at {width}")
        assert abs(top_of(page, filler[5]) - before) < 1


def test_changes_reach_open_pages_and_look_different_from_news(blog, editor, live_url, reader):
    filler = fill(blog, editor, 4)
    page = on_line(reader(live_url))

    posts.amend_post(filler[0], words("Amended"), by=editor)
    posts.withdraw_post(filler[1], reason="It was not so.", by=editor)
    posts.mark_post(filler[2], key=True, by=editor)
    blogs.pin_post(blog, filler[3], by=editor)
    blogs.edit_blog(blog, BlogWords(headline="Another headline", zone="Europe/Kyiv"), by=editor)
    blogs.change_state(blog, "ended", by=editor)

    expect(page.locator("#status .badge")).to_have_text("Ended")
    expect(page.locator(f"#post-{filler[0].uid} .mark")).to_have_text("Updated just now")
    expect(page.locator(f"#post-{filler[1].uid}")).to_contain_text("It was not so.")
    expect(page.locator(f"#post-{filler[1].uid} .mark")).to_have_text("Withdrawn just now")
    expect(page.locator("#key-events li")).to_contain_text("Filler 2")
    expect(page.locator("#pinned")).to_contain_text("Filler 3")
    expect(page).to_have_title("Another headline")
    expect(page.locator(TOAST)).to_be_hidden()
    assert titles(page)[-1] == "Amended"


def test_a_moved_post_changes_its_place_on_open_pages(blog, editor, live_url, reader):
    filler = fill(blog, editor, 4)
    page = on_line(reader(live_url))

    posts.move_post(filler[3], below=filler[1], by=editor)

    expect(page.locator(f"#post-{filler[3].uid} .mark")).to_have_text("Moved just now")
    assert titles(page) == ["Filler 2", "Filler 1", "Filler 3", "Filler 0"]


def test_the_reader_chooses_to_be_asked_or_left_alone(blog, editor, live_url, reader):
    published(blog, editor, "First")
    page = on_line(reader(live_url))

    page.get_by_label("Updates").select_option("ask")
    published(blog, editor, "Asked")
    expect(page.locator(TOAST)).to_have_text("1 new update")
    assert titles(page) == ["First"]

    page.get_by_label("Updates").select_option("paused")
    published(blog, editor, "Missed")
    page.reload()
    assert page.get_by_label("Updates").input_value() == "paused"
    published(blog, editor, "Unseen")
    page.wait_for_timeout(400)
    assert titles(page) == ["Missed", "Asked", "First"]

    page.get_by_label("Updates").select_option("auto")

    expect(page.locator(".posts > .post").first).to_contain_text("Unseen")


def test_who_reads_oldest_first_finds_news_at_the_end(blog, editor, live_url, reader):
    fill(blog, editor, 3)
    page = on_line(reader(f"{live_url}?order=oldest"))

    published(blog, editor, "At the end")

    expect(page.locator(".posts > .post").last).to_contain_text("At the end")


def test_an_archive_page_changes_what_it_holds_and_points_to_what_is_new(blog, editor, live_url, reader):
    filler = [published(blog, editor, f"Post {n}") for n in range(45)]
    page = on_line(reader(f"{live_url}page/1/"))
    before = titles(page)

    posts.amend_post(filler[3], words("Amended in the archive"), by=editor)
    published(blog, editor, "Not for this page")

    expect(page.locator(TOAST)).to_have_text("1 new update")
    assert titles(page) == [t.replace("Post 3", "Amended in the archive") if t == "Post 3" else t for t in before]

    page.locator(TOAST).click()

    expect(page.locator(".posts > .post").first).to_contain_text("Not for this page")


def test_a_filtered_page_is_told_of_news_that_matches_only(blog, editor, live_url, reader):
    published(blog, editor, "Tagged", tags=["Sea & sky"])
    page = on_line(reader(f"{live_url}?tag=Sea+%26+sky"))

    published(blog, editor, "Another matter")
    published(blog, editor, "Tagged too", tags=["Sea & sky"])

    expect(page.locator(TOAST)).to_have_text("1 new update")
    page.locator(TOAST).click()
    expect(page.locator(".posts > .post")).to_have_count(2)


def test_since_you_left_marks_the_first_unread_post(blog, editor, live_url, reader):
    fill(blog, editor, 3)
    page = on_line(reader(live_url))
    page.goto("about:blank")
    unread = [published(blog, editor, f"Unread {n}", "Words. " * 200) for n in range(4)]

    page.goto(live_url)

    expect(page.locator("since-left")).to_contain_text("4 updates since you left")
    after_marker = page.evaluate("document.querySelector('.since').previousElementSibling.id")
    assert after_marker == f"post-{unread[0].uid}"

    page.get_by_text("Go to the first unread").click()

    until(lambda: abs(top_of(page, unread[0])) < 200)
    assert page.evaluate("document.activeElement.id") == f"post-{unread[0].uid}"


def test_key_events_and_the_pinned_post_are_reached_by_keyboard_alone(blog, editor, live_url, reader):
    filler = fill(blog, editor, 6)
    posts.mark_post(filler[1], key=True, by=editor)
    blogs.pin_post(blog, filler[2], by=editor)
    page = on_line(reader(live_url))
    visited = []
    for _ in range(30):
        page.keyboard.press("Tab")
        visited.append(
            page.evaluate(
                "[document.activeElement.closest('#key-events, #pinned')?.id, document.activeElement.tagName]"
            )
        )
        if visited[-1] == ["key-events", "A"]:
            page.keyboard.press("Enter")
            until(lambda: page.evaluate("document.activeElement.id") == f"post-{filler[1].uid}")
            break
    else:
        raise AssertionError(visited)

    page.locator("#pinned summary").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.querySelector('#pinned details').open") is False
    posts.amend_post(filler[2], words("Pinned and amended"), by=editor)
    expect(page.locator("#pinned summary")).to_contain_text("Pinned and amended")
    assert page.evaluate("document.querySelector('#pinned details').open") is False
    assert page.evaluate("document.activeElement.closest('#pinned') != null")


def test_a_permalink_opens_the_page_that_holds_the_post(blog, editor, live_url, reader):
    filler = [published(blog, editor, f"Post {n}", "Words. " * 80) for n in range(65)]

    page = reader(f"{live_url}?with={filler[2].uid}#post-{filler[2].uid}")

    assert "/page/1/" in page.url
    until(lambda: abs(top_of(page, filler[2])) < 200)


def test_without_scripts_everything_can_be_read(blog, editor, live_url, reader):
    filler = fill(blog, editor, 3)
    posts.correct_post(filler[0], words("Filler 0", "Right."), correction="We had the wrong town.", by=editor)
    posts.mark_post(filler[1], key=True, summary=True, by=editor)
    blogs.pin_post(blog, filler[2], by=editor)

    page = reader(live_url, java_script_enabled=False)

    assert titles(page) == ["Filler 2", "Filler 1", "Filler 0"]
    for text in ("We had the wrong town.", "What you need to know", "Key events", "Pinned", "All times are Kyiv time"):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.locator(".live-bar")).to_be_hidden()
    expect(page.locator(TOAST)).to_be_hidden()
    page.locator(".share a").first.click()
    expect(page.locator("article h2")).to_have_text("Filler 2")
