"""`dateline verify`: whether anything published was changed behind the log's back."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.blog.models import Blog
    from dateline.events.core.chain import Fault

Anchor = tuple[int, str]


def _anchor(ctx: click.Context, param: click.Parameter, text: str | None) -> Anchor | None:
    if text is None:
        return None
    seq, _, hash_seen = text.partition(":")
    if not seq.isdigit() or not hash_seen:
        raise click.BadParameter("an anchor is SEQ:HASH, as the public history shows them")
    return int(seq), hash_seen


@click.command()
@click.argument("slug", metavar="[BLOG]", required=False)
@click.option("--anchor", callback=_anchor, metavar="SEQ:HASH", help="A hash seen earlier in the public history.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one line a blog.")
def command(slug: str | None, anchor: Anchor | None, as_json: bool) -> None:
    """Check that nothing published was altered, removed or swapped.

    Without BLOG all blogs are checked, and the pictures, figures and claims. Exit code 0: all of it holds; 1: something
    does not, and each fault is named. An anchor, kept from the public history, shows even a log that was rewritten from
    end to end.
    """
    from dateline.project import people
    from dateline.project.ready import ready

    if anchor and not slug:
        raise click.UsageError("--anchor belongs to one blog: name it")
    ready()
    blogs = [people.blog(slug)] if slug else people.all_blogs()
    broken: list[object] = [blog for blog in blogs if _faults_shown(blog, anchor, as_json=as_json)]
    if not slug:
        broken += _newsroom_faults_shown(as_json=as_json)
    click.get_current_context().exit(int(bool(broken)))


def _newsroom_faults_shown(*, as_json: bool) -> list[str]:
    """What does not hold of what belongs to no one blog, printed."""
    from dateline.blog.trace import verify_pictures
    from dateline.claims.trace import verify_claims

    found: list[str] = []
    for name, faults in (("pictures", verify_pictures()), ("claims", verify_claims())):
        said = [fault.what for fault in faults]
        if as_json:
            click.echo(json.dumps({name: said}, ensure_ascii=False))
        else:
            click.echo(f"{name}: {_counted(said)}")
            for what in said:
                click.echo(f"  {what}", err=True)
        found += said
    return found


def _faults_shown(blog: "Blog", anchor: Anchor | None, *, as_json: bool) -> bool:
    """Whether the blog has faults; they are printed as they are found."""
    from dateline.blog.trace import verify_blog
    from dateline.events import log

    faults = list(verify_blog(blog, anchor=anchor))
    head = log.head(blog.stream_key)
    seq, hash_now = (head.seq, head.hash) if head else (0, "")
    if as_json:
        click.echo(json.dumps(_as_json(blog, faults, f"{seq}:{hash_now}"), ensure_ascii=False))
    else:
        click.echo(f"{blog.slug}: {_counted(faults)}; head {seq}:{hash_now}")
        for fault in faults:
            click.echo(f"  {fault.what}", err=True)
    return bool(faults)


def _counted(faults: "list[Fault] | list[str]") -> str:
    return {0: "no faults", 1: "1 fault"}.get(len(faults), f"{len(faults)} faults")


def _as_json(blog: "Blog", faults: "list[Fault]", head: str) -> dict[str, object]:
    return {
        "blog": blog.slug,
        "holds": not faults,
        "head": head,
        "faults": [{"seq": fault.seq, "what": fault.what} for fault in faults],
    }
