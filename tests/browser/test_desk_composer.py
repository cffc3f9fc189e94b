"""Writing at the desk in a real browser: keys, nothing lost, blocks, paste, the preview."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from browser.desk_seen import only, type_text, violations
from builders import published, words
from cast import ada
from dateline.blog.actions import posts
from dateline.blog.models import Post
from dateline.blog.queries import state_of

pytest_plugins = ["browser.at_desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_post_is_written_and_published_with_the_keyboard_alone(desk, blog):
    page = desk("blog/storm/")
    page.keyboard.press("n")
    page.wait_for_url("**/new/")
    page.get_by_label("Title").focus()
    page.keyboard.type("Bridge closed")
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type("Since ")
    page.keyboard.press("Control+b")
    page.keyboard.type("noon")
    page.keyboard.press("Control+Enter")

    page.wait_for_url("**/desk/blog/storm/#line-*")
    post = state_of(blog).posts[only().uid]
    assert (post.title, post.blocks[0].html) == ("Bridge closed", "<p>Since <strong>noon</strong></p>")


def test_the_tools_are_one_stop_and_the_arrows_go_along_them(desk):
    page = desk("blog/storm/new/")
    page.locator("[data-command=bold]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-command=italic]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("example.org")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("output.saved")).to_contain_text("Saved")

    html = only().blocks[0]["html"]
    assert html == '<p><a href="https://example.org" rel="noopener nofollow">https://example.org</a></p>'


def test_a_question_mark_lists_the_keys_unless_one_is_writing(desk):
    page = desk("blog/storm/new/")
    type_text(page, "Why?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Save draft").focus()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    assert not violations(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    assert not Post.objects.exists()


def test_ctrl_s_saves_in_place_and_again(desk):
    page = desk("blog/storm/new/")
    page.get_by_label("Title").fill("A")
    page.keyboard.press("Control+s")
    expect(page.locator("output.saved")).to_contain_text("Saved")
    page.get_by_label("Title").fill("B")
    page.keyboard.press("Control+s")
    expect(page.locator("[name=base]")).to_have_value("2")

    assert only().title == "B"
    assert only().uid in page.url
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("B")
    expect(page.locator("kept-words[kept-under]")).to_be_hidden()


def test_unsaved_words_are_offered_back_blocks_and_all(desk):
    page = desk("blog/storm/new/")
    page.get_by_label("Title").fill("Half a story")
    type_text(page, "It began")
    page.get_by_role("button", name="Quote", exact=True).click()
    page.get_by_label("What was said").fill("Never.")
    page.wait_for_timeout(500)
    page.reload()
    expect(page.get_by_text("words of yours that were not saved")).to_be_visible()
    page.get_by_role("button", name="Bring them back").click()

    expect(page.get_by_label("What was said")).to_have_value("Never.")
    expect(page.get_by_label("Title")).to_have_value("Half a story")
    expect(page.locator(".ProseMirror").first).to_contain_text("It began")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/desk/blog/storm/#line-*")
    page.goto(page.url.split("#")[0] + "new/")
    expect(page.get_by_text("words of yours that were not saved")).to_be_hidden()


def test_a_conflict_leaves_both_versions_in_sight(desk, blog):
    post = published(blog, ada(), "Base")
    page = desk(f"blog/storm/post/{post.uid}/")
    page.get_by_label("Title").fill("Mine")
    posts.amend_post(post, words("Theirs"), by=ada())
    page.get_by_role("button", name="Amend").click()

    expect(page.get_by_role("alert")).to_contain_text("Somebody else")
    expect(page.get_by_label("Title")).to_have_value("Mine")
    expect(page.frame_locator(".conflict iframe").get_by_role("heading", name="Theirs")).to_be_visible()
    assert not violations(page)
    page.get_by_role("button", name="Amend").click()
    page.wait_for_url("**/desk/blog/storm/#line-*")
    assert state_of(blog).posts[post.uid].title == "Mine"


def test_a_conflict_met_while_saving_in_place_is_shown_whole(desk, blog):
    post = posts.draft_post(blog, words("Base"), by=ada())
    page = desk(f"blog/storm/post/{post.uid}/")
    page.get_by_label("Title").fill("Mine")
    posts.save_draft(post, words("Theirs"), by=ada())
    page.keyboard.press("Control+s")

    expect(page.get_by_role("alert")).to_contain_text("Somebody else")
    expect(page.get_by_label("Title")).to_have_value("Mine")


def test_kept_words_are_thrown_away_one_by_one(desk):
    page = desk("blog/storm/new/")
    for title in ("Older", "Newer"):
        page.get_by_label("Title").fill(title)
        page.wait_for_timeout(450)
        page.goto(page.url)
    page.get_by_role("button", name="Throw them away").click()
    expect(page.get_by_text("words of yours that were not saved")).to_be_visible()
    page.get_by_role("button", name="Bring them back").click()

    expect(page.get_by_label("Title")).to_have_value("Older")


def test_without_a_connection_saving_says_so_and_the_words_stay(desk):
    page = desk("blog/storm/new/")
    page.get_by_label("Title").fill("Kept")
    page.context.set_offline(True)
    page.keyboard.press("Control+s")

    expect(page.locator("output.saved")).to_contain_text("could not be reached")
    page.context.set_offline(False)
    page.keyboard.press("Control+s")
    expect(page.locator("output.saved")).to_contain_text("Saved")


def test_blocks_are_moved_removed_and_put_back_without_a_new_page(desk):
    page = desk("blog/storm/new/")
    type_text(page, "First")
    page.get_by_role("button", name="Fact box").click()
    expect(page.locator(".block.factbox").get_by_label("Title")).to_be_focused()
    page.locator(".block.factbox .ProseMirror").click()
    page.keyboard.type("Facts")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".block").first).to_have_class("block factbox")
    page.keyboard.type("!")
    expect(page.locator(".block.factbox .ProseMirror")).to_have_text("Facts!")
    page.locator(".block.text").get_by_role("button", name="Remove the block").click()
    expect(page.locator(".block.text")).to_have_count(0)
    page.get_by_role("button", name="Put it back").click()
    page.keyboard.press("Control+s")
    expect(page.locator("output.saved")).to_contain_text("Saved")

    assert [block["html"] for block in only().blocks] == ["<p>Facts!</p>", "<p>First</p>"]


def test_the_preview_follows_what_is_typed_and_runs_nothing(desk):
    page = desk("blog/storm/new/")
    page.get_by_label("Title").fill("<img src=x onerror=parent.document.title='owned'>")
    type_text(page, "As readers see it")

    shown = page.frame_locator("live-preview iframe:not(.coming)")
    expect(shown.locator("article")).to_contain_text("As readers see it")
    expect(shown.locator("article h2")).to_contain_text("<img src=x")
    assert page.title() != "owned"
    assert Post.objects.count() == 0


def test_a_pasted_page_keeps_our_few_tags_only(desk, blog):
    page = desk("blog/storm/new/", hostile=True)
    page.locator(".ProseMirror").click()
    page.evaluate(
        """() => {
          const pasted = new DataTransfer();
          pasted.setData("text/html", "<h1 style='color:red'>Head</h1>"
            + "<p onclick='x()'>One <span style='font-weight:700'>two</span>"
            + "<script>alert(1)</script><a href='javascript:alert(1)'>bad</a> <a href='https://e.org/'>good</a></p>");
          const target = document.querySelector(".ProseMirror");
          target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
        }"""
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/blog/storm/#line-*")

    html = only().blocks[0]["html"]
    assert "<strong>two</strong>" in html
    assert 'href="https://e.org/"' in html
    assert not re.search("script|style|onclick|javascript", html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>One</p><p>Two<br>lines</p>",
        "<h2>Head</h2><h3>Smaller</h3>",
        "<ul><li>One</li><li>Two <strong>bold</strong></li></ul>",
        "<ol><li>One<ul><li>Inner</li></ul></li><li><p>Two</p><p>paragraphs</p></li></ol>",
        '<p>A <a href="https://e.org/?a=1&amp;b=2" rel="noopener nofollow">link</a>, H<sub>2</sub>O, m<sup>2</sup></p>',
        '<p><a href="mailto:desk@e.org" rel="noopener nofollow">mail</a> <code>x &lt; y</code> <em>so</em></p>',
        "<blockquote><p>Quoted</p></blockquote>",
        "<p>مرحبا بالعالم</p><p>日本語のニュース</p><p>עברית</p>",
    ],
)
def test_the_editor_gives_back_what_it_was_given(desk, blog, html):
    post = posts.draft_post(blog, words_of_html(html), by=ada())
    page = desk(f"blog/storm/post/{post.uid}/")
    page.locator("rich-text").evaluate("rich => rich.keep()")
    page.keyboard.press("Control+s")
    expect(page.locator("[name=base]")).to_have_value("2")

    assert only().blocks == post.blocks


def words_of_html(html: str):
    from dateline.blog.core.words import post_words

    return post_words(title="T", blocks=[{"type": "text", "html": html}])


def test_a_paste_too_long_for_a_block_is_refused_and_the_page_lives(desk):
    page = desk("blog/storm/new/")
    type_text(page, "Mine")
    page.evaluate(
        """() => {
          const pasted = new DataTransfer();
          pasted.setData("text/plain", "x".repeat(50_000_000));
          const target = document.querySelector(".ProseMirror");
          target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
        }"""
    )

    expect(page.locator("output.saved")).to_contain_text("too long")
    expect(page.locator(".ProseMirror")).to_have_text("Mine")


def test_a_text_larger_than_the_server_takes_is_not_sent(desk):
    page = desk("blog/storm/new/")
    page.evaluate("document.querySelector('[name=title]').value = 'x'.repeat(6_000_000)")
    page.get_by_role("button", name="Publish").click()

    expect(page.locator("output.saved")).to_contain_text("more text than a post can hold")
    assert page.url.endswith("/new/")
    assert page.evaluate("document.querySelector('[name=title]').value.length") == 6_000_000


def test_a_picture_is_uploaded_and_its_focal_point_pressed(desk, blog):
    out = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(out, "JPEG")
    page = desk("blog/storm/new/")
    page.get_by_label("Title").fill("With a picture")
    page.get_by_role("button", name="Picture", exact=True).click()
    page.get_by_label("Upload a picture").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    )
    picture = page.locator("focal-point img")
    expect(picture).to_be_visible()
    page.get_by_label("Alt text").fill("A teal field")
    page.get_by_label("Credit").fill("Desk")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] / 4, "y": box["height"] * 3 / 4})
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/blog/storm/#line-*")

    block = state_of(blog).posts[only().uid].blocks[-1]
    assert block.alt == "A teal field"
    assert block.focal == pytest.approx((0.25, 0.75), abs=0.02)


def test_the_composer_works_without_scripts(desk, blog):
    page = desk("blog/storm/new/", java_script_enabled=False)
    page.get_by_label("Title").fill("Plain")
    page.locator("#b0-html").fill("<p>Typed as HTML</p>")
    page.get_by_role("button", name="Quote", exact=True).click()
    page.get_by_label("What was said").fill("Never.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/desk/blog/storm/?done=*")

    assert [type(block).__name__ for block in state_of(blog).posts[only().uid].blocks] == ["Text", "Quote"]
