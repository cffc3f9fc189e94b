"""Makes Django ready for a command: heavy, so a command calls it only once it knows it has work to do."""

import fcntl
import hashlib
import os


def ready() -> None:
    """Loads the settings and the apps; the home folder exists afterwards."""
    import django
    from django.conf import settings

    if not settings.configured:  # whatever other Django project this shell is set to
        os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.project.settings"
    settings.HOME.mkdir(parents=True, exist_ok=True)
    django.setup()


def migrate(*, verbosity: int = 0) -> None:
    """Brings the database up to this version of the program; call ``ready`` first."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=verbosity)


def is_behind() -> bool:
    """Whether the database lacks a migration of this version; call ``ready`` first."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> None:
    """Gathers, hashes and compresses the pages' static files, if any of them changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    state = _static_state()
    with (settings.HOME / "static.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # servers that start together gather once
        stamp = settings.STATIC_ROOT / ".collected"
        if not stamp.exists() or stamp.read_text() != state:
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            stamp.write_text(state)


def _static_state() -> str:
    """What tells one state of the static files from another: their paths, times and sizes."""
    from django.contrib.staticfiles.finders import get_finders

    found = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    seen = sorted((path, os.stat(path).st_mtime_ns, os.stat(path).st_size) for path in found)
    return hashlib.sha256(repr(seen).encode()).hexdigest()
