"""An open page that followed a day's work equals a page opened afterwards, whatever the desk did."""

import random
from contextlib import suppress

import pytest

from browser.seen import on_line, until
from builders import live_blog, published, words
from dateline.blog.actions import blogs, posts
from dateline.blog.core.refused import Refused
from dateline.blog.core.words import BlogWords
from dateline.blog.models import Post

pytestmark = pytest.mark.browser
# What tells a fresh drawing from one that was put: marks, how long ago, what the reader opened.
LOOK = """() => {
  const bare = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll(".mark, .rel").forEach((extra) => extra.remove());
    copy.classList.remove("changed", "arrived");
    return copy.outerHTML.replace(/\\s+/g, " ");
  };
  const all = (selector) => [...document.querySelectorAll(selector)].map((part) => [part.id, bare(part)]);
  return { regions: all(".region"), posts: all(".posts > .post") };
}"""


def work(blog, editor, chance: random.Random) -> None:
    """One thing that an editor does, or is refused."""
    public = list(Post.objects.filter(blog=blog, state="published"))
    post, other = chance.choice(public), chance.choice(public)
    deeds = [
        lambda: published(blog, editor, f"News {chance.random()}", key=chance.random() < 0.3),
        lambda: posts.amend_post(post, words(f"Amended {chance.random()}"), by=editor),
        lambda: posts.correct_post(post, words("Corrected"), correction="It was wrong.", by=editor),
        lambda: posts.withdraw_post(post, reason="It was not so.", by=editor),
        lambda: posts.mark_post(post, key=not post.key, summary=chance.random() < 0.2, by=editor),
        lambda: posts.move_post(post, below=other, by=editor),
        lambda: posts.set_time(post, other.published, by=editor),
        lambda: posts.tag_post(post, ["Sea"], by=editor),
        lambda: blogs.pin_post(blog, chance.choice([post, None]), by=editor),
        lambda: blogs.change_state(blog, chance.choice(["live", "paused"]), by=editor),
        lambda: blogs.edit_blog(blog, BlogWords(headline=f"Head {chance.random()}", zone="Europe/Kyiv"), by=editor),
    ]
    with suppress(Refused):
        chance.choice(deeds)()


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_an_open_page_equals_a_fresh_one_after_a_days_work(editor, newsroom, reader, seed, order):
    chance = random.Random(seed)
    blog = live_blog(editor, slug=f"day-{seed}")
    for n in range(44):
        published(blog, editor, f"Post {n}")
    url = f"{newsroom.url}/live/{blog.slug}/" + ("page/2/?order=oldest" if order == "oldest" else "")
    page = on_line(reader(url))

    for _ in range(60):
        work(blog, editor, chance)
        blog.refresh_from_db()
    fresh = on_line(reader(f"{newsroom.url}/live/{blog.slug}/?again"))
    at = fresh.evaluate("document.querySelector('live-stream').line.at")
    until(lambda: page.evaluate("document.querySelector('live-stream').line.at") == at)

    then, now = page.evaluate(LOOK), fresh.evaluate(LOOK)
    if order == "oldest":
        then["posts"].reverse()
    assert then["regions"] == now["regions"]
    assert then["posts"][: len(now["posts"])] == now["posts"]
    assert len({uid for uid, _ in then["posts"]}) == len(then["posts"])
