"""`dateline wire read`: prints what was understood of pages."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.project.named_server import named_server

if TYPE_CHECKING:
    from dateline.wire.core.understood import Number, Quote, Understood
    from dateline.wire.reading.pool import Answer, Source

MOST_OF_A_TEXT = 600
MOST_OF_A_QUOTE = 160


@click.command()
@click.argument("sources", metavar="URL|FILE…", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="A line of JSON a page, in the order given.")
@click.option("--url", default="", help="Where a single FILE stood on the web.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; else one a core.")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 600), default=30.0, show_default=True, help="Longest a page may take."
)
@click.option(
    "--megabytes",
    type=click.IntRange(200, 64_000),
    default=2000,
    show_default=True,
    help="Most memory a page may take.",
)
def command(
    sources: tuple[str, ...], *, as_json: bool, url: str, workers: int | None, seconds: float, megabytes: int
) -> None:
    """Read pages (addresses, files, folders of files; - is standard input) and print what was understood of each.

    Understood are articles, live pages with their posts and pages that republish others, as HTML or plain text, and
    what `dateline import` reads. Each page is read within limits of time and memory: one that fails is a line that says
    why, and the others go on. Exit code 1: a page was not understood; 4: one could not be fetched or opened.
    """
    from dateline.wire.reading.pool import Limits, read_all

    asked = [source for name in sources for source in _sources(name, url=url)]
    limits = Limits(seconds=seconds, megabytes=megabytes)
    worst = 0
    for answer in read_all(asked, workers=workers, limits=limits):
        click.echo(_line(answer) if as_json else _words(answer))
        worst = max(worst, _code(answer))
    click.get_current_context().exit(worst)


def _sources(name: str, *, url: str) -> "Iterator[Source]":
    from dateline.wire.reading.pool import Source

    if name == "-":
        yield Source(name="-", content=sys.stdin.buffer.read(), url=url)
    elif name.startswith(("http://", "https://")):
        yield Source(name=name, url=name, fetched=True, inside=named_server(name))
    elif Path(name).is_dir():
        yield from (Source(name=str(path)) for path in sorted(Path(name).rglob("*")) if path.is_file())
    else:
        yield Source(name=name, url=url)


def _code(answer: "Answer") -> int:
    from dateline.project.cli import Exit
    from dateline.wire.core.understood import Understood

    if isinstance(answer.page, Understood):
        return Exit.DONE
    return Exit.WORLD_FAILED if answer.missing else Exit.DOES_NOT_HOLD


def _line(answer: "Answer") -> str:
    from dateline.wire.core.understood import Understood, to_json

    if isinstance(answer.page, Understood):
        return json.dumps(to_json(answer.page), ensure_ascii=False)
    return json.dumps({"source": answer.source.name, "error": answer.page.reason}, ensure_ascii=False)


def _words(answer: "Answer") -> str:
    """The page for people: each field with where it comes from and how sure that is."""
    from dateline.wire.core.understood import Understood

    head = click.style(answer.source.name, bold=True)
    if not isinstance(answer.page, Understood):
        return f"{head}\n  {answer.page.reason}\n"
    page = answer.page
    lines = [head, *(f"  {name:12}{value}{_origin(page, name)}" for name, value in _fields(page) if value)]
    lines += [f"  picture     {' · '.join(filter(None, (p.caption or p.alt, p.credit, p.url)))}" for p in page.pictures]
    lines += [_post(post.time, post.title or post.text[:80], key=post.key) for post in page.posts]
    lines += [_quote(quote) for quote in page.quotes]
    lines += [_figure(figure) for figure in page.figures]
    lines += [
        f"  related     {one.title}{f' ({one.section})' if one.section else ''}{' LIVE' * one.is_live}"
        for one in page.related
    ]
    lines += [f"  note        {note}" for note in page.notes]
    text = (
        page.text
        if len(page.text) <= MOST_OF_A_TEXT
        else f"{page.text[:MOST_OF_A_TEXT]} … ({len(page.text):,} characters)"
    )
    return "\n".join([*lines, *(f"  | {part}" for part in text.split("\n")), ""])


def _fields(page: "Understood") -> list[tuple[str, object]]:
    return [
        ("kind", page.kind),
        ("title", page.title),
        ("standfirst", page.standfirst),
        ("byline", ", ".join(page.byline)),
        ("published", page.published),
        ("updated", page.updated),
        ("section", page.section),
        ("tags", ", ".join(page.tags)),
        ("language", page.language),
        ("canonical", page.canonical),
        ("licence", page.licence),
        ("is_live", "yes" if page.is_live else ""),
        ("source_link", page.source_link),
        ("posted", page.posted),
        ("posts", len(page.posts)),
        ("text", f"{len(page.text):,} characters" if page.text else ""),
    ]


def _origin(page: "Understood", name: str) -> str:
    found = page.origins.get(name)
    return click.style(f"  [{found.origin}, {found.confidence:.2f}]", dim=True) if found else ""


def _quote(quote: "Quote") -> str:
    words = quote.text if len(quote.text) <= MOST_OF_A_QUOTE else f"{quote.text[:MOST_OF_A_QUOTE]} …"
    return f"  quote       {quote.speaker}: “{words}”{_where(quote.cue, quote.place)}"


def _figure(figure: "Number") -> str:
    """A figure as it was said: "nearly 400 km²  2025-05, according to the agency"."""
    high = f" to {figure.high:,.10g}" if figure.high is not None else ""
    told = " ".join(filter(None, [figure.hedge, f"{figure.value:,.10g}{high}", figure.unit]))
    source = f"according to {figure.according_to}" if figure.according_to else ""
    about = ", ".join(filter(None, [figure.period, source]))
    return f"  figure      {told}{f'  {about}' if about else ''}{_where(figure.what, figure.place)}"


def _where(words: str, place: str) -> str:
    told = ", ".join(filter(None, [words, "" if place == "text" else place.partition(":")[0]]))
    return click.style(f"  [{told}]", dim=True) if told else ""


def _post(time: object, title: str, *, key: bool) -> str:
    return f"  post        {time or 'time unknown'}  {title}{' (key)' * key}"
