"""Fetching from servers that misbehave: always a value, always in bounds, never to an address inside the house."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dateline.wire.core.addresses import Refused, check_address
from dateline.wire.core.fetched import Failed, Fetched, Known, Limits
from dateline.wire.fetch import USER_AGENT, fetch

SMALL = Limits(bytes=100_000, unpacked_bytes=200_000, seconds=1.0, connect_seconds=1.0, redirects=3)


class Misbehaving(BaseHTTPRequestHandler):
    """Answers each path in a way of its own."""

    seen: list[dict[str, str]] = []

    def do_GET(self) -> None:
        Misbehaving.seen.append({name.lower(): value for name, value in self.headers.items()})
        try:
            getattr(self, "path_" + self.path.strip("/").partition("?")[0].replace("-", "_"))()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def path_page(self) -> None:
        self.answer("<p>é</p>".encode(), Content_Type="text/html; charset=utf-8", Set_Cookie="a=b")

    def path_gzipped(self) -> None:
        self.answer(gzip.compress(b"plain words"), Content_Encoding="gzip")

    def path_deflated(self) -> None:
        self.answer(zlib.compress(b"plain words"), Content_Encoding="deflate")

    def path_bare_deflated(self) -> None:
        packer = zlib.compressobj(wbits=-15)
        self.answer(packer.compress(b"plain words") + packer.flush(), Content_Encoding="deflate")

    def path_bomb(self) -> None:
        self.answer(gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip")

    def path_torn(self) -> None:
        self.answer(gzip.compress(b"plain words" * 500)[:-20], Content_Encoding="gzip")

    def path_unasked(self) -> None:
        self.answer(b"xx", Content_Encoding="zstd")

    def path_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"x" * 10_000)

    def path_dribble(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"x")

    def path_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.drip(b"X-A: b\r\n")

    def drip(self, piece: bytes) -> None:
        for _ in range(100):
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.1)

    def path_kept(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.answer(b"", status=304, ETag='"v1"')
        else:
            self.answer(b"v1", ETag='"v1"')

    def path_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x")

    def path_gibberish(self) -> None:
        self.wfile.write(b"\x16\x03\x01 not HTTP at all\r\n\r\n")

    def path_huge_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 1_000_000 + b"\r\n\r\n")

    def path_gone(self) -> None:
        self.answer(b"gone", status=410)

    def path_busy(self) -> None:
        self.answer(b"busy", status=503, Retry_After="120")

    def path_loop(self) -> None:
        self.answer(b"", status=302, Location="/loop")

    def path_onward(self) -> None:
        self.answer(b"", status=301, Location="/page")

    def path_inside(self) -> None:
        self.answer(b"", status=302, Location="http://169.254.169.254/latest/meta-data/")

    def path_to_file(self) -> None:
        self.answer(b"", status=302, Location="file:///etc/passwd")

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def got(server: ThreadingHTTPServer, path: str, limits: Limits = SMALL) -> Fetched | Failed:
    port = server.server_address[1]
    return fetch(f"http://127.0.0.1:{port}/{path}", limits=limits, allowed=frozenset({("127.0.0.1", port)}))


def test_a_page_comes_with_its_type_and_we_say_who_we_are(server: ThreadingHTTPServer) -> None:
    page = got(server, "page")

    assert isinstance(page, Fetched)
    assert (page.status, page.content.decode(), page.content_type) == (200, "<p>é</p>", "text/html; charset=utf-8")
    assert Misbehaving.seen[-1]["user-agent"] == USER_AGENT
    assert "cookie" not in Misbehaving.seen[-1]


@pytest.mark.parametrize("path", ["gzipped", "deflated", "bare-deflated"])
def test_a_packed_answer_is_unpacked(server: ThreadingHTTPServer, path: str) -> None:
    page = got(server, path)

    assert isinstance(page, Fetched)
    assert page.content == b"plain words"


def test_a_redirect_is_followed_and_the_last_address_told(server: ThreadingHTTPServer) -> None:
    page = got(server, "onward")

    assert isinstance(page, Fetched)
    assert page.url.endswith("/page")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("bomb", "unpacks to more"),
        ("endless", "larger than"),
        ("torn", "breaks off"),
        ("unasked", "not asked for"),
        ("short", "could not be fetched"),
        ("gibberish", "could not be fetched"),
        ("huge-head", "could not be fetched"),
        ("loop", "more than 3 times"),
        ("inside", "not a public one"),
        ("to-file", "no address of a web page"),
        ("gone", "410"),
    ],
)
def test_a_server_that_misbehaves_gives_a_reason(server: ThreadingHTTPServer, path: str, reason: str) -> None:
    failed = got(server, path)

    assert isinstance(failed, Failed)
    assert reason in failed.reason


@pytest.mark.parametrize("path", ["dribble", "slow-head"])
def test_a_server_that_drips_is_left_in_time(server: ThreadingHTTPServer, path: str) -> None:
    started = time.monotonic()
    failed = got(server, path)

    assert isinstance(failed, Failed)
    assert "too long" in failed.reason
    assert time.monotonic() - started < 2.5


def test_a_busy_server_is_asked_again_when_it_says(server: ThreadingHTTPServer) -> None:
    failed = got(server, "busy")

    assert isinstance(failed, Failed)
    assert failed.retry_at
    assert timedelta(seconds=100) < failed.retry_at - datetime.now(UTC) < timedelta(seconds=121)


def test_the_time_that_a_server_names_is_told_apart_from_our_own(server: ThreadingHTTPServer) -> None:
    busy, silent = got(server, "busy"), got(server, "gibberish")

    assert isinstance(busy, Failed)
    assert isinstance(silent, Failed)
    assert (busy.told, silent.told) == (True, False)


def test_what_is_known_is_not_sent_again(server: ThreadingHTTPServer) -> None:
    port = server.server_address[1]
    url, allowed = f"http://127.0.0.1:{port}/kept", frozenset({("127.0.0.1", port)})
    first = fetch(url, limits=SMALL, allowed=allowed)
    assert isinstance(first, Fetched)

    again = fetch(url, limits=SMALL, allowed=allowed, known=Known(etag=first.headers["etag"]))

    assert isinstance(again, Fetched)
    assert (first.is_unchanged, again.is_unchanged, again.content) == (False, True, b"")


def test_what_is_gone_is_not_asked_again(server: ThreadingHTTPServer) -> None:
    failed = got(server, "gone")

    assert isinstance(failed, Failed)
    assert failed.retry_at is None


def test_a_server_of_the_house_is_never_reached(server: ThreadingHTTPServer) -> None:
    count = len(Misbehaving.seen)
    failed = fetch(f"http://127.0.0.1:{server.server_address[1]}/page", limits=SMALL)

    assert isinstance(failed, Failed)
    assert failed.retry_at is None
    assert len(Misbehaving.seen) == count


def test_a_name_is_resolved_once_so_that_it_cannot_change_after_the_check(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebinding name answers with a public address first and with one of ours from then on."""
    asked: list[str] = []

    def resolver(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) > 1 else "192.0.2.77" if host != "rebind.example" else "93.184.215.14"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    reached: list[tuple[str, int]] = []

    def connecting(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        reached.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(socket, "create_connection", connecting)
    failed = fetch("http://rebind.example/page", limits=SMALL)

    assert isinstance(failed, Failed)
    assert asked == ["rebind.example"]
    assert reached == [("93.184.215.14", 80)]


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("93.184.215.14", "10.0.0.5")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)

    assert isinstance(failed := fetch("http://mixed.example/", limits=SMALL), Failed)
    assert "not a public one" in failed.reason


def test_a_resolver_that_never_answers_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(5) or [])
    started = time.monotonic()

    assert isinstance(fetch("http://slow.example/", limits=SMALL), Failed)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "not an address"),
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        check_address(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_a_public_address_is_called(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://paper.example/", "no address of a web page"),
        ("nonsense", "no address of a web page"),
        ("http://", "no address of a web page"),
        ("http://pa\nper.example/", "no address of a web page"),
        ("http://ada:secret@paper.example/", "password"),
        ("http://2130706433/", "not a public one"),
        ("http://localhost/", "not a public one"),
    ],
)
def test_an_odd_address_gives_a_reason(url: str, reason: str) -> None:
    failed = fetch(url, limits=SMALL)

    assert isinstance(failed, Failed)
    assert reason in failed.reason
    assert failed.retry_at is None
