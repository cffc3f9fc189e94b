"""Runs the newsroom: one process, one loop, on uvloop where it is installed."""

import resource
import signal
import socket
from collections.abc import Callable

import uvicorn

from dateline.project.protocol import LiveProtocol

BACKLOG = 4096
FILES = 200_000
STOP_SECONDS = 3


def run(*, host: str, port: int, tell: Callable[[], None]) -> None:
    """Serves until SIGTERM or Ctrl-C, then closes every stream and is gone within five seconds.

    ``tell`` is called once, when whoever knocks is let in.
    """
    raise_open_files()
    # uvicorn raises the signal that stopped it once more when all is closed: our caller has its own things to end.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    _Server(config(host=host, port=port), tell).run()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


def config(*, host: str, port: int) -> uvicorn.Config:
    """uvicorn's settings for Dateline."""
    return uvicorn.Config(
        "dateline.project.asgi:application",
        host=host,
        port=port,
        http=LiveProtocol,
        ws="none",
        interface="asgi3",
        lifespan="on",
        backlog=BACKLOG,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="warning",
        timeout_keep_alive=65,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def raise_open_files() -> None:
    """Lets the process hold as many sockets as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
