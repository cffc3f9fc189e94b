"""Takes streams and kept pages off uvicorn's connections before Django hears of them: ``--http`` names this class.

What is relied on of uvicorn (its version is pinned, a test holds it): the class's constructor, ``transport``,
``cycle``, ``headers``, ``url``, ``scheme``, ``client``, ``connections``, and the names of the parser's callbacks.
"""

import asyncio
import os
from typing import Any, cast
from urllib.parse import unquote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dateline.events.core.asked import Request, StreamAsked, read_request, stream_asked
from dateline.events.hub import Hub
from dateline.readers.kept import KEPT_UNDER, Pages

HEAD_MAX = 64 * 1024
HEAD_SECONDS = 20.0
HEADS_MAX = 1000
UNREAD_MAX = 256 * 1024
HEADS_BYTES = 2048
KEPT_GETS = tuple(f"GET {under}".encode() for under in KEPT_UNDER)
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_UNTAKEN = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Young:
    """Connections whose request head has not come whole yet, and since when."""

    def __init__(self) -> None:
        self._since: dict[LiveProtocol, float] = {}
        self._looking = False

    def add(self, connection: "LiveProtocol") -> None:
        self._since.setdefault(connection, connection.loop.time())
        if not self._looking:
            self._looking = True
            connection.loop.call_later(HEAD_SECONDS / 4, self._close_slow, connection.loop)

    def grown(self, connection: "LiveProtocol") -> None:
        self._since.pop(connection, None)

    def _close_slow(self, loop: asyncio.AbstractEventLoop) -> None:
        """Closes who has taken too long: a request's head is one packet, not a minute's work."""
        for connection, since in list(self._since.items()):
            if loop.time() - since > HEAD_SECONDS:
                del self._since[connection]
                connection.transport.close()
        self._looking = bool(self._since)
        if self._looking:
            loop.call_later(HEAD_SECONDS / 4, self._close_slow, loop)


class Heads:
    """Requests by their bytes: a proxy or a kept connection sends the same head again and again."""

    def __init__(self) -> None:
        self._known: dict[bytes, Request] = {}

    def read(self, head: bytes) -> Request | None:
        """The request, if it came whole and is a plain one."""
        known = self._known.get(head)
        if known is None and (known := read_request(head)) is not None and len(head) <= HEADS_BYTES:
            if len(self._known) >= HEADS_MAX:
                self._known.clear()
            self._known[head] = known
        return known


class LiveProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, but a stream's connection leaves it and a kept page is answered at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hub: Hub | None = self.app_state.get("hub")
        self.pages: Pages | None = self.app_state.get("pages")
        self.young: Young = self.app_state.get("young") or self.app_state.setdefault("young", Young())
        self.heads: Heads = self.app_state.get("heads") or self.app_state.setdefault("heads", Heads())
        self._taken = False
        self._answered_at = 0.0
        self._in_message = False
        self._head_size = 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.young.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.young.grown(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._taken:
            return
        if data.startswith(KEPT_GETS) and self._between_requests():
            request = self.heads.read(data)
            if request is not None and self._answered(request):
                return
        if not self._in_message or self._head_size:
            self._head_size += len(data)
        super().data_received(data)
        if self._head_size > HEAD_MAX:  # its end would have set it to nothing
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def _between_requests(self) -> bool:
        return not self._in_message and (self.cycle is None or self.cycle.response_complete)

    def _answered(self, request: Request) -> bool:
        asked = self._stream_asked(request)
        if asked is not None:
            self._hand_over(asked)
            return True
        # Who asks on without reading meets uvicorn's own flow control.
        if self.pages is None or self.transport.get_write_buffer_size() > UNREAD_MAX:
            return False
        answer = self.pages.answer(request, self.scheme or "http")
        if answer is None:
            return False
        self._send_kept(answer, keep=request.headers.get(b"connection", b"").lower() != b"close")
        return True

    def _stream_asked(self, request: Request) -> StreamAsked | None:
        """The stream, where this connection can leave: nothing of an earlier answer may still be on its way."""
        if self.hub is None or self.transport.get_write_buffer_size():
            return None
        return stream_asked(request, self.client[0] if self.client else "")

    def _send_kept(self, answer: tuple[bytes, bytes], *, keep: bool) -> None:
        self.young.grown(self)
        lines = [b"%s: %s\r\n" % header for header in self.server_state.default_headers]
        self.transport.writelines([answer[0], *lines, answer[1]])
        self.server_state.total_requests += 1
        self._answered_at = self.loop.time()
        if not keep:
            self.transport.close()
        elif self.timeout_keep_alive_task is None:
            self._wait_for_more(self.timeout_keep_alive)

    def _wait_for_more(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        """Closes a connection that rests; kept pages do not start the time again, they are looked at here."""
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._wait_for_more(left)
        else:
            super().timeout_keep_alive_handler()

    def _hand_over(self, asked: StreamAsked) -> None:
        assert self.hub is not None, "only with a hub is a stream asked for"
        self._taken = True
        self.young.grown(self)
        self._unset_keepalive_if_required()
        self.connections.discard(self)
        fd = self._own_descriptor()
        if fd is None:
            self.transport.write(_UNTAKEN)
            self.transport.close()
        else:
            self.transport.abort()
            self.hub.take(fd, asked)

    def _own_descriptor(self) -> int | None:
        """A second descriptor: it keeps the connection open when the transport gives up its own, unread and unsent.

        None over TLS, which only the transport can speak, and when the process has no descriptor left: the page polls.
        """
        if self.scheme == "https":
            return None
        try:
            return os.dup(self.transport.get_extra_info("socket").fileno())
        except OSError:
            return None

    # What uvicorn's parser calls

    def on_message_begin(self) -> None:
        self._in_message = True
        self.young.add(self)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_size = 0
        self.young.grown(self)
        request = self._parsed() if self.cycle is None or self.cycle.response_complete else None
        asked = self._stream_asked(request) if request is not None else None
        if asked is not None:
            self._hand_over(asked)
        else:
            super().on_headers_complete()

    def _parsed(self) -> Request | None:
        """The request as the parser has it: split over packets, pipelined, absolute or escaped."""
        if self.parser.get_method() != b"GET":
            return None
        target = self.url.decode("latin-1")
        if not target.startswith("/"):
            target = "/" + target.partition("://")[2].partition("/")[2]
        path, _, query = target.partition("?")
        path = unquote(path) if "%" in path.rpartition("/")[2] else path
        return Request(method="GET", path=path, query=query, headers=dict(cast(Any, self.headers)))

    def on_body(self, body: bytes) -> None:
        if not self._taken:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_message = False
        if not self._taken:
            super().on_message_complete()
