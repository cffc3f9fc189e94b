"""The one command for people: ``dateline``. Each file of ``project/commands`` is one of its commands."""

import os
import sys
import traceback
from enum import IntEnum
from pathlib import Path

import click

from dateline.blog.core.refused import Refused
from dateline.project import commands, env
from dateline.project.folder import CommandFolder


class Exit(IntEnum):
    """What the command's exit code tells a script."""

    about: str

    def __new__(cls, value: int, about: str) -> "Exit":
        code = int.__new__(cls, value)
        code._value_ = value
        code.about = about
        return code

    DONE = 0, "done"
    DOES_NOT_HOLD = 1, "what was asked about does not hold"
    USAGE = 2, "wrong usage or setting"
    REFUSED = 3, "refused by the desk's rules"
    WORLD_FAILED = 4, "the world failed: network, disk, database"
    OUR_MISTAKE = 70, "a mistake in Dateline itself"
    INTERRUPTED = 130, "interrupted"


class Dateline(CommandFolder):
    """The commands of ``project/commands``."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Ends the help with where things are kept and what the exit codes mean."""
        formatter.write_paragraph()
        formatter.write_text(
            f"Dateline keeps its database, pictures and secret key in {env.home()}; set DATELINE_HOME to keep them "
            "elsewhere. `dateline settings` shows every setting."
        )
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code.value), code.about) for code in Exit])


@click.group(
    cls=Dateline, folder=commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="dateline")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Use this home folder.")
def cli(home: Path | None) -> None:
    """Live coverage you can check: run the newsroom and its live pages.

    `dateline demo` opens a newsroom with a running story; `dateline serve` runs your own.
    """
    if home is not None:
        os.environ["DATELINE_HOME"] = str(home.absolute())


def main() -> None:
    """Runs ``dateline`` and ends the process with one of ``Exit``'s codes."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit code of ``dateline`` with these arguments; what went wrong is said on stderr in one line."""
    try:
        result = cli.main(arguments, prog_name="dateline", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        return Exit.INTERRUPTED
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except Exception as error:  # noqa: BLE001 - each kind has its exit code, our mistakes their traceback
        return _ended_by(error)
    return result if isinstance(result, int) else Exit.DONE


def _ended_by(error: Exception) -> Exit:
    """The code for the error, which is said on stderr: a sentence, or the traceback of our own mistake."""
    # Django's errors by name: a command may end without ever loading Django.
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, Refused) or kinds & {"ValidationError", "PermissionDenied"}:
        code = Exit.REFUSED
    elif isinstance(error, env.BadSetting):
        code = Exit.USAGE
    elif isinstance(error, OSError) or kinds & {"OperationalError", "InterfaceError"}:
        code = Exit.WORLD_FAILED
    else:
        traceback.print_exception(error)
        return Exit.OUR_MISTAKE
    click.echo(f"dateline: {_words_of(error)}", err=True)
    return code


def _words_of(error: Exception) -> str:
    """What the error says, for people: Django's ``ValidationError`` carries a list."""
    messages = getattr(error, "messages", None)
    return " ".join(messages) if messages else str(error)
