"""What a subscriber of WebSub decides: which hub a channel names, what it is asked, whose word counts and how long.

W3C Recommendation "WebSub", 23 January 2018; sections are named where a rule is from there.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

LEASE = timedelta(days=10)
LONGEST, SHORTEST = timedelta(days=30), timedelta(seconds=1)
# A hub that keeps a subscription for less than an hour is asked again no more often than this.
LEAST_BETWEEN = timedelta(minutes=10)
RENEWED_AFTER = 0.8
# Until when a hub's question is expected: some ask hours later. Once it was answered, it may be lost on its way back.
OPEN_FOR, OPEN_AFTER = timedelta(hours=6), timedelta(minutes=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)
MOST_TRIES_TO_END = 3
MOST_PUSHED = 4_000_000
KEPT_HASHES = 20
# Section 7: those that a hub may sign with.
_METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_CHALLENGE = re.compile(r"[\x21-\x7e]{1,1000}")
_MOST_OF_LINKS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The hub that tells of a channel's news, and what the channel is called there; "" where it names none."""

    hub: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A hub's question whether something was asked (section 5.3): what it would do, and what to answer."""

    mode: str
    topic: str
    challenge: str = ""
    lease: timedelta = timedelta(days=1)
    reason: str = ""


def named_by(headers: Mapping[str, str], *, hub: str, topic: str, url: str) -> Named:
    """What an answer names, in its Link headers first, then in itself (section 4); ``url`` is where it was fetched."""
    links = _links(headers.get("link", ""))
    found = _web(links.get("hub", "") or hub, url)
    if not found:
        return Named()
    # Without a name of its own, which the Recommendation asks for, a feed is called by its address.
    return Named(hub=found, topic=_web(links.get("self", "") or topic, url) or url)


def asked(mode: str, *, topic: str, callback: str, secret: str = "") -> dict[str, str]:
    """The form that asks a hub to subscribe or unsubscribe (section 5.1)."""
    told = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    if mode == "subscribe":
        told["hub.lease_seconds"] = str(int(LEASE.total_seconds()))
        told |= {"hub.secret": secret} if secret else {}
    return told


def read_verification(query: Mapping[str, str]) -> Verification | None:
    """The question in an address' query; None where it is none."""
    mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
    challenge = query.get("hub.challenge", "")
    if mode == "denied":
        return Verification(mode=mode, topic=topic, reason=" ".join(query.get("hub.reason", "").split())[:200])
    if mode not in {"subscribe", "unsubscribe"} or not topic or not _CHALLENGE.fullmatch(challenge):
        return None
    seconds = query.get("hub.lease_seconds", "")
    lease = timedelta(seconds=int(seconds[:12])) if seconds.isascii() and seconds.isdecimal() else timedelta(days=1)
    return Verification(mode=mode, topic=topic, challenge=challenge, lease=min(max(lease, SHORTEST), LONGEST))


def renewed_at(lease: timedelta, now: datetime) -> datetime:
    """When to ask for it again: well before it ends, where it is long enough for that."""
    return now + max(lease * RENEWED_AFTER, LEAST_BETWEEN)


def again_at(tries: int, now: datetime) -> datetime:
    """When to ask again after so many questions that came to nothing: later each time, a day at most."""
    doublings = min(max(tries - 1, 0), 12)
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def is_signed(body: bytes, signature: str, *, secret: str) -> bool:
    """Whether the hub that knows the secret sent this (``X-Hub-Signature``, section 7.1)."""
    method, _, told = signature.strip().partition("=")
    known = _METHODS.get(method.strip().lower())
    if known is None or not secret or not told.isascii():
        return False
    return hmac.compare_digest(hmac.new(secret.encode(), body, known).hexdigest(), told.strip().lower())


def _links(header: str) -> dict[str, str]:
    """The first address of each relation in a Link header (RFC 8288)."""
    found: dict[str, str] = {}
    for part in header[:_MOST_OF_LINKS].split("<")[1:]:
        address, _, told = part.partition(">")
        for parameter in told.split(";"):
            name, _, value = parameter.partition("=")
            for relation in value.strip(' ",\t').lower().split() if name.strip().lower() == "rel" else ():
                found.setdefault(relation, address.strip())
    return found


def _web(address: str, base: str) -> str:
    """The address, whole; "" for what is none of the web's or too long to be kept."""
    try:
        whole = urljoin(base, address) if address else ""
        parts = urlsplit(whole)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    except ValueError:
        return ""
    return whole if known and len(whole) <= 2000 else ""
