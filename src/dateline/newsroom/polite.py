"""Asks a server politely: one request at a time, a pause between them, again when it asks for patience, within caps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, sleep

from dateline.wire.core.fetched import Failed, Fetched, Known, Limits

BUSY = {429, 500, 502, 503, 504}
FIRST_WAIT_SECONDS = 2.0
Waiting = Callable[[float, str], None]
"""Told before each wait that somebody may notice: for how many seconds, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a server is asked: seconds between requests, how often in all, how long we wait, how much we take.

    ``silent`` is how many requests in a row may fail before the server is left alone; ``inside`` are (host, port) pairs
    that may be private: what the operator names at the machine's own terminal.
    """

    pause_seconds: float = 1.0
    tries: int = 4
    patience_seconds: float = 300.0
    silent: int = 5
    most_bytes: int = 2_000_000_000
    limits: Limits = field(default_factory=lambda: Limits(bytes=100_000_000, unpacked_bytes=300_000_000, seconds=120.0))
    inside: frozenset[tuple[str, int]] = frozenset()


class Asker:
    """Asks one source; ``stopped`` says why it is not asked any more, ``bytes`` how much came."""

    def __init__(self, manners: Manners, *, waiting: Waiting | None = None) -> None:
        self.stopped = ""
        self.bytes = 0
        self.asked = 0
        self._manners = manners
        self._waiting = waiting or (lambda seconds, why: None)
        self._free_at = 0.0
        self._failures = 0

    def ask(
        self, url: str, *, known: Known | None = None, is_busy: Callable[[bytes], bool] = lambda content: False
    ) -> Fetched | Failed:
        """The answer, or why there is none after several tries; nothing is asked once ``stopped`` says why.

        ``is_busy`` finds the answers that ask for patience although they say 200.
        """
        answer: Fetched | Failed = Failed(reason=self.stopped)
        for number in range(self._manners.tries):
            if self.stopped:
                break
            answer = self._once(url, known, is_busy)
            if not self._is_worth_another(answer) or not self._waited(answer, number):
                break
        self._failures = 0 if isinstance(answer, Fetched) or answer.retry_at is None else self._failures + 1
        if self._failures >= self._manners.silent and not self.stopped:
            self.stopped = f"{self._failures} requests in a row failed, the last one so: {_reason(answer)}"
        return answer

    def _once(self, url: str, known: Known | None, is_busy: Callable[[bytes], bool]) -> Fetched | Failed:
        # Slow to load, and not needed where everything is here.
        from dateline.wire.fetch import fetch

        sleep(max(0.0, self._free_at - monotonic()))
        self.asked += 1
        answer = fetch(url, limits=self._manners.limits, allowed=self._manners.inside, known=known)
        self._free_at = monotonic() + self._manners.pause_seconds
        if isinstance(answer, Failed):
            return answer
        self.bytes += len(answer.content)
        if self.bytes > self._manners.most_bytes:
            self.stopped = f"more than {self._manners.most_bytes / 1e6:,.0f} MB came; the rest is left for the next run"
        if is_busy(answer.content):
            return Failed(reason="The service asks for patience.", retry_at=datetime.now(UTC), status=429)
        return answer

    def _is_worth_another(self, answer: Fetched | Failed) -> bool:
        if isinstance(answer, Fetched) or answer.retry_at is None:
            return False
        return answer.status is None or answer.status in BUSY

    def _waited(self, failed: Fetched | Failed, number: int) -> bool:
        """Waits as long as the server asks, or longer with each try; False where it is not worth waiting."""
        assert isinstance(failed, Failed)
        assert failed.retry_at
        seconds = FIRST_WAIT_SECONDS * 2**number
        if failed.told:
            seconds = max(0.0, (failed.retry_at - datetime.now(UTC)).total_seconds())
        if seconds > self._manners.patience_seconds:
            self.stopped = f"the server asks to be asked again at {failed.retry_at:%Y-%m-%d %H:%M} UTC"
            return False
        if number + 1 >= self._manners.tries:
            return False
        self._waiting(seconds, failed.reason)
        sleep(seconds)
        return True


def _reason(answer: Fetched | Failed) -> str:
    return answer.reason if isinstance(answer, Failed) else ""
