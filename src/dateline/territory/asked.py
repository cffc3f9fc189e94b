"""Rings for the run that waits in this process: a survey was asked for, so look now and not in a while."""

import threading

_BELL = threading.Event()


def ring() -> None:
    """Somebody asked for a survey."""
    _BELL.set()


def wait(seconds: float) -> None:
    """Waits until the next ring, or so long."""
    _BELL.wait(seconds)
    _BELL.clear()
