"""Draws the pages of ``docs/reference`` that follow from the program itself: settings, commands, events."""

from collections.abc import Iterator

import click

from dateline.blog.core.kinds import Kind
from dateline.claims.core.kinds import Kind as ClaimsKind
from dateline.project import env
from dateline.territory.kinds import Kind as SurveyKind
from dateline.wire.kinds import Kind as WireKind

NOTE = "<!-- Written by `dateline docs` from the program; change it there. -->"


def pages() -> dict[str, str]:
    """Each generated page's text by its file name."""
    return {"settings.md": settings_page(), "commands.md": commands_page(), "events.md": events_page()}


def settings_page() -> str:
    """Every environment variable with its default and what it does."""
    rows = [f"| `{s.name}` | {f'`{s.default}`' if s.default else ''} | {s.about} |" for s in env.SETTINGS.values()]
    return _page(
        "Settings",
        "Dateline is set by environment variables. Each has a default that works from a clone; `dateline settings` "
        "shows what holds now. Where `DATELINE_HOME` is not set, things are kept in `$XDG_DATA_HOME/dateline`, "
        "else in `~/.local/share/dateline`. What can be worked out again is kept in its folder `cache`, and without "
        "`DATELINE_HOME` in `$XDG_CACHE_HOME/dateline` or `~/.cache/dateline`.",
        ["| name | default | what it does |", "| --- | --- | --- |", *rows],
    )


def events_page() -> str:
    """Every kind of event with who is told of it."""
    rows = [f"| `{k.value}` | {'public' if k.public else 'desk'} | {k.about} |" for k in Kind]
    rows += [f"| `{k.value}` | newsroom | {k.about} |" for k in (*ClaimsKind, *SurveyKind, *WireKind)]
    return _page(
        "Events",
        "Every change of a blog appends one event to its log. *Public* events are numbered without gaps, chained by "
        "hash, shown in the public history and told to open pages; those of the *desk* stay in the newsroom's own log. "
        "Events of the *newsroom* belong to no one blog and have logs of their own.",
        ["| kind | log | what happened |", "| --- | --- | --- |", *rows],
    )


def commands_page() -> str:
    """Every command with its arguments and options, and the exit codes."""
    from dateline.project.cli import Exit, cli

    codes = [f"| {code.value} | {code.about} |" for code in Exit]
    sections = [line for command in _walk(cli, "dateline") for line in command]
    return _page(
        "Commands",
        "`dateline` is the one command for people; `dateline COMMAND --help` says the same as this page.",
        [*sections, "## Exit codes", "", "| code | meaning |", "| --- | --- |", *codes],
    )


def _walk(command: click.Command, path: str) -> Iterator[list[str]]:
    """The section of each command below, in the order `--help` shows them."""
    context = click.Context(command, info_name=path)
    if not isinstance(command, click.Group):
        yield _section(command, context)
        return
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child
        if not child.hidden:
            yield from _walk(child, f"{path} {name}")


def _section(command: click.Command, context: click.Context) -> list[str]:
    arguments = [
        piece for p in command.params if isinstance(p, click.Argument) for piece in p.get_usage_pieces(context)
    ]
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    rows = [f"| `{names}` | {about} |" for names, about in (o.get_help_record(context) or ("", "") for o in options)]
    table = ["| option | |", "| --- | --- |", *rows, ""] if rows else []
    title = " ".join([str(context.info_name), *arguments])
    return [f"## `{title}`", "", *_paragraphs(command.help or ""), *table]


def _paragraphs(text: str) -> list[str]:
    return [line for paragraph in text.split("\n\n") for line in (" ".join(paragraph.split()), "")]


def _page(title: str, intro: str, lines: list[str]) -> str:
    return "\n".join([f"# {title}", "", NOTE, "", intro, "", *lines]).rstrip() + "\n"
