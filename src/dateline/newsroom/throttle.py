"""Slows down who guesses passwords, by account and address; the same for accounts that do not exist."""

import hashlib
from datetime import datetime
from ipaddress import ip_address

from dateline.newsroom.core.backoff import FREE, wait_seconds
from dateline.newsroom.models import SignInFailure

FREE_FOR_AN_ADDRESS = 50


def keys(username: str, address: str) -> tuple[str, str]:
    """What is counted: the account from this address, and the address whatever the account."""
    return _hash(f"{username.casefold()[:200]}\n{address}"), _hash(address)


def seconds_to_wait(username: str, address: str, *, now: datetime) -> int:
    """Seconds until a sign-in is tried again; 0: now."""
    pair, alone = keys(username, address)
    wait = _wait(pair, now, free=FREE)
    return wait if _is_proxy(address) else max(wait, _wait(alone, now, free=FREE_FOR_AN_ADDRESS))


def _is_proxy(address: str) -> bool:
    # Behind a proxy everybody has its address: one guesser must not keep the whole newsroom out.
    try:
        return ip_address(address).is_private
    except ValueError:
        return True


def _wait(key: str, now: datetime, *, free: int) -> int:
    row = SignInFailure.objects.filter(key=key).first()
    return wait_seconds(row.failures, row.last, now=now, free=free) if row else 0


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
