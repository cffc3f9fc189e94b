"""`dateline verify`: whether anything published was changed behind the log's back."""

import json
import sys
from collections.abc import Iterator, Sized
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dateline.blog.models import Blog
    from dateline.events.core.chain import Fault

Anchor = tuple[int, str]
# More blogs than fit on a screen are not told one by one.
MANY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A blog, the SEQ:HASH of its newest event, and what does not hold."""

    slug: str
    head: str
    faults: "tuple[Fault, ...]"


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

    Without BLOG all blogs are checked, and the pictures, figures, claims, the wire and surveys. Exit code 0: all of it
    holds; 1: something does not, and each fault is named. An anchor, kept from the public history, shows even a log
    that was rewritten from end to end.
    """
    from dateline.project import people
    from dateline.project.ready import ready

    if anchor and not slug:
        raise click.UsageError("--anchor belongs to one blog: name it")
    ready()
    blogs = [people.blog(slug)] if slug else people.all_blogs()
    checked = list(_checked(blogs, anchor, as_json=as_json))
    if not as_json:
        _show(checked)
    broken: list[object] = [each for each in checked if each.faults]
    if not slug:
        broken += _newsroom_faults_shown(as_json=as_json)
    click.get_current_context().exit(int(bool(broken)))


def _newsroom_faults_shown(*, as_json: bool) -> list[str]:
    """What does not hold of what belongs to no one blog, printed."""
    from dateline.blog.trace import verify_pictures
    from dateline.claims.trace import verify_claims
    from dateline.territory.trace import verify_surveys
    from dateline.wire.trace import verify_wire

    found: list[str] = []
    for name, faults in (
        ("pictures", verify_pictures()),
        ("claims", verify_claims()),
        ("wire", verify_wire()),
        ("surveys", verify_surveys()),
    ):
        said = [fault.what for fault in faults]
        if as_json:
            click.echo(json.dumps({name: said}, ensure_ascii=False))
        else:
            click.echo(f"{name}: {_counted(said)}")
            for what in said:
                click.echo(f"  {what}", err=True)
        found += said
    return found


def _checked(blogs: "list[Blog]", anchor: Anchor | None, *, as_json: bool) -> "Iterator[Checked]":
    """Each blog with what does not hold of it: under a bar at a terminal, or told in JSON as it is found."""
    heads = {blog.pk: _head(blog) for blog in blogs}
    with ExitStack() as stack:
        bar: Any = None
        if not as_json and len(blogs) > 1 and sys.stderr.isatty():
            length = sum(1 + seq for seq, _ in heads.values())
            bar = stack.enter_context(click.progressbar(length=length, label="Verifying", file=sys.stderr))
        for blog in blogs:
            each = _check(blog, anchor)
            if as_json:
                click.echo(json.dumps(_as_json(each), ensure_ascii=False))
            if bar is not None:
                bar.update(1 + heads[blog.pk][0])
            yield each


def _check(blog: "Blog", anchor: Anchor | None) -> Checked:
    from dateline.blog.trace import verify_blog

    faults = tuple(verify_blog(blog, anchor=anchor))
    seq, hash_now = _head(blog)
    return Checked(slug=blog.slug, head=f"{seq}:{hash_now}", faults=faults)


def _head(blog: "Blog") -> Anchor:
    from dateline.events import log

    head = log.head(blog.stream_key)
    return (head.seq, head.hash) if head else (0, "")


def _show(checked: "list[Checked]") -> None:
    """A line for each blog, where they are few; else one for each with faults, and how many hold."""
    many = len(checked) > MANY
    for each in checked:
        if each.faults or not many:
            click.echo(f"{each.slug}: {_counted(each.faults)}; head {each.head}")
        for fault in each.faults:
            click.echo(f"  {fault.what}", err=True)
    if many:
        click.echo(f"{sum(not each.faults for each in checked)} of {len(checked)} blogs: no faults")


def _counted(faults: Sized) -> str:
    return {0: "no faults", 1: "1 fault"}.get(len(faults), f"{len(faults)} faults")


def _as_json(each: Checked) -> dict[str, object]:
    return {
        "blog": each.slug,
        "holds": not each.faults,
        "head": each.head,
        "faults": [{"seq": fault.seq, "what": fault.what} for fault in each.faults],
    }
