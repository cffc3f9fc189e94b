"""Finds the text of a profile by its name or its path, and loads no geometry for it."""

from importlib.resources import files
from pathlib import Path


def shipped() -> tuple[str, ...]:
    """The names of the profiles that come with Dateline."""
    folder = files("dateline.territory") / "profiles"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def profile_text(named: str) -> str | None:
    """The TOML of a shipped profile, or of the file at this path; None where there is neither."""
    if named in shipped():
        return (files("dateline.territory") / "profiles" / f"{named}.toml").read_text("utf-8")
    path = Path(named)
    return path.read_text("utf-8") if path.suffix == ".toml" and path.is_file() else None
