"""`dateline territory profile`: proposes how unknown files are read."""

from pathlib import Path

import click

from dateline.project.map_paths import MAPS, map_paths


@click.command()
@click.argument("paths", metavar="FILES…", nargs=-1, required=True, type=MAPS)
def command(paths: tuple[Path, ...]) -> None:
    """Look at unknown FILES and propose how to read them, as a profile to save and edit."""
    from dateline.territory.propose import propose
    from dateline.territory.read.files import read_file
    from dateline.territory.surveys.naming import paths_below

    files = map_paths(paths)
    proposal = propose([read_file(path) for path in files], paths=paths_below(files))
    for reason in proposal.reasons:
        click.echo(reason, err=True)
    click.echo(proposal.text)
