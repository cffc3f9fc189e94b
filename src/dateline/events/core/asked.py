"""What a program asked for over HTTP: just enough of the request to answer without building a whole one."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

_STREAM = re.compile(r"/live/([^/]{1,200})/stream")
_NO_GZIP = re.compile(rb"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request's head; header names are lower case and the last of equal names counts."""

    method: str
    path: str
    query: str
    headers: dict[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamAsked:
    """A reader who wants a stream: ``since`` is what it says it has, unchecked."""

    slug: str
    since: str | None
    gzip: bool
    address: str


def read_request(head: bytes) -> Request | None:
    """A plain GET that came whole and alone, or None for anything that deserves a real parser."""
    if not head.endswith(b"\r\n\r\n"):
        return None
    first, *lines = head[:-4].split(b"\r\n")
    parts = first.split(b" ")
    if len(parts) != 3 or parts[0] != b"GET" or parts[2] != b"HTTP/1.1" or b"#" in first or not first.isascii():
        return None
    headers = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or b" " in name or b"\t" in name or b"\n" in line or b"\r" in line:
            return None
        headers[name.lower()] = value.strip()
    if len(headers) != len(lines) or b"content-length" in headers or b"transfer-encoding" in headers:
        return None  # named twice, or with a body: not plain
    path, _, query = parts[1].decode("ascii").partition("?")
    return Request(method="GET", path=path, query=query, headers=headers)


def stream_asked(request: Request, address: str) -> StreamAsked | None:
    """The stream that the request wants, or None when it wants something else."""
    match = _STREAM.fullmatch(request.path)
    if match is None:
        return None
    since = request.headers.get(b"last-event-id", b"").decode("latin-1")
    if not since and request.query:
        since = parse_qs(request.query).get("since", [""])[-1]
    return StreamAsked(
        slug=unquote(match[1]),
        since=since or None,
        gzip=accepts_gzip(request.headers.get(b"accept-encoding", b"")),
        address=address,
    )


def accepts_gzip(value: bytes) -> bool:
    """Whether an ``Accept-Encoding`` value allows gzip by name."""
    return b"gzip" in value and not _NO_GZIP.search(value.lower())
