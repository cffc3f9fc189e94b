"""Killed again and again while an editor publishes: nothing acknowledged is lost, no reader is told twice."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dateline.events.core.sse import Parser

KILLS = 50
SLUG = "storm"
DATELINE = (sys.executable, "-c", "from dateline.project.cli import main; main()")


@dataclass
class Newsroom:
    """A served newsroom that can be killed and started again on the same home and port."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def dateline(self, *words: str, typed: str = "") -> str:
        done = subprocess.run(
            [*DATELINE, *words],
            env=self.env(),
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATELINE", "DATABASE", "REDIS", "DJANGO"))}
        return {**kept, "DATELINE_HOME": str(self.home)}

    def start(self) -> None:
        words = [*DATELINE, "serve", "--port", str(self.port), "--no-migrate"]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(words, env=self.env(), stdout=log, stderr=log)

    def await_up(self) -> None:
        for _ in range(400):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.025)
        raise AssertionError((self.home / "log").read_text()[-2000:])

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


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


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    room = Newsroom(tmp_path, port)
    room.dateline("migrate")
    yield room
    if room.process and room.process.poll() is None:
        room.kill()


def signed_in_token(room: Newsroom) -> str:
    """Opens the blog and gives the editor's token."""
    room.dateline("user", "add", "ada", "--runs-newsroom", "--password-stdin", typed="a long pass phrase\n")
    room.dateline("blog", "create", SLUG, "--headline", "A storm comes in", "--by", "ada")
    room.dateline("blog", "state", SLUG, "live", "--by", "ada")
    return room.dateline("token", "add", "ada", "--name", "test").strip().splitlines()[-1].split()[-1]


@pytest.mark.slow
def test_killed_fifty_times_nothing_acknowledged_is_lost_and_no_reader_misses_or_doubles(newsroom: Newsroom):
    token = signed_in_token(newsroom)
    newsroom.start()
    newsroom.await_up()
    stop = threading.Event()
    editor, reader = Editor(newsroom.port, token, stop), Reader(newsroom.port, stop)
    reader.start()
    while not reader.last_id:
        time.sleep(0.01)
    first = int(reader.last_id.rpartition("-")[2])
    editor.start()
    for _ in range(KILLS):
        many = len(editor.acknowledged)
        deadline = time.monotonic() + 20
        while len(editor.acknowledged) < many + 3 and time.monotonic() < deadline:
            time.sleep(0.005)
        assert len(editor.acknowledged) >= many + 3, (newsroom.home / "log").read_text()[-2000:]
        newsroom.kill()
        assert set(editor.acknowledged) <= set(public_titles(newsroom)), "an acknowledged post is lost"
        newsroom.dateline("verify", SLUG)
        newsroom.start()
        newsroom.await_up()
    stop.set()
    editor.join(10)
    head = head_of(newsroom)
    assert_reader_caught_up(reader, newsroom, head)

    numbers = [int(id.rpartition("-")[2]) for id in reader.seen]
    assert numbers == list(range(first + 1, head + 1)), "each event exactly once, in order"
    assert reader.resets == 0
    assert len(public_titles(newsroom)) == len(set(public_titles(newsroom))), "no post twice after a retry"


def assert_reader_caught_up(reader: Reader, room: Newsroom, head: int) -> None:
    if not reader.is_alive() or int(reader.last_id.rpartition("-")[2]) < head:
        reader.join(10)
        again = Reader(room.port, threading.Event(), seen=reader.seen, last_id=reader.last_id)
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
    import sqlite3

    with sqlite3.connect(room.home / "dateline.sqlite3", timeout=20) as db:
        return db.execute(statement).fetchall()
