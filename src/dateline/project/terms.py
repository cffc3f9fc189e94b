"""Remembers which sources' terms were accepted, by whom and when: once for each wording."""

import getpass
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from dateline.blog.core.refused import Refused


def are_accepted(home: Path, source: str, *, text: str) -> bool:
    """Whether these very words were accepted for the source; changed words are asked for again."""
    return any(row.get("sha256") == _sha256(text) for row in _read(home).get(source, ()))


def were_accepted_before(home: Path, source: str) -> bool:
    """Whether other words were accepted for the source."""
    return bool(_read(home).get(source))


def accept(home: Path, source: str, *, text: str) -> None:
    """Remembers that who runs this command accepts the terms, beside those that were accepted before."""
    accepted = _read(home)
    row = {
        "sha256": _sha256(text),
        "text": text,
        "by": _who(),
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    accepted[source] = [*accepted.get(source, ()), row]
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f"terms.{os.getpid()}"
    draft.write_bytes(orjson.dumps(accepted, option=orjson.OPT_INDENT_2))
    draft.replace(_file(home))


def _file(home: Path) -> Path:
    return home / "terms.json"


def _read(home: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        found = orjson.loads(_file(home).read_bytes())
    except FileNotFoundError:
        return {}
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Refused("%(file)s is damaged: move it away, and terms are asked for again.", file=_file(home))
    return found


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return f"user {os.getuid()}"
