"""Reads the environment once: the only place that does, so every setting has one name and one default."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One environment variable: its name, its default as text, and what it does."""

    name: str
    default: str
    about: str


# Those with a catalog in locale/, and the one that pages are written in.
LANGUAGES = ("en", "de", "uk", "ar")


class BadSetting(ValueError):
    """A setting's value cannot be used; ``str()`` of it names the setting and says why."""


def default_home() -> Path:
    """Where Dateline keeps its things when ``DATELINE_HOME`` is not set."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "dateline"


SETTINGS = {
    s.name: s
    for s in (
        Setting(name="DATELINE_HOME", default="", about="Folder for the database, pictures, snapshots and secret key."),
        Setting(
            name="DATABASE_URL",
            default="",
            about="`postgres://…` or `sqlite:///path`; empty: SQLite in the home folder.",
        ),
        Setting(
            name="REDIS_URL",
            default="",
            about="`redis://…`: wakes readers of other processes; empty: not used.",
        ),
        Setting(
            name="DATELINE_HOSTS",
            default="localhost,127.0.0.1,[::1]",
            about="Host names answered to, comma-separated.",
        ),
        Setting(
            name="DATELINE_URL",
            default="",
            about="The public address, `https://live.example.org`; empty: taken from each request.",
        ),
        Setting(
            name="DATELINE_DEBUG",
            default="0",
            about="1 shows tracebacks in the browser: never on a public machine.",
        ),
        Setting(
            name="DATELINE_PUBLISHER",
            default="Dateline",
            about="The publisher's name on pages, feeds and JSON-LD.",
        ),
        Setting(
            name="DATELINE_READERS_MAX",
            default="50000",
            about="Open streams admitted by one process; more are told to poll.",
        ),
        Setting(
            name="DATELINE_READERS_PER_ADDRESS",
            default="2000",
            about="Open streams for one public address; private ones (a proxy of yours) are not counted; 0: no limit.",
        ),
        Setting(
            name="DATELINE_REPLAY_MAX",
            default="5000",
            about="Missed changes that a returning reader gets; who missed more starts again from the page.",
        ),
        Setting(
            name="DATELINE_NEXT_POLL_MS",
            default="10000",
            about="How often polling pages ask, in ms; raise it to calm a storm.",
        ),
        Setting(
            name="DATELINE_STREAMING",
            default="1",
            about="0 closes streaming: every page polls (the kill switch).",
        ),
        Setting(
            name="DATELINE_SNAPSHOT_MAX_MB",
            default="50",
            about="The largest page or file kept as a snapshot, in MB; larger ones are refused.",
        ),
        Setting(
            name="DATELINE_MAP_MAX_MB",
            default="256",
            about="The largest map file that the desk takes, in MB.",
        ),
        Setting(
            name="DATELINE_MAPS_MAX_MB",
            default="2048",
            about="How much the desk takes in one upload of maps, in MB, unpacked where it is a zip.",
        ),
        Setting(
            name="DATELINE_SURVEY_MEMORY_MB",
            default="4096",
            about="Memory that a process of a survey asked for at the desk may have, in MB; 0: no limit.",
        ),
        Setting(
            name="DATELINE_SURVEY_MINUTES",
            default="60",
            about="How long a survey asked for at the desk may take.",
        ),
        Setting(
            name="DATELINE_WIRE_HANDS",
            default="16",
            about="How many servers of channels one process asks at once; 0: this process asks none.",
        ),
        Setting(
            name="DATELINE_WEBSUB",
            default="1",
            about="1 lets hubs that channels name tell of news at once; needs `DATELINE_URL`. 0: off.",
        ),
        Setting(
            name="DATELINE_HUB",
            default="",
            about="A WebSub hub that blogs' feeds name and that is told of news; needs `DATELINE_URL`. Empty: none.",
        ),
        Setting(
            name="DATELINE_MAIL_CA",
            default="",
            about="A PEM file of certificates that mail servers may show besides those that browsers trust.",
        ),
        Setting(
            name="DATELINE_STORIES",
            default="0",
            about="1 makes the wire's stories public at `/stories/`, each channel as its terms allow.",
        ),
        Setting(
            name="DATELINE_LANGUAGE",
            default="en",
            about="The language of public pages that are no blog's (home, stories): `en`, `de`, `uk` or `ar`.",
        ),
        Setting(
            name="DATELINE_GAZETTEER",
            default="",
            about="A file of places (GeoNames, CSV, GeoJSON) that puts a story's datelines on a map; empty: a list.",
        ),
        Setting(
            name="DATELINE_SECRET_KEY",
            default="",
            about="Signing key; empty: made once and kept in the home folder.",
        ),
    )
}


def read(name: str) -> str:
    """The value of a documented setting; an undocumented name is our mistake (``KeyError``)."""
    return os.environ.get(name) or SETTINGS[name].default


def flag(name: str) -> bool:
    return read(name).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str) -> int:
    """The setting's whole number. Raises ``BadSetting`` for anything else."""
    if not read(name).strip().isdecimal():
        raise BadSetting(f"{name}: '{read(name)}' is not a whole number")
    return int(read(name))


def language() -> str:
    """The language of pages that are no blog's. Raises ``BadSetting`` for one that they are not written in."""
    asked = read("DATELINE_LANGUAGE").strip().lower()
    if asked not in LANGUAGES:
        raise BadSetting(f"DATELINE_LANGUAGE: '{asked}' is none of {', '.join(LANGUAGES)}")
    return asked


def home() -> Path:
    return Path(read("DATELINE_HOME")) if read("DATELINE_HOME") else default_home()


def cache() -> Path:
    """The folder for what can be worked out again: in the home folder where one is named, else the system's."""
    if read("DATELINE_HOME"):
        return home() / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"


def secret_key(folder: Path) -> str:
    """The signing key: from the environment, else made once and kept readable by its owner only."""
    if read("DATELINE_SECRET_KEY"):
        return read("DATELINE_SECRET_KEY")
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        import secrets  # here, for few commands make a key

        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another process made it a moment ago
            os.link(draft, path)  # whole or not at all: nobody reads half a key
        draft.unlink()
    return path.read_text()


def database(folder: Path) -> dict[str, object]:
    """Django's ``DATABASES["default"]`` from ``DATABASE_URL``."""
    url = read("DATABASE_URL")
    if not url or url.startswith("sqlite:"):
        return _sqlite(url.removeprefix("sqlite://").removeprefix("/") or str(folder / "dateline.sqlite3"))
    return _postgres(url)


def _sqlite(name: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 60,  # seconds; to open one costs a request more than a millisecond
        "OPTIONS": {
            "timeout": 20,
            # FULL: what an editor was told is published survives a power cut, for about 0.3 ms a publish.
            # A writer takes its lock at BEGIN: two writers queue, none fails half-way.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
        },
    }


def _postgres(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(f"DATABASE_URL: '{parts.scheme}' is not known; use postgres:// or sqlite://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}, **dict(parse_qsl(parts.query))},
    }
