"""What every reading of a page is made of: blocks, and the people credited."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
"""One block of a text, in the JSON shape that the blog's blocks are read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody credited by the page."""

    name: str
    role: str = ""
    bio: str = ""
    url: str = ""
    portrait: str = ""
