"""`dateline wire set`: a channel's words and terms, and whether it is asked."""

from typing import Any

import click


@click.command()
@click.argument("uid", metavar="CHANNEL")
@click.option("--name", help="What the desk calls it.")
@click.option("--language", help="Its language, where items name none.")
@click.option("--section", help="The section of its items, where they name none.")
@click.option(
    "--shown", type=click.Choice(["none", "headline", "excerpt", "full"]), help="What the public may read here."
)
@click.option("--licence", help="The terms in words.")
@click.option("--pages/--no-pages", "reads_pages", default=None, help="Read each item's own page too, or not.")
@click.option("--pause", "deed", flag_value="pause", help="Do not ask it until it is resumed.")
@click.option("--resume", "deed", flag_value="resume", help="Ask it again, one that was gone too.")
@click.option("--ask", "deed", flag_value="ask", help="Ask it as soon as its server is free.")
def command(uid: str, *, deed: str | None, **values: Any) -> None:
    """Set what a channel is called and what may be shown of it; pause it, resume it, or have it asked at once.

    CHANNEL is its uid, as `dateline wire list` shows it.
    """
    from dateline.project import ready

    ready.ready()
    from dateline.wire import queries
    from dateline.wire.actions import channels

    channel = queries.channel_by(uid)
    if channel is None:
        raise click.UsageError(f"there is no channel '{uid}' (`dateline wire list` shows them)")
    told = {name: value for name, value in values.items() if value is not None}
    if told:
        channels.set_channel(channel, told, by=None)
    match deed:
        case "pause":
            channels.pause_channel(channel, by=None)
        case "resume":
            channels.resume_channel(channel, by=None)
        case "ask":
            channels.ask_now(channel, by=None)
