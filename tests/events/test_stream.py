"""What a reader of a stream relies on, over real connections."""

import asyncio
import re
import threading
import time

import pytest

from served import Client, ListedLog, serving, until


@pytest.fixture
def served():
    with serving() as running:
        yield running


def seqs(messages):
    return [int(re.search(r"-(\d+)$", message.id)[1]) for message in messages]


def test_a_reader_gets_each_change_in_order_and_once(served):
    reader = Client(served).ask()
    for _ in range(20):
        served.publish()

    messages = reader.messages(20)

    assert seqs(messages) == list(range(1, 21))
    assert {message.event for message in messages} == {"change"}
    assert reader.silence()


def test_the_answer_tells_caches_and_proxies_to_keep_out_of_it(served):
    reader = Client(served).ask()

    assert reader.status == 200
    assert reader.header("content-type") == "text/event-stream; charset=utf-8"
    assert reader.header("cache-control") == "no-cache, no-transform"
    assert reader.header("x-accel-buffering") == "no"


def test_a_reader_who_drops_before_the_first_change_still_resumes(served):
    served.publish(3)
    reader = Client(served).ask()
    until(lambda: reader.silence(0.1) and reader.parser.last_id)
    reader.close()
    served.publish(2)

    again = Client(served).ask("/live/day/stream", f"Last-Event-ID: {reader.parser.last_id}")

    assert seqs(again.messages(2)) == [4, 5]


def test_the_time_to_come_back_differs_between_readers(served):
    waits = set()
    for _ in range(12):
        reader = Client(served).ask()
        until(lambda reader=reader: reader.silence(0.02) and reader.parser.retry_ms)
        waits.add(reader.parser.retry_ms)

    assert len(waits) > 1
    assert all(2000 <= wait < 5000 for wait in waits)


@pytest.mark.parametrize("gzip", [False, True])
@pytest.mark.parametrize("how", ["header", "query"])
def test_the_gap_is_replayed_exactly(served, gzip, how):
    keeper = Client(served).ask()
    served.publish(30)
    keeper.messages(30)
    path = "/live/day/stream?since=ab12-12" if how == "query" else "/live/day/stream"
    headers = ["Accept-Encoding: br, gzip"] if gzip else []
    headers += ["Last-Event-ID: ab12-12"] if how == "header" else []

    reader = Client(served).ask(path, *headers)

    assert seqs(reader.messages(18)) == list(range(13, 31))
    served.publish()
    assert seqs(reader.messages(1)) == [31]


def test_the_header_counts_when_the_address_says_otherwise(served):
    served.publish(9)

    reader = Client(served).ask("/live/day/stream?since=ab12-1", "Last-Event-ID: ab12-7")

    assert seqs(reader.messages(2)) == [8, 9]


def test_a_gap_from_before_the_server_started_comes_from_the_log():
    with serving(ListedLog(seqs=list(range(1, 1501)))) as served:
        first = Client(served).ask("/live/day/stream", "Last-Event-ID: ab12-100")
        second = Client(served).ask("/live/day/stream", "Last-Event-ID: ab12-1400")
        served.publish()

        assert seqs(first.messages(1401)) == list(range(101, 1502))
        assert seqs(second.messages(101)) == list(range(1401, 1502))


def test_many_who_missed_the_same_cost_one_look_at_the_log():
    with serving(ListedLog(seqs=list(range(1, 200)))) as served:
        Client(served).ask()
        served.log.slow_s = 0.05
        served.log.looks.clear()
        readers = [Client(served) for _ in range(50)]
        for reader in readers:
            reader.send(b"GET /live/day/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: ab12-189\r\n\r\n")

        assert all(seqs(reader.read_head().messages(10)) == list(range(190, 200)) for reader in readers)
        assert len([look for look in served.log.looks if look.startswith("frames")]) <= 2


