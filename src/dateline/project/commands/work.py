"""`dateline work`: the newsroom's background work, on its own."""

import signal
import threading

import click


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now and end.")
def command(once: bool) -> None:
    """Do what is due by itself, such as closing silent blogs, running surveys and polling channels.

    `dateline serve` does this already; run it apart only where the web processes shall not.
    """
    from dateline.project import background, surveys, wire
    from dateline.project.ready import ready

    ready()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if once:
        for line in [*background.tick(), *surveys.once(stop), *wire.once()]:
            click.echo(line)
        return
    end = background.start(say=click.echo)
    stop.wait()
    end()
