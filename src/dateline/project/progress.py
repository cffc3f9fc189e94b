"""Shows how far a command is, at a terminal; says nothing where nobody watches."""

import sys
from contextlib import ExitStack
from typing import Any, Self

import click


class CountBar:
    """A bar that shows up with the first of many things that are fetched; used as a context."""

    def __init__(self, label: str, *, hidden: bool) -> None:
        self._label, self._hidden = label, hidden
        self._stack = ExitStack()
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def step(self, done: int, total: int) -> None:
        """One more came, or could not be had."""
        if self._hidden:
            return
        if self._bar is None:
            bar = click.progressbar(length=total, label=self._label, file=sys.stderr, show_pos=True)
            self._bar = self._stack.enter_context(bar)
        self._bar.update(1)


class StageBar:
    """One bar a stage, on stderr; used as a context."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._stage, self._done = "", 0
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def step(self, stage: str, *, done: int, of: int) -> None:
        """``done`` of so many items of this stage are done."""
        if not sys.stderr.isatty():
            return
        if stage != self._stage or done < self._done:
            self._stack.close()
            self._stage, self._done = stage, 0
            bar = click.progressbar(length=of, label=f"{stage.capitalize():10}", file=sys.stderr)
            self._bar = self._stack.enter_context(bar)
        self._bar.update(done - self._done)
        self._done = done