@pytest.mark.parametrize(
    "since", ["ab12-99", "ffff-3", "nonsense", "ab12--1", "ab12-1e3", "ab12-007", "-", "ab12-" + "9" * 40, "\u00fc"]
)
def test_an_id_that_makes_no_sense_gets_one_reset_and_then_the_news(served, since):
    served.publish(5)
    reader = Client(served)
    reader.send(b"GET /live/day/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: " + since.encode() + b"\r\n\r\n")
    reader.read_head()

    (message,) = reader.messages(1)

    assert (message.event, message.id) == ("reset", "ab12-5")
    assert reader.silence(0.1)
    served.publish()
    assert seqs(reader.messages(1)) == [6]


def test_who_missed_too_much_starts_again():
    with serving(ListedLog(seqs=list(range(1, 5003)))) as served:
        too_old = Client(served).ask("/live/day/stream", "Last-Event-ID: ab12-1")
        just_not = Client(served).ask("/live/day/stream", "Last-Event-ID: ab12-2")

        assert too_old.messages(1)[0].event == "reset"
        assert len(just_not.messages(5000)) == 5000


def test_an_id_from_a_process_that_is_ahead_is_looked_up_before_it_is_judged(served):
    Client(served).ask()
    served.log.seqs = [1, 2, 3, 4]  # published through another process, which did not tell

    reader = Client(served).ask("/live/day/stream", "Last-Event-ID: ab12-3")

    assert seqs(reader.messages(1)) == [4]


def test_a_restored_log_resets_every_reader(served):
    served.publish(5)
    reader = Client(served).ask()
    served.log.epoch, served.log.seqs = "cd34", [1, 2]
    served.hub.moved("", 0)

    (message,) = reader.messages(1)

    assert (message.event, message.id) == ("reset", "cd34-2")
    served.publish()
    assert reader.messages(1)[0].id == "cd34-3"


def test_a_log_that_lost_its_end_resets_every_reader(served):
    served.publish(9)
    reader = Client(served).ask()
    served.log.seqs = [1, 2, 3]
    served.hub.moved("", 0)

    assert [(message.event, message.id) for message in reader.messages(1)] == [("reset", "ab12-3")]
    served.publish()
    assert reader.messages(1)[0].id == "ab12-4"


def test_changes_of_other_processes_arrive_without_any_hint():
    with serving(poll_s=1) as served:
        reader = Client(served).ask()
        until(lambda: "blog/1" in served.hub.streams)
        served.log.publish()

        assert seqs(reader.messages(1)) == [1]


def test_a_log_that_cannot_be_read_for_a_while_loses_nothing():
    with serving(poll_s=1) as served:
        reader = Client(served).ask()
        served.log.broken = True
        served.publish(3)
        time.sleep(0.3)
        served.log.broken = False

        assert seqs(reader.messages(3)) == [1, 2, 3]


def test_bursts_arrive_whole_at_many_readers(served):
    readers = [Client(served).ask("/live/day/stream", *(["Accept-Encoding: gzip"] * (n % 2))) for n in range(300)]
    for _ in range(40):
        served.publish()

    assert all(seqs(reader.messages(40)) == list(range(1, 41)) for reader in readers)


def test_readers_who_join_while_changes_go_out_get_each_once(served):
    crowd = [Client(served).ask() for _ in range(300)]
    late = []
    for _ in range(30):
        served.publish()
        late.append(Client(served).ask("/live/day/stream?since=ab12-0"))

    assert all(seqs(reader.messages(30)) == list(range(1, 31)) for reader in late)
    assert all(seqs(reader.messages(30)) == list(range(1, 31)) for reader in crowd)


def test_who_does_not_read_is_cut_and_nobody_else_notices():
    with serving(ListedLog(padding=8000)) as served:
        stalled = Client(served, small_buffer=True).ask()
        reader = Client(served).ask()
        for _ in range(100):
            served.publish()
            reader.messages(1)

        until(lambda: len(served.hub._outlet) == 1)
        last = stalled.messages(1000)
        assert seqs(last) == list(range(1, len(last) + 1)), "what it got until then was in order and whole"


def test_a_slow_reader_catches_up_without_loss():
    with serving(ListedLog(padding=1000)) as served:
        slow = Client(served, small_buffer=True).ask()
        served.publish(200)

        assert seqs(slow.messages(200)) == list(range(1, 201))


