"""Processes that stand by to read pages for threads that wait: what `read_all` does for a list, one page at a time."""

import os
import queue
from contextlib import suppress
from time import monotonic

from dateline.wire.core.understood import NotRead
from dateline.wire.reading.pool import Answer, Hand, Limits, Source

TRIES = 2


class StandingPool:
    """Reads a page within limits of time and memory whenever a thread asks; processes start when they are needed."""

    def __init__(self, *, workers: int | None = None, limits: Limits | None = None) -> None:
        limits = limits or Limits()
        self._hands = [Hand(limits) for _ in range(max(1, workers or os.cpu_count() or 1))]
        # The one that read last is asked first: the others need not be started.
        self._free: queue.LifoQueue[Hand] = queue.LifoQueue()
        for hand in self._hands:
            self._free.put(hand)

    def read(self, source: Source) -> Answer:
        """What was understood of the page; waits until a process is free, and then as long as the page may take."""
        hand = self._free.get()
        try:
            for _ in range(TRIES):
                # A process that was ended from outside while it stood by is replaced.
                with suppress(OSError):
                    hand.take(0, source)
                    ready = hand.line.poll(max(0.0, hand.deadline - monotonic()))
                    return hand.answer()[1] if ready else hand.give_up()[1]
                hand.dismiss()
            return Answer(source=source, page=NotRead(reason="No process could be started to read the page."))
        finally:
            self._free.put(hand)

    def rest(self) -> None:
        """Ends the processes that nobody waits for; the next page starts one again."""
        resting = []
        with suppress(queue.Empty):
            while True:
                resting.append(self._free.get_nowait())
        for hand in resting:
            hand.dismiss()
            self._free.put(hand)

    def close(self) -> None:
        """Ends every process, whatever it does."""
        for hand in self._hands:
            hand.dismiss()
