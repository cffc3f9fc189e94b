"""The desk in a real browser: writing with keys, nothing lost, blocks, the preview, the timeline by itself."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from builders import published, words
from cast import ada
from dateline.blog.actions import posts
from dateline.blog.models import Blog, Post
from dateline.blog.queries import state_of
from desk import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def desk(browser: Browser, newsroom: Any, blog: Blog) -> Iterator[Callable[..., Page]]:
    """Opens a page of the desk as Ada; a script's error or a broken policy fails the test."""
    contexts, wrong = [], []

    def opened(address: str, *, width: int = 1280, hostile: bool = False, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        cookie = signed_in(ada()).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": newsroom.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if not hostile:  # what is hostile is blocked by the policy, and says so
            page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"{newsroom.url}/desk/{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


def only() -> Post:
    return Post.objects.get()


def type_text(page: Page, text: str) -> None:
    page.locator(".ProseMirror").first.click()
    page.keyboard.type(text)


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds on the page as it is now."""
    report = Axe().run(page, options=WCAG)
    return [(found["id"], found["nodes"][0]["html"][:120]) for found in report.response["violations"]]


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
    posts.withdraw_post(post, reason="X", by=ada())
    page.evaluate("document.querySelector('desk-timeline').soon = () => {}")
    page.locator(f"#key-{post.uid}").click(timeout=2000, no_wait_after=True)

    expect(page.locator("#said")).to_contain_text("Only a published post")


def test_the_composer_works_without_scripts(desk, blog):
    page = desk("blog/storm/new/", java_script_enabled=False)
    page.get_by_label("Title").fill("Plain")
    page.locator("#b0-html").fill("<p>Typed as HTML</p>")
    page.get_by_role("button", name="Quote", exact=True).click()
    page.get_by_label("What was said").fill("Never.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/desk/blog/storm/?done=*")

    assert [type(block).__name__ for block in state_of(blog).posts[only().uid].blocks] == ["Text", "Quote"]


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
