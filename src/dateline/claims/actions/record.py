"""What every action of claims begins and ends with: may this person, the turn at the log, the event."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.claims.core.clean import clean_line, clean_url
from dateline.claims.core.kinds import Kind
from dateline.claims.core.values import SourceAbout
from dateline.claims.core.wording import SourceKind
from dateline.claims.models import Source
from dateline.events import log
from dateline.events.core.chain import Change, digest
from dateline.events.models import Event, Stream
from dateline.events.turn import writing

STREAM = "claims"  # figures and claims belong to no one blog
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def require(by: User, permission: str) -> None:
    """Raises ``PermissionDenied`` where the person's roles do not cover it."""
    if not by.has_perm(permission):
        raise PermissionDenied(_("You may not do this; ask who runs the newsroom."))


@contextmanager
def turn() -> Iterator[None]:
    """One transaction that nobody else's action of claims runs beside: what is not there yet can be looked for."""
    with writing():
        _open_stream()
        hold_claims()
        yield


def hold_claims() -> None:
    """Keeps every other action of claims waiting until the transaction that one is in has ended."""
    Stream.objects.select_for_update().filter(key=STREAM).first()


def tell(kind: Kind, subject: str, *, by: User, at: datetime, told: object) -> Event:
    """The event that tells of the action; ``told`` is what its hash covers."""
    return log.append(STREAM, Change(kind=kind, subject=subject, at=at, actor=str(by.pk), content_hash=digest(told)))


def source_of(about: SourceAbout) -> Source:
    """The source's row, added where it is not there yet. Raises ``ValidationError`` where it has no name."""
    name = clean_line(about.name)[:200]
    if not name:
        raise ValidationError(_("A source needs a name."))
    if about.kind not in set(SourceKind):
        raise ValidationError(_("There is no such kind of source."))
    said = {"name": name, "kind": about.kind, "url": clean_url(about.url)[:2000]}
    said["licence"] = clean_line(about.licence)[:200]
    known = Source.objects.filter(**said).first()
    if known:
        return known
    source = Source(**said)
    source.save(force_insert=True)
    return source


def uid_from(sha256: str) -> str:
    """A public name made from a hash: twelve letters and figures that cannot be confused."""
    number, name = int(sha256, 16), ""
    for _place in range(12):
        number, rest = divmod(number, len(ALPHABET))
        name += ALPHABET[rest]
    return name


def uid_for(*parts: str) -> str:
    """A public name made from what is named."""
    return uid_from(hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest())


def _open_stream() -> None:
    if log.head(STREAM) is None:
        try:
            with transaction.atomic():
                log.open_stream(STREAM)
        except IntegrityError:  # another process opened it a moment ago
            return
