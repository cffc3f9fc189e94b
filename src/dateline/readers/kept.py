"""Keeps reader pages as ready bytes for as long as their stream has not moved, so that a crowd costs no drawing.

A view says what its page rests on in ``X-Dateline-Cache``: a stream's key, or ``fixed`` for what never changes. Reader
pages never differ by cookie; an answer that says it does is not kept.
"""

import asyncio
import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol

from dateline.events.core.asked import Request, accepts_gzip

Scope = MutableMapping[str, Any]
Message = Scope
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Key = tuple[str, bytes, str, str]
Headers = list[tuple[bytes, bytes]]

MARK = b"x-dateline-cache"
BYTES_MAX = 64 * 1024 * 1024
SECONDS_MAX = 60.0
KEPT_UNDER = ("/live/", "/stories/")
_CONDITIONS = (b"if-none-match", b"if-modified-since")
_ODD = frozenset((b"authorization", b"range", b"if-match", b"if-unmodified-since", b"expect", b"upgrade"))


class Marks(Protocol):
    """Tells whether a stream has moved on."""

    @property
    def clock(self) -> int: ...

    def mark(self, key: str) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page in the forms it can leave in, each without its status line and date."""

    key: str
    mark: int
    until: float
    etag: bytes
    plain: bytes
    gzipped: bytes
    unchanged: bytes

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.gzipped) + len(self.unchanged)


@dataclass(slots=True, kw_only=True)
class Drawn:
    """An answer of the application while it is collected."""

    headers: Headers
    body: bytes = b""

    def header(self, name: bytes) -> bytes:
        return b", ".join(value for known, value in self.headers if known.lower() == name)


class Pages:
    """The kept pages of this process, the least used of which go first."""

    def __init__(self, marks: Marks, *, bytes_max: int = BYTES_MAX) -> None:
        self.marks = marks
        self._bytes_max = bytes_max
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._bytes = 0

    def answer(self, request: Request, scheme: str) -> tuple[bytes, bytes] | None:
        """The status line and the rest of a whole answer, or None when the application must draw it."""
        if not _ODD.isdisjoint(request.headers):
            return None
        page = self.find((scheme, request.headers.get(b"host", b""), request.path, request.query))
        if page is None:
            return None
        return form_of(page, request.headers)

    def find(self, key: Key) -> KeptPage | None:
        """The page, if it still shows what its stream says."""
        page = self._pages.get(key)
        if page is None:
            return None
        if page.mark != self.marks.mark(page.key) or page.until < time.monotonic():
            self._drop(key)
            return None
        self._pages.move_to_end(key)
        return page

    def keep(self, key: Key, page: KeptPage) -> None:
        """Keeps the page in place of its older self."""
        self._drop(key)
        self._pages[key] = page
        self._bytes += page.size
        while self._bytes > self._bytes_max:
            self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        self._bytes -= page.size if page else 0


class Keeper:
    """The application with kept pages before it: one drawing serves everybody who asked meanwhile."""

    def __init__(self, app: App, pages: Pages) -> None:
        self._app = app
        self._pages = pages
        self._under_way: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = _request(scope)
        if request is None:
            await self._app(scope, receive, _unmarked(send) if scope["type"] == "http" else send)
            return
        key = (scope["scheme"], request.headers.get(b"host", b""), request.path, request.query)
        if key in self._under_way:
            await self._under_way[key].wait()
        answer = self._pages.answer(request, scope["scheme"])
        if answer is not None:
            await _send_ready(answer, send)
            return
        await self._draw(scope, key=key, receive=receive, send=send)

    async def _draw(self, scope: Scope, *, key: Key, receive: Receive, send: Send) -> None:
        done = asyncio.Event()
        self._under_way.setdefault(key, done)
        clock = self._pages.marks.clock
        drawing = _Drawing(send)
        # Drawn whole even for who has it already: then it is kept, and the next hundred are told so from here.
        whole = {**scope, "headers": [header for header in scope["headers"] if header[0] not in _CONDITIONS]}
        try:
            await self._app(whole, receive, drawing.send)
            if drawing.drawn is not None:
                page = await self._page(key, clock, drawing.drawn)
                await _send_ready(form_of(page, dict(scope["headers"])), send)
        finally:
            if self._under_way.get(key) is done:
                del self._under_way[key]
            done.set()

    async def _page(self, key: Key, clock: int, drawn: Drawn) -> KeptPage:
        """The page in all its forms; kept, unless its stream moved on while it was drawn."""
        squeezed = await asyncio.to_thread(gzip.compress, drawn.body, 6, mtime=0)
        stream = drawn.header(MARK).decode("latin-1")
        page = _page(drawn, squeezed, stream=stream, mark=self._pages.marks.mark(stream))
        if _may_keep(drawn) and page.mark <= clock:
            self._pages.keep(key, page)
        return page


def _unmarked(send: Send) -> Send:
    """Sends on, without the mark: it is between the views and us."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [header for header in message.get("headers", ()) if bytes(header[0]).lower() != MARK]
            message = {**message, "headers": headers}
        await send(message)

    return send_on


