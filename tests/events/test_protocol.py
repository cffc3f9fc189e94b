"""How requests reach the stream: in pieces, in a row, in odd forms, too slowly; and what uvicorn must keep."""

import inspect
import socket
import time

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dateline.events.core.asked import accepts_gzip, read_request
from dateline.project import protocol
from served import Client, ListedLog, serving, until


@pytest.fixture
def served():
    with serving(ListedLog(seqs=[1, 2, 3])) as running:
        Client(running).ask("/live/day/first")  # the hub follows the stream from its first page on
        until(lambda: running.hub.mark("blog/1") > 0)
        running.drawn.clear()
        yield running


def hears_two_and_three(reader):
    return [message.id for message in reader.messages(2)] == ["ab12-2", "ab12-3"]


STREAM = b"GET /live/day/stream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: ab12-1\r\n\r\n"


@pytest.mark.parametrize("size", [1, 3, 20])
def test_a_request_in_pieces_is_taken(served, size):
    reader = Client(served)
    for at in range(0, len(STREAM), size):
        reader.send(STREAM[at : at + size])
        time.sleep(0.001)

    assert hears_two_and_three(reader.read_head())


@pytest.mark.parametrize(
    "first",
    [
        b"GET http://localhost/live/day/stream HTTP/1.1",
        b"GET http://localhost:8000/live/day/stream HTTP/1.1",
        b"GET /live/d%61y/stream HTTP/1.1",
        b"GET /live/day/str%65am HTTP/1.1",
        b"GET /live/day/stream?x=1&y=%20 HTTP/1.1",
        b"GET /live/day/stream HTTP/1.0",
    ],
)
def test_odd_forms_of_the_same_address_are_the_same_stream(served, first):
    reader = Client(served)
    reader.send(first + b"\r\nHost: localhost\r\nLast-Event-ID: ab12-1\r\n\r\n")

    assert hears_two_and_three(reader.read_head())


def test_a_stream_on_a_connection_that_fetched_the_page_first_is_taken(served):
    reader = Client(served).ask("/live/day/")
    assert reader.body() == b"<p>the page</p>"
    reader.send(STREAM)

    assert hears_two_and_three(reader.read_head())


def test_a_stream_in_pieces_after_a_page_is_taken(served):
    reader = Client(served).ask("/live/day/")
    reader.body()
    reader.send(STREAM[:30])
    time.sleep(0.05)
    reader.send(STREAM[30:])

    assert hears_two_and_three(reader.read_head())


def test_a_stream_asked_for_before_the_page_has_come_is_left_to_the_application(served):
    served.log.slow_s = 0.1
    reader = Client(served)
    reader.send(b"GET /live/day/ HTTP/1.1\r\nHost: localhost\r\n\r\n" + STREAM)
    reader.read_head()
    reader.body()

    assert reader.read_head().status == 200
    assert served.drawn == ["/live/day/", "/live/day/stream"]


def test_other_methods_are_left_to_the_application(served):
    assert Client(served).ask(method="HEAD").status == 200
    assert Client(served).ask("/live/day/stream", "Content-Length: 0", method="POST").status == 200
    assert served.drawn == ["/live/day/stream"] * 2


def test_a_kept_page_is_answered_without_the_application(served):
    for _ in range(3):
        client = Client(served).ask("/live/day/")
        assert client.body() == b"<p>the page</p>"
        assert client.header("x-dateline-cache") is None
        assert client.header("date") is not None

    assert served.drawn == ["/live/day/"]


def test_the_mark_never_leaves_the_server(served):
    for method in ("HEAD", "POST", "GET", "GET"):
        answer = Client(served).ask("/live/day/", "Content-Length: 0", method=method)
        assert answer.status == 200
        assert answer.header("x-dateline-cache") is None


def test_an_answer_varies_by_encoding_once(served):
    served.page_headers.append((b"vary", b"Accept-Encoding"))

    assert Client(served).ask("/live/day/other").header("vary") == "Accept-Encoding"


