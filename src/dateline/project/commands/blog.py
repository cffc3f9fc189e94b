"""`dateline blog`: the blogs of the newsroom, from the terminal."""

import json
from typing import Any

import click


@click.group()
def command() -> None:
    """List blogs, open one, change a blog's state."""
    from dateline.project import ready

    ready.ready()
    if ready.is_behind():  # often the first command in a new home
        ready.migrate()


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_blogs(as_json: bool) -> None:
    """List the blogs, newest first."""
    from dateline.blog.models import Blog

    for blog in Blog.objects.all():
        row = {"blog": blog.slug, "state": blog.state, "headline": blog.headline}
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else "\t".join(row.values()))


@command.command("create")
@click.argument("slug")
@click.option("--headline", required=True, help="The headline of the live page.")
@click.option("--standfirst", default="", help="The paragraph under it.")
@click.option("--zone", default="UTC", show_default=True, help="The event's time zone, such as Europe/Kyiv.")
@click.option("--language", default="en", show_default=True, help="The page's language.")
@click.option("--by", "by_name", metavar="USERNAME", help="Act for this person; else the first who runs the newsroom.")
def create(slug: str, by_name: str | None, **words: Any) -> None:
    """Open a blog at /live/SLUG/, upcoming until its state is live."""
    from dateline.blog.actions.blogs import create_blog
    from dateline.blog.core.words import BlogWords
    from dateline.project import people

    blog = create_blog(slug, BlogWords(**words), by=people.acting(by_name))
    click.echo(f"/live/{blog.slug}/ is {blog.state}.")


@command.command("state")
@click.argument("slug", metavar="BLOG")
@click.argument("state", type=click.Choice(["live", "paused", "ended"]))
@click.option("--by", "by_name", metavar="USERNAME", help="Act for this person; else the first who runs the newsroom.")
def state(slug: str, state: str, by_name: str | None) -> None:
    """Make a blog live, paused or ended."""
    from dateline.blog.actions.blogs import change_state
    from dateline.project import people

    blog = change_state(people.blog(slug), state, by=people.acting(by_name))
    click.echo(f"/live/{blog.slug}/ is {blog.state}.")
