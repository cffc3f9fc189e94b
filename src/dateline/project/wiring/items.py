"""`dateline wire items`: the newest items, for people and programs."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.wire.models import Item


@click.command()
@click.option("--channel", "uid", default="", help="Only those of this channel.")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON an item.")
def command(*, uid: str, most: int, as_json: bool) -> None:
    """Print the newest items: when, from whom, what; withdrawn ones say so."""
    from dateline.project import ready

    ready.ready()
    from dateline.wire import queries

    items = queries.items_newest()
    items = items.filter(channel__uid=uid) if uid else items
    for item in items[:most]:
        click.echo(json.dumps(_as_json(item), ensure_ascii=False) if as_json else _words(item))


def _words(item: "Item") -> str:
    marks = " [withdrawn]" * bool(item.withdrawn_at) + " [changed]" * bool(item.changed_at)
    return f"{item.at:%Y-%m-%d %H:%M}  {item.channel.name}: {item.title}{marks}"


def _as_json(item: "Item") -> dict[str, object]:
    names = ("uid", "title", "standfirst", "byline", "link", "language", "section", "text", "withdrawn")
    times = ("at", "published", "updated", "first_seen", "changed_at", "withdrawn_at")
    told = {name: getattr(item, name) for name in names} | {"channel": item.channel.uid}
    return told | {name: value.isoformat() if (value := getattr(item, name)) else None for name in times}
