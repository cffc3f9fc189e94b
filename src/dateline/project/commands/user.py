"""`dateline user`: the people who can sign in, and their roles."""

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.accounts.models import User


@click.group()
def command() -> None:
    """Add people, set passwords, give roles on a blog."""
    from dateline.project import ready

    ready.ready()
    if ready.is_behind():  # often the first command in a new home
        ready.migrate()


@command.command("add")
@click.argument("username")
@click.option("--name", default="", help="The name shown at the desk.")
@click.option("--email", default="", help="An address for the person.")
@click.option("--runs-newsroom", is_flag=True, help="May open blogs, add people and edit everywhere.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, not the terminal.")
def add(username: str, name: str, email: str, runs_newsroom: bool, password_stdin: bool) -> None:
    """Add a person who can sign in."""
    from dateline.accounts import actions

    user = actions.add_user(username, _password(password_stdin), name=name, email=email, by=None)
    if runs_newsroom:
        actions.give_newsroom(user, by=None)
    click.echo(f"{username} can sign in.")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one line a person.")
def list_people(as_json: bool) -> None:
    """List who can sign in, and with which roles."""
    from dateline.accounts.models import User

    for user in User.objects.order_by("username"):
        roles = {member.blog.slug: member.role for member in user.memberships.select_related("blog")}
        click.echo(_user_as_json(user, roles) if as_json else _user_as_line(user, roles))


def _user_as_json(user: "User", roles: dict[str, str]) -> str:
    flags = {"active": user.is_active, "runs_newsroom": user.is_superuser}
    return json.dumps({"username": user.username, "name": user.name, **flags, "roles": roles}, ensure_ascii=False)


def _user_as_line(user: "User", roles: dict[str, str]) -> str:
    marks = ["runs the newsroom"] * user.is_superuser + ["closed"] * (not user.is_active)
    return "\t".join([user.username, user.name, ", ".join([*marks, *(f"{r} of {slug}" for slug, r in roles.items())])])


@command.command("password")
@click.argument("username")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, not the terminal.")
def password(username: str, password_stdin: bool) -> None:
    """Set a person's password."""
    from dateline.accounts import actions
    from dateline.project.people import person

    user = person(username)
    actions.set_password(user, _password(password_stdin), by=None)
    click.echo(f"{username} has a new password.")


@command.command("role")
@click.argument("username")
@click.argument("slug", metavar="BLOG")
@click.argument("role", type=click.Choice(["editor", "reporter", "viewer", "none"]))
@click.option("--by", "by_name", metavar="USERNAME", help="Act for this person; else the first who runs the newsroom.")
def role(username: str, slug: str, role: str, by_name: str | None) -> None:
    """Give a person a role on a blog, or take it away."""
    from dateline.blog.actions.blogs import set_member
    from dateline.blog.core.roles import Role
    from dateline.project import people

    given = None if role == "none" else Role(role)
    set_member(people.blog(slug), people.person(username), role=given, by=people.acting(by_name))
    click.echo(f"{username}: {role} of {slug}.")


@command.command("close")
@click.argument("username")
def close(username: str) -> None:
    """Close a person's sign-in; what they wrote stays."""
    from dateline.accounts import actions
    from dateline.project.people import person

    actions.close_sign_in(person(username), by=None)
    click.echo(f"{username} can no longer sign in.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
