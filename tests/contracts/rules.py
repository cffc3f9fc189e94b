"""STYLE.md's rules about Python files, each a function from a module to its breaches."""

import ast
import re
from collections.abc import Iterator

from contracts.offers import OFFERING, offer_fault
from contracts.tree import Breach, Module

Function = ast.FunctionDef | ast.AsyncFunctionDef
MAX_FUNCTION_LINES, MAX_FILE_LINES, MAX_PARAMETERS = 40, 400, 5
# Inside one file a third is allowed by position: its callers are in sight (docs/decisions/0005).
MAX_POSITIONAL, MAX_POSITIONAL_INSIDE = 2, 3
BANNED = {"util", "utils", "helper", "helpers", "manager", "misc", "handle", "handles", "data"}
# Names that others chose: asyncio's protocol, Django's upload handlers and error pages.
GIVEN_NAMES = {"data_received", "receive_data_chunk", "handler404", "handler500", "handler403", "handler400"}
WRITES = {"save", "delete", "create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create"}
ALWAYS_ROWS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def functions(module: Module) -> Iterator[Function]:
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def long_functions(module: Module) -> Iterator[Breach]:
    """Functions over 40 lines."""
    for node in functions(module):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > MAX_FUNCTION_LINES:
            yield Breach(where=f"{module.path}:{node.lineno}", what=f"{node.name} has {lines} lines")


def long_files(module: Module) -> Iterator[Breach]:
    """Files over 400 lines."""
    lines = module.text.count("\n")
    if lines > MAX_FILE_LINES:
        yield Breach(where=module.path, what=f"{lines} lines")


def many_parameters(module: Module) -> Iterator[Breach]:
    """Functions with more than five parameters, or more than two (inside a file: three) that are not keyword-only.

    Commands are called by click and views by Django with keywords; overrides have the signature of what they override.
    """
    for node in functions(module):
        positional = [a.arg for a in [*node.args.posonlyargs, *node.args.args] if a.arg not in {"self", "cls"}]
        if _is_command(node) or _is_override(node) or positional[:1] == ["request"]:
            continue
        total = len(positional) + len(node.args.kwonlyargs)
        where = f"{module.path}:{node.lineno}"
        if total > MAX_PARAMETERS:
            yield Breach(where=where, what=f"{node.name} takes {total} parameters")
        allowed = MAX_POSITIONAL_INSIDE if _is_private(node) else MAX_POSITIONAL
        if len(positional) > allowed:
            yield Breach(where=where, what=f"{node.name}: keyword-only after parameter {allowed}")


def full_inits(module: Module) -> Iterator[Breach]:
    """An ``__init__.py`` with something in it, other than what a part offers to outside programs (decision 0009)."""
    if not module.path.endswith("__init__.py") or not module.text.strip():
        return
    if module.path not in OFFERING:
        yield Breach(where=module.path, what="is not empty")
    elif fault := offer_fault(module.tree, package=module.path.split("/")[-2]):
        yield Breach(where=module.path, what=fault)


def missing_openings(module: Module) -> Iterator[Breach]:
    """A file that does not open with one sentence on what it is for."""
    if not module.text.strip():
        return
    opening = (ast.get_docstring(module.tree) or "").split("\n\n")[0].strip()
    if not opening or opening[-1] not in ".!?:":
        yield Breach(where=f"{module.path}:1", what="does not open with a sentence on what it is for")


def banned_names(module: Module) -> Iterator[Breach]:
    """Files, functions and classes named by a word that says nothing."""
    stem = module.path.rsplit("/", 1)[-1].removesuffix(".py")
    if BANNED & set(stem.split("_")):
        yield Breach(where=module.path, what=f"the name '{stem}' says nothing")
    for node in ast.walk(module.tree):
        if isinstance(node, Function | ast.ClassDef) and node.name not in GIVEN_NAMES:
            words = {w.lower() for w in re.findall(r"[A-Z]?[a-z0-9]+", node.name)}
            if BANNED & words:
                yield Breach(where=f"{module.path}:{node.lineno}", what=f"the name '{node.name}' says nothing")


def writes(module: Module) -> Iterator[Breach]:
    """Rows written outside the actions and the log."""
    if may_write(module.path):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes_rows(node, node.func):
            yield Breach(where=f"{module.path}:{node.lineno}", what=f"{ast.unparse(node.func)}() writes rows")


def may_write(path: str) -> bool:
    """Whether rows are written here: actions, the log, and models that guard their own ``save``."""
    return (
        path.endswith("/actions.py")
        or "/actions/" in path
        or path in {"src/dateline/events/log.py", "src/dateline/events/models.py"}
        or "/core/" in path  # holds no rows: import-linter keeps Django out
    )


def environment_reads(module: Module) -> Iterator[Breach]:
    """The environment read outside ``project/``."""
    if module.path.startswith("src/dateline/project/"):
        return
    for node in ast.walk(module.tree):
        named = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
        imported = isinstance(node, ast.ImportFrom) and node.module == "os"
        if named or (imported and {a.name for a in node.names} & {"environ", "getenv"}):
            yield Breach(where=f"{module.path}:{node.lineno}", what="reads the environment")


def calls_out(module: Module) -> Iterator[Breach]:
    """Modules that could call another machine over HTTP, apart from ``wire/fetch.py``."""
    if module.path == "src/dateline/wire/fetch.py":
        return
    outward = {"httpx", "requests", "urllib3", "aiohttp", "urllib.request", "http.client", "httpcore"}
    for node in ast.walk(module.tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        for name in names:
            if name in outward or name.split(".")[0] in outward:
                yield Breach(where=f"{module.path}:{node.lineno}", what=f"imports {name}: only wire/fetch.py calls out")


def swallowed(module: Module) -> Iterator[Breach]:
    """Errors caught and dropped: ``except Exception: pass``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and all(isinstance(s, ast.Pass) for s in node.body):
            kind = ast.unparse(node.type) if node.type else "everything"
            if kind in {"everything", "Exception", "BaseException"}:
                yield Breach(where=f"{module.path}:{node.lineno}", what=f"catches {kind} and drops it")


def _writes_rows(node: ast.Call, call: ast.Attribute) -> bool:
    to_a_file = any(k.arg == "format" or k.arg == "quality" for k in node.keywords) or len(node.args) > 1
    if call.attr not in WRITES or (call.attr == "save" and to_a_file):  # Pillow saves pictures
        return False
    receiver = ast.unparse(call.value)
    on_rows = any(word in receiver for word in (".objects", ".filter(", ".exclude(", ".all()", "_set", "select_for"))
    # A `save` or `delete` with no rows in sight may be a form's or a row's own: both are writes.
    return call.attr in ALWAYS_ROWS or on_rows or call.attr in {"save", "delete"}


def _is_command(node: Function) -> bool:
    return any("command" in ast.unparse(d) or "option" in ast.unparse(d) for d in node.decorator_list)


def _is_private(node: Function) -> bool:
    return node.name.startswith("_") and not node.name.startswith("__")


def _is_override(node: Function) -> bool:
    dunder = node.name.startswith("__") and node.name != "__init__"
    return dunder or any(ast.unparse(d).endswith("override") for d in node.decorator_list)


ABOUT_THE_PROGRAM = (
    long_functions,
    long_files,
    many_parameters,
    full_inits,
    missing_openings,
    banned_names,
    writes,
    environment_reads,
    calls_out,
    swallowed,
)
ABOUT_EVERY_FILE = (long_files, missing_openings, swallowed)
