"""The rules of STYLE.md hold for every file of the program and its tests."""

import pytest

from contracts import imports, rules
from contracts.tree import ROOT, Breach, modules


def listed(breaches: list[Breach]) -> str:
    return "\n".join(str(b) for b in breaches)


@pytest.mark.parametrize("rule", rules.ABOUT_THE_PROGRAM, ids=lambda rule: rule.__name__)
def test_the_program_has_no(rule):
    breaches = [b for m in modules("src/dateline") for b in rule(m)]

    assert not breaches, listed(breaches)


@pytest.mark.parametrize("rule", rules.ABOUT_EVERY_FILE, ids=lambda rule: rule.__name__)
def test_tests_and_benchmarks_have_no(rule):
    breaches = [b for m in modules("tests", "benchmarks") for b in rule(m)]

    assert not breaches, listed(breaches)


def test_what_the_program_imports_is_named_in_pyproject():
    declared = imports.declared_in((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    breaches = [b for m in modules("src/dateline") for b in imports.undeclared_imports(m, declared)]

    assert not breaches, listed(breaches)
