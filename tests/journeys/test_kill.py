"""Killed again and again while an editor publishes: nothing acknowledged is lost, no reader is told twice."""

import contextlib
import http.client
import json
import signal
import socket
import sqlite3
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from dateline.events.core.sse import Parser
from newsrooms import Newsroom, Server, newsroom
from settings_for_tests import ON_POSTGRES

KILLS = 15 if ON_POSTGRES else 50  # a start on PostgreSQL takes longer
SLUG = "day"


@dataclass(eq=False)
class Editor(threading.Thread):
    """Publishes post after post; remembers what the server acknowledged. Retries under the same idempotency key."""

    port: int
    token: str
    stop: threading.Event
    acknowledged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            while not self.publish(number) and not self.stop.is_set():
                time.sleep(0.02)

    def publish(self, number: int) -> bool:
        title = f"Post {number}"
        body = json.dumps({"title": title, "blocks": [], "publish": True})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request(
                "POST",
                f"/api/blogs/{SLUG}/posts",
                body,
                {
                    "Authorization": f"Bearer {self.token}",
                    "Content-Type": "application/json",
                    "Idempotency-Key": f"post-{number}",
                },
            )
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if answer.status in {200, 201}:
            self.acknowledged.append(title)
            return True
        return False


@dataclass(eq=False)
class Reader(threading.Thread):
    """Follows the stream as a browser does: comes back with the last id it saw."""

    port: int
    stop: threading.Event
    seen: list[str] = field(default_factory=list)
    resets: int = 0
    last_id: str = ""

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        while not self.stop.is_set():
            with suppress(OSError):
                self.follow()
            time.sleep(0.02)

    def follow(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as sock:
            back = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
            sock.sendall(f"GET /live/{SLUG}/stream HTTP/1.1\r\nHost: localhost\r\n{back}\r\n".encode())
            sock.settimeout(0.2)
            parser, head = Parser(last_id=self.last_id), b""
            while not self.stop.is_set():
                try:
                    piece = sock.recv(65536)
                except TimeoutError:
                    continue
                if not piece:
                    return
                if b"\r\n\r\n" not in head:
                    head += piece
                    _, found, piece = head.partition(b"\r\n\r\n")
                    if not found:
                        continue
                    if b" 200 " not in head.split(b"\r\n", 1)[0]:
                        return
                self.take(parser, piece)

    def take(self, parser: Parser, piece: bytes) -> None:
        for message in parser.feed(piece):
            if message.event == "reset":
                self.resets += 1
            else:
                self.seen.append(message.id)
        self.last_id = parser.last_id


@pytest.mark.slow
@pytest.mark.both
def test_killed_again_and_again_nothing_acknowledged_is_lost_and_no_reader_misses_or_doubles(tmp_path: Path):
    with newsroom(tmp_path, postgres=ON_POSTGRES) as room:
        server, stop = room.serve(), threading.Event()
        editor, reader = Editor(server.port, room.token, stop), Reader(server.port, stop)
        reader.start()
        while not reader.last_id:
            time.sleep(0.01)
        first = int(reader.last_id.rpartition("-")[2])
        editor.start()
        for _ in range(KILLS):
            await_more(editor)
            server.end(signal.SIGKILL)
            assert set(editor.acknowledged) <= set(public_titles(room)), "an acknowledged post is lost"
            room.run("verify", SLUG)
            server.start()
        stop.set()
        editor.join(10)
        head = head_of(room)
        assert_reader_caught_up(reader, server, head)

        numbers = [int(id.rpartition("-")[2]) for id in reader.seen]
        assert numbers == list(range(first + 1, head + 1)), "each event exactly once, in order"
        assert reader.resets == 0
        assert len(public_titles(room)) == len(set(public_titles(room))), "no post twice after a retry"


def await_more(editor: Editor) -> None:
    many, deadline = len(editor.acknowledged), time.monotonic() + 20
    while len(editor.acknowledged) < many + 3:
        assert time.monotonic() < deadline, "the server acknowledges nothing"
        time.sleep(0.005)


def assert_reader_caught_up(reader: Reader, server: Server, head: int) -> None:
    if not reader.is_alive() or int(reader.last_id.rpartition("-")[2]) < head:
        reader.join(10)
        again = Reader(server.port, threading.Event(), seen=reader.seen, last_id=reader.last_id)
        again.start()
        deadline = time.monotonic() + 10
        while int(again.last_id.rpartition("-")[2]) < head and time.monotonic() < deadline:
            time.sleep(0.01)
        again.stop.set()
        again.join(10)
        reader.last_id = again.last_id


def public_titles(room: Newsroom) -> list[str]:
    return [title for (title,) in _sql(room, "SELECT title FROM blog_post WHERE state = 'published'")]


def head_of(room: Newsroom) -> int:
    return _sql(room, "SELECT head_seq FROM events_stream WHERE key LIKE 'blog/%'")[0][0]


def _sql(room: Newsroom, statement: str) -> list[tuple]:
    if url := room.env["DATABASE_URL"]:
        with psycopg.connect(url) as connection:
            return connection.execute(statement).fetchall()
    with contextlib.closing(sqlite3.connect(Path(room.env["DATELINE_HOME"]) / "dateline.sqlite3", timeout=20)) as file:
        return file.execute(statement).fetchall()
