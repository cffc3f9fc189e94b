"""`dateline serve`: the newsroom and its live pages, in one process tree."""

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on; 0: any free one."
)
@click.option(
    "--migrate/--no-migrate", "migrates", default=True, show_default=True, help="Bring the database up first."
)
def command(host: str, port: int, migrates: bool) -> None:
    """Run the newsroom and its live pages.

    Background work (closing silent blogs and the like) runs beside them; SIGTERM or Ctrl-C stops all of it.
    """
    from dateline.project import ready
    from dateline.project.ports import free_port

    port = free_port(port, host=host)
    ready.ready()
    if migrates:
        ready.migrate()
    elif ready.is_behind():
        raise click.ClickException("the database is behind this version: run `dateline migrate` first")
    from dateline.project import background, server

    end = background.start()
    try:
        server.run(host=host, port=port, tell=lambda: _tell(host, port))
    finally:
        end()


def _tell(host: str, port: int) -> None:
    click.echo(f"Dateline is at http://{host}:{port}/ (the desk: /desk/). Ctrl-C stops it.")
