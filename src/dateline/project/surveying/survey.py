"""`dateline territory survey`: measures dated maps by period and region."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from dateline.project import env
from dateline.project.map_paths import MAPS, map_paths
from dateline.project.progress import StageBar
from dateline.territory.profile_texts import profile_text
from dateline.territory.surveys.again import outcome_key, recalled, remember
from dateline.territory.surveys.kept import Kept
from dateline.territory.surveys.workers import Here, NoCluster, Processes, Workers, workers_for, workers_on

if TYPE_CHECKING:
    from dateline.territory.surveys.values import Asked


@click.command()
@click.argument("paths", metavar="FILES…", nargs=-1, required=True, type=MAPS)
@click.option("--profile", "named", required=True, help="How the source is read: a shipped name, or a TOML file.")
@click.option("--regions", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Boundaries to split by.")
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month", "all"]),
    default="month",
    show_default=True,
    help="Days, weeks (Monday to Sunday), calendar months, or the whole series as one.",
)
@click.option(
    "--cut",
    "cuts",
    multiple=True,
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="A day that begins a period, in place of --by. Each period ends on the day before the next cut: two cuts make "
    "one, of which the last day is the one before the second.",
)
@click.option(
    "--classes",
    multiple=True,
    metavar="CLASSES",
    help="Measure these together, in place of the profile's sums: occupied+advance, or held=occupied+claimed to name "
    "it, or a sum of the profile by its name. May be given more than once.",
)
@click.option(
    "--zone",
    default="",
    metavar="ZONE",
    callback=lambda _, __, zone: _known(zone),
    help="Where days begin and end (Europe/Kyiv), in place of the profile's zone, for maps dated to the hour or "
    "better; a day that a source only names stays its own.",
)
@click.option(
    "--gazetteer",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Places to tell changed ground by: GeoNames, CSV (name,lat,lon) or GeoJSON points.",
)
@click.option("--by-region", is_flag=True, help="Show the last period of every region, not only of a few that changed.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the figures.")
@click.option(
    "--on",
    metavar="CLUSTER",
    help="Work on a Dask cluster: dask://host:port, or dask for one on this machine. The figures are the same.",
)
@click.option(
    "--workers", type=click.IntRange(1), help="Processes; else one a core, where the maps repay starting them."
)
@click.option("--no-cache", is_flag=True, help="Read and measure everything anew, and keep nothing.")
def command(paths: tuple[Path, ...], out: Path | None, no_cache: bool, **how: Any) -> None:
    """Measure the maps in FILES (or folders of them) by period and region.

    Maps that were read before, and surveys of which nothing changed, are taken from the cache folder; a survey that was
    stopped goes on from there.
    """
    files = map_paths(paths)
    kept = None if no_cache else Kept(env.cache() / "territory")
    key = _key(files, out, how) if kept else ""
    outcome = recalled(kept, key) if kept else None
    if outcome is not None:
        said, written = outcome.said, outcome.write(out) if out else []
    else:
        said, written = _made(files, out, kept=kept, how=how)
        if kept:
            remember(kept, key, said=said, written=written)
            kept.trim()
    click.echo(said)
    for path in written:
        click.echo(f"wrote {path}", err=True)


def _key(files: list[Path], out: Path | None, how: dict[str, Any]) -> str:
    """What the outcome hangs on: all that was asked for, but not who works on it."""
    asked = {name: value for name, value in how.items() if name not in {"named", "on", "workers"}}
    return outcome_key(asked | {"files": out is not None}, files, profile=profile_text(how["named"]) or "")


def _made(files: list[Path], out: Path | None, *, kept: Kept | None, how: dict[str, Any]) -> tuple[str, list[Path]]:
    """What is to be said of the survey, and the files that were written."""
    # A survey makes very many lists of two numbers, and hardly a cycle among them to look for.
    gc.set_threshold(100_000, 50, 50)
    from dateline.territory.surveys.run import survey as run
    from dateline.territory.surveys.summary import Told, summary
    from dateline.territory.surveys.sums import BadClasses
    from dateline.territory.surveys.values import Means, NothingToMeasure
    from dateline.territory.surveys.write import write

    asked = _asked(files, how)
    try:
        with StageBar() as bar:
            done = run(asked, means=Means(workers=_workers(files, how), kept=kept, step=bar.step))
    except BadClasses as bad:
        raise click.BadParameter(str(bad), param_hint="--classes") from bad
    except (NothingToMeasure, NoCluster) as nothing:
        raise click.ClickException(str(nothing)) from nothing
    told = Told(by_region=how["by_region"], kept=out is not None)
    return summary(done, told), write(done, asked, folder=out) if out else []


def _workers(files: list[Path], how: dict[str, Any]) -> Workers:
    if how["on"]:
        return workers_on(how["on"])
    if how["workers"]:
        return Processes(how["workers"]) if how["workers"] > 1 else Here()
    return workers_for(sum(path.stat().st_size for path in files if path.exists()))


def _asked(files: list[Path], how: dict[str, Any]) -> "Asked":
    from dateline.territory.profile_check import BadProfile
    from dateline.territory.profile_read import profile
    from dateline.territory.surveys.values import Asked

    try:
        known = profile(how["named"])
    except BadProfile as bad:
        raise click.BadParameter(str(bad), param_hint="--profile") from bad
    return Asked(
        files=files,
        profile=known,
        regions=how["regions"],
        by=how["by"],
        cuts=[cut.date() for cut in how["cuts"]],
        zone=how["zone"],
        classes=how["classes"],
        gazetteer=how["gazetteer"],
    )


def _known(zone: str) -> str:
    try:
        return zone and ZoneInfo(zone).key
    except (ValueError, KeyError, OSError) as unknown:
        raise click.BadParameter(f"'{zone}' is no time zone that is known here; Europe/Kyiv is one") from unknown