def test_a_request_in_pieces_is_answered_from_the_kept_page_too(served):
    Client(served).ask("/live/day/")
    client = Client(served)
    for piece in (b"GET /live/day/ HT", b"TP/1.1\r\nHost: local", b"host\r\n\r\n"):
        client.send(piece)
        time.sleep(0.01)

    assert client.read_head().body() == b"<p>the page</p>"
    assert served.drawn == ["/live/day/"]


def test_kept_pages_follow_each_other_on_one_connection(served):
    client = Client(served)
    for _ in range(5):
        assert client.ask("/live/day/").body() == b"<p>the page</p>"

    assert served.drawn == ["/live/day/"]


def test_a_kept_page_goes_when_its_stream_moves(served):
    Client(served).ask("/live/day/")
    mark, served.page_body = served.hub.mark("blog/1"), b"<p>news</p>"
    served.publish()
    until(lambda: served.hub.mark("blog/1") > mark)

    assert Client(served).ask("/live/day/").body() == b"<p>news</p>"


def test_a_page_drawn_while_its_stream_moved_is_not_kept(served):
    Client(served).ask()
    served.log.slow_s = 0.2
    client = Client(served)
    client.send(b"GET /live/day/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    time.sleep(0.1)
    served.publish()
    client.read_head()
    Client(served).ask("/live/day/")

    assert served.drawn == ["/live/day/"] * 2


def test_a_crowd_that_asks_at_once_costs_one_drawing(served):
    served.log.slow_s = 0.2
    clients = [Client(served) for _ in range(30)]
    for client in clients:
        client.send(b"GET /live/day/ HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")

    assert {client.read_head().status for client in clients} == {200}
    assert served.drawn == ["/live/day/"]


@pytest.mark.parametrize("times", [1, 2])
def test_an_unchanged_page_is_not_sent_again(served, times):
    etag = Client(served).ask("/live/day/").header("etag")
    if times == 2:
        mark = served.hub.mark("blog/1")
        served.publish()
        until(lambda: served.hub.mark("blog/1") > mark)

    again = Client(served).ask("/live/day/", f"If-None-Match: {etag}")

    assert again.status == 304
    assert again.header("content-length") is None
    assert again.header("etag") == etag


def test_a_page_comes_gzipped_only_to_who_takes_it(served):
    served.page_body = b"<p>the page</p>" * 500
    for _ in range(2):
        squeezed = Client(served).ask("/live/day/", "Accept-Encoding: gzip, deflate, br")
        plain = Client(served).ask("/live/day/", "Accept-Encoding: gzip;q=0, identity")

        assert int(squeezed.header("content-length")) < 200
        assert squeezed.header("vary") == "Accept-Encoding"
        assert plain.header("content-encoding") is None
        assert plain.body() == served.page_body


@pytest.mark.parametrize(
    "header", [(b"vary", b"Cookie"), (b"set-cookie", b"a=b"), (b"vary", b"Accept-Encoding, Accept-Language")]
)
def test_a_page_that_differs_between_people_is_never_kept(served, header):
    served.page_headers.append(header)
    Client(served).ask("/live/day/")
    Client(served).ask("/live/day/")

    assert len(served.drawn) == 2


@pytest.mark.parametrize("header", ["Authorization: Basic eA==", "Range: bytes=0-1"])
def test_odd_requests_are_not_answered_from_kept_pages(served, header):
    Client(served).ask("/live/day/")
    Client(served).ask("/live/day/", header)

    assert len(served.drawn) == 2


def test_who_asks_for_pages_and_never_reads_is_not_sent_without_end(served):
    served.page_body = b"x" * 1_000_000
    Client(served).ask("/live/day/big")
    greedy = Client(served, small_buffer=True)
    for _ in range(40):
        greedy.send(b"GET /live/day/big HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.02)

    unread = [one.transport.get_write_buffer_size() for one in served.server.server_state.connections]
    assert max(unread) < 5_000_000


def test_hosts_and_queries_have_pages_of_their_own(served):
    Client(served).ask("/live/day/")
    Client(served).ask("/live/day/?page=2")
    other = Client(served)
    other.send(b"GET /live/day/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    other.read_head()

    assert len(served.drawn) == 3


def test_connection_close_is_kept_to(served):
    Client(served).ask("/live/day/")
    client = Client(served).ask("/live/day/", "Connection: close")

    assert client.body() == b"<p>the page</p>"
    assert client.is_closed_by_server()
    assert served.drawn == ["/live/day/"]


def test_kept_pages_are_bounded(served):
    served.pages._bytes_max = 20_000
    for page in range(100):
        Client(served).ask(f"/live/day/?page={page}")

    assert 0 < served.pages._bytes <= 20_000
    assert served.pages._bytes == sum(page.size for page in served.pages._pages.values())


def test_a_head_without_end_is_refused(served):
    client = Client(served)
    client.send(b"GET / HTTP/1.1\r\n")

    assert client.is_refused_after(b"X-More: " + b"x" * 1000 + b"\r\n", times=1000)


def test_who_sends_its_request_too_slowly_is_closed(served, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    silent, slow = Client(served), Client(served)
    for client in (silent, slow):
        client.sock.settimeout(20)  # a look may still be due by the clock of before
    slow.send(b"GET /live/day/stream HTTP/1.1\r\n")

    assert silent.is_closed_by_server()
    assert slow.is_closed_by_server()


def test_garbage_gets_an_answer_and_the_server_lives(served):
    client = Client(served)
    client.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 GET\r\n\r\n")

    assert client.read_head().status == 400
    assert Client(served).ask().status == 200


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 3",
        b"Transfer-Encoding: chunked",
        b"X: a\r\n folded",
        b"X : a",
        b"A: 1\r\nA: 2",
        b"Bare: a\nB: c",
    ],
)
def test_what_is_not_a_plain_request_is_left_to_the_real_parser(lines):
    assert read_request(b"GET /live/day/ HTTP/1.1\r\n" + lines + b"\r\n\r\n") is None


@pytest.mark.parametrize(
    ("value", "takes"),
    [
        (b"gzip", True), (b"br, gzip;q=0.5", True), (b"gzip;q=0", False), (b"GZIP; q=0.000, br", False),
        (b"", False), (b"identity", False), (b"gzip;q=0.001", True),
    ],
)  # fmt: skip
def test_gzip_is_sent_to_who_allows_it(value, takes):
    assert accepts_gzip(value) is takes


def test_a_reader_who_talks_without_end_is_cut(served):
    reader = Client(served).ask()

    assert reader.is_refused_after(b"x" * 1000, times=200)


def test_a_reader_that_resets_its_connection_is_forgotten(served):
    reader = Client(served).ask()
    until(lambda: len(served.hub._outlet) == 1)
    reader.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    reader.close()

    until(lambda: len(served.hub._outlet) == 0)


def test_uvicorn_still_has_what_the_protocol_relies_on():
    source = inspect.getsource(HttpToolsProtocol)

    assert list(inspect.signature(HttpToolsProtocol.__init__).parameters)[1:5] == [
        "config", "server_state", "app_state", "_loop",
    ]  # fmt: skip
    for name in ("transport", "cycle", "headers", "url", "scheme", "client", "connections", "timeout_keep_alive_task"):
        assert f"self.{name}" in source
    for name in ("on_message_begin", "on_headers_complete", "on_body", "on_message_complete", "shutdown"):
        assert callable(getattr(HttpToolsProtocol, name))
    for name in ("_unset_keepalive_if_required", "timeout_keep_alive_handler"):
        assert callable(getattr(HttpToolsProtocol, name))
