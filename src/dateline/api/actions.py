"""What the api writes itself: tokens, and the answers that make a repeated request harmless."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from dateline.accounts.models import User
from dateline.api.models import Answer, Token
from dateline.api.tokens import Scope, digest_of, new_secret
from dateline.blog.core.refused import NotAllowed, Refused
from dateline.claims.core.clean import clean_line
from dateline.events.turn import writing

USE_NOTED_EVERY = timedelta(minutes=5)
ANSWERS_KEPT = timedelta(days=2)
Answered = tuple[int, dict[str, Any]]


def add_token(user: User, name: str, *, by: User | None, scopes: Iterable[Scope] = tuple(Scope)) -> tuple[Token, str]:
    """A new token and its secret, which is shown this once. ``by=None`` is the operator at the terminal."""
    _require_own(user, by)
    name = clean_line(name)[:120]
    if not name:
        raise Refused("Give the token a name that says which program uses it.")
    secret = new_secret()
    kept = [scope.value for scope in Scope if scope in set(scopes)]
    with writing():
        token = Token.objects.create(
            user=user, name=name, digest=digest_of(secret), scopes=kept, created=timezone.now()
        )
    return token, secret


def revoke_token(token: Token, *, by: User | None) -> None:
    """The token, of no more use."""
    _require_own(token.user, by)
    with writing():
        Token.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now())


def note_use(token: Token) -> None:
    """Says on the token that it is in use; to a few minutes, so that reading stays reading."""
    now = timezone.now()
    if token.last_used is None or now - token.last_used > USE_NOTED_EVERY:
        with writing():
            Token.objects.filter(pk=token.pk).update(last_used=now)


def once(token: Token, key: str, *, asked: str, act: Callable[[], Answered]) -> Answered:
    """What ``act`` answers, done at most once for the key: a second call gets the first one's answer.

    ``asked`` is a digest of the request. Raises ``Refused`` where the key was used for another one. What ``act``
    refuses is not kept: it may be tried again under the same key. Answers are kept for two days.
    """
    try:
        with writing():
            with transaction.atomic():
                # Claimed first: a second request with the same key waits here on PostgreSQL until we are done.
                claim = Answer.objects.create(token=token, key=key, asked=asked, at=timezone.now())
            claim.status, claim.body = act()
            claim.save(update_fields=["status", "body"])
            Answer.objects.filter(token=token, at__lt=timezone.now() - ANSWERS_KEPT).delete()
            return claim.status, claim.body
    except IntegrityError:
        earlier = Answer.objects.filter(token=token, key=key).first()
        if earlier is None:
            raise
    if earlier.asked != asked:
        raise Refused("This Idempotency-Key was used for another request; take a new one.")
    return earlier.status, earlier.body


def _require_own(user: User, by: User | None) -> None:
    if by is not None and by.pk != user.pk and not (by.is_active and by.is_superuser):
        raise NotAllowed("You can only do this for yourself.")
