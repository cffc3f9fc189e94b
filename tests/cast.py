"""The people of the tests: Ada edits and runs the newsroom, Rui reports, Noor has no access."""

from dateline.accounts.models import User


def ada() -> User:
    """Runs the newsroom, so edits everywhere."""
    return _person("ada", "Ada Lindqvist", is_superuser=True)


def rui() -> User:
    """A reporter once a blog makes him one."""
    return _person("rui", "Rui Tavares")


def noor() -> User:
    """Has a sign-in and no role anywhere."""
    return _person("noor", "Noor Haddad")


def _person(username: str, name: str, **flags: bool) -> User:
    user, _ = User.objects.get_or_create(username=username, defaults={"name": name, **flags})
    return user
