"""`dateline territory compare`: two surveys side by side, and why they differ."""

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dateline.territory.surveys.side_by_side import Beside, ComparedSurvey, Comparison, Looked

SURVEY = click.Path(exists=True, path_type=Path)
WIDTH = 79


@click.command()
@click.argument("a", metavar="A", type=SURVEY)
@click.argument("b", metavar="B", type=SURVEY)
@click.option("--measure", "measures", multiple=True, help="net (else), area, positive_days …; twice for A's and B's.")
@click.option("--classes", multiple=True, help="Which sum of classes; twice for A's and B's. Else the first of each.")
@click.option("--region", default="*", show_default=True, help="Which region; * is the whole.")
@click.option("--files", multiple=True, type=SURVEY, help="A folder where their maps may be. May be given again.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it as CSV too.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def command(a: Path, b: Path, out: Path | None, as_json: bool, **look: Any) -> None:
    """Put the surveys A and B (their folders, or survey.json) side by side and say why they differ.

    Each cause is taken away in turn by computing one of the two again as the other was made: classes, dates, gates,
    clip, projection, definition. What is left is in the maps themselves. A cause that cannot be computed from the
    files that are there is named without a number.
    """
    from dateline.territory.surveys.record import NoSurvey
    from dateline.territory.surveys.side_by_side import NothingInCommon, as_csv, compare_surveys
    from dateline.territory.surveys.side_by_side import as_json as in_json
    from dateline.territory.surveys.sums import BadClasses

    try:
        done = compare_surveys(a, b, look=_look(**look))
    except (NoSurvey, NothingInCommon, BadClasses) as fault:
        raise click.UsageError(str(fault)) from fault
    if as_json:
        click.echo(json.dumps(in_json(done), ensure_ascii=False, indent=1))
    else:
        _show(done)
    if out:
        out.write_text(as_csv(done), encoding="utf-8", newline="")
        click.echo(f"wrote {out}", err=True)


def _look(*, measures: tuple[str, ...], **look: Any) -> "Looked":
    from dateline.territory.core.values import Measure
    from dateline.territory.surveys.side_by_side import Looked

    known = [measure.value for measure in Measure]
    for each in measures:
        if each not in known:
            raise click.BadParameter(f"'{each}' is not one of {', '.join(known)}", param_hint="--measure")
    return Looked(measures=measures or ("net",), **look)


def _show(done: "Comparison") -> None:
    for name, side in (("A", done.a), ("B", done.b)):
        _say_survey(name, side, done.region)
    for note in done.notes:
        click.echo(textwrap.fill(f"note: {note}", WIDTH))
    for each in done.periods:
        _say_period(each)


def _say_survey(name: str, side: "ComparedSurvey", region: str) -> None:
    click.echo(f"{name}  {side.name}: {side.title}")
    click.echo(f"   {side.measure.value} of {side.classes}" + (f", {region}" if region != "*" else ""))


def _say_period(each: "Beside") -> None:
    click.echo(f"\n{f'{each.period.start} to {each.period.end}':26}{'km²':>10}")
    click.echo(f"  {'A':24}{each.a_km2:>10,.1f}")
    for cause in each.causes:
        km2 = "?" if cause.km2 is None else f"{cause.km2:+,.1f}" if abs(cause.km2) >= 0.05 else "0"
        first, *others = textwrap.wrap(cause.what, WIDTH - 38) or [""]
        click.echo(f"  {cause.cause:24}{km2:>10}  {first}")
        for line in others:
            click.echo(f"{'':38}{line}")
    click.echo(f"  {'B':24}{each.b_km2:>10,.1f}")
