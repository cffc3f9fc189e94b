"""A real server in a thread, with a log made of lists: what the stream's tests connect to."""

import asyncio
import contextlib
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvicorn

from dateline.events.core.frames import Frame, Position
from dateline.events.core.sse import Message, Parser
from dateline.events.hub import Hub, Limits
from dateline.project.protocol import LiveProtocol
from dateline.readers.kept import Keeper, Pages

KEY = "blog/1"


@dataclass
class ListedLog:
    """A drawer whose log is a list; ``slow_s`` makes every look at it take time."""

    epoch: str = "ab12"
    seqs: list[int] = field(default_factory=list)
    slow_s: float = 0.0
    looks: list[str] = field(default_factory=list)
    broken: bool = False
    padding: int = 0

    def resolve(self, slug: str) -> str | None:
        self._look("resolve")
        return KEY if slug == "day" else None

    def heads(self, keys: list[str]) -> dict[str, Position]:
        self._look("heads")
        return {KEY: Position(epoch=self.epoch, seq=self.seqs[-1] if self.seqs else 0)} if KEY in keys else {}

    def frames(self, key: str, after: int, *, limit: int) -> list[Frame]:
        self._look(f"frames after {after}")
        return [self.frame(seq) for seq in self.seqs if seq > after][:limit]

    def frame(self, seq: int) -> Frame:
        text = f'{{"seq":"{self.epoch}-{seq}","prev":"{self.epoch}-{seq - 1}","text":"post {seq}{"x" * self.padding}"}}'
        return Frame(seq=seq, prev=seq - 1, json=text)

    def publish(self) -> int:
        self.seqs.append(self.seqs[-1] + 1 if self.seqs else 1)
        return self.seqs[-1]

    def _look(self, what: str) -> None:
        self.looks.append(what)
        time.sleep(self.slow_s)
        if self.broken:
            raise OSError("the disk is away")


class Served:
    """The running server; ``publish`` appends to the log and tells the hub, as a commit does."""

    def __init__(self, log: ListedLog, limits: Limits) -> None:
        self.log = log
        self.hub = Hub(log, limits)
        self.pages = Pages(self.hub)
        self.drawn: list[str] = []
        self.page_headers: list[tuple[bytes, bytes]] = [(b"x-dateline-cache", KEY.encode())]
        self.page_body = b"<p>the page</p>"
        self._keeper = Keeper(self._draw, self.pages)
        self._sock = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._sock.getsockname()[1]
        config = uvicorn.Config(
            self._app, http=LiveProtocol, ws="none", interface="asgi3", lifespan="on", log_level="error",
            access_log=False, server_header=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self._sock]}, daemon=True)

    def publish(self, count: int = 1) -> None:
        for _ in range(count):
            seq = self.log.publish()
        self.hub.moved(KEY, seq)

    def start(self) -> None:
        self._thread.start()
        until(lambda: self.server.started)

    def stop(self) -> None:
        self.server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive()

    async def _app(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await receive()
            await self.hub.start()
            scope["state"].update(hub=self.hub, pages=self.pages)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self.hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await self._keeper(scope, receive, send)

    async def _draw(self, scope, receive, send):
        self.drawn.append(scope["path"])
        await asyncio.sleep(self.log.slow_s)
        headers = [
            (b"content-type", b"text/html"),
            (b"content-length", b"%d" % len(self.page_body)),
            *self.page_headers,
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.page_body})


class Client:
    """One connection: sends what a test says, reads a head, then a stream."""

    def __init__(self, served: Served, *, small_buffer: bool = False) -> None:
        self.sock = socket.socket()
        if small_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.sock.settimeout(5)
        self.sock.connect(("127.0.0.1", served.port))
        self.head = b""
        self.raw = b""
        self.closed = False
        self.parser = Parser()
        self._heard: list[Message] = []
        self._unzip: zlib._Decompress | None = None

    def ask(self, path: str = "/live/day/stream", *headers: str, method: str = "GET") -> "Client":
        """Sends a request and reads the answer's head."""
        self.send("\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode())
        return self.read_head()

    def send(self, raw: bytes) -> None:
        self.sock.sendall(raw)

    def read_head(self) -> "Client":
        while b"\r\n\r\n" not in self.raw:
            piece = self.sock.recv(65536)
            assert piece, f"closed before an answer: {self.raw!r}"
            self.raw += piece
        self.head, _, self.raw = self.raw.partition(b"\r\n\r\n")
        if b"content-encoding: gzip" in self.head.lower():
            self._unzip = zlib.decompressobj(wbits=31)
        return self

    @property
    def status(self) -> int:
        return int(self.head.split(b" ")[1])

    def header(self, name: str) -> str | None:
        for line in self.head.decode().split("\r\n")[1:]:
            known, _, value = line.partition(": ")
            if known.lower() == name.lower():
                return value
        return None

    def messages(self, count: int) -> list[Message]:
        """The next ``count`` messages, or fewer when the server closes first."""
        while len(self._heard) < count and not self.closed:
            self._heard += self.parser.feed(self._plain())
        found, self._heard = self._heard[:count], self._heard[count:]
        return found

    def silence(self, seconds: float = 0.3) -> bool:
        """Whether no message comes for so long."""
        self.sock.settimeout(seconds)
        try:
            return not self.messages(1)
        except TimeoutError:
            return True
        finally:
            self.sock.settimeout(5)

    def body(self) -> bytes:
        length = int(self.header("content-length") or 0)
        while len(self.raw) < length:
            self.raw += self.sock.recv(65536)
        body, self.raw = self.raw[:length], self.raw[length:]
        return body

    def is_closed_by_server(self) -> bool:
        try:
            while self.sock.recv(65536):
                pass
        except ConnectionError:
            pass
        return True

    def is_refused_after(self, piece: bytes, *, times: int) -> bool:
        """Whether the server hangs up while we send so much."""
        try:
            for _ in range(times):
                self.send(piece)
                time.sleep(0.0005)
        except ConnectionError:
            return True
        return False

    def close(self) -> None:
        self.sock.close()

    def _plain(self) -> bytes:
        piece, self.raw = self.raw or self.sock.recv(65536), b""
        self.closed = not piece
        return self._unzip.decompress(piece) if self._unzip else piece


def until(true, seconds: float = 5.0) -> None:
    """Waits until it is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.005)


@contextlib.contextmanager
def serving(log: ListedLog | None = None, **limits) -> Iterator[Served]:
    served = Served(log or ListedLog(), Limits(**limits))
    served.start()
    try:
        yield served
    finally:
        served.stop()
