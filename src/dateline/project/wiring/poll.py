"""`dateline wire poll`: asks the channels that are due, on its own."""

import signal
import threading

import click


@click.command()
@click.option("--once", is_flag=True, help="Ask what is due now and end.")
@click.option("--now", "at_once", is_flag=True, help="Ask every channel at once, due or not.")
@click.option("--hands", type=click.IntRange(1, 256), help="Servers asked at once; else DATELINE_WIRE_HANDS.")
def command(*, once: bool, at_once: bool, hands: int | None) -> None:
    """Ask the channels for what is new, until stopped.

    `dateline serve` does this already; run it apart where the web processes shall not. Any number of processes on one
    database share the channels.
    """
    from dateline.project import ready, wire

    ready.ready()
    if ready.is_behind():
        ready.migrate()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if at_once:
        from dateline.wire import queries
        from dateline.wire.actions.channels import ask_now

        for channel in queries.channels():
            ask_now(channel, by=None)
    if once:
        for line in wire.once(hands=hands):
            click.echo(line)
        return
    asking = {"say": click.echo, "hands": hands}
    threading.Thread(target=wire.subscribe, args=(stop,), kwargs=asking, daemon=True, name="hubs").start()
    wire.run(stop, say=click.echo, hands=hands)
