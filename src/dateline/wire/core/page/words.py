"""Plain strings out of whatever a page holds: one clean line, an absolute address, a list of words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

# Control characters, lone surrogates and direction overrides: nothing that a page may show.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
# Nearly all addresses are whole, or a path from the root, and need no resolving: no dots that lead up, no fragment.
_PATH = r"(?:/(?!\.{1,2}(?:[/?]|$))[A-Za-z0-9_~%.,:@!$*()+=&-]*)"
_PLAIN_PATH = re.compile(
    rf"/(?!/)(?!\.{{1,2}}(?:[/?]|$))[A-Za-z0-9_~%.,:@!$*()+=&-]*{_PATH}*(?:\?[\w~%.,:@!$*()+=&/-]+)?", re.A
)
_PLAIN = re.compile(rf"https?://[a-z0-9][a-z0-9.-]*{_PATH}+(?:\?[\w~%.,:@!$*()+=&/-]+)?", re.A)
MOST_OF_A_LINE = 2000


def showable(text: str) -> str:
    """The text without characters that cannot be shown."""
    return _UNSHOWABLE.sub("", text)


def line(value: object, most: int = MOST_OF_A_LINE) -> str:
    """One line of plain text: tags gone, entities resolved, spaces folded; "" for what is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[: most * 20]
    return " ".join(showable(unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text)))).split())[:most]


def address(value: object, base: str = "") -> str:
    """The absolute http(s) address, resolved against the page's own; "" for anything else."""
    return _address(value, base) if isinstance(value, str) else ""


@lru_cache(maxsize=8192)  # a page names the same few authors and pictures in every post, an outlet the same menu
def _address(value: str, base: str) -> str:
    if len(value) <= MOST_OF_A_LINE and _PLAIN.fullmatch(value):
        return value
    if value[:1] == "/" and len(value) <= MOST_OF_A_LINE and _PLAIN_PATH.fullmatch(value):
        root = _root(base)
        return f"{root}{value}" if root and len(f"{root}{value}") <= MOST_OF_A_LINE else ""
    return resolved(value, base)


@lru_cache(maxsize=64)
def _root(base: str) -> str:
    """The base's scheme and host, as they stand before a path; "" where a path leads nowhere from it."""
    return resolved("/", base).removesuffix("/")


def resolved(value: str, base: str) -> str:
    """The address as the standard resolves it, whatever it looks like."""
    text = showable(value).strip()
    try:
        full = urljoin(base, text) if text else ""
        parts = urlsplit(full)
    except ValueError:
        return ""
    fine = parts.scheme in {"http", "https"} and parts.netloc and not re.search(r'[\s<>"]', full)
    return full if fine and len(full) <= MOST_OF_A_LINE else ""


def host(url: str) -> str:
    """The address' host without ``www.``."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def once(names: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once, empty ones left out."""
    return tuple(dict.fromkeys(name for name in names if name))


def keywords(value: object) -> tuple[str, ...]:
    """Keywords from a list or from text with commas."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return once(line(part, 100) for part in parts)[:50]


def squeezed(text: str) -> str:
    """Letters and digits only, in lower case: for telling whether two texts say the same."""
    return "".join(c for c in text.lower() if c.isalnum())
