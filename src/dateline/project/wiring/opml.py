"""`dateline wire opml`: a list of channels, as other readers have it, in and out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.wire.actions.channels import NewChannel
    from dateline.wire.core.feeds.values import Entry


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), help="Write the channels here."
)
def command(file: Path | None, out: Path | None) -> None:
    """Take in the feeds of an OPML file, each once, with folders as sections; or write the channels as one.

    - is standard input or output. Feeds are added as they stand, without asking them first: `dateline wire list
    --faults` shows those that are none. Servers of the house are not asked for what a list names. Exit code 1: the
    file is no list of channels.
    """
    from dateline.project import ready

    if (file is None) == (out is None):
        raise click.UsageError("name a FILE to take in, or --out and a file to write")
    ready.ready()
    if ready.is_behind():
        ready.migrate()
    if file is not None:
        _take_in(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes())
    elif out is not None:
        _write(out)


def _take_in(content: bytes) -> None:
    from dateline.project.cli import Exit
    from dateline.wire.actions.channels import add_channels
    from dateline.wire.core.feeds.read import read_feed
    from dateline.wire.models import Channel

    feed = read_feed(content)
    if feed.kind != "opml" or not feed.entries:
        click.echo("dateline: The file is no list of channels.", err=True)
        click.get_current_context().exit(Exit.DOES_NOT_HOLD)
    before = Channel.objects.count()
    add_channels([_channel(entry) for entry in feed.entries], by=None)
    click.echo(f"{len(feed.entries)} channels in the list, {Channel.objects.count() - before} new here.")


def _channel(entry: "Entry") -> "NewChannel":
    from dateline.wire.actions.channels import NewChannel
    from dateline.wire.models import ChannelKind

    home = next((link.url for link in entry.links), "")
    return NewChannel(
        address=entry.link,
        kind=ChannelKind.FEED,
        name=entry.title,
        site=home,
        section=entry.section[:100],
        language=entry.language[:35],
    )


def _write(out: Path) -> None:
    from django.utils import timezone

    from dateline.wire import queries
    from dateline.wire.core.feeds.opml import Outline, write_opml

    outlines = [
        Outline(url=one.address, title=one.name, home=one.site, folders=(one.section,) if one.section else ())
        for one in queries.channels()
        if one.address.startswith(("http://", "https://"))
    ]
    content = write_opml(outlines, title="Dateline", now=timezone.now())
    if str(out) == "-":
        click.echo(content.decode())
    else:
        out.write_bytes(content)
