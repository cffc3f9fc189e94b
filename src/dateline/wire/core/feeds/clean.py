"""Makes what feeds write safe to show: HTML through nh3, or plain text of it."""

import re
from functools import lru_cache
from html import escape, unescape

import nh3

from dateline.wire.core.page.words import showable

MOST_OF_A_TEXT = 4_000_000
_TAGS = frozenset((
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "br",
    "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "dir", "div", "dl", "dt",
    "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "i", "img", "ins", "kbd", "li", "main", "map", "mark", "menu", "meter", "nav", "ol", "p", "picture", "pre",
    "progress", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "tt", "u", "ul",
    "var", "video", "wbr", "area",
))  # fmt: skip
_ANYWHERE = frozenset((
    "abbr", "align", "alt", "axis", "bgcolor", "border", "bordercolor", "cellpadding", "cellspacing", "char",
    "charoff", "cite", "class", "clear", "color", "cols", "colspan", "compact", "controls", "coords", "datetime",
    "dir", "face", "frame", "headers", "height", "high", "href", "hreflang", "hspace", "ismap", "label", "lang",
    "loop", "low", "max", "media", "min", "muted", "noshade", "nowrap", "open", "optimum", "preload", "reversed",
    "rows", "rowspan", "rules", "scope", "shape", "size", "sizes", "span", "src", "start", "summary", "title",
    "type", "usemap", "valign", "value", "vspace", "width",
))  # fmt: skip
_ATTRIBUTES = {
    "*": _ANYWHERE,
    "video": frozenset({"poster"}),
    "img": frozenset({"srcset", "loading"}),
    "source": frozenset({"srcset"}),
}
_WITHOUT_CONTENT = frozenset({"script", "style", "template", "title", "noscript", "iframe", "object", "applet"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HIDDEN = re.compile(r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAKING = re.compile(r"</?(?:p|div|br|li|tr|td|th|h[1-6]|ul|ol|table|blockquote|figure|section)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")


def clean_html(written: str, *, base: str = "", markup: bool = True) -> str:
    """HTML in which nothing runs and nothing is sent; relative links are resolved against ``base``."""
    words = showable(written[:MOST_OF_A_TEXT])
    if not markup:
        return escape(words, quote=False)
    if "<" not in words and "&" not in words:
        return words
    return _cleaner(base).clean(words)


def plain_text(written: str, *, markup: bool = True) -> str:
    """One line of plain text."""
    words = written[:MOST_OF_A_TEXT]
    if markup and ("<" in words or "&" in words):
        if "<" in words:
            words = _TAG.sub("", _BREAKING.sub(" ", _COMMENT.sub(" ", _HIDDEN.sub(" ", words))))
        words = unescape(words)
    return " ".join(showable(words).split())


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    try:
        return _made(base)
    except ValueError:  # a base that is no address resolves nothing
        return _made("")


def _made(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_WITHOUT_CONTENT,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        url_relative=("rewrite_with_base", base) if base else "pass_through",
    )
