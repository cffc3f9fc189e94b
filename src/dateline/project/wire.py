"""Channels polled beside the server: one thread that takes what is due, and the threads that ask."""

import threading
from collections.abc import Callable

WAIT_SECONDS = 2.0
HUBS_SECONDS = 5.0


def run(stop: threading.Event, *, say: Callable[[str], None], hands: int | None = None) -> None:
    """Polls until told to stop; a database that is away is tried again a moment later."""
    from django.conf import settings
    from django.db import DatabaseError, close_old_connections

    hands = settings.WIRE_HANDS if hands is None else hands
    from dateline.wire import queries

    if hands == 0 or not _await(queries.has_channels, stop):
        return
    # Loads what fetches and reads: nothing that a newsroom without channels needs.
    from dateline.wire.ingest import Poller

    poller = Poller(hands=hands)
    try:
        while not stop.is_set():
            try:
                poller.run(stop)
            except DatabaseError as error:
                say(f"the wire waits: {error}")
                stop.wait(WAIT_SECONDS)
            finally:
                close_old_connections()
    finally:
        poller.close()


def subscribe(stop: threading.Event, *, say: Callable[[str], None], hands: int | None = None) -> None:
    """Keeps the subscriptions at hubs until told to stop."""
    from django.conf import settings
    from django.db import DatabaseError, close_old_connections

    from dateline.wire import queries

    hands = settings.WIRE_HANDS if hands is None else hands
    if not settings.WEBSUB or hands == 0 or not _await(queries.has_hubs, stop):
        return
    from dateline.wire import subscribing

    while not stop.is_set():
        try:
            subscribing.keep(callback)
        except DatabaseError as error:
            say(f"subscriptions wait: {error}")
        finally:
            close_old_connections()
        stop.wait(HUBS_SECONDS)


def callback(path: str) -> str:
    """Our address for a hub, by the path that it was given."""
    from django.conf import settings
    from django.urls import reverse

    return f"{settings.PUBLIC_URL}{reverse('api:hub', args=[path])}"


def sort(stop: threading.Event, *, say: Callable[[str], None]) -> None:
    """Puts what comes into stories until told to stop."""
    from django.conf import settings

    from dateline.wire import queries

    if settings.WIRE_HANDS == 0 or not _await(queries.has_unsorted, stop):
        return
    from dateline.wire import sorting

    sorting.run(stop, say=say)


def _await(there: Callable[[], bool], stop: threading.Event) -> bool:
    """Waits until there is something to do; False where the server ends before."""
    from django.db import DatabaseError, connection

    while not stop.is_set():
        try:
            if there():
                return True
        except DatabaseError:
            stop.wait(WAIT_SECONDS)
        finally:
            connection.close()
        stop.wait(WAIT_SECONDS)
    return False


def once(*, hands: int | None = None) -> list[str]:
    """Asks everything that is due now and ends; a line on what came."""
    from django.conf import settings

    from dateline.wire import queries

    if not queries.has_channels():
        return []
    from dateline.wire import sorting
    from dateline.wire.ingest import Poller

    poller = Poller(hands=hands or max(1, settings.WIRE_HANDS))
    try:
        poller.run(threading.Event(), once=True)
    finally:
        poller.close()
    sorting.sort_all()
    if settings.WEBSUB:
        from dateline.wire import subscribing

        subscribing.keep(callback)
    counts = poller.counts
    if not counts.looks:
        return []
    came = f"new: {counts.new}, changed: {counts.updated}, withdrawn: {counts.withdrawn}"
    return [f"wire: {counts.looks} looks; {came}; faults: {counts.faults}"]
