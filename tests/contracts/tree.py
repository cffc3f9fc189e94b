"""The project as the contracts see it: its files, parsed once."""

import ast
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "dateline"
# What is made here and kept by nobody, as .gitignore says.
MADE = {".git", ".venv", ".demo", ".cache", "node_modules", "__pycache__", "dateline.egg-info", ".hypothesis"} | {
    f".{tool}_cache" for tool in ("mypy", "ruff", "pytest", "import_linter")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One Python file: its path from the root, its text, its syntax tree."""

    path: str
    text: str
    tree: ast.Module


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a rule does not hold."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def module(path: str, text: str) -> Module:
    """A module from its text, as the tests of the rules make them."""
    return Module(path=path, text=text, tree=ast.parse(text))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below these folders, migrations left out (Django writes those)."""
    paths = (p for folder in folders for p in sorted((ROOT / folder).rglob("*.py")))
    return tuple(
        module(str(p.relative_to(ROOT)), p.read_text(encoding="utf-8"))
        for p in paths
        if "migrations" not in p.parts and "__pycache__" not in p.parts
    )


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps, or all of them where there is no git or this is no checkout."""
    names = _kept_by_git() or [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if not MADE & set(p.parts)]
    return tuple(ROOT / n for n in names if (ROOT / n).is_file())


def _kept_by_git() -> list[str]:
    if not shutil.which("git"):
        return []
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in listed.stdout.split("\0") if name]


def texts() -> list[tuple[str, str]]:
    """The path and text of every tracked file that is text."""
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            found.append((str(path.relative_to(ROOT)), content.decode("utf-8", "replace")))
    return found
