"""`dateline territory pull`: fetches a source's maps where it publishes them."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from dateline.blog.core.refused import Refused
from dateline.project import env, terms
from dateline.project.progress import CountBar

if TYPE_CHECKING:
    from dateline.newsroom.polite import Manners
    from dateline.newsroom.pulling import Pulled, Task
    from dateline.territory.core.pulling import Pull, Span
    from dateline.territory.profile_read import Profile

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("named", metavar="PROFILE")
@click.option("--since", type=DAY, required=True, help="The first day, in the source's zone.")
@click.option("--until", type=DAY, help="The last day; else today.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; else maps/PROFILE at home.")
@click.option("--accept-terms", "accepting", is_flag=True, help="Accept the source's terms without being asked.")
@click.option("--most", type=click.IntRange(min=1), default=5000, show_default=True, help="At most so many maps.")
@click.option("--most-mb", type=click.IntRange(min=1), default=2000, show_default=True, help="At most so many MB.")
@click.option(
    "--patience",
    type=click.IntRange(min=0),
    default=300,
    show_default=True,
    help="Seconds to wait when asked to.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def command(named: str, since: datetime, until: datetime | None, **how: Any) -> int:
    """Fetch the maps that a source publishes, from the day --since on, into a folder.

    PROFILE is a shipped name or a TOML file with a [pull] table. What is here is not fetched again: run it as often as
    you like, after an interruption too. The source's terms are shown, and have to be accepted once. Exit code 0: all
    that the source has of these days is here; 3: its terms are not accepted; 4: something could not be fetched, or is
    left for the next run.
    """
    from dateline.newsroom.pulling import Task

    profile, pull = _profile(named)
    span = _span(profile, since.date(), until.date() if until else None)
    _accepted(profile, accepting=how["accepting"])
    folder = how["out"] or env.home() / "maps" / profile.name
    manners = _manners(named, pull, most_mb=how["most_mb"], patience=how["patience"])
    task = Task(profile=profile.name, pull=pull, span=span, most=how["most"])
    done = _pulled(task, folder, manners=manners, quiet=how["as_json"])
    if how["as_json"]:
        click.echo(json.dumps(_as_json(profile.name, done), ensure_ascii=False))
    else:
        _show(done)
    return _exit_code(done)


def _profile(named: str) -> "tuple[Profile, Pull]":
    from dateline.territory.profile_check import BadProfile
    from dateline.territory.profile_read import profile
    from dateline.territory.profile_texts import shipped

    try:
        found = profile(named)
    except BadProfile as bad:
        raise click.BadParameter(str(bad), param_hint="PROFILE") from bad
    if found.pull is None:
        known = ", ".join(name for name in shipped() if profile(name).pull)
        raise click.BadParameter(f"{found.name} does not say where its maps are; {known} do", param_hint="PROFILE")
    return found, found.pull


def _span(profile: "Profile", since: date, until: date | None) -> "Span":
    from dateline.territory.core.pulling import Span

    rule = profile.dates.rule
    today = datetime.now(UTC).astimezone(ZoneInfo(rule.zone)).date()
    last = min(until or today, today)
    if since > last:
        raise click.UsageError(f"--since {since} is after {last}, the last day that can be asked for")
    return Span(since=max(since, rule.first or since), until=last, today=today, zone=rule.zone, shows=rule.shows)


def _accepted(profile: "Profile", *, accepting: bool) -> None:
    """Shows the terms and asks, unless they were accepted before. Raises ``Refused`` where they are not."""
    home, text = env.home(), profile.terms.strip()
    if terms.are_accepted(home, profile.name, text=text):
        return
    changed = " They have changed since they were accepted." if terms.were_accepted_before(home, profile.name) else ""
    click.echo(f"{profile.title}: the source's terms.{changed}\n\n{text}\n{profile.terms_url}\n", err=True)
    if not accepting and not sys.stdin.isatty():
        raise Refused("The terms of %(name)s are not accepted: read them and add --accept-terms.", name=profile.name)
    if not accepting and not click.confirm("Do you accept them?", err=True):
        raise Refused("The terms of %(name)s are not accepted: nothing was fetched.", name=profile.name)
    terms.accept(home, profile.name, text=text)


def _manners(named: str, pull: "Pull", *, most_mb: int, patience: int) -> "Manners":
    from dateline.newsroom.polite import Manners
    from dateline.territory.profile_texts import shipped

    # A profile of one's own may name a server of the house; what that leads to may not be one.
    inside = frozenset() if named in shipped() else frozenset(filter(None, map(_host, pull.addresses)))
    return Manners(
        pause_seconds=pull.pause_seconds, patience_seconds=patience, most_bytes=most_mb * 1_000_000, inside=inside
    )


def _host(url: str) -> tuple[str, int] | None:
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.hostname, port) if parts.hostname else None


def _pulled(task: "Task", folder: Path, *, manners: "Manners", quiet: bool) -> "Pulled":
    from dateline.newsroom.pulling import Telling, pull_maps

    with _Bar("Maps", hidden=quiet) as bar:
        return pull_maps(task, folder, manners=manners, telling=Telling(step=bar.step, waiting=bar.waiting))


class _Bar(CountBar):
    """The bar of the maps, that also says when the source asks for patience."""

    def waiting(self, seconds: float, why: str) -> None:
        """The source asks for patience."""
        if not self._hidden and seconds >= 1:
            click.echo(f"\n{why} Waiting {seconds:,.0f} s …", err=True)


def _show(done: "Pulled") -> None:
    """What came, and each thing that did not."""
    nothing = f", days without one: {done.nothing}" if done.nothing else ""
    came = f"new maps: {len(done.new)}, here before: {done.here}{nothing}"
    click.echo(f"{came}; {done.bytes / 1e6:,.1f} MB, {done.folder}")
    for name, older in done.changed.items():
        click.echo(f"changed at the source: {name} is new, {older} stays beside it", err=True)
    for fault in done.faults:
        click.echo(f"not fetched: {fault.what}: {fault.reason}", err=True)
    if done.stopped:
        click.echo(f"stopped: {done.stopped}", err=True)
    if done.left:
        click.echo(f"left for the next run: {done.left}", err=True)


def _exit_code(done: "Pulled") -> int:
    from dateline.project.cli import Exit

    return Exit.DONE if done.is_whole else Exit.WORLD_FAILED


def _as_json(name: str, done: "Pulled") -> dict[str, object]:
    return {
        "profile": name,
        "folder": str(done.folder),
        "new": done.new,
        "changed": done.changed,
        "here": done.here,
        "nothing": done.nothing,
        "left": done.left,
        "failed": [{"what": fault.what, "reason": fault.reason} for fault in done.faults],
        "stopped": done.stopped,
        "bytes": done.bytes,
        "requests": done.requests,
    }
