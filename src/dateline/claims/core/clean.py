"""Cleans text and rich text that came from outside: one allowed list, whatever was pasted."""

import re
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "a", "strong", "em", "br", "blockquote", "code", "sub", "sup"}
# What a paste from a word processor means by these is one of ours.
SYNONYMS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
SCHEMES = {"http", "https", "mailto", "tel"}
_SYNONYM = re.compile(rf"<(/?)({'|'.join(SYNONYMS)})(?=[\s>/])", re.IGNORECASE)
_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
# Control characters and lone surrogates cannot be shown and break XML feeds.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_html(html: str) -> str:
    """HTML with our few tags only; links keep http, https, mailto and tel."""
    html = _SYNONYM.sub(lambda m: f"<{m[1]}{SYNONYMS[m[2].lower()]}", clean_text(html))
    html = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
        clean_content_tags={"script", "style", "iframe", "object", "svg", "math", "template"},
    )
    return _EMPTY.sub("", html).strip()


def clean_text(text: str) -> str:
    """Plain text that can be shown anywhere: no control characters, lone surrogates or direction overrides."""
    return _BIDI.sub("", _UNSHOWABLE.sub("", text))


def clean_line(text: str) -> str:
    """One line of plain text, spaces folded: headlines, names, captions."""
    return " ".join(clean_text(text).split())


def shortened(text: str, most: int) -> str:
    """The text in one line, cut at a word with “…” where it is longer than ``most`` characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"


def clean_url(url: str) -> str:
    """The address if it is an absolute http(s) one, else the empty string."""
    url = clean_text(url).strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc and not re.search(r"\s", url) else ""


def text_of(html: str) -> str:
    """What a reader reads: block ends become line ends, tags go, entities are resolved."""
    broken = re.sub(r"</(?:p|h2|h3|li|blockquote)>|<br>", "\n", html)
    return unescape(re.sub(r"<[^>]+>", "", broken)).strip()


def paragraphs(text: str) -> str:
    """Plain text as paragraphs of HTML: a blank line ends one."""
    parts = [escape(" ".join(p.split()), quote=False) for p in re.split(r"\n\s*\n", clean_text(text))]
    return "".join(f"<p>{p}</p>" for p in parts if p)
