"""Slows down who guesses passwords, by account and address; the same for accounts that do not exist."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from dateline.newsroom.core.backoff import FREE, wait_seconds
from dateline.newsroom.models import SignInFailure

FREE_FOR_AN_ADDRESS = 50


def keys(username: str, address: str) -> tuple[str, str]:
    """What is counted: the account from this address, and the address whatever the account."""
    return _hash(f"{username.casefold()[:200]}\n{address}"), _hash(address)


def seconds_to_wait(username: str, address: str, *, now: datetime) -> int:
    """Seconds until a sign-in is tried again; 0: now."""
    pair, alone = keys(username, address)
    return max(_wait([pair], now, free=FREE), _wait([alone], now, free=FREE_FOR_AN_ADDRESS))


def _wait(found: Sequence[str], now: datetime, *, free: int) -> int:
    row = SignInFailure.objects.filter(key__in=found).first()
    return wait_seconds(row.failures, row.last, now=now, free=free) if row else 0


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
