"""Collects strings for translators, those of refusals too, and compiles what they wrote; needs Debian's gettext."""

import os
from pathlib import Path

import django
from django.core.management import call_command
from django.core.management.commands import makemessages

PROGRAM = Path(__file__).resolve().parents[1] / "src" / "dateline"
# Core raises these with the English sentence, and a face translates it: blog/refusals.py.
RAISED = ("Refused", "NotAllowed", "Conflict")


class Messages(makemessages.Command):
    """Django's own command, which also takes the first argument of a refusal for a sentence."""

    # A guess from a like sentence is worse than none: it would stand there as if somebody had translated it.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    xgettext_options = [*makemessages.Command.xgettext_options, *(f"--keyword={name}:1" for name in RAISED)]


def main() -> None:
    """Writes the catalogs of every language, sources and compiled."""
    os.environ["DATELINE_HOME"] = str(Path(os.environ.get("DATELINE_HOME", ".cache/check")).absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.project.settings"
    os.chdir(PROGRAM)
    django.setup()
    call_command(Messages(), all=True, no_obsolete=True, no_wrap=True, no_location=True)
    call_command("compilemessages")


if __name__ == "__main__":
    main()
