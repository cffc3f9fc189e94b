"""Absolute addresses out of what feeds write, quickly where there is nothing to do."""

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

LONGEST = 4000
_FINE = re.compile(
    r"https?://[^\s<>\"\\^`{|}\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069/?#][^\s<>\"\\^`{|}\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]*"
)
_ABSOLUTE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BAD = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_KEPT = "!#$%&'()*+,/:;=?@[]~"


def url_of(written: str | None, base: str = "") -> str:
    """The absolute http(s) address; "" for what is none."""
    if not written or len(written) > LONGEST:
        return ""
    found = _FINE.fullmatch(written)
    return written if found else _resolved(written.strip(), base)


@lru_cache(maxsize=1024)
def _resolved(written: str, base: str) -> str:
    text = _BAD.sub("", written)
    if not text:
        return ""
    try:
        full = urljoin(base, text) if base else text
        parts = urlsplit(full)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return "" if base or _ABSOLUTE.match(text) or text.startswith("//") else _quoted(text)
    return _quoted(full)


def joined(base: str, written: str) -> str:
    """A base for relative links: what is written, resolved against the base so far."""
    try:
        full = urljoin(base, _BAD.sub("", written.strip()))
        return full if full and urlsplit(full) else base
    except ValueError:
        return base


def _quoted(full: str) -> str:
    return quote(full, safe=_KEPT) if re.search(r"[\s<>\"\\^`{|}]", full) else full
