"""What the desk writes itself: failed sign-ins, and the deeds that join more than one part."""

from datetime import datetime, timedelta

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from dateline.accounts import actions as accounts
from dateline.accounts.models import User
from dateline.events.turn import writing
from dateline.newsroom.core.backoff import FORGOTTEN_AFTER
from dateline.newsroom.models import SignInFailure
from dateline.newsroom.throttle import keys


def note_failure(username: str, address: str, *, now: datetime) -> None:
    """One more failed sign-in, for the account from this address and for the address; old ones are forgotten."""
    with writing():
        SignInFailure.objects.filter(last__lt=now - FORGOTTEN_AFTER - timedelta(minutes=1)).delete()
        for key in keys(username, address):
            row, made = SignInFailure.objects.select_for_update().get_or_create(key=key, defaults={"last": now})
            row.failures = 1 if made else row.failures + 1
            row.last = now
            row.save(update_fields=["failures", "last"])


def forget_failures(username: str, address: str) -> None:
    """The account's failures from this address, after it signed in."""
    pair, _ = keys(username, address)
    if SignInFailure.objects.filter(key=pair).exists():
        with writing():
            SignInFailure.objects.filter(key=pair).delete()


def change_own_password(request: HttpRequest, user: User, password: str) -> None:
    """Another password for oneself; this browser stays signed in, all others are out."""
    accounts.set_password(user, password, by=user)
    update_session_auth_hash(request, user)
