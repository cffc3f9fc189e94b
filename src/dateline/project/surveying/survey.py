"""`dateline territory survey`: measures dated maps by period and region."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from dateline.project.map_paths import MAPS, map_paths

if TYPE_CHECKING:
    from dateline.territory.surveys.values import Asked, Survey


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
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the figures.")
def command(paths: tuple[Path, ...], out: Path | None, **how: Any) -> None:
    """Measure the maps in FILES (or folders of them) by period and region."""
    from dateline.territory.surveys.run import survey as run
    from dateline.territory.surveys.sums import BadClasses
    from dateline.territory.surveys.values import NothingToMeasure
    from dateline.territory.surveys.write import write

    asked = _asked(paths, how)
    try:
        done = run(asked, tell=lambda stage: click.echo(f"{stage} …", err=True))
    except BadClasses as bad:
        raise click.BadParameter(str(bad), param_hint="--classes") from bad
    except NothingToMeasure as nothing:
        raise click.ClickException(str(nothing)) from nothing
    _show(done, asked)
    if out:
        for path in write(done, asked, folder=out):
            click.echo(f"wrote {path}", err=True)


def _asked(paths: tuple[Path, ...], how: dict[str, Any]) -> "Asked":
    from dateline.territory.profile_check import BadProfile
    from dateline.territory.profile_read import profile
    from dateline.territory.surveys.values import Asked

    try:
        known = profile(how["named"])
    except BadProfile as bad:
        raise click.BadParameter(str(bad), param_hint="--profile") from bad
    return Asked(
        files=map_paths(paths),
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


def _show(done: "Survey", asked: "Asked") -> None:
    """The whole's net figures as a table, and what the gates found."""
    click.echo(f"{len(done.days)} maps, {done.days[0]} to {done.days[-1]}; {len(done.findings)} findings")
    click.echo(f"{'from':12}{'to':12}{'classes':30}{'net km²':>12}{'area km²':>14}")
    rows: dict[tuple[str, str, str], dict[str, float]] = {}
    for figure in done.figures:
        if figure.region == "*":
            key = (figure.start.isoformat(), figure.end.isoformat(), figure.classes)
            rows.setdefault(key, {})[figure.measure.value] = figure.km2
    for (start, end, classes), km2 in rows.items():
        net = f"{km2['net']:,.1f}" if "net" in km2 else "–"
        click.echo(f"{start:12}{end:12}{classes[:29]:30}{net:>12}{km2['area']:>14,.1f}")
