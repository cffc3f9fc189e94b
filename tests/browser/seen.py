"""What tests look at on an open page, and what they do to it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from builders import published

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from dateline.accounts.models import User
    from dateline.blog.models import Blog, Post

SECONDS = 15
TOAST = "live-stream [data-part=toast]"


def until(holds: Callable[[], Any], *, seconds: float = SECONDS, what: str = "") -> Any:
    """What ``holds`` answers once it is true; fails when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := holds():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s in vain: {what or holds}")


def fill(blog: "Blog", editor: "User", count: int = 12) -> "list[Post]":
    """Enough posts that a reader can scroll."""
    return [published(blog, editor, f"Filler {n}", "Some words to read. " * 30) for n in range(count)]


def titles(page: "Page") -> list[str]:
    """The posts on the page, from the top."""
    return page.locator(".posts > .post h2").all_inner_texts()


def on_line(page: "Page", how: str = "stream") -> "Page":
    """The page once it hears of changes in this way."""
    until(lambda: page.evaluate("document.querySelector('live-stream')?.dataset.line") == how, what=how)
    return page


def top_of(page: "Page", post: "Post") -> float:
    """How far the post is from the top of the window, in pixels."""
    return page.evaluate(f"document.getElementById('post-{post.uid}').getBoundingClientRect().top")


def hide(page: "Page") -> None:
    """As when the reader turns to another tab."""
    _set_hidden(page, "true")


def show(page: "Page") -> None:
    """As when the reader turns back."""
    _set_hidden(page, "false")


def _set_hidden(page: "Page", value: str) -> None:
    page.evaluate(
        f"""Object.defineProperty(document, "hidden", {{ get: () => {value}, configurable: true }});
        document.dispatchEvent(new Event("visibilitychange"))"""
    )
