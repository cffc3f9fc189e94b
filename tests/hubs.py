"""A hub of WebSub on this machine: it hears what is asked of it, asks back, and sends news, well and badly."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import connection
from django.test import Client

from answering import Quiet, answering
from outlets import rss

Form = dict[str, str]


class Hub:
    """One hub: ``asked`` are the forms it was sent; ``answers`` says what it does with one, by its status."""

    def __init__(self) -> None:
        self.asked: list[Form] = []
        self.lease = "864000"
        self.port = 0
        self.answers: Callable[[Form], int] = self.accepts
        self.heard: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hub"

    @property
    def inside(self) -> list[list[Any]]:
        """This server as a channel names servers of the house."""
        return [["127.0.0.1", self.port]]

    def feed(self, *entries: str, topic: str = "https://paper.example/feed") -> str:
        """An RSS feed of these entries that names this hub, and itself."""
        link = '<link xmlns="http://www.w3.org/2005/Atom" rel="{}" href="{}"/>'
        return rss(link.format("hub", self.url), link.format("self", topic), *entries)

    def accepts(self, form: Form) -> int:
        """Accepts, and verifies only when a test says so."""
        return 202

    def asks_back(self, form: Form | None = None, **other: str) -> Any:
        """Asks the subscriber whether this was meant; ``other`` is what it says differently (``_`` for ``.``)."""
        form = form or self.asked[-1]
        told = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "a-Challenge_1",
            "hub.lease_seconds": self.lease,
        }
        told |= {f"hub.{name}": value for name, value in other.items()}
        answer = Client().get(urlsplit(form["hub.callback"]).path, told)
        self.heard.append(answer)
        return answer

    def confirms(self, answer: Any) -> bool:
        """Whether the answer confirms what was asked."""
        return answer.status_code == 200 and answer.content == b"a-Challenge_1"

    def sends(self, body: str | bytes, *, method: str = "sha256", secret: str | None = None, **other: str) -> int:
        """Sends news to who subscribed last; its answer's status."""
        form = next(form for form in reversed(self.asked) if form["hub.mode"] == "subscribe")
        content = body.encode() if isinstance(body, str) else body
        secret = form.get("hub.secret", "") if secret is None else secret
        signed = hmac.new(secret.encode(), content, getattr(hashlib, method)).hexdigest()
        headers = {"X-Hub-Signature": other.pop("signature", f"{method}={signed}")}
        path, kind = urlsplit(other.pop("to", form["hub.callback"])).path, other.pop("kind", "application/rss+xml")
        return Client(enforce_csrf_checks=True).post(path, content, content_type=kind, headers=headers).status_code


@contextmanager
def hub() -> Iterator[Hub]:
    """A hub on a free port of this machine."""
    made = Hub()

    class Answering(Quiet):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body))
            made.asked.append(form)
            status = made.answers(form)
            connection.close()  # this thread's own, where it asked back
            self.send_response(status)
            if status in {301, 307}:
                self.send_header("Location", "http://169.254.169.254/hub")
            self.send_header("Content-Length", "0")
            self.end_headers()

    with answering(Answering) as made.port:
        yield made
