"""The rule about dependencies: what the program imports, pyproject.toml names."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions

from contracts.tree import Breach, Module

distributions_of = cache(packages_distributions)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def undeclared_imports(module: Module, declared: set[str]) -> Iterator[Breach]:
    """Packages a module imports that only came in with another one, or that nobody named."""
    distributions = distributions_of()
    for node in ast.walk(module.tree):
        for name in _top_names(node):
            found = {plain(d) for d in distributions.get(name, [name])}
            if name not in sys.stdlib_module_names and name != "dateline" and not found & declared:
                where = f"{module.path}:{getattr(node, 'lineno', 1)}"
                yield Breach(where=where, what=f"imports {name}, which pyproject.toml does not name")


def declared_in(pyproject: str) -> set[str]:
    """The packages that the program and its extras name; what is only for working on it (``dev``) left out."""
    project = tomllib.loads(pyproject)["project"]
    extras = (names for extra, names in project["optional-dependencies"].items() if extra != "dev")
    requirements = [*project["dependencies"], *(name for names in extras for name in names)]
    return {plain(match.group()) for r in requirements if (match := NAME.match(r))}


def plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _top_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module.split(".")[0]
