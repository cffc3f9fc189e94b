"""`dateline import`: another outlet's live page as a blog."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.project.named_server import named_server
from dateline.project.progress import CountBar

if TYPE_CHECKING:
    from dateline.accounts.models import User
    from dateline.newsroom.importing import Imported
    from dateline.wire.core.fetched import Failed
    from dateline.wire.core.livepages.page import NotALivePage


@click.command()
@click.argument("source", metavar="FILE|URL")
@click.option("--slug", default="", help="The blog's address; else made from the headline.")
@click.option("--live", is_flag=True, help="Open the blog live; else it has ended.")
@click.option(
    "--pictures/--no-pictures",
    "fetch_pictures",
    default=True,
    show_default=True,
    help="Fetch pictures, or only link them.",
)
@click.option("--by", "by_name", metavar="USERNAME", help="Act for this person; else the first who runs the newsroom.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def command(source: str, as_json: bool, by_name: str | None, **how: Any) -> None:
    """Import a live page: its posts with their times, authors, key events, pictures and permalinks.

    Read are pages with LiveBlogPosting JSON-LD or microdata, the Guardian's page model, an answer of Sourcefabric's
    Live Blog API, and feeds; files may be packed with gzip, and - reads standard input. A second import of the same
    page updates what changed and adds nothing twice. Exit code 1: it is no live page; 4: it could not be fetched.
    """
    from dateline.project import ready

    ready.ready()
    if ready.is_behind():
        ready.migrate()
    found = _imported(source, by=_importer(by_name), quiet=as_json, how=how)
    _report(found, as_json=as_json)


def _imported(source: str, *, by: "User", quiet: bool, how: dict[str, Any]) -> "Imported | NotALivePage | Failed":
    from dateline.newsroom.importing import How, import_page

    what = source if source.startswith(("http://", "https://")) else _file(source)
    with CountBar("Pictures", hidden=quiet) as bar:
        return import_page(what, by=by, how=How(**how, inside=named_server(what), step=bar.step))


def _file(name: str) -> Path | bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    path = Path(name)
    if not path.is_file():
        raise click.UsageError(f"there is no file '{name}', and it is no web address")
    return path


def _importer(by_name: str | None) -> "User":
    """Who imports; in a newsroom that nobody runs yet, somebody who cannot sign in."""
    from secrets import token_urlsafe

    from dateline.accounts import actions
    from dateline.accounts.models import User
    from dateline.project import people

    if by_name or User.objects.filter(is_superuser=True, is_active=True).exists():
        return people.acting(by_name)
    user = actions.add_user("importer", token_urlsafe(32), name="Import", by=None)
    actions.give_newsroom(user, by=None)
    return user


def _report(found: "Imported | NotALivePage | Failed", *, as_json: bool) -> None:
    from dateline.newsroom.importing import Imported
    from dateline.project.cli import Exit
    from dateline.wire.core.fetched import Failed

    if not isinstance(found, Imported):
        click.echo(f"dateline: {found.reason}", err=True)
        code = Exit.WORLD_FAILED if isinstance(found, Failed) else Exit.DOES_NOT_HOLD
        click.get_current_context().exit(code)
    result = found.result
    counts = {"posts": result.posts, "new": result.new, "updated": result.updated}
    if as_json:
        click.echo(json.dumps({"blog": result.slug, **counts}))
        return
    click.echo(f"/live/{result.slug}/: {result.posts} posts, {result.new} new, {result.updated} updated.")
    click.echo(f"{found.pictures} pictures are in, {found.links} stay links.")
    for note in found.notes:
        click.echo(f"Note: {note}")
