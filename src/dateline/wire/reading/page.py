"""Reads one page, whatever it is: the plain function behind ``dateline wire read``, usable without Django."""

from pathlib import Path

from dateline.wire.core.read import understand
from dateline.wire.core.understood import NotRead, Understood
from dateline.wire.reading.knowledge import knowledge


def read_page(page: bytes | str | Path, *, url: str = "", content_type: str = "") -> Understood | NotRead:
    """What was understood of a page (its bytes, text, or a file), or why nothing was; nothing is fetched.

    ``url`` is where the page stands, if that is known; ``content_type`` the header it came with. Raises ``OSError`` for
    a file that cannot be read, and nothing else.
    """
    held = page.read_bytes() if isinstance(page, Path) else page
    return understand(held, url=url, content_type=content_type, knowledge=knowledge())
