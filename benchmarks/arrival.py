"""How long from a fetch's last byte until an editor's open page shows the report, and until it stands in a story?

    python benchmarks/arrival.py [--rounds 40] [--settled 2000]

An outlet on this machine gives a feed of fifty reports, one new in each round; `dateline serve` polls it, and two pages
of the desk are open in a browser: the reports, and the stories. Counted is from when the outlet has written the
last byte of the answer until the new report stands in the page, as the page itself sees it. The wire has as many other
reports before as --settled says, sorted into stories. The target: a second. A browser shares the cores with the server.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page, sync_playwright
from rig import DATELINE, dateline, free_port, wait_for

SHOWN, PATIENCE_SECONDS = 50, 60.0
PASSWORD = "a long bench password"
# Notes when a report's title first stands in the page, by the clock that the outlet has too.
WATCH = """() => {
  window.stood = {};
  const look = () => {
    for (const [title] of document.body.innerText.matchAll(/arrival \\w+ number \\d+/gi)) {
      window.stood[title.toLowerCase()] ??= Date.now();
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
}"""


class Outlet:
    """A feed that has one report more whenever ``count`` says so; ``told`` is when each was sent whole."""

    def __init__(self) -> None:
        self.count = 1
        self.told: dict[int, float] = {}
        outlet = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                count = outlet.count
                items = "".join(entry(number) for number in range(max(0, count - SHOWN), count))
                body = f'<rss version="2.0"><channel><title>Arrivals</title>{items}</channel></rss>'.encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                outlet.told.setdefault(count - 1, time.time())

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/feed"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def title(number: int) -> str:
    """The report's title: each is of another event."""
    return f"Arrival {number * 7919 % 99991:05x}q number {number}"


def entry(number: int) -> str:
    word = f"{number * 104729 % 999983:06x}"
    at = format_datetime(datetime.now(UTC).replace(microsecond=0))
    text = " ".join(f"{word}{n}" for n in range(40))
    return (
        f'<item><guid isPermaLink="false">arrival-{number}</guid><title>{title(number)}</title>'
        f"<description>{text}</description><pubDate>{at}</pubDate></item>"
    )


def settle(count: int) -> None:
    """Puts other reports into the wire, sorted."""
    from django.utils import timezone

    from dateline.wire.actions.channels import NewChannel, add_channel
    from dateline.wire.models import Item
    from dateline.wire.sorting import sort_all

    channel = add_channel(NewChannel(address="http://settled.example/feed", kind="archive", how={}), by=None)
    now = timezone.now()
    words = [f"w{n * 7919 % 20011:x}" for n in range(20_011)]
    Item.objects.bulk_create(
        Item(
            uid=f"s{n:09d}", channel=channel, key=f"s{n}", hash=f"s{n}", title=" ".join(words[n % 5000 :][:8]),
            text=" ".join(words[n * 3 % 19_000 :][:60]), published=now, first_seen=now, last_seen=now, at=now,
        )
        for n in range(count)
    )  # fmt: skip
    sort_all()


def ask_now(address: str) -> None:
    """Lets the channel be asked as soon as the poller looks."""
    from django.utils import timezone

    from dateline.wire.models import Channel, Host

    Host.objects.update(free_at=timezone.now())
    Channel.objects.filter(address=address).update(due_at=timezone.now())


def stood_at(page: Page, number: int) -> float:
    """When the report's title stood in the page, in seconds since 1970."""
    name = title(number).lower()
    page.wait_for_function("name => window.stood[name]", arg=name, timeout=PATIENCE_SECONDS * 1000, polling=100)
    return float(page.evaluate("name => window.stood[name]", name)) / 1000


def measure(outlet: Outlet, reports: Page, stories: Page, rounds: int) -> None:
    took: dict[str, list[float]] = {"in the list of reports": [], "in a story": []}
    for number in range(1, rounds + 1):
        outlet.count = number + 1
        ask_now(outlet.address)
        for name, page in zip(took, (reports, stories), strict=True):
            took[name].append(stood_at(page, number) - outlet.told[number])
    for name, seconds in took.items():
        seconds.sort()
        p50, p95 = statistics.median(seconds), seconds[int(len(seconds) * 0.95) - 1]
        print(f"{name}: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, max {seconds[-1] * 1000:.0f} ms, of {rounds}")
    print("target: 1,000 ms")


def opened(url: str, rounds: int, outlet: Outlet) -> None:
    """Signs in, opens both pages, and measures."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{url}/desk/")
        page.fill("[name=username]", "bench")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
        other = browser.new_context(storage_state=context.storage_state()).new_page()
        for each, address in ((page, "wire/items/"), (other, "wire/")):
            each.goto(f"{url}/desk/{address}")
            each.evaluate(WATCH)
        ask_now(outlet.address)
        stood_at(other, 0)
        measure(outlet, page, other, rounds)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--settled", type=int, default=2000)
    asked = parser.parse_args()
    outlet, port = Outlet(), free_port()
    with tempfile.TemporaryDirectory() as home:
        # The browser's driver runs a loop in this thread; our own queries are not the loop's.
        os.environ |= {"DATELINE_HOME": home, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        run = dateline({**os.environ})
        run("migrate")
        run("user", "add", "bench", "--runs-newsroom", "--password-stdin", typed=f"{PASSWORD}\n")
        from dateline.project import ready

        ready.ready()
        from dateline.wire.actions.channels import NewChannel, add_channel

        settle(asked.settled)
        port_of_outlet = outlet.server.server_address[1]
        how = {"inside": [["127.0.0.1", port_of_outlet]]}
        add_channel(NewChannel(address=outlet.address, kind="feed", how=how, name="Arrivals"), by=None)
        server = subprocess.Popen([*DATELINE, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            opened(f"http://127.0.0.1:{port}", asked.rounds, outlet)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
