"""`dateline territory check`: computes a survey again and says what differs."""

import json
import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dateline.territory.surveys.check import Checked

MOST_OF_A_KIND, WIDTH = 10, 79


@click.command()
@click.argument("survey", metavar="SURVEY", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--files",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A folder where its maps may be; else they are looked for beside the survey. May be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with every difference.")
def command(survey: Path, *, files: tuple[Path, ...], as_json: bool) -> None:
    """Compute a SURVEY (its folder, or survey.json) again and say what differs.

    Its maps are found by their hashes, whatever they are called now, and read with the profile and the parameters that
    the survey recorded. Exit code 0: everything is as the survey says; 1: something is not, and each thing is named.
    """
    from dateline.territory.surveys.check import check
    from dateline.territory.surveys.record import NoSurvey

    try:
        done = check(survey, files=files)
    except NoSurvey as fault:
        raise click.UsageError(str(fault)) from fault
    if as_json:
        click.echo(json.dumps(_as_json(done), ensure_ascii=False, indent=1))
    else:
        _show(done)
    click.get_current_context().exit(int(not done.holds))


def _show(done: "Checked") -> None:
    differ = {0: "nothing differs", 1: "1 thing differs"}.get(
        len(done.differences), f"{len(done.differences)} things differ"
    )
    click.echo(f"{done.survey}: {'holds' if done.holds else 'does not hold'}, {differ}")
    again = f"{done.figures} figures computed again" if done.figures else "no figure could be computed again"
    click.echo(f"{done.inputs} of its files found by their hashes; {again}")
    for note in done.notes:
        click.echo(_wrapped(f"note: {note}"))
    for kind, those in groupby(done.differences, key=lambda each: each.kind):
        found = list(those)
        for each in found[:MOST_OF_A_KIND]:
            click.echo(_wrapped(f"{kind} {each.subject}: {each.what}"), err=True)
        if len(found) > MOST_OF_A_KIND:
            click.echo(f"{kind}: {len(found) - MOST_OF_A_KIND} more; --json names them all", err=True)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _as_json(done: "Checked") -> dict[str, Any]:
    return {
        "survey": str(done.survey),
        "holds": done.holds,
        "inputs": done.inputs,
        "figures": done.figures,
        "notes": list(done.notes),
        "differences": [{"kind": d.kind, "subject": d.subject, "what": d.what} for d in done.differences],
    }
