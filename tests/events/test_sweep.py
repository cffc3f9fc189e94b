"""The order of sweeps and the ring's memory, without sockets."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from dateline.events.core import place
from dateline.events.core.frames import Frame, Position
from dateline.events.live import LiveStream
from dateline.events.outlet import BATCH, Reader
from dateline.events.ring import KEPT_MIN, Encoded, Ring


def frame(seq: int) -> Frame:
    return Frame(seq=seq, prev=seq - 1, json="{}")


def test_a_change_that_comes_in_the_middle_of_a_sweep_reaches_who_was_served_before_it():
    async def story() -> list[int]:
        batches = []

        def spread(readers: list[Reader], ring: Ring) -> None:
            batches.append(len(readers))
            for reader in readers:
                reader.place = ring.end
            if len(batches) == 2:
                stream.extend(2, [frame(2)])

        outlet = SimpleNamespace(spread=spread, add=lambda reader, opening: None)
        stream = LiveStream("blog/1", Position(epoch="ab", seq=0), outlet=outlet, replay_max=5000)
        readers = [Reader(fd, source=stream, gzip=fd % 2 == 1, until=0, address="") for fd in range(BATCH * 5)]
        for reader in readers:
            stream.admit(reader, place.FromHead())
        stream.extend(1, [frame(1)])
        await asyncio.sleep(0.05)
        return [stream.ring.end - reader.place for reader in readers]

    with ThreadPoolExecutor(1) as aside:  # a browser test in this process may keep its own loop running here
        behind = aside.submit(asyncio.run, story()).result()

    assert set(behind) == {0}


def encoded(seqs: range) -> list[Encoded]:
    return [Encoded(seq, b"frame %d;" % seq) for seq in seqs]


def all_after(ring: Ring, seq: int, gzip: bool = False) -> bytes:
    at, seen = ring.place(seq), b""
    while at < ring.end:
        piece, at = ring.piece(at, gzip)
        seen += piece
    return seen


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.integers(0, 3000))
def test_the_ring_gives_exactly_what_came_after(sizes, since):
    ring, top = Ring(floor=0, kept_max=2000), 0
    for size in sizes:
        ring.append(encoded(range(top + 1, top + size + 1)))
        top += size

    if since >= ring.floor:
        assert all_after(ring, since) == b"".join(b"frame %d;" % seq for seq in range(since + 1, top + 1))
    assert ring.end - ring.first >= min(top, KEPT_MIN)
    assert ring.end - ring.first <= 2000
    assert ring.total == sum(len(b"frame %d;" % seq) for seq in range(1, top + 1))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 100))
def test_older_frames_taken_back_in_stand_before_the_newer(older, newer, since):
    ring = Ring(floor=older, kept_max=5000)
    ring.append(encoded(range(older + 1, older + newer + 1)))
    at_hand = [ring.place(seq) for seq in range(older, older + newer + 1)]
    ring.prepend(encoded(range(1, older + 1)), floor=0)

    assert [ring.place(seq) for seq in range(older, older + newer + 1)] == at_hand, "no reader's place moved"
    assert all_after(ring, since) == b"".join(b"frame %d;" % seq for seq in range(since + 1, older + newer + 1))
    assert ring.total_before(ring.end) - ring.total_before(ring.place(since)) == len(all_after(ring, since))


def test_long_frames_leave_sooner_but_a_thousand_stay():
    ring = Ring(floor=0, kept_max=5000)
    for seq in range(1, 3001):
        ring.append([Encoded(seq, b"x" * 20_000)])

    assert ring.end - ring.first == KEPT_MIN
    assert ring.floor == 2000
