"""Asks a server for its rules for programs (robots.txt) once a day, and says whether they let us ask for a page."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from dateline.wire.actions.leases import keep_robots
from dateline.wire.core.fetched import Failed, Limits
from dateline.wire.core.page.decode import text_of_bytes
from dateline.wire.core.robots import NOBODY, may_fetch
from dateline.wire.fetch import fetch
from dateline.wire.looking.tools import Tools, inside_of
from dateline.wire.models import Channel, Host

HOLD_FOR = timedelta(hours=24)  # RFC 9309, 2.4
WITHOUT_ANSWER = timedelta(hours=1)
LIMITS = Limits(bytes=1_000_000, unpacked_bytes=1_000_000, seconds=10.0)
FORBIDDEN = "The server's rules for programs (robots.txt) do not let us ask for this address."


def let_us_fetch(host: Host, url: str, *, channel: Channel, tools: Tools) -> bool:
    """Whether the server's rules let us fetch the address; asks for the rules where they are older than a day."""
    now = tools.now()
    if host.robots_at is None or now - host.robots_at > HOLD_FOR:
        tools.let_go()
        text, age = _rules(url, channel)
        keep_robots(host, text, now=now - age)
    return may_fetch(host.robots, url)


def again_at(host: Host, now: datetime) -> datetime | None:
    """When to come back to a server whose rules forbid it: soon where it only failed to say them, else None."""
    return now + WITHOUT_ANSWER if host.robots == NOBODY else None


def _rules(url: str, channel: Channel) -> tuple[str, timedelta]:
    """The rules, and how old they count as: a server that fails to say is asked again soon (RFC 9309, 2.3.1)."""
    parts = urlsplit(url)
    answer = fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", limits=LIMITS, allowed=inside_of(channel))
    if isinstance(answer, Failed):
        refused = answer.status is not None and 400 <= answer.status < 500 and answer.status != 429
        return ("", timedelta(0)) if refused else (NOBODY, HOLD_FOR - WITHOUT_ANSWER)
    text = text_of_bytes(answer.content, answer.content_type)
    # A page that says "not found" with 200 is no set of rules.
    return ("" if "<html" in text[:2000].lower() else text.replace("\0", "")), timedelta(0)
