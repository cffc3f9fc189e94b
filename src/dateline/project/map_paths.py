"""The files of maps that a command is given: files, or folders of them."""

from collections.abc import Sequence
from pathlib import Path

import click

MAPS = click.Path(exists=True, dir_okay=True, path_type=Path)


def map_paths(paths: Sequence[Path]) -> list[Path]:
    """Each file, and the maps in each folder."""
    from dateline.territory.read.folders import map_files

    return [file for path in paths for file in (map_files(path) if path.is_dir() else [path])]
