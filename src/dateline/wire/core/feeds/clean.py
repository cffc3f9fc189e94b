"""Makes what feeds write safe to show: HTML through nh3, or plain text of it."""

import re
from functools import lru_cache
from html import escape, unescape

import nh3

from dateline.wire.core.page.words import line, showable

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
# Attributes that neither load nor run nor send: also those of old editors, which do nothing any more.
_ANYWHERE = frozenset((
    "abbr", "align", "alt", "axis", "balance", "bgcolor", "bgproperties", "border", "bordercolor",
    "bordercolordark", "bordercolorlight", "bottompadding", "cellpadding", "cellspacing", "ch", "char", "charoff",
    "charset", "choff", "cite", "class", "clear", "color", "cols", "colspan", "compact", "controls", "coords",
    "datapagesize", "datetime", "default", "delay", "dir", "end", "face", "frame", "galleryimg", "gutter",
    "headers", "height", "hidefocus", "high", "href", "hreflang", "hspace", "icon", "ismap", "label", "lang",
    "leftspacing", "loop", "loopcount", "loopend", "loopstart", "low", "max", "media", "min", "muted", "nohref",
    "noshade", "nowrap", "open", "optimum", "point-size", "pqg", "preload", "repeat-max", "repeat-min", "rev",
    "reversed", "rightspacing", "rows", "rowspan", "rules", "scope", "shape", "size", "sizes", "span", "src",
    "start", "step", "summary", "suppress", "template", "title", "toppadding", "type", "unselectable", "urn",
    "valign", "value", "variable", "volume", "vrml", "vspace", "width", "wrap",
))  # fmt: skip
_ATTRIBUTES = {
    "*": _ANYWHERE | {"style"},
    "video": frozenset({"poster"}),
    "img": frozenset({"srcset", "loading"}),
    "source": frozenset({"srcset"}),
}
# Direction and alignment carry meaning, in right-to-left feeds above all; nothing here can hold an address.
_STYLES = frozenset((
    "background-color", "border", "border-bottom", "border-bottom-color", "border-collapse", "border-color",
    "border-left", "border-left-color", "border-right", "border-right-color", "border-top", "border-top-color",
    "clear", "color", "direction", "float", "font", "font-family", "font-size", "font-style", "font-variant",
    "font-weight", "height", "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom",
    "margin-left", "margin-right", "margin-top", "max-width", "padding", "padding-bottom", "padding-left",
    "padding-right", "padding-top", "text-align", "text-decoration", "text-indent", "unicode-bidi",
    "vertical-align", "white-space", "width",
))  # fmt: skip
_WITHOUT_CONTENT = frozenset({"script", "style", "template", "title", "iframe", "applet"})
# XHTML closes what HTML would go on reading to the end of the text.
_CLOSED = re.compile(r"<(iframe|script|style|title|textarea|noscript|template)([^<>]*)/>", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What `showable` takes away, and the controls above 127 (HTML, 13.2.5.80 reads those as Windows-1252).
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_HIDING = re.compile(r"<(?:script|style|template|noscript)\b", re.IGNORECASE)
_CONTROLS = re.compile("[\x80-\x9f]")
_HIDDEN = re.compile(r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAKING = re.compile(r"</?(?:p|div|br|li|tr|td|th|h[1-6]|ul|ol|table|blockquote|figure|section)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")


def clean_html(written: str, *, base: str = "", markup: bool = True) -> str:
    """HTML in which nothing runs and nothing is sent; relative links are resolved against ``base``."""
    words = written if len(written) <= MOST_OF_A_TEXT else written[:MOST_OF_A_TEXT]
    if not markup:
        return escape(_shown(words), quote=False)
    if "<" not in words and "&" not in words:
        return _shown(words)
    if "/>" in words:
        words = _CLOSED.sub(r"<\1\2></\1>", words)
    return _shown(_cleaner(base).clean(words))


def plain_text(written: str, *, markup: bool = True) -> str:
    """One line of plain text."""
    words = written if len(written) <= MOST_OF_A_TEXT else written[:MOST_OF_A_TEXT]
    if markup:
        if "<" in words:
            words = _without_tags(words)
        if "&" in words:
            words = unescape(words)
    return " ".join(_shown(words).split())


def one_line(text: str, most: int = 2000) -> str:
    """One line of plain text out of a field that has no markup, or little."""
    if "<" in text or "&" in text:
        return line(text, most)
    return " ".join(_shown(text).split())[:most]


def folded(text: str, most: int = 2000) -> str:
    """One line of a field that is plain text by its standard: what looks like markup in it is words."""
    return " ".join(_shown(text).split())[:most]


def _without_tags(words: str) -> str:
    if "<!--" in words:
        words = _COMMENT.sub(" ", words)
    if _HIDING.search(words):
        words = _HIDDEN.sub(" ", words)
    return _TAG.sub("", _BREAKING.sub(" ", words))


def _shown(words: str) -> str:
    """The words without what may not be shown, and with what they mean by the controls 128 to 159."""
    if words.isprintable() or not _ODD.search(words):
        return words
    meant = _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), words)
    return showable(meant)


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
        filter_style_properties=_STYLES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        url_relative=("rewrite_with_base", base) if base else "pass_through",
    )
