"""`dateline token`: the keys by which programs use the api."""

import click


@click.group()
def command() -> None:
    """Give a program a key for the api, list keys, take one back."""
    from dateline.project.ready import ready

    ready()


@command.command("add")
@click.argument("username")
@click.option("--name", required=True, help="Which program uses it.")
@click.option("--scope", "scopes", multiple=True, help="read, draft or publish; may be given again. Else all three.")
def add(username: str, name: str, scopes: tuple[str, ...]) -> None:
    """Print a new token that acts for USERNAME, with that person's roles. It is shown this once."""
    from dateline.api.actions import add_token
    from dateline.api.tokens import Scope
    from dateline.project.people import person

    unknown = set(scopes) - set(Scope)
    if unknown:
        raise click.UsageError(f"there is no scope '{unknown.pop()}'; there are: {', '.join(Scope)}")
    chosen = [Scope(scope) for scope in scopes] or list(Scope)
    _, secret = add_token(person(username), name, by=None, scopes=chosen)
    click.echo(secret)


@command.command("list")
def list_tokens() -> None:
    """List the tokens, never their secrets."""
    from dateline.api.models import Token

    for token in Token.objects.select_related("user"):
        used = f"used {token.last_used:%Y-%m-%d %H:%M} UTC" if token.last_used else "never used"
        state = "revoked" if token.revoked else used
        click.echo("\t".join([str(token.pk), token.user.username, token.name, "+".join(token.scopes), state]))


@command.command("revoke")
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """Take back the token of that NUMBER (see `dateline token list`)."""
    from dateline.api.actions import revoke_token
    from dateline.api.models import Token

    token = Token.objects.filter(pk=number).select_related("user").first()
    if token is None:
        raise click.UsageError(f"there is no token {number}")
    revoke_token(token, by=None)
    click.echo(f"{token.name}: revoked.")
