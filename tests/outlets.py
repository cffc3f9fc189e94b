"""A small internet on this machine: outlets whose addresses answer as outlets do, and badly."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

from answering import Quiet, answering

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Headers = Mapping[str, str]


class Answer:
    """What an address answers; ``write`` takes the place of all of it where an outlet breaks the protocol."""

    def __init__(
        self, body: bytes | str = b"", *, status: int = 200, write: Callable[[Any], None] | None = None, **headers: str
    ) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status, self.write = status, write
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Outlet:
    """One server: tests set what its addresses answer in ``pages``, and see who asked in ``seen``."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[Headers], Answer]] = {}
        self.seen: list[tuple[str, Headers]] = []
        self.times: list[float] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def inside(self) -> list[list[Any]]:
        """This server as a channel names servers of the house."""
        return [["127.0.0.1", self.port]]

    def asked(self, path: str) -> int:
        """How often the address was asked for."""
        return sum(seen == path for seen, _ in self.seen)

    def answer(self, path: str, headers: Headers) -> Answer:
        self.seen.append((path, headers))
        self.times.append(time.monotonic())
        found = self.pages.get(path, Answer("nothing here", status=404))
        return found if isinstance(found, Answer) else found(headers)


@contextmanager
def outlet() -> Iterator[Outlet]:
    """An outlet on a free port of this machine."""
    made = Outlet()

    class Answering(Quiet):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = made.answer(self.path, headers)
            try:
                if answer.write:
                    answer.write(self.wfile)
                    return
                self.send_response(answer.status)
                for name, value in ({"Content-Length": str(len(answer.body))} | answer.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    with answering(Answering) as made.port:
        yield made


def rss(*entries: str, title: str = "The Harbour Post") -> str:
    """An RSS feed of these entries."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(entries)}</channel></rss>'


def entry(number: int, *, title: str = "", text: str = "", link: str = "", at: datetime | None = None) -> str:
    """An entry of an RSS feed; the same number is the same report."""
    at = at or NOON + timedelta(minutes=number)
    link = f"<link>{escape(link)}</link>" if link else ""
    return (
        f'<item><guid isPermaLink="false">report-{number}</guid><title>{escape(title or f"Report {number}")}</title>'
        f"<description>{escape(text or f'What report {number} says.')}</description>{link}"
        f"<pubDate>{format_datetime(at)}</pubDate></item>"
    )


def article(title: str, text: str) -> str:
    """An article's page."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n"))
    return (
        f"<!doctype html><html lang=en><head><title>{escape(title)}</title></head><body><article>"
        f"<h1>{escape(title)}</h1>{paragraphs}</article></body></html>"
    )


def live_page(posts: Mapping[str, tuple[datetime, str, str]], *, title: str = "The storm, live") -> str:
    """A live page of posts by their names, each with its time, title and text, newest first as given."""
    from json import dumps

    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"#{name}",
            "datePublished": at.isoformat(),
            "headline": headline,
            "articleBody": text,
        }
        for name, (at, headline, text) in posts.items()
    ]
    told = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": title, "liveBlogUpdate": updates}
    return (
        f"<!doctype html><html lang=en><head><title>{escape(title)}</title>"
        f'<script type="application/ld+json">{dumps(told)}</script></head><body><h1>{escape(title)}</h1></body></html>'
    )
