"""What can be done with sign-ins: add a person, set a password, hand over the newsroom, close a sign-in.

``by=None`` is the operator at the machine's own terminal, who may do all of it. What is refused raises Django's
``PermissionDenied`` (not yours to do) or ``ValidationError`` (not possible so), whose texts a person can read.
"""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dateline.accounts.models import User


def add_user(username: str, password: str, *, name: str = "", email: str = "", by: User | None) -> User:
    """A new person who can sign in, with no role yet."""
    _require_newsroom(by)
    user = User(username=username, name=name, email=email)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


def set_password(user: User, password: str, *, by: User | None) -> None:
    """Another password for oneself, or by who runs the newsroom for anybody; other sessions end."""
    if by is None or by.pk != user.pk:
        _require_newsroom(by)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])


def rename_user(user: User, name: str, *, by: User | None) -> None:
    """The person under another name."""
    if by is None or by.pk != user.pk:
        _require_newsroom(by)
    user.name = name
    user.full_clean()
    user.save(update_fields=["name"])


def give_newsroom(user: User, *, by: User | None) -> None:
    """The person runs the newsroom: opens blogs, adds people, edits everywhere."""
    _require_newsroom(by)
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])


def take_newsroom(user: User, *, by: User | None) -> None:
    """The person runs the newsroom no longer; the last one who does stays."""
    _require_newsroom(by)
    with transaction.atomic():
        _require_another(user)
        user.is_superuser = False
        user.save(update_fields=["is_superuser"])


def close_sign_in(user: User, *, by: User | None) -> None:
    """The person can no longer sign in; what they wrote stays under their name."""
    _require_newsroom(by)
    with transaction.atomic():
        if user.is_superuser:
            _require_another(user)
        user.is_active = False
        user.save(update_fields=["is_active"])


def _require_newsroom(by: User | None) -> None:
    if by is not None and not (by.is_active and by.is_superuser):
        raise PermissionDenied(_("Only who runs the newsroom may do this."))


def _require_another(user: User) -> None:
    running = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if not any(other.pk != user.pk for other in running):
        raise ValidationError(_("Somebody has to run the newsroom: give it to another person first."))
