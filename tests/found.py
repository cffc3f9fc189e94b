"""What this machine has for the tests: PostgreSQL, Redis, a browser; each with why not, in words for the last line."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from playwright._impl._driver import compute_driver_executable

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing tests may need: its address (or path), or None and what to do about it."""

    what: str
    url: str | None
    missing: str


def _postgres_lets_in(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _redis_lets_in(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2).ping())
    except redis.RedisError:
        return False


def _server(what: str, variable: str, *, standard: str, lets_in: Callable[[str], bool]) -> Found:
    given = os.environ.get(f"TESTS_{variable}") or os.environ.get(variable) or ""
    url = given if given and not given.startswith("sqlite") else standard
    os.environ[f"TESTS_{variable}"] = url  # for this run's worker processes, whose DATABASE_URL is their own
    hint = f"no {what} lets us in at {urlsplit(url).netloc.rpartition('@')[2]}: set {variable} or start one there"
    return Found(what=what, url=url if lets_in(url) else None, missing=hint)


def _browser() -> Found:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((p for n in names if (p := shutil.which(n))), None)
    if path and not _driver_starts():
        missing = "Chromium's driver does not start here: apt-get install libatomic1"
        return Found(what="Chromium", url=None, missing=missing)
    return Found(what="Chromium", url=path, missing="no Chromium on the PATH: apt-get install chromium")


def _driver_starts() -> bool:
    driver, *_ = compute_driver_executable()
    return subprocess.run([driver, "--version"], capture_output=True, check=False).returncode == 0


POSTGRES = _server(
    "PostgreSQL",
    "DATABASE_URL",
    standard="postgres://postgres@127.0.0.1:5432/postgres",
    lets_in=_postgres_lets_in,
)
REDIS = _server("Redis", "REDIS_URL", standard="redis://127.0.0.1:6379/0", lets_in=_redis_lets_in)
BROWSER = _browser()
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BY_MARKER = {"postgres": POSTGRES, "redis": REDIS, "browser": BROWSER}
