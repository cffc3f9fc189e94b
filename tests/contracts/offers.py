"""The one form that an ``__init__.py`` may have which is not empty: what a part offers to outside programs."""

import ast
from collections.abc import Sequence

OFFERING = {"src/dateline/territory/__init__.py", "src/dateline/wire/__init__.py"}
_HEAD = ast.parse("from importlib import import_module\nfrom typing import TYPE_CHECKING").body
_TAIL = ast.parse(
    """
if not TYPE_CHECKING:
    def __getattr__(name: str) -> object:
        if name not in _FROM:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
"""
).body
_PARTS = 7


def offer_fault(tree: ast.Module, package: str) -> str:
    """Why the module is not a docstring, imports for type checkers, ``__all__`` and ``__getattr__``; empty if it is."""
    if not ast.get_docstring(tree) or len(tree.body) != _PARTS:
        return "offers in another form than decision 0009 has it"
    _, *head, typed, listed, mapping, tail = tree.body
    if not _same(head, _HEAD) or not _same([tail], _TAIL):
        return "has other code than the imports and the __getattr__ of decision 0009"
    imported = _imported(typed, f"dateline.{package}.")
    offered, taken = _literal(listed, "__all__"), _literal(mapping, "_FROM")
    if not imported or not isinstance(taken, dict) or imported != taken:
        return "_FROM does not name the modules that type checkers are told of"
    return "" if isinstance(offered, list) and offered == list(taken) else "__all__ and _FROM name different things"


def _same(one: Sequence[ast.stmt], other: Sequence[ast.stmt]) -> bool:
    return [ast.dump(node) for node in one] == [ast.dump(node) for node in other]


def _imported(node: ast.stmt, prefix: str) -> dict[str, str]:
    """Name → module below the package, of a block for type checkers with nothing but imports; else nothing."""
    if not isinstance(node, ast.If) or ast.unparse(node.test) != "TYPE_CHECKING" or node.orelse:
        return {}
    found: dict[str, str] = {}
    for each in node.body:
        if not isinstance(each, ast.ImportFrom) or not (each.module or "").startswith(prefix):
            return {}
        found |= {a.name: (each.module or "").removeprefix(prefix) for a in each.names if a.asname in {None, a.name}}
    return found


def _literal(node: ast.stmt, name: str) -> object:
    if not isinstance(node, ast.Assign) or ast.unparse(node.targets[0]) != name:
        return None
    try:
        return ast.literal_eval(node.value)
    except ValueError:
        return None
