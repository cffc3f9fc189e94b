"""Reads a server's robots.txt: whether we may fetch an address, and how long to wait between two."""

from functools import lru_cache

from protego import Protego

PRODUCT = "Dateline"
MOST_CHARACTERS = 500_000  # RFC 9309, 2.5
MOST_PAUSE_SECONDS = 60.0
LEAST_PAUSE_SECONDS = 1.0
NOBODY = "User-agent: *\nDisallow: /"


def may_fetch(robots: str, url: str) -> bool:
    """Whether the rules let us fetch the address; no rules let everybody."""
    return not robots or bool(_read(robots).can_fetch(url, PRODUCT))


def pause_seconds(robots: str) -> float:
    """The pause that the server asks for between two requests, within bounds."""
    asked = _read(robots).crawl_delay(PRODUCT) if robots else None
    return min(max(asked or 0.0, LEAST_PAUSE_SECONDS), MOST_PAUSE_SECONDS)


@lru_cache(maxsize=512)
def _read(robots: str) -> Protego:
    return Protego.parse(robots[:MOST_CHARACTERS])
