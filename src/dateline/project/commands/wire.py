"""`dateline wire`: what others report, read and understood."""

import click

from dateline.project import wiring
from dateline.project.folder import CommandFolder


@click.group(cls=CommandFolder, folder=wiring)
def command() -> None:
    """Read what others report: pages become titles, bylines, times, texts, pictures and posts."""
