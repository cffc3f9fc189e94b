"""`dateline territory`: dated maps become figures that can be followed."""

import click

from dateline.project import surveying
from dateline.project.folder import CommandFolder


@click.group(cls=CommandFolder, folder=surveying)
def command() -> None:
    """Measure dated maps of who holds what ground, or of a fire or a flood."""
