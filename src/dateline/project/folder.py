"""A group of commands as a folder: each file is one command, loaded only when it is asked for."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import click


class CommandFolder(click.Group):
    """The files of a package, each with a click command named ``command``."""

    def __init__(self, *args: Any, folder: ModuleType, **options: Any) -> None:
        super().__init__(*args, **options)
        self._folder = folder

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names: ``import_.py`` is `import`, ``close_silent.py`` is `close-silent`."""
        return sorted(m.name.rstrip("_").replace("_", "-") for m in iter_modules(self._folder.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The ``command`` of the file with that name, or None where there is no such file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        stem = cmd_name.replace("-", "_")
        stem = stem if (Path(self._folder.__path__[0]) / f"{stem}.py").exists() else f"{stem}_"
        command = import_module(f"{self._folder.__name__}.{stem}").command
        assert isinstance(command, click.Command), f"{stem}.py defines no click command named 'command'"
        return command
