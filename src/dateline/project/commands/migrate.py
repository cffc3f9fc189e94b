"""`dateline migrate`: brings the database up to this version."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Change nothing: exit 1 if the database is behind.")
@click.option("--unwritten", is_flag=True, hidden=True, help="Exit 1 if a model changed without its migration.")
def command(check: bool, unwritten: bool) -> None:
    """Bring the database up to this version of Dateline."""
    from django.core.management import call_command

    from dateline.project import ready

    ready.ready()
    if unwritten:
        call_command("makemigrations", check=True, dry_run=True)
    elif check:
        click.get_current_context().exit(int(ready.is_behind()))
    else:
        ready.migrate(verbosity=1)
