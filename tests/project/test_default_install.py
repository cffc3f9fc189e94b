"""What a default install can do: everything but what its extras are for."""

import os
import subprocess
import sys

EXTRAS = ("psycopg", "psycopg_pool", "redis", "pyogrio", "geopandas", "pandas", "dask", "distributed")
WITHOUT_EXTRAS = f"""
import sys
for name in {EXTRAS!r}:
    sys.modules[name] = None  # importing it fails, as where it is not installed
from dateline.project.cli import cli, run
for name in cli.list_commands(None):
    cli.get_command(None, name)
assert run(["migrate"]) == 0
import dateline.project.asgi
from django.urls import get_resolver
assert get_resolver().url_patterns
"""


def test_the_newsroom_starts_without_any_extra(tmp_path):
    surroundings = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    surroundings["DATELINE_HOME"] = str(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
