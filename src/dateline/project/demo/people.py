"""The demo's sign-ins: random passwords, made once for each home and kept there for its owner's eyes only."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dateline.accounts import actions
from dateline.accounts.models import User
from dateline.project.demo.staff import PEOPLE, Person

FILE = "demo-sign-ins.json"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What somebody types to come in, and what they may do there."""

    username: str
    password: str
    about: str


def sign_ins() -> tuple[SignIn, ...]:
    """Everybody who can sign in to this home's demo; people who are not there yet are added."""
    passwords = _passwords(settings.HOME / FILE)
    for person in PEOPLE:
        _let_in(person, passwords[person.username])
    return tuple(SignIn(username=p.username, password=passwords[p.username], about=p.about) for p in PEOPLE)


def user(username: str) -> User:
    """One of the demo's people."""
    return User.objects.get(username=username)


def _let_in(person: Person, password: str) -> None:
    found = User.objects.filter(username=person.username).first()
    if found is None:
        found = actions.add_user(person.username, password, name=person.name, by=None)
    elif not found.check_password(password):
        actions.set_password(found, password, by=None)
    if person.runs_newsroom and not found.is_superuser:
        actions.give_newsroom(found, by=None)


def _passwords(path: Path) -> dict[str, str]:
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text())
        if kept.keys() == {p.username for p in PEOPLE}:
            return kept
    made = {person.username: _password() for person in PEOPLE}
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file)
    fresh.replace(path)
    return made


def _password() -> str:
    """Three groups of five that can be read out: over 70 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))
