"""Whole newsrooms as processes: a home, a blog, a token, and servers that a test starts, kills and asks."""

import atexit
import contextlib
import functools
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from found import POSTGRES, REDIS

DATELINE = [sys.executable, "-c", "from dateline.project.cli import main; main()"]

OPENED = """
from dateline.project.cli import run
for words in (
    ["migrate"],
    ["user", "add", "ada", "--runs-newsroom", "--password-stdin"],
    ["blog", "create", "day", "--headline", "The day"],
    ["blog", "state", "day", "live"],
    ["token", "add", "ada", "--name", "tests"],
):
    assert run(words) == 0, words
"""  # in one process: each start takes a second


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@dataclass
class Server:
    """One running server; ``port`` stays the same when it is killed and started again."""

    env: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [*DATELINE, "serve", "--no-migrate", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not self.answers():
            assert self.process.poll() is None, "the server ended by itself"
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def end(self, number: int = signal.SIGTERM) -> float:
        """Ends it and tells how long that took."""
        assert self.process is not None
        start = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - start


@dataclass
class Newsroom:
    """A home with one live blog, ``day``."""

    env: dict[str, str]
    token: str = ""
    servers: list[Server] = field(default_factory=list)

    def run(self, *words: str, typed: str = "") -> str:
        done = subprocess.run([*DATELINE, *words], env=self.env, input=typed, text=True, stdout=subprocess.PIPE)
        assert done.returncode == 0, words
        return done.stdout

    def open(self) -> None:
        if self.env["DATABASE_URL"]:
            self.token = _opened(self.env)
            return
        home, self.token = _opened_home()
        shutil.copytree(home, self.env["DATELINE_HOME"], dirs_exist_ok=True)

    def serve(self) -> Server:
        server = Server(self.env)
        self.servers.append(server)
        server.start()
        return server

    def publish(self, server: Server, text: str) -> dict[str, object]:
        """Publishes through the api; what it answers. Raises ``OSError`` or ``HTTPException`` when the server dies."""
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        with contextlib.closing(connection):
            post = {"blocks": [{"type": "text", "html": f"<p>{text}</p>"}], "publish": True}
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            connection.request("POST", "/api/blogs/day/posts", json.dumps(post), headers)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 201, (answer.status, body)
            return json.loads(body)

    def close(self) -> None:
        for server in self.servers:
            if server.process and server.process.poll() is None:
                server.end(signal.SIGKILL)


def _opened(env: dict[str, str]) -> str:
    """Opens the newsroom; its token."""
    command, typed = [sys.executable, "-c", OPENED], "a long enough password\n"
    done = subprocess.run(command, env=env, input=typed, text=True, stdout=subprocess.PIPE, check=True)
    return done.stdout.strip().splitlines()[-1]


@functools.cache
def _opened_home() -> tuple[Path, str]:
    """A home on SQLite, opened once for all newsrooms of this process, and its token."""
    home = Path(tempfile.mkdtemp(prefix="dateline-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home, _opened(_surroundings(home))


def _surroundings(home: Path) -> dict[str, str]:
    """The environment of a newsroom's processes, without anything of ours."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    settings = "dateline.project.settings"
    return {
        **given,
        "DATELINE_HOME": str(home),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": settings,
    }


@contextlib.contextmanager
def newsroom(home: Path, *, postgres: bool = False, redis: bool = False) -> Iterator[Newsroom]:
    """A newsroom in a folder, on SQLite or on a fresh PostgreSQL database."""
    database, env = f"dateline_{uuid.uuid4().hex[:10]}", _surroundings(home)
    if redis:
        env["REDIS_URL"] = REDIS.url or ""
    with contextlib.ExitStack() as stack:
        if postgres:
            env["DATABASE_URL"] = stack.enter_context(_database(database))
        room = Newsroom(env)
        stack.callback(room.close)
        room.open()
        yield room


@contextlib.contextmanager
def _database(name: str) -> Iterator[str]:
    import psycopg

    assert POSTGRES.url
    with psycopg.connect(POSTGRES.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(POSTGRES.url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
