"""What this machine has for the tests: PostgreSQL, Redis, a browser; each with why not, in words for the last line."""

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing tests may need: its address (or path), or None and what to do about it."""

    what: str
    url: str | None
    missing: str


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2):
            return True
    except OSError:
        return False


def _server(what: str, variable: str, *, standard: str) -> Found:
    given = os.environ.get(f"TESTS_{variable}") or os.environ.get(variable) or ""
    url = given if given and not given.startswith("sqlite") else standard
    os.environ[f"TESTS_{variable}"] = url  # for this run's worker processes, whose DATABASE_URL is their own
    hint = f"no {what} at {urlsplit(url).netloc.rpartition('@')[2]}: set {variable} or start one there"
    return Found(what=what, url=url if _answers(url) else None, missing=hint)


def _browser() -> Found:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((p for n in names if (p := shutil.which(n))), None)
    return Found(what="Chromium", url=path, missing="no Chromium on the PATH: apt-get install chromium")


POSTGRES = _server("PostgreSQL", "DATABASE_URL", standard="postgres://postgres@127.0.0.1:5432/postgres")
REDIS = _server("Redis", "REDIS_URL", standard="redis://127.0.0.1:6379/0")
BROWSER = _browser()
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BY_MARKER = {"postgres": POSTGRES, "redis": REDIS, "browser": BROWSER}
