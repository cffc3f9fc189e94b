"""What a token looks like, and whose a request's token is."""

import hashlib
import secrets
from enum import StrEnum

from dateline.api.models import Token

PREFIX = "dl_"


class Scope(StrEnum):
    """What a token may be used for; the person's roles bound it further."""

    READ = "read"
    DRAFT = "draft"
    PUBLISH = "publish"


def new_secret() -> str:
    """A fresh token: 256 bits behind a prefix that leak scanners can know."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a token: its secret is random, so one fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_of(authorization: str) -> Token | None:
    """The valid token of an ``Authorization`` header, with its person; None for any other header."""
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(PREFIX):
        return None
    found = Token.objects.filter(digest=digest_of(secret.strip()), revoked=None, user__is_active=True)
    return found.select_related("user").first()
