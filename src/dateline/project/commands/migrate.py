"""`dateline migrate`: brings the database up to this version."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Change nothing: exit 1 if the database is behind.")
def command(check: bool) -> None:
    """Bring the database up to this version of Dateline."""
    from dateline.project import ready

    ready.ready()
    if check:
        click.get_current_context().exit(int(ready.is_behind()))
    ready.migrate(verbosity=1)
