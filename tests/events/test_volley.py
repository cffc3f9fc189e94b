"""One call that sends to many sockets: every socket gets the same bytes, and who cannot take them is told apart."""

import contextlib
import os
import socket

import pytest

from dateline.events import volley


@pytest.fixture(params=["io_uring", "a call each"])
def sender(request, monkeypatch):
    if request.param == "a call each":
        monkeypatch.setattr(volley, "_open_rings", lambda: None)
    made = volley.Volley()
    if request.param == "io_uring" and made._rings is None:
        pytest.skip("this kernel has no io_uring, or does not allow it")
    yield made
    made.close()


@pytest.fixture
def pairs():
    made = [socket.socketpair() for _ in range(300)]
    for ours, theirs in made:
        ours.setblocking(False)
        theirs.setblocking(False)
    yield made
    for ours, theirs in made:
        ours.close()
        theirs.close()


def fill(ours):
    with contextlib.suppress(BlockingIOError):
        while True:
            ours.send(b"x" * 65536)


def read(theirs):
    return theirs.recv(1_000_000)


def test_everybody_gets_the_bytes_again_and_again(sender, pairs):
    for turn in range(9):  # the rings turn over several times, at every offset
        block = b"frame %d " % turn * 50
        some = pairs[: 300 - turn * 31]

        assert sender.send([ours.fileno() for ours, _ in some], block) == [len(block)] * len(some)
        assert all(read(theirs) == block for _, theirs in some)


def test_who_is_full_or_gone_is_told_apart(sender, pairs):
    full, gone = pairs[7], pairs[100]
    fill(full[0])
    gone[1].close()
    fds = [ours.fileno() for ours, _ in pairs]
    fds[250] = -1
    expected = [5] * 300
    expected[7], expected[100], expected[250] = 0, -1, -1

    assert sender.send(fds, b"frame") == expected
    assert read(pairs[8][1]) == b"frame"


def test_a_part_is_reported_as_a_part(sender, pairs):
    block = os.urandom(3_000_000)
    for ours, _ in pairs[:20]:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 20_000)

    taken = sender.send([ours.fileno() for ours, _ in pairs[:20]], block)

    assert all(0 < size < len(block) for size in taken)
    for size, (_, theirs) in zip(taken, pairs, strict=False):
        got = b""
        while len(got) < size:
            got += read(theirs)
        assert got == block[:size]


def test_none_is_nothing(sender):
    assert sender.send([], b"frame") == []


def test_rings_that_cannot_send_are_not_used(monkeypatch):
    monkeypatch.setattr(volley._Rings, "send", lambda self, fds, block: [-22 for _ in fds])

    assert volley._open_rings() is None


def test_a_kernel_that_allows_no_rings_is_no_trouble(monkeypatch):
    monkeypatch.setattr(volley, "_SETUP", 100_000)

    assert volley._open_rings() is None
