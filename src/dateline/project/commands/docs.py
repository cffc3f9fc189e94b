"""`dateline docs`: the reference pages that follow from the program."""

from pathlib import Path

import click


@click.command(hidden=True)
@click.option(
    "--folder", default="docs/reference", show_default=True, type=click.Path(path_type=Path), help="Where to."
)
def command(folder: Path) -> None:
    """Write the generated reference pages (for who works on Dateline itself)."""
    from dateline.project.reference import pages

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(str(folder / name))
