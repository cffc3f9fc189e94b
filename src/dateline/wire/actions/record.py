"""What every action of the wire begins and ends with: may this person, the turn at the log, the event."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.events import log
from dateline.events.core.chain import Change, digest
from dateline.events.models import Event
from dateline.events.turn import writing
from dateline.wire.kinds import Kind

STREAM = "wire"  # channels and items belong to no one blog
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def require(by: User | None, permission: str) -> None:
    """Raises ``PermissionDenied`` where the person's roles do not cover it; None is the operator at the terminal."""
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(_("You may not do this; ask who runs the newsroom."))


@contextmanager
def turn() -> Iterator[None]:
    """One transaction that may append to the wire's log."""
    with writing():
        _open_stream()
        yield


def tell(kind: Kind, subject: str, *, by: User | None, at: datetime, told: object) -> Event:
    """The event that tells of the action; ``told`` is what its hash covers. Without ``by`` the machine did it."""
    actor = str(by.pk) if by else "wire"
    return log.append(STREAM, Change(kind=kind, subject=subject, at=at, actor=actor, content_hash=digest(told)))


def new_uid() -> str:
    """A public name of ten letters and figures that cannot be confused."""
    return "".join(secrets.choice(ALPHABET) for _place in range(10))


def _open_stream() -> None:
    if log.head(STREAM) is None:
        try:
            with transaction.atomic():
                log.open_stream(STREAM)
        except IntegrityError:  # another process opened it a moment ago
            return
