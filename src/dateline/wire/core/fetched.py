"""What a fetch gives: what an address held, or why nothing came; and how much a fetch may take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one fetch may take: bytes over the wire and unpacked, seconds in all, hops."""

    bytes: int = 20_000_000
    unpacked_bytes: int = 60_000_000
    seconds: float = 30.0
    connect_seconds: float = 5.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a server said of an answer that is here already: with it, it says in a word that nothing has changed."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The conditions of a request (RFC 9110, 13.1)."""
        given = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What the address held; ``url`` is where the last redirect led, header names are in lower case.

    ``moved_to`` is the address to ask from now on, where the server said that it moved there for good; else "".
    """

    url: str
    status: int
    moved_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def content_type(self) -> str:
        """The type that the server gave it, with its charset."""
        return self.headers.get("content-type", "")

    @property
    def is_unchanged(self) -> bool:
        """Whether the server said that what is ``Known`` still holds; there is no content then."""
        return self.status == NOT_MODIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why nothing was fetched, and from when on it is worth trying again: None for never.

    ``told`` says that the server itself named the time.
    """

    reason: str
    retry_at: datetime | None = None
    status: int | None = None
    told: bool = False
