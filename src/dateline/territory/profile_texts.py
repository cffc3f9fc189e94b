"""Finds the text of a profile by its name or its path, and loads no geometry for it."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "profiles"


def shipped() -> tuple[str, ...]:
    """The names of the profiles that come with Dateline."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def profile_text(named: str) -> str | None:
    """The TOML of a shipped profile, or of the file at this path; None where there is neither."""
    if named in shipped():
        return (_FOLDER / f"{named}.toml").read_text("utf-8")
    path = Path(named)
    return path.read_text("utf-8") if path.suffix == ".toml" and path.is_file() else None
