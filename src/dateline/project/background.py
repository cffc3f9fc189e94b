"""What a newsroom does by itself, every half minute; safe to run in several processes at once."""

import logging
import threading
from collections.abc import Callable

from dateline.project import announcing, surveys, wire

EVERY_SECONDS = 30
logger = logging.getLogger("dateline")


def tick() -> list[str]:
    """Does what is due now; a line for each thing done."""
    from django.utils import timezone

    from dateline.blog.actions.blogs import close_silent_blogs

    return [
        f"closed {blog.slug}: silent for {blog.silence_minutes} minutes" for blog in close_silent_blogs(timezone.now())
    ]


def run(stop: threading.Event, *, say: Callable[[str], None]) -> None:
    """Ticks until told to stop; a database that is away is tried again at the next tick."""
    from django.db import DatabaseError, close_old_connections

    while not stop.is_set():
        close_old_connections()
        try:
            for line in tick():
                say(line)
        except DatabaseError as error:
            say(f"background work waits: {error}")
        finally:
            close_old_connections()
        stop.wait(EVERY_SECONDS)


WORKS: dict[str, Callable[..., None]] = {
    "background": run,
    "surveys": surveys.run,
    "wire": wire.run,
    "hubs": wire.subscribe,
    "announcing": announcing.run,
    "sorting": wire.sort,
}


def start(*, say: Callable[[str], None] = logger.warning) -> Callable[[], None]:
    """Starts the background work beside the server, in threads of its own; returns what ends it."""
    from dateline.territory import asked

    stop = threading.Event()
    threads = [
        threading.Thread(target=work, args=(stop,), kwargs={"say": say}, daemon=True, name=name)
        for name, work in WORKS.items()
    ]
    for thread in threads:
        thread.start()

    def end() -> None:
        stop.set()
        asked.ring()
        for thread in threads:
            thread.join(timeout=2)

    return end
