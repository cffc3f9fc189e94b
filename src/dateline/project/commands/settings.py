"""`dateline settings`: every setting with its value."""

import click

SECRETS = ("SECRET", "PASSWORD", "TOKEN")


@click.command()
def command() -> None:
    """Show every setting, its value and what it does."""
    from dateline.project import env

    for setting in env.SETTINGS.values():
        value = env.read(setting.name)
        if setting.name == "DATELINE_HOME":
            value = str(env.home())
        click.secho(f"{setting.name}={_masked(setting.name, value)}", bold=True)
        click.echo(f"    {setting.about}")


def _masked(name: str, value: str) -> str:
    """The value as it may be shown: no secret, and no password inside an address."""
    from urllib.parse import urlsplit

    if value and any(word in name for word in SECRETS):
        return "••••"
    if "://" not in value or not (password := urlsplit(value).password):
        return value
    return value.replace(f":{password}@", ":••••@", 1)
