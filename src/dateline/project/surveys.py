"""Surveys asked for at the desk, run one after the other beside the server."""

import threading
import time
from collections.abc import Callable

WAIT_SECONDS = 2.0


def run(stop: threading.Event, *, say: Callable[[str], None]) -> None:
    """Runs what is due until told to stop; a database that is away is tried again a moment later."""
    from django.db import DatabaseError, close_old_connections

    from dateline.territory import asked
    from dateline.territory.kept import forget_unfinished

    forget_unfinished(time.time())
    while not stop.is_set():
        close_old_connections()
        try:
            ran = once(stop)
            for line in ran:
                say(line)
            if not ran:
                asked.wait(WAIT_SECONDS)
        except DatabaseError as error:
            say(f"surveys wait: {error}")
            stop.wait(WAIT_SECONDS)
        finally:
            close_old_connections()


def once(stop: threading.Event) -> list[str]:
    """Runs the survey that is due, if there is one; a line on what came of it."""
    from dateline.newsroom.surveying import renewed
    from dateline.territory.running import run_next

    survey = run_next(stop)
    if survey is None:
        return []
    return [f"survey {survey.uid}: {survey.state}", *renewed(survey)]
