"""Tells our hub (WebSub) that a blog's feeds have news: beside what publishes, which never waits for it."""

import threading
from collections.abc import Callable
from time import monotonic

GATHER_SECONDS = 1.0
RETRY_SECONDS = 30.0
# What nobody could be told of for so long is old: the next news is told of anyway.
GIVEN_UP_SECONDS = 600.0


class Moved:
    """The blogs that moved on, since when; filled at each commit, emptied by the thread that tells."""

    def __init__(self) -> None:
        self.any = threading.Event()
        self._since: dict[str, float] = {}
        self._lock = threading.Lock()

    def note(self, key: str, seq: int) -> None:
        """A stream moved on: called where somebody publishes, so no more than a note."""
        if key.startswith("blog/"):
            self.put_back(key, monotonic())
            self.any.set()

    def put_back(self, key: str, since: float) -> None:
        """A blog that could not be told of."""
        with self._lock:
            self._since.setdefault(key, since)

    def take(self) -> dict[str, float]:
        """All that moved, which is then told of."""
        with self._lock:
            taken, self._since = self._since, {}
            self.any.clear()
        return taken


def run(stop: threading.Event, *, say: Callable[[str], None]) -> None:
    """Tells the hub until told to stop; without ``DATELINE_HUB`` there is nothing to do."""
    from django.conf import settings
    from django.db import close_old_connections

    from dateline.events import wake

    if not settings.HUB:
        return
    moved = Moved()
    leave = wake.listen(moved.note)
    try:
        while not stop.is_set():
            if not moved.any.wait(GATHER_SECONDS):
                continue
            # What is published in one go is told of once.
            stop.wait(GATHER_SECONDS)
            if not tell(moved, say=say):
                stop.wait(RETRY_SECONDS)
                moved.any.set()
            close_old_connections()
    finally:
        leave()


def tell(moved: Moved, *, say: Callable[[str], None]) -> bool:
    """Tells of what moved; whether the hub heard all of it. What it did not hear is told again, for a while."""
    fault = ""
    for key, since in moved.take().items():
        if fault := fault or _told(key):
            say(f"the hub could not be told of news: {fault}")
            if monotonic() - since < GIVEN_UP_SECONDS:
                moved.put_back(key, since)
    return not fault


def _told(key: str) -> str:
    """Why the hub did not hear of the blog's feeds; "" where it did."""
    from django.conf import settings
    from django.urls import reverse

    from dateline.blog.models import Blog
    from dateline.project.named_server import named_server
    from dateline.wire.core.fetched import Failed
    from dateline.wire.fetch import post
    from dateline.wire.subscribing import HUB_LIMITS

    slug = Blog.objects.filter(pk=key.removeprefix("blog/")).values_list("slug", flat=True).first()
    for name in ("feed", "key-feed") if slug else ():
        url = f"{settings.PUBLIC_URL}{reverse(f'readers:{name}', args=[slug])}"
        # The Recommendation leaves it to the hub: this is what those in use understand.
        form = {"hub.mode": "publish", "hub.url": url, "hub.topic": url}
        answer = post(settings.HUB, form, limits=HUB_LIMITS, allowed=named_server(settings.HUB))
        if isinstance(answer, Failed):
            return answer.reason
    return ""
