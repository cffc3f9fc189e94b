"""Requests are answered each in one thread of a bounded pool: whole, closed, and as many at once as come."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from dateline.project.handler import THREADS, Handler

T = TypeVar("T")
seen: list[str] = []
closed: list[str] = []


def named(request: HttpRequest) -> HttpResponse:
    seen.append(threading.current_thread().name)
    return HttpResponse(request.body or b"nothing")


def in_parts(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        try:
            for number in range(3):
                seen.append(threading.current_thread().name)
                yield b"part %d " % number
        finally:
            closed.append("parts")

    return StreamingHttpResponse(parts())


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a mistake of ours")


urlpatterns = [path("named/", named), path("parts/", in_parts), path("broken/", broken)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    seen.clear()
    closed.clear()
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]


def run(work: Coroutine[Any, Any, T]) -> T:
    """The result of the work, in a loop of a thread of its own: a browser's tests keep one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def scope(where: str, kind: str = "http") -> dict[str, Any]:
    return {"type": kind, "method": "POST", "path": where, "headers": [(b"host", b"x")], "query_string": b""}


async def answered(handler: Handler, where: str, *messages: dict[str, Any]) -> tuple[int, bytes]:
    """The status and the whole body."""
    asked = ApplicationCommunicator(handler, scope(where))
    for message in messages or ({"type": "http.request", "body": b"", "more_body": False},):
        await asked.send_input(message)
    start = await asked.receive_output(5)
    body, more = b"", True
    while more:
        part = await asked.receive_output(5)
        body, more = body + part.get("body", b""), part.get("more_body", False)
    await asked.wait(5)
    return start["status"], body


def test_a_body_sent_in_pieces_arrives_whole():
    pieces = [{"type": "http.request", "body": b"one ", "more_body": True}, {"type": "http.request", "body": b"two"}]

    assert run(answered(Handler(), "/named/", *pieces)) == (200, b"one two")


def test_a_stream_is_read_in_the_pool_and_closed_at_its_end():
    assert run(answered(Handler(), "/parts/")) == (200, b"part 0 part 1 part 2 ")
    assert len(seen) == 3
    assert all(name.startswith("request") for name in seen)
    assert closed == ["parts"]


def test_a_mistake_is_a_plain_500(caplog: pytest.LogCaptureFixture):
    status, body = run(answered(Handler(), "/broken/"))

    assert status == 500
    assert b"mistake" not in body


def test_many_at_once_are_all_answered_by_a_bounded_pool():
    async def many() -> list[tuple[int, bytes]]:
        handler = Handler()
        return await asyncio.gather(*(answered(handler, "/named/") for _ in range(5 * THREADS)))

    assert run(many()) == [(200, b"nothing")] * 5 * THREADS
    assert 1 <= len(set(seen)) <= THREADS


def test_who_hangs_up_while_still_sending_is_forgotten():
    async def hang_up() -> bool:
        asked = ApplicationCommunicator(Handler(), scope("/named/"))
        await asked.send_input({"type": "http.request", "body": b"half", "more_body": True})
        await asked.send_input({"type": "http.disconnect"})
        await asked.wait(5)
        return await asked.receive_nothing()

    assert run(hang_up())
    assert seen == []


def test_only_http_is_answered():
    async def knock() -> None:
        await ApplicationCommunicator(Handler(), scope("/named/", "websocket")).wait(5)

    with pytest.raises(ValueError, match="websocket"):
        run(knock())
