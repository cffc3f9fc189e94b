"""What a request may carry: a stranger's upload ends before anything of it is kept."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from dateline.project.bodies import MB, STRANGERS, Bounded

COOKIE = (b"cookie", b"a=b; sessionid=x")


def sent(pieces: Iterable[bytes], *headers: tuple[bytes, bytes], seen: list[bytes] | None = None) -> int:
    """The status of the answer to a request of these pieces; ``seen`` gets what the application heard."""
    answers: list[int] = []
    coming = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    coming.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive():
        return coming.pop(0)

    async def send(message):
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    async def app(scope, receive, send):
        while (message := await receive())["type"] == "http.request":
            if seen is not None:
                seen.append(message["body"])
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return

    asked = Bounded(app)({"type": "http", "headers": list(headers)}, receive, send)
    with ThreadPoolExecutor(1) as aside:  # a browser's own loop may be running in this thread
        aside.submit(asyncio.run, asked).result()
    (status,) = answers
    return status


def test_a_form_passes_whole():
    seen: list[bytes] = []

    assert sent([b"a" * MB] * 4, seen=seen) == 200
    assert sum(map(len, seen)) == 4 * MB


def test_a_stranger_who_says_how_much_is_refused_before_the_first_byte():
    seen: list[bytes] = []

    assert sent([b"a"], (b"content-length", b"%d" % (STRANGERS + 1)), seen=seen) == 413
    assert seen == []


def test_a_stranger_who_does_not_say_is_refused_on_the_way():
    seen: list[bytes] = []

    assert sent([b"a" * MB] * 20, seen=seen) == 413
    assert sum(map(len, seen)) <= STRANGERS


@pytest.mark.parametrize("header", [COOKIE, (b"authorization", b"Bearer x")])
def test_who_is_signed_in_may_send_maps(header, settings):
    settings.MAPS_MOST_MB = 1

    assert sent([b"a" * MB] * 20, header) == 200
    assert sent([b"a" * MB] * 80, header) == 413
