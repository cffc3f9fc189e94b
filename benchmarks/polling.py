"""How long does one process take to look at 5,000 channels, 100,000 items, faults among them? Peer: feedparser alone.

    python benchmarks/polling.py [--channels 5000] [--items 20] [--hands 16] [--faults 0.1]
    python benchmarks/polling.py --day --channels 1000 [--sorted 10000]

A server of this machine stands for as many outlets as there are channels, each with a name of its own. Three rounds:
all items new; each feed two items further, a share of the answers broken; nothing new. Then every item is counted: each
has to be here exactly once. The peer fetches the same feeds with as many threads and parses them, and stores nothing.

With --day a hundred items of each channel come in ten rounds; the feeds show the latest fifty (--shown), and a share
of the answers is broken: errors, cut bodies, pages in place of feeds, addresses in circles; which, is the same in each
run. What the process holds is told after each round. In the end the items are held against those that each outlet
showed in a whole answer at least once: an outlet that fails until an item has left its feed never told it to anybody.
One that the wire has and no outlet ever told is false. Then --sorted so many of the items are sorted into copies and
stories; each tenth is told of.
"""

import argparse
import multiprocessing
import os
import random
import re
import resource
import socket
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection

BUSY_ROUNDS = ("all new", "two items further, with faults", "nothing new, what failed again")
DAY, ROUNDS = 100, 10  # items of a channel on a day, rounds in which they come


def feed(channel: int, first: int, last: int) -> bytes:
    """The feed of a channel with its items from ``first`` to before ``last``."""
    items = "".join(
        f"<item><guid>c{channel}-{n}</guid><title>Report {n} of outlet {channel}</title><link>http://o{channel}.example/{n}"
        f"</link><description>{f'What outlet {channel} says of number {n}. ' * 6}</description>"
        f"<pubDate>Sun, 01 Mar 2026 {n % 24:02}:{n % 60:02}:00 GMT</pubDate></item>"
        for n in range(first, last)
    )
    return f'<rss version="2.0"><channel><title>Outlet {channel}</title>{items}</channel></rss>'.encode()


def feed_of_a_day(channel: int, first: int, last: int) -> bytes:
    """The feed of a channel whose items tell of events as others' do: of each event some five outlets report."""
    items = []
    for n in range(first, last):
        event = random.Random((channel // 5) * 1000 + n)
        names, own = [f"w{event.randrange(20_000):x}" for _ in range(60)], random.Random(channel * 1000 + n)
        text = " ".join(own.sample(names, 40) + [f"w{own.randrange(20_000):x}" for _ in range(40)])
        title = " ".join(own.sample(names[:10], 8))
        items.append(
            f"<item><guid>c{channel}-{n}</guid><title>c{channel}n{n} {title}</title><description>{text}</description>"
            f"<pubDate>Sun, 01 Mar 2026 {n * 24 // DAY:02}:{(n * 7 + channel) % 60:02}:00 GMT</pubDate></item>"
        )
    return f'<rss version="2.0"><channel><title>Outlet {channel}</title>{"".join(items)}</channel></rss>'.encode()


def window(round_: int, shown: int) -> tuple[int, int]:
    """The first item that feeds show in a round, and the one after their last."""
    last = (round_ + 1) * DAY // ROUNDS
    return max(0, last - shown), last


def fault_of(channel: int, round_: int, faults: float) -> int:
    """How an outlet fails in a round, 0 to 5, or -1; in the last one nobody does."""
    chance = random.Random(channel * ROUNDS + round_)
    return chance.randrange(6) if chance.random() < faults and round_ < ROUNDS - 1 else -1


def shown_whole(channels: int, faults: float, shown: int) -> set[tuple[int, int]]:
    """The channel and number of each item that stood in an answer that was whole."""
    rounds = [(c, r) for c in range(channels) for r in range(ROUNDS) if fault_of(c, r, faults) < 0]
    return {(c, n) for c, r in rounds for n in range(*window(r, shown))}


def serve_a_day(line: Connection, faults: float, shown: int) -> None:
    """The outlets' process on a day of ten rounds."""
    state = {"round": 0}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            channel = int(self.headers["Host"].partition(".")[0].removeprefix("o"))
            body, status, length = feed_of_a_day(channel, *window(state["round"], shown)), 200, 0
            broken = fault_of(channel, state["round"], faults)
            if broken == 0:
                status, body = 500, b""
            elif broken == 1:
                status, body = 503, b""
            elif broken == 2:
                body = body[: len(body) // 2]
            elif broken == 3:
                body = b"<html><h1>Maintenance</h1></html>"
            elif broken == 4:
                status = 302
            elif broken == 5:
                length = 1000
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) + length))
            if status == 302:
                self.send_header("Location", self.path)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    _serving(line, state, Answering)


