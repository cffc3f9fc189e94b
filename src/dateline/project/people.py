"""Finds the people and blogs that a command names; what is not there is said as wrong usage."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.accounts.models import User
    from dateline.blog.models import Blog


def person(username: str) -> "User":
    """The person with this sign-in."""
    from dateline.accounts.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        raise click.UsageError(f"nobody signs in as '{username}' (`dateline user list` shows who does)")
    return user


def acting(username: str | None) -> "User":
    """Who a command acts for: the named person, else the first who runs the newsroom."""
    from dateline.accounts.models import User

    if username:
        return person(username)
    user = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if user is None:
        raise click.UsageError("nobody runs the newsroom yet: `dateline user add NAME --runs-newsroom`")
    return user


def blog(slug: str) -> "Blog":
    """The blog with this address."""
    from dateline.blog.models import Blog

    found = Blog.objects.filter(slug=slug).first()
    if found is None:
        raise click.UsageError(f"there is no blog '{slug}' (`dateline blog list` shows them)")
    return found


def all_blogs() -> "list[Blog]":
    """Every blog, by address."""
    from dateline.blog.models import Blog

    return list(Blog.objects.order_by("slug"))
