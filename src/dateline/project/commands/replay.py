"""`dateline replay`: an ended or imported blog played again as if live."""

import sys
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.accounts.models import User
    from dateline.newsroom.replaying import Replay


@click.command()
@click.argument("slug", metavar="BLOG")
@click.option(
    "--speed", type=click.FloatRange(0, min_open=True), default=600.0, show_default=True, help="Times as fast."
)
@click.option("--limit", type=click.IntRange(1), help="Play only the first so many posts.")
@click.option("--as", "new_slug", metavar="SLUG", default="", help="The new blog's address; else BLOG-replay.")
@click.option("--by", "by_name", metavar="USERNAME", help="Act for this person; else the first who runs the newsroom.")
def command(slug: str, speed: float, limit: int | None, new_slug: str, by_name: str | None) -> None:
    """Play a blog again as if live: the same posts with the same gaps, faster, into a blog of their own.

    Bylines, titles, key events, corrections and withdrawals come as they came; Ctrl-C ends the new blog and stops.
    """
    from dateline.project import people
    from dateline.project.ready import ready

    ready()
    from dateline.newsroom.replaying import open_replay

    by = people.acting(by_name)
    replay = open_replay(people.blog(slug), by=by, slug=new_slug, limit=limit)
    click.echo(f"/live/{replay.blog.slug}/ is live: {len(replay.steps)} steps. Ctrl-C stops.")
    done = _played(replay, by=by, speed=speed)
    click.echo(f"/live/{replay.blog.slug}/ has ended after {done} of {len(replay.steps)} steps.")


def _played(replay: "Replay", *, by: "User", speed: float) -> int:
    """How many steps were done before the end, or before somebody stopped it."""
    from dateline.newsroom.replaying import play

    done = 0
    with click.progressbar(length=len(replay.steps), label="Steps", file=sys.stderr) as bar:
        steps = play(replay, by=by, speed=speed, clock=time.monotonic, sleep=time.sleep)
        try:
            for _ in steps:
                done += 1
                bar.update(1)
        except KeyboardInterrupt:
            steps.close()
    return done
