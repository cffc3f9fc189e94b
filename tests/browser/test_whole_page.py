"""The page as a whole: weight, who it asks, whether everybody can read it."""

import gzip
from urllib.parse import urlsplit

import pytest

from browser.desk_seen import violations
from browser.seen import on_line
from builders import published
from dateline.blog.actions import blogs, posts
from dateline.blog.core.content import Byline
from dateline.blog.core.words import BlogWords, post_words

pytestmark = pytest.mark.browser
ADA = Byline(name="Ada Lindqvist", role="Live editor", bio="Ada edits the live page.")
EVERY_BLOCK = [
    {"type": "text", "html": "<p><a href='https://example.org/'>A link</a>.</p><h2>More</h2><ul><li>One</li></ul>"},
    {"type": "quote", "text": "We were told too late.", "speaker": "A mayor", "source": "a press conference"},
    {"type": "picture", "url": "https://example.org/a.jpg", "alt": "A bridge", "caption": "It stands", "credit": "R."},
    {"type": "video", "url": "https://example.org/film", "title": "The film", "caption": "What was filmed"},
    {"type": "embed", "url": "https://example.org/post", "provider": "Example", "author": "Someone", "text": "Hello"},
    {
        "type": "exhibit",
        "title": "Ground taken, by month",
        "unit": "km²",
        "rows": [{"label": "March", "value": 240}, {"label": "April", "value": 379}, {"label": "May", "value": None}],
        "source": "A survey",
        "as_of": "31 May",
        "method": "Counted on maps.",
    },
    {"type": "factbox", "title": "Background", "html": "<p>What was before.</p>"},
]  # fmt: skip


@pytest.fixture
def whole(blog, editor, live_url):
    """A blog with every kind of thing on its page."""
    said = {"bylines": [ADA], "tags": ["Sea", "Sky"]}
    first = posts.write_and_publish(
        blog, post_words(title="Every block", blocks=EVERY_BLOCK, key=True, **said), by=editor
    )
    summary = posts.write_and_publish(
        blog, post_words(title="So far", blocks=EVERY_BLOCK[:1], summary=True, **said), by=editor
    )
    gone = published(blog, editor, "Gone")
    posts.withdraw_post(gone, reason="It was not so.", by=editor)
    wrong = published(blog, editor, "Wrong")
    posts.correct_post(
        wrong, post_words(title="Right", blocks=EVERY_BLOCK[:2]), correction="The town was wrong.", by=editor
    )
    blogs.pin_post(blog, summary, by=editor)
    words = BlogWords(headline="A storm comes in", standfirst="What we know, as it happens.", zone="Europe/Kyiv")
    blogs.edit_blog(blog, words, by=editor)
    for n in range(24):
        posts.write_and_publish(blog, post_words(title=f"Post {n}", blocks=EVERY_BLOCK[:1], **said), by=editor)
    return first


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_live_page(whole, live_url, reader, scheme, width):
    page = on_line(reader(live_url, width=width, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"))
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")

    assert violations(page) == []


@pytest.mark.parametrize(
    "path", ["post/{uid}/", "?show=key", "page/1/?order=oldest", "?tag=nobody", "../../", "missing/"]
)
def test_axe_finds_nothing_on_the_pages_around_it(whole, live_url, reader, path):
    page = reader(f"{live_url}{path.format(uid=whole.uid)}", bypass_csp=True, reduced_motion="reduce")

    assert violations(page) == []


def test_axe_finds_nothing_while_news_waits_and_changes_show(whole, blog, editor, live_url, reader):
    page = on_line(reader(live_url, bypass_csp=True, reduced_motion="reduce"))
    page.get_by_label("Updates").select_option("ask")
    published(blog, editor, "Waiting")
    posts.mark_post(whole, key=False, by=editor)
    page.locator("[data-part=toast]").wait_for()

    assert violations(page) == []


def test_a_fresh_page_with_twenty_posts_is_light_and_asks_nobody_else(whole, live_url, reader):
    answers, complaints = [], []
    page = reader("about:blank")
    page.on("console", lambda told: complaints.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("response", lambda response: answers.append(response) if "/stream" not in response.url else None)

    page.goto(live_url)
    on_line(page)

    assert page.locator(".posts > .post").count() >= 20
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(live_url).netloc}
    files = [answer for answer in answers if not answer.headers["content-type"].startswith("image/")]
    weights = {urlsplit(answer.url).path: len(gzip.compress(answer.body(), 6)) for answer in files}
    assert sum(weights.values()) <= 45 * 1024, weights
    script = next(weight for path, weight in weights.items() if "live-stream" in path)
    assert script <= 6 * 1024
    assert page.context.cookies() == []
    assert complaints == [], "the page keeps to its own policy"


@pytest.mark.parametrize("width", [360, 768])
def test_nothing_is_wider_than_a_small_screen(whole, live_url, reader, width):
    page = reader(live_url, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
