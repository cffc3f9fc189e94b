"""A running newsroom and the people who read it in a real browser."""

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from django.core.asgi import get_asgi_application
from django.db import connections

from browser.seen import until
from builders import live_blog
from cast import ada
from dateline.accounts.models import User
from dateline.blog.models import Blog
from dateline.project import server
from dateline.project.lifespan import Application

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Newsroom:
    """The product itself, served on a free port from the test's database."""

    def __init__(self) -> None:
        config = server.config(host="127.0.0.1", port=0)
        config.app = Application(get_asgi_application())  # a hub of its own: each test begins with an empty log
        self._server = uvicorn.Server(config)
        self._server.install_signal_handlers = lambda: None
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def open(self) -> None:
        self._thread.start()
        until(lambda: self._server.started, what="the server's start")
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        connections.close_all()


@pytest.fixture
def newsroom(transactional_db: None) -> Iterator[Newsroom]:
    """A running newsroom; ask for ``settings`` before it to change how it runs."""
    room = Newsroom()
    room.open()
    yield room
    room.close()


@pytest.fixture
def editor(transactional_db: None) -> User:
    return ada()


@pytest.fixture
def blog(editor: User) -> Blog:
    return live_blog(editor)


@pytest.fixture
def live_url(newsroom: Newsroom, blog: Blog) -> str:
    return f"{newsroom.url}/live/{blog.slug}/"


@pytest.fixture
def reader(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """Opens a browser of its own for each reader; whatever a page throws fails the test."""
    contexts, thrown = [], []

    def opened(url: str, *, height: int = 800, width: int = 1000, **options: Any) -> "Page":
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert thrown == []
