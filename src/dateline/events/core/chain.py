"""The hash chain: what makes a silent change visible to anybody who kept one earlier hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One event as the chain sees it; ``hash`` is what was stored for it."""

    epoch: str
    seq: int
    kind: str
    subject: str
    at: datetime
    actor: str
    content_hash: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an action tells the log; ``subject`` is ``post/<uid>`` or ``blog``."""

    kind: str
    subject: str
    at: datetime
    actor: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that does not hold, in words for the person who runs ``dateline verify``."""

    seq: int
    what: str


def digest(value: object) -> str:
    """SHA-256 in hex of a JSON value in canonical form: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def link_hash(link: Link) -> str:
    """What ``link.hash`` must be: it covers the event before it and what became public."""
    fields = [link.epoch, link.seq, link.kind, link.subject, link.at.isoformat()]
    return digest([*fields, link.actor, link.content_hash, link.previous_hash])


def extended(epoch: str, seq: int, *, head_hash: str, changes: Iterable[Change]) -> Iterator[Link]:
    """The links that follow ``seq``, one a change, each carrying the hash of the one before it."""
    for change in changes:
        seq += 1
        link = Link(
            epoch=epoch,
            seq=seq,
            kind=change.kind,
            subject=change.subject,
            at=change.at,
            actor=change.actor,
            content_hash=change.content_hash,
            previous_hash=head_hash,
            hash="",
        )
        link = replace(link, hash=link_hash(link))
        head_hash = link.hash
        yield link


def faults(links: Iterable[Link], *, head_seq: int, head_hash: str) -> Iterator[Fault]:
    """Every break of the chain from its start to the head that the stream's own row names."""
    previous, expected = START, 1
    for link in links:
        if link.seq != expected:
            yield Fault(seq=expected, what=f"event {expected} is missing")
        elif link.previous_hash != previous:
            yield Fault(seq=link.seq, what=f"event {link.seq} does not follow the event before it")
        if link_hash(link) != link.hash:
            yield Fault(seq=link.seq, what=f"event {link.seq} was altered")
        previous, expected = link.hash, link.seq + 1
    if expected - 1 != head_seq or previous != head_hash:
        yield Fault(seq=head_seq, what=f"the log ends at {expected - 1}, the stream's head is {head_seq}")