def test_a_reader_who_leaves_is_forgotten(served):
    reader = Client(served).ask()
    until(lambda: len(served.hub._outlet) == 1)
    reader.close()

    until(lambda: len(served.hub._outlet) == 0)
    assert served.hub._readers == 0
    assert not served.hub._addresses


def test_an_unknown_blog_is_not_found(served):
    assert Client(served).ask("/live/nowhere/stream").status == 404


def test_a_full_house_is_told_to_poll():
    with serving(readers_max=2) as served:
        admitted = [Client(served).ask(), Client(served).ask()]
        third = Client(served).ask()

        assert [reader.status for reader in admitted] == [200, 200]
        assert third.status == 503
        assert third.header("retry-after") == "30"


def test_the_kill_switch_refuses_streams():
    with serving(streaming=False) as served:
        assert Client(served).ask().status == 503


def test_streams_end_after_their_age():
    with serving(age_s=(0.1, 0.2)) as served:
        reader = Client(served).ask()
        reader.sock.settimeout(20)

        assert reader.is_closed_by_server()


def test_stopping_closes_every_stream_soon():
    with serving() as served:
        readers = [Client(served).ask() for _ in range(50)]
        start = time.monotonic()
        served.stop()

        assert time.monotonic() - start < 3
        assert all(reader.is_closed_by_server() for reader in readers)


def test_one_public_address_has_its_share_and_a_proxy_has_no_limit(served, monkeypatch):
    from dateline.events import hub

    assert not hub.is_public("127.0.0.1")
    assert not hub.is_public("10.1.2.3")
    assert hub.is_public("8.8.8.8")
    assert hub.counted_as("2a00:1450:4001:81b::200e") == hub.counted_as("2a00:1450:4001:81b:ffff::1")
    assert hub.counted_as("::ffff:8.8.8.8") == "8.8.8.8"


def test_an_address_with_too_many_streams_is_told_so(monkeypatch):
    monkeypatch.setattr("dateline.events.hub.is_public", lambda address: True)
    with serving(address_max=2) as served:
        admitted = [Client(served).ask(), Client(served).ask()]
        assert Client(served).ask().status == 429

        admitted[0].close()
        until(lambda: served.hub._addresses["127.0.0.1"] == 1)
        assert Client(served).ask().status == 200


def test_threads_and_tasks_do_not_grow_with_readers(served):
    first = Client(served).ask()
    until(lambda: first.silence(0.1))
    threads, tasks = threading.active_count(), len(asyncio.all_tasks(served.hub._loop))
    readers = [Client(served).ask() for _ in range(200)]
    served.publish()

    assert all(seqs(reader.messages(1)) == [1] for reader in readers)
    assert threading.active_count() <= threads + 1  # the archive's, if it had not begun
    assert len(asyncio.all_tasks(served.hub._loop)) <= tasks


@pytest.mark.parametrize("gzip", [False, True])
def test_an_idle_reader_gets_a_comment_now_and_then(monkeypatch, gzip):
    monkeypatch.setattr("dateline.events.outlet.WARDS", 1)  # a round of all wards is one second instead of fifteen
    with serving() as served:
        reader = Client(served).ask("/live/day/stream", *(["Accept-Encoding: gzip"] if gzip else []))
        seen = b""
        while b":\n\n" not in seen.replace(b"retry: ", b""):
            seen += reader._plain()

        served.publish()
        assert seqs(reader.messages(1)) == [1], "a comment is between events"


def test_who_takes_no_byte_for_long_is_cut(monkeypatch):
    monkeypatch.setattr("dateline.events.outlet.WARDS", 1)
    with serving(ListedLog(padding=200_000)) as served:
        stalled = Client(served, small_buffer=True).ask()
        served.publish(1)
        until(lambda: any(reader.block for ward in served.hub._outlet._wards for reader in ward.values()))

        until(lambda: len(served.hub._outlet) == 0, seconds=10)
        assert stalled.status == 200
