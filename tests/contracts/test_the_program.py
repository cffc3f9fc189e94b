"""The rules of STYLE.md hold for every file of the program and its tests."""

import pytest

from contracts import rules
from contracts.tree import Breach, modules


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