class _Drawing:
    """Lets an ordinary answer through and collects one that is marked."""

    def __init__(self, send: Send) -> None:
        self._send = _unmarked(send)
        self.drawn: Drawn | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(bytes(name), bytes(value)) for name, value in message.get("headers", ())]
            if message["status"] == 200 and any(name.lower() == MARK for name, _ in headers):
                self.drawn = Drawn(headers=headers)
                return
        if self.drawn is None:
            await self._send(message)
        else:
            self.drawn.body += message.get("body", b"")


def form_of(page: KeptPage, headers: dict[bytes, bytes]) -> tuple[bytes, bytes]:
    """The status line and the rest, in the form that the request's headers ask for."""
    asked = headers.get(b"if-none-match")
    if asked is not None and (page.etag in asked or asked == b"*"):
        return b"HTTP/1.1 304 Not Modified\r\n", page.unchanged
    wants = accepts_gzip(headers.get(b"accept-encoding", b""))
    return b"HTTP/1.1 200 OK\r\n", page.gzipped if wants else page.plain


def _request(scope: Scope) -> Request | None:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(KEPT_UNDER):
        return None
    path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
    return Request(
        method="GET", path=path, query=scope["query_string"].decode("latin-1"), headers=dict(scope["headers"])
    )


def _may_keep(drawn: Drawn) -> bool:
    varies = {name.strip().lower() for name in drawn.header(b"vary").split(b",")} - {b"", b"accept-encoding"}
    return not varies and not drawn.header(b"set-cookie")


def _page(drawn: Drawn, squeezed: bytes, *, stream: str, mark: int) -> KeptPage:
    etag = drawn.header(b"etag") or b'W/"%s"' % hashlib.sha256(drawn.body).hexdigest()[:24].encode()
    left_out = {MARK, b"content-length", b"etag", b"vary"}
    kept = [(name, value) for name, value in drawn.headers if name.lower() not in left_out]
    varies = b", ".join(dict.fromkeys([*filter(None, drawn.header(b"vary").split(b", ")), b"Accept-Encoding"]))
    common = [*kept, (b"etag", etag), (b"vary", varies)]
    return KeptPage(
        key=stream,
        mark=mark,
        until=time.monotonic() + SECONDS_MAX,
        etag=etag,
        plain=_bytes([*common, (b"content-length", b"%d" % len(drawn.body))], drawn.body),
        gzipped=_bytes([*common, (b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(squeezed))], squeezed),
        unchanged=_bytes([h for h in common if h[0].lower() != b"content-type"], b""),
    )


def _bytes(headers: Headers, body: bytes) -> bytes:
    return b"".join(b"%s: %s\r\n" % header for header in headers) + b"\r\n" + body


async def _send_ready(answer: tuple[bytes, bytes], send: Send) -> None:
    head, _, body = answer[1].partition(b"\r\n\r\n")
    headers = [tuple(line.split(b": ", 1)) for line in head.split(b"\r\n")]
    await send({"type": "http.response.start", "status": int(answer[0].split(b" ")[1]), "headers": headers})
    await send({"type": "http.response.body", "body": body})
