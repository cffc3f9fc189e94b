"""The rules about templates, reference pages, vendored files and what may not stand in the repository."""

import pytest

from contracts import links, outside, pages
from contracts.test_the_program import listed
from contracts.tree import ROOT, SOURCE, texts
from dateline.project import reference

TEMPLATES = sorted(p for p in SOURCE.rglob("templates/**/*") if p.suffix in {".html", ".txt", ".xml", ".svg"})
LOCKS = ("requirements.lock", "requirements-dev.lock", "tests/fuzz/requirements.lock")


@pytest.mark.parametrize("rule", [pages.unescaped, pages.from_elsewhere, pages.inline_scripts, pages.untranslated])
def test_templates_are_free_of(rule):
    breaches = [b for p in TEMPLATES for b in rule(str(p.relative_to(ROOT)), p.read_text(encoding="utf-8"))]

    assert not breaches, listed(breaches)


def test_each_script_is_one_element_in_the_file_of_its_name():
    ours = [p for p in SOURCE.rglob("static/**/*.js") if str(p.relative_to(ROOT)) not in outside.vendored(ROOT)]

    breaches = [b for p in ours for b in pages.other_than_one_element(str(p), p.read_text(encoding="utf-8"))]

    assert ours
    assert not breaches, listed(breaches)


@pytest.mark.parametrize("rule", [outside.registry_hosts, outside.machine_paths])
def test_no_tracked_file_has(rule):
    breaches = [b for path, text in texts() for b in rule(path, text)]

    assert not breaches, listed(breaches)


def test_vendored_files_are_what_vendor_toml_says():
    breaches = list(outside.vendor_faults(ROOT))

    assert not breaches, listed(breaches)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_a_lock_is_pinned_by_version_and_hash(lock):
    breaches = list(outside.lock_faults(lock, (ROOT / lock).read_text()))

    assert not breaches, listed(breaches)


def test_both_locks_agree_on_versions():
    default, tools = ({line.split()[0] for line in _pins(lock)} for lock in LOCKS[:2])

    assert default <= tools, f"only in {LOCKS[0]}: {default - tools}; run `make lock`"


@pytest.mark.parametrize("name", reference.pages())
def test_the_reference_page_is_what_the_program_says(name):
    path = ROOT / "docs" / "reference" / name

    assert path.exists()
    assert path.read_text(encoding="utf-8") == reference.pages()[name], f"{name} is out of date: run `make docs`"


def test_every_link_in_the_documentation_leads_somewhere():
    pages_of_text = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]

    breaches = [b for page in pages_of_text for b in links.broken_links(ROOT, page)]

    assert not breaches, listed(breaches)


def test_every_page_of_the_documentation_is_in_its_index():
    breaches = list(links.unlisted_pages(ROOT / "docs"))

    assert not breaches, listed(breaches)


def _pins(lock: str) -> list[str]:
    return [line for line in (ROOT / lock).read_text().splitlines() if "==" in line and not line.startswith("#")]
