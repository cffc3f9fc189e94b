"""Kill −9 during publishing: nothing acknowledged is lost, the log holds, and a reader gets each change once."""

import http.client
import json
import random
import signal
import subprocess
import threading
import time

import pytest

from newsrooms import DATELINE, Newsroom, Server, newsroom
from served import Client

KILLS = 50


class Publisher(threading.Thread):
    """Publishes one change after the other, whatever happens to the server; keeps what was acknowledged."""

    def __init__(self, room: Newsroom, server: Server) -> None:
        super().__init__(daemon=True)
        self.room, self.server = room, server
        self.acknowledged: list[dict[str, object]] = []
        self.stop = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            try:
                self.acknowledged.append(self.room.publish(self.server, f"change {number}"))
            except (OSError, http.client.HTTPException, json.JSONDecodeError):
                time.sleep(0.02)


class Follower(threading.Thread):
    """Reads the stream and comes back with its last id, as a browser does."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.ids: list[str] = []
        self.events: set[str] = set()
        self.last_id = ""
        self.returns = 0
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.follow()
            except (OSError, AssertionError):
                time.sleep(0.02)

    def follow(self) -> None:
        client = Client(self.server)
        client.sock.settimeout(0.5)
        client.parser.last_id = self.last_id
        client.ask("/live/day/stream", *([f"Last-Event-ID: {self.last_id}"] if self.last_id else []))
        self.returns += 1
        while not self.stop.is_set() and not client.closed:
            try:
                heard = client.messages(1)
            except TimeoutError:
                heard = []
            finally:
                self.last_id = client.parser.last_id or self.last_id
            self.ids += [message.id for message in heard]
            self.events |= {message.event for message in heard}


def numbers(ids: list[str]) -> list[int]:
    return [int(one.rpartition("-")[2]) for one in ids]


@pytest.mark.slow
def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path):
    with newsroom(tmp_path) as room:
        server = room.serve()
        follower, publisher = Follower(server), Publisher(room, server)
        follower.start()
        time.sleep(0.3)
        publisher.start()
        for kill in range(KILLS):
            time.sleep(random.Random(kill).uniform(0.05, 0.4))
            server.end(signal.SIGKILL)
            known = len(publisher.acknowledged)
            verified = subprocess.run([*DATELINE, "verify", "day"], env=room.env, stdout=subprocess.DEVNULL)
            assert verified.returncode == 0, f"the log does not hold after kill {kill + 1}"
            server.start()
            there = head(server)
            assert all(int(str(told["seq"])) <= there for told in publisher.acknowledged[:known])
        publisher.stop.set()
        publisher.join(20)
        last = head(server)
        end = time.monotonic() + 20
        while (not follower.ids or numbers(follower.ids)[-1] < last) and time.monotonic() < end:
            time.sleep(0.05)
        follower.stop.set()
        follower.join(10)

        heard = numbers(follower.ids)
        assert heard == list(range(heard[0], last + 1)), "a gap or a double"
        assert follower.events == {"change"}
        assert follower.returns > KILLS // 2
        acknowledged = [int(str(told["seq"])) for told in publisher.acknowledged]
        assert set(acknowledged) <= set(heard)
        assert len(acknowledged) > KILLS
        assert all_posts(server) >= {str(told["uid"]) for told in publisher.acknowledged}


def fetched(server: Server, path: str) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path)
    return json.load(connection.getresponse())


def head(server: Server) -> int:
    """How far the log has come, as everybody may ask."""
    return fetched(server, "/live/day/changes/head.json")["seq"]


def all_posts(server: Server) -> set[str]:
    """Every post that the public changes tell of, from the first on."""
    now = fetched(server, "/live/day/changes/head.json")
    segments = [fetched(server, f"/live/day/changes/{number}.json") for number in range(1, now["segment"] + 1)]
    frames = [frame for part in [*segments, now] for frame in part["frames"]]
    assert [int(frame["seq"].rpartition("-")[2]) for frame in frames] == list(range(1, now["seq"] + 1))
    return {frame["subject"].removeprefix("post/") for frame in frames}
