"""`dateline demo`: a running newsroom with a live page, in a folder of its own."""

import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.project.ports import free_port

if TYPE_CHECKING:
    from dateline.project.demo.seed import Seeded

MARK = "this-folder-is-a-dateline-demo"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0: any free one.")
@click.option(
    "--home",
    default=None,
    show_default=".demo",
    type=click.Path(file_okay=False, path_type=Path),
    help="The demo's folder; nothing is written outside it.",
)
@click.option("--fresh", is_flag=True, help="Begin again: what the demo's folder holds is thrown away.")
@click.pass_context
def command(context: click.Context, port: int, home: Path | None, fresh: bool) -> None:
    """Open a newsroom with a running story to look at and play with."""
    port = free_port(port)
    home = home or (context.parent and context.parent.params.get("home")) or Path(".demo")
    _own_folder(home.absolute(), fresh=fresh)
    from dateline.project import ready

    ready.ready()
    ready.migrate()
    _serve(_seeded(), port)


def _own_folder(home: Path, *, fresh: bool) -> None:
    """Makes the demo's folder and lets no setting of another newsroom reach it."""
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        raise click.UsageError(f"{home} holds something else: choose another --home")
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()
    for name in [n for n in os.environ if n.startswith("DATELINE_") or n in {"DATABASE_URL", "REDIS_URL"}]:
        del os.environ[name]
    os.environ |= {"DATELINE_HOME": str(home), "DATELINE_STORIES": "1"}


def _seeded() -> "Seeded":
    """The demo's newsroom, made in a fresh folder and left as it is in any other."""
    from django.utils import timezone

    from dateline.project.demo import seed

    if not seed.is_seeded():
        click.echo("Setting up the demo newsroom, with its pictures: a few seconds …")
    return seed.seed(timezone.now())


def _show(seeded: "Seeded", port: int) -> None:
    click.echo()
    click.secho(f"  Live page   http://127.0.0.1:{port}{seeded.live_path}", bold=True)
    click.echo(f"  The wire    http://127.0.0.1:{port}/stories/")
    click.echo(f"  The desk    http://127.0.0.1:{port}/desk/")
    for person in seeded.sign_ins:
        click.echo(f"              {person.username} / {person.password}   {person.about}")
    click.echo("\n  Ctrl-C stops it; `dateline demo --fresh` begins again.\n")


def _serve(seeded: "Seeded", port: int) -> None:
    from dateline.project import background, server
    from dateline.project.demo import arrivals, rehearsal, wire

    stop = threading.Event()
    for play in (arrivals.play, rehearsal.play, wire.play):
        threading.Thread(target=play, args=(stop,), daemon=True, name="demo").start()
    end = background.start()
    try:
        server.run(host="127.0.0.1", port=port, tell=lambda: _show(seeded, port))
    finally:
        stop.set()
        end()
