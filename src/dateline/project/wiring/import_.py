"""`dateline wire import`: folders and archives of pages as items."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dateline.wire.core.reported import Report
    from dateline.wire.core.understood import NotRead
    from dateline.wire.importing import Imported, Reading
    from dateline.wire.pieces import Piece


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--name", default="", help="What the desk calls it; else the folder's or file's name.")
@click.option("--language", default="", help="The language of pages that name none.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; else one a core.")
@click.option("--on", "where", default="", metavar="CLUSTER", help="A Dask cluster: dask, or dask://host:port.")
def command(paths: tuple[Path, ...], *, where: str, workers: int | None, **named: str) -> None:
    """Take in folders of pages and feeds, and archives of them (tar, zip, WARC, WACZ; packed or not).

    Each PATH becomes a channel of its own, whose items the public does not see. What was interrupted goes on where it
    was; what is here is not read again. Exit code 1: of some pieces nothing was understood, and each is named.
    """
    from dateline.project import ready
    from dateline.project.cli import Exit

    ready.ready()
    if ready.is_behind():
        ready.migrate()
    from dateline.wire.importing import archive_of, import_path

    faults = 0
    with _Readings(where, workers) as reading, _Bar() as bar:
        for path in paths:
            channel = archive_of(path, **named)
            done = import_path(path, channel, reading=reading, step=bar)
            _say(path, done)
            faults += len(done.faults)
    from dateline.wire.sorting import sort_all

    if count := sort_all():
        click.echo(f"{count:,} items compared: copies found, stories made.")
    click.get_current_context().exit(Exit.DOES_NOT_HOLD if faults else Exit.DONE)


class _Readings:
    """Who reads: processes here, or a cluster; ended when the import is."""

    def __init__(self, where: str, workers: int | None) -> None:
        self._where, self._workers = where, workers
        self._open: Any = None

    def __enter__(self) -> "Reading":
        from dateline.territory.surveys.workers import NoCluster, cores, workers_on
        from dateline.wire.importing import reading_here
        from dateline.wire.reading.piece import lost_there, read_there
        from dateline.wire.reading.standing import StandingPool

        if not self._where:
            count = self._workers or cores()
            self._open = pool = StandingPool(workers=count)
            return reading_here(pool, count)
        try:
            self._open = workers_on(self._where)
            cluster = self._open.__enter__()
        except NoCluster as none:
            raise click.UsageError(str(none)) from none

        def reading(found: "Iterable[Piece]") -> "Iterator[tuple[Piece, list[Report] | NotRead]]":
            return iter(cluster.map(read_there, found, shared=None, lost=lost_there))

        return reading

    def __exit__(self, *why: object) -> None:
        if self._where and self._open is not None:
            self._open.__exit__(*why)
        elif self._open is not None:
            self._open.close()


class _Bar:
    """Says on a terminal how many pieces are stored."""

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *why: object) -> None:
        if sys.stderr.isatty():
            click.echo(err=True)

    def __call__(self, count: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{count:,} pieces", nl=False, err=True)


def _say(path: Path, done: "Imported") -> None:
    click.echo(f"{path}: {done.pieces} pieces read, {done.new} new items, {done.updated} changed.")
    for name, fault in done.faults[:20]:
        click.echo(f"  {name}: {fault}", err=True)
    if len(done.faults) > 20:
        click.echo(f"  … and {len(done.faults) - 20} more", err=True)