def serve(line: Connection, items: int, faults: float) -> None:
    """The outlets' process: answers by the host's name, as far along as the round is."""
    chance = random.Random(1)
    state = {"round": 0}

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            channel = int(self.headers["Host"].partition(".")[0].removeprefix("o"))
            later = 2 * (state["round"] > 0)
            tag = f'"{later}"'
            if state["round"] == 1 and chance.random() < faults:
                self.send_response(chance.choice([500, 503]))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
            else:
                body = feed(channel, later, items + later)
                self.send_response(200)
                self.send_header("ETag", tag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    _serving(line, state, Answering)


def _serving(line: Connection, state: dict[str, int], answering: type[BaseHTTPRequestHandler]) -> None:
    class Server(ThreadingHTTPServer):
        request_queue_size = 500
        daemon_threads = True

    server = Server(("127.0.0.1", 0), answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line.send(server.server_address[1])
    while (number := line.recv()) is not None:
        state["round"] = number


def resolved_here(port: int) -> None:
    """Lets every name lead to this machine, as a resolver of its own would."""
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    socket.getaddrinfo = lambda *_, **__: answer  # type: ignore[assignment]


def memory_mb() -> float:
    """What the process holds at this moment."""
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * resource.getpagesize() / 1e6


def add(channels: int, port: int) -> None:
    from dateline.wire.actions.channels import NewChannel, add_channels

    begun = time.monotonic()
    hosts = [f"o{number}.example" for number in range(channels)]
    new = [NewChannel(address=f"http://{h}:{port}/feed", kind="feed", how={"inside": [[h, port]]}) for h in hosts]
    add_channels(new, by=None)
    print(f"added {channels} channels in {time.monotonic() - begun:.1f} s, {memory_mb():.0f} MB")


def ours(rounds: Sequence[str], *, hands: int, line: Connection) -> None:
    """A look at every channel in each round."""
    from django.utils import timezone

    from dateline.wire.ingest import Poller
    from dateline.wire.models import Channel, Host

    for number, what in enumerate(rounds):
        line.send(number)
        Channel.objects.update(due_at=timezone.now())
        Host.objects.update(free_at=timezone.now())
        poller = Poller(hands=hands)
        begun, used = time.monotonic(), time.process_time()
        poller.run(threading.Event(), once=True)
        poller.close()
        seconds, counts = time.monotonic() - begun, poller.counts
        print(
            f"{what}: {counts.looks} looks in {seconds:.1f} s, {counts.looks / seconds:.0f} a second "
            f"({(time.process_time() - used) / counts.looks * 1000:.1f} ms of CPU each), {counts.new} new, "
            f"{counts.faults} faults, {memory_mb():.0f} MB",
            flush=True,
        )


def sort(most: int) -> None:
    """Sorts so many items, and tells of each tenth."""
    from dateline.wire.sorting import Sorter

    sorter, done = Sorter(), 0
    for part in range(10):
        begun, used, before = time.monotonic(), time.process_time(), done
        while done < most * (part + 1) // 10 and (count := sorter.sort_next()):
            done += count
        seconds, cpu = time.monotonic() - begun, time.process_time() - used
        if done == before:
            return
        rate = f"{(done - before) / seconds:.0f} a second ({cpu / (done - before) * 1000:.1f} ms of CPU each)"
        print(f"sorted {done}: {rate}, {memory_mb():.0f} MB", flush=True)


def check_day(expected: set[tuple[int, int]], channels: int) -> None:
    """Holds the items of a day against those that were shown whole."""
    from dateline.wire.models import Item, ItemVersion
    from dateline.wire.trace import verify_wire

    here: Counter[tuple[int, int]] = Counter()
    false = 0
    for title in Item.objects.values_list("title", flat=True).iterator():
        named = re.match(r"c(\d+)n(\d+) ", title)
        false += not named
        if named:
            here[int(named[1]), int(named[2])] += 1
    missing, more = expected - set(here), set(here) - expected
    print(
        f"items: {here.total() + false} of {channels * DAY}, {len(expected)} of them shown in a whole answer", end="; "
    )
    print(f"missing {len(missing)}, doubled {here.total() - len(here)}, never told {false}", end="; ")
    print(f"from answers that broke later {len(more)}, versions {ItemVersion.objects.count()}", end="; ")
    print(f"faults in the log: {len(list(verify_wire()))}", flush=True)


def check(channels: int, items: int) -> None:
    from dateline.wire.models import Item, ItemVersion
    from dateline.wire.trace import verify_wire

    rows, versions = Item.objects.count(), ItemVersion.objects.count()
    distinct = Item.objects.values("channel", "title").distinct().count()
    print(f"items: {rows} of {channels * items}, distinct {distinct}, versions {versions}", end="; ")
    print(f"faults in the log: {len(list(verify_wire()))}")


def peer(channels: int, port: int, hands: int) -> float:
    import feedparser

    def one(number: int) -> int:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/feed", headers={"Host": f"o{number}.example"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return len(feedparser.parse(answer.read()).entries)

    begun = time.monotonic()
    with ThreadPoolExecutor(hands) as threads:
        count = sum(threads.map(one, range(channels)))
    seconds = time.monotonic() - begun
    print(f"peer (urllib and feedparser, nothing stored): {channels / seconds:.0f} a second, {count} entries")
    return channels / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--channels", type=int, default=5000)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--hands", type=int, default=16)
    parser.add_argument("--faults", type=float, default=0.1)
    parser.add_argument("--day", action="store_true")
    parser.add_argument("--shown", type=int, default=50)
    parser.add_argument("--sorted", type=int, default=0)
    asked = parser.parse_args()
    line, far = multiprocessing.Pipe()
    told = (serve_a_day, (far, asked.faults, asked.shown)) if asked.day else (serve, (far, asked.items, asked.faults))
    outlets = multiprocessing.get_context("spawn").Process(target=told[0], args=told[1], daemon=True)
    outlets.start()
    port = line.recv()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DATELINE_HOME"] = home
        from dateline.project import ready

        ready.ready()
        ready.migrate()
        resolved_here(port)
        add(asked.channels, port)
        rounds = [f"round {n + 1}" for n in range(ROUNDS)] if asked.day else BUSY_ROUNDS
        ours(rounds, hands=asked.hands, line=line)
        if asked.day:
            check_day(shown_whole(asked.channels, asked.faults, asked.shown), asked.channels)
        else:
            check(asked.channels, asked.items + 2)
        sort(asked.sorted)
    if not asked.day:
        line.send(0)
        peer(asked.channels, port, asked.hands)
    line.send(None)


if __name__ == "__main__":
    main()
