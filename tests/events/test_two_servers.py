"""Two server processes on one database tell each other's readers, each in its own way."""

import statistics
import time

import pytest

from newsrooms import newsroom
from served import Client

pytestmark = pytest.mark.slow

TRIES = 12


def delays(room) -> list[float]:
    """How long after the api's answer each change reached a reader of the other process, in seconds."""
    writer, other = room.serve(), room.serve()
    reader = Client(other).ask()
    assert reader.status == 200
    found = []
    for number in range(TRIES):
        told = room.publish(writer, f"change {number}")
        start = time.monotonic()
        (message,) = reader.messages(1)
        found.append(time.monotonic() - start)
        assert message.id == told["event"]
        time.sleep(0.03 * (number % 3))
    return found


def test_on_sqlite_alone_within_a_second(tmp_path):
    with newsroom(tmp_path) as room:
        assert max(delays(room)) < 1.0


@pytest.mark.redis
def test_through_redis_within_a_tenth(tmp_path):
    with newsroom(tmp_path, redis=True) as room:
        assert statistics.median(delays(room)) < 0.1


@pytest.mark.postgres
def test_through_postgres_itself_within_a_tenth(tmp_path):
    with newsroom(tmp_path, postgres=True) as room:
        assert statistics.median(delays(room)) < 0.1


def test_an_id_from_one_process_resumes_at_the_other(tmp_path):
    with newsroom(tmp_path) as room:
        one, other = room.serve(), room.serve()
        first = Client(one).ask()
        ids = [room.publish(one, f"change {number}")["event"] for number in range(6)]
        heard = first.messages(6)

        again = Client(other).ask("/live/day/stream", f"Last-Event-ID: {heard[2].id}").messages(3)

        assert [message.id for message in heard] == ids
        assert again == heard[3:], "the same bytes from every process"


def test_the_server_stops_soon_with_readers_connected(tmp_path):
    with newsroom(tmp_path) as room:
        server = room.serve()
        readers = [Client(server).ask() for _ in range(500)]

        assert server.end() < 5.0
        assert all(reader.is_closed_by_server() for reader in readers)
        assert server.process.returncode == 0
