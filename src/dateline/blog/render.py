"""Draws a blog's things as HTML, the same wherever they appear: on the page, in the stream, in the preview."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString

from dateline.blog.core import page
from dateline.blog.core.content import BlogView, PostView, PublicState


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One thing drawn: the id of its element and its HTML."""

    id: str
    html: SafeString


def draw_post(post: PostView, blog: BlogView) -> SafeString:
    """The post's ``<article id="post-…">``."""
    return _draw("blog/post.html", blog, {"post": post})


def draw_body(post: PostView, blog: BlogView) -> SafeString:
    """The post's blocks and corrections alone, for feeds."""
    return _draw("blog/body.html", blog, {"post": post})


def draw_region(name: str, state: PublicState) -> SafeString:
    """One region of the live page (``page.REGIONS``), an element whose id is the region's name."""
    return _draw(f"blog/regions/{name}.html", state.blog, _CONTEXTS[name](state))


def draw_regions(state: PublicState) -> dict[str, SafeString]:
    """Every region by name, with ``_`` for ``-`` so that a template can name it."""
    return {name.replace("-", "_"): draw_region(name, state) for name in page.REGIONS}


def _draw(template: str, blog: BlogView, context: dict[str, Any]) -> SafeString:
    with translation.override(blog.language):
        context = {"blog": blog, "rtl": translation.get_language_bidi(), **context}
        return SafeString(get_template(template).render(context))


_CONTEXTS: dict[str, Callable[[PublicState], dict[str, Any]]] = {
    "head": lambda state: {},
    "status": lambda state: {},
    "contributors": lambda state: {"contributors": page.contributors(state)},
    "summary": lambda state: {"post": page.summary_post(state)},
    "key-events": lambda state: {"posts": page.key_events(state)},
    "pinned": lambda state: {"post": page.pinned_post(state)},
}
