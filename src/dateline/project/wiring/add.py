"""`dateline wire add`: takes a channel in, whatever it is."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.project.named_server import named_server

if TYPE_CHECKING:
    from dateline.wire.discover import Found
    from dateline.wire.models import Channel

_HUB = "It names a hub, which is asked to tell of news at once."
_HUB_UNREACHED = "It names a hub that could tell of news at once, if DATELINE_URL said where it finds us."
_WITH_PAGES = {"feed", "sitemap", "links", "telegram"}
SHOWN = ("none", "headline", "excerpt", "full")


@click.command()
@click.argument("address", metavar="URL|FOLDER|MAILBOX")
@click.option("--name", default="", help="What the desk calls it; else what it calls itself.")
@click.option("--language", default="", help="Its language (en, uk, …); else as it says.")
@click.option("--section", default="", help="The section of its items, where they name none.")
@click.option(
    "--shown",
    type=click.Choice(SHOWN),
    default="headline",
    show_default=True,
    help="How much of its items the public may read here.",
)
@click.option("--licence", default="", help="The terms in words.")
@click.option("--pages", "reads_pages", is_flag=True, help="Read each item's own page too.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that holds a mailbox's password; it is read at each look, and kept nowhere else.",
)
@click.option("--dry-run", is_flag=True, help="Only say what it is and what would be done.")
def command(address: str, *, dry_run: bool, reads_pages: bool, password_file: Path | None, **values: str) -> None:
    """Take a channel in: a feed, a sitemap, a live page, a Telegram channel, a page with links, a folder, a mailbox.

    What the address is is found out: of a page that names its feed the feed is taken. Exit code 1: it is none of them;
    4: it could not be fetched.
    """
    from dateline.project import ready
    from dateline.project.cli import Exit
    from dateline.wire.core.fetched import Failed

    ready.ready()
    if ready.is_behind():
        ready.migrate()
    from dateline.wire.discover import Found, discover
    from dateline.wire.typed import as_meant

    address = as_meant(address)
    password = password_file.read_text(encoding="utf-8").rstrip("\r\n") if password_file else ""
    found = discover(address, password=password)
    inside: frozenset[tuple[str, int]] = frozenset()
    if isinstance(found, Failed) and found.status is None and found.retry_at is None:
        # Refused, for it is no public address: who names it at this terminal may. What is public now gets no such
        # leave, or its name could lead into the house later.
        inside = named_server(address)
        found = discover(address, inside=inside, password=password)
    if not isinstance(found, Found):
        click.echo(f"dateline: {found.reason}", err=True)
        click.get_current_context().exit(Exit.WORLD_FAILED if isinstance(found, Failed) else Exit.DOES_NOT_HOLD)
    _say(found, reads_pages=reads_pages, shown=values["shown"])
    if not dry_run:
        how = {"password_file": str(password_file.resolve())} if password_file else {}
        channel = _added(found, inside=inside, reads_pages=reads_pages, values=values | {"how": how})
        known = f"It is here already: channel {channel.uid}." if channel.asked_at else f"Added: channel {channel.uid}."
        click.echo(f"{known} `dateline serve` asks it from now on; `dateline wire poll` does now.")


def _added(
    found: "Found", *, inside: frozenset[tuple[str, int]], reads_pages: bool, values: dict[str, Any]
) -> "Channel":
    from dateline.wire.actions.channels import NewChannel, add_channel

    # A server that only the operator may name: the address here is theirs.
    how = values.pop("how") | ({"inside": sorted(map(list, inside))} if inside else {})
    told = {name: value or getattr(found, name, "") for name, value in values.items()}
    new = NewChannel(address=found.address, kind=found.kind, site=found.site, reads_pages=reads_pages, how=how, **told)
    return add_channel(new, by=None)


def _say(found: "Found", *, reads_pages: bool, shown: str) -> None:
    """What it is, and what Dateline will do with it."""
    from django.conf import settings
    from django.utils import timezone

    from dateline.wire.wording import span

    entries = "" if found.entries is None else f", {found.entries} {'item' if found.entries == 1 else 'items'} now"
    newest = f", the newest {span(timezone.now() - found.newest)} old" if found.newest else ""
    named = f" “{found.name}”" if found.name else ""
    language = f", in {found.language}" if found.language else ""
    click.echo(f"{found.address} is {found.what}{named}{language}{entries}{newest}.")
    pages = ", and each item's page once" if reads_pages else ", and no pages of items (--pages reads them)"
    told = pages if found.kind in _WITH_PAGES else ""
    click.echo(f"It will be asked about every {span_of(found.every_seconds)}{told}.")
    if found.hub:
        click.echo(_HUB if settings.WEBSUB else _HUB_UNREACHED)
    click.echo(f"Shown to the public: {shown}.")
    if found.licence:
        click.echo(f"It says of rights: {found.licence}")
    for link in found.others:
        click.echo(f"Named there too: {link.url}{f' ({link.title})' if link.title else ''}")


def span_of(seconds: int) -> str:
    """The length of time in words."""
    from datetime import timedelta

    from dateline.wire.wording import span

    return span(timedelta(seconds=seconds))
