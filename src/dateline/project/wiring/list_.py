"""`dateline wire list`: the channels and how each stands."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from dateline.wire.models import Channel


@click.command()
@click.option("--faults", "only_faults", is_flag=True, help="Only those that fail, or are gone.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON a channel.")
def command(*, only_faults: bool, as_json: bool) -> None:
    """List the channels: when each was last asked, what came, why not, and when it is asked next."""
    from django.utils import timezone

    from dateline.project import ready

    ready.ready()
    from dateline.wire import queries
    from dateline.wire.models import ChannelState

    now = timezone.now()
    if not as_json and not queries.channels().exists():
        click.echo("There is no channel yet: `dateline wire add URL` takes one in.")
    for channel in queries.channels().iterator(chunk_size=500):
        if only_faults and not channel.faults and channel.state != ChannelState.GONE:
            continue
        click.echo(json.dumps(_as_json(channel), ensure_ascii=False) if as_json else _words(channel, now))


def _words(channel: "Channel", now: "datetime") -> str:
    from dateline.wire.wording import state_in_words

    head = f"{click.style(channel.name, bold=True)}  {channel.uid}  {channel.get_kind_display()}  {channel.address}"
    return "\n".join([head, *(f"  {words}" for words in state_in_words(channel, now))])


def _as_json(channel: "Channel") -> dict[str, object]:
    names = ("uid", "name", "kind", "address", "state", "language", "section", "shown", "licence", "reads_pages")
    times = ("asked_at", "answered_at", "new_at", "due_at", "fault_at", "subscribed_until")
    told = {name: getattr(channel, name) for name in (*names, "fault", "faults", "brought", "every_seconds", "hub")}
    return told | {name: value.isoformat() if (value := getattr(channel, name)) else None for name in times}
