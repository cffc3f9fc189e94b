"""Each rule can fail: shown on the smallest thing that breaks it, and on its nearest neighbour that does not."""

import hashlib

import pytest

from contracts import imports, links, outside, pages, rules
from contracts.tree import module

HERE = "src/dateline/blog/queries.py"
OFFERING = "src/dateline/territory/__init__.py"
OFFER = '''"""Offers two things."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.territory.library import compare, survey

__all__ = ["compare", "survey"]

_FROM = {"compare": "library", "survey": "library"}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _FROM:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
'''
NO_OFFERS = [
    "import os",
    OFFER + "\nVERSION = 1\n",
    OFFER.replace("if TYPE_CHECKING:", "if True:"),
    OFFER.replace("import import_module", "import import_module, reload"),
    OFFER.replace("    from dateline.territory.library", "    from os.path"),
    OFFER.replace("compare, survey", "compare"),
    OFFER.replace('["compare", "survey"]', '["compare"]'),
    OFFER.replace('["compare", "survey"]', 'sorted(["compare", "survey"])'),
    OFFER.replace('"survey": "library"', '"survey": "elsewhere"'),
    OFFER.replace(', "survey": "library"', ""),
    OFFER.replace("raise AttributeError", "raise KeyError"),
    OFFER.replace('"""Offers two things."""', ""),
    OFFER.replace("_FROM = {", "print()\n_FROM = {"),
]

BAD = [
    (rules.long_functions, HERE, "def f():\n" + "    x = 1\n" * 40),
    (rules.long_files, HERE, "\n" * 401),
    (rules.many_parameters, HERE, "def f(a, b, *, c, d, e, g): ..."),
    (rules.many_parameters, HERE, "def f(a, b, c): ..."),
    (rules.many_parameters, HERE, "def _f(a, b, c, d): ..."),
    (rules.many_parameters, HERE, "class A:\n    def __init__(self, a, b, c): ..."),
    (rules.full_inits, "src/dateline/blog/__init__.py", "import os"),
    (rules.full_inits, "src/dateline/blog/__init__.py", OFFER),
    (rules.full_inits, "src/dateline/territory/core/__init__.py", OFFER),
    *((rules.full_inits, OFFERING, text) for text in NO_OFFERS),
    (rules.missing_openings, HERE, "import os"),
    (rules.missing_openings, HERE, '"""stuff"""'),
    (rules.banned_names, "src/dateline/blog/utils.py", ""),
    (rules.banned_names, HERE, "def process_data(): ..."),
    (rules.banned_names, HERE, "class BlogManager: ..."),
    (rules.writes, HERE, "Post.objects.create(title='x')"),
    (rules.writes, HERE, "Post.objects.filter(pk=1).update(title='x')"),
    (rules.writes, HERE, "blog.posts.all().delete()"),
    (rules.writes, HERE, "post.save()"),
    (rules.writes, "src/dateline/newsroom/views/composer.py", "form.save()"),
    (rules.environment_reads, HERE, "import os\nos.environ['X']"),
    (rules.environment_reads, HERE, "from os import getenv"),
    (rules.calls_out, HERE, "import httpx"),
    (rules.calls_out, HERE, "from urllib import request"),
    (rules.calls_out, "src/dateline/wire/ingest.py", "def f():\n    import urllib.request"),
    (rules.swallowed, HERE, "try:\n    f()\nexcept Exception:\n    pass"),
    (rules.swallowed, HERE, "try:\n    f()\nexcept:\n    pass"),
]
GOOD = [
    (rules.long_functions, HERE, "def f():\n" + "    x = 1\n" * 39),
    (rules.many_parameters, HERE, "def f(a, b, *, c, d, e): ..."),
    (rules.many_parameters, HERE, "def _f(a, b, c): ..."),
    (rules.many_parameters, HERE, "class A:\n    def f(self, a, b): ..."),
    (rules.many_parameters, HERE, "@click.command()\ndef f(a, b, c, d, e, g): ..."),
    (rules.full_inits, "src/dateline/blog/__init__.py", ""),
    (rules.full_inits, OFFERING, ""),
    (rules.full_inits, OFFERING, OFFER),
    (rules.full_inits, "src/dateline/wire/__init__.py", OFFER.replace("territory", "wire")),
    (rules.missing_openings, HERE, '"""Reads a blog."""'),
    (rules.banned_names, HERE, "def database(): ..."),
    (rules.writes, HERE, "seen.update({1: 2})"),
    (rules.writes, HERE, "hasher.update(content)"),
    (rules.writes, HERE, "image.save(out, format='PNG')"),
    (rules.writes, "src/dateline/blog/actions/posts.py", "post.save()"),
    (rules.writes, "src/dateline/events/log.py", "event.save()"),
    (rules.environment_reads, "src/dateline/project/env.py", "import os\nos.environ['X']"),
    (rules.calls_out, "src/dateline/wire/fetch.py", "import httpx"),
    (rules.calls_out, HERE, "from urllib.parse import urlsplit"),
    (rules.swallowed, HERE, "try:\n    f()\nexcept FileExistsError:\n    pass"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_a_rule_finds(rule, path, text):
    assert list(rule(module(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_a_rule_lets_pass(rule, path, text):
    assert not list(rule(module(path, text)))


BAD_TEXT = [
    (pages.unescaped, "{{ post.title|safe }}"),
    (pages.unescaped, "{% autoescape off %}"),
    (pages.from_elsewhere, '<script src="https://example.org/a.js"></script>'),
    (pages.from_elsewhere, "<img class=x src='//example.org/a.png'>"),
    (pages.inline_scripts, '<button onclick="f()">'),
    (pages.untranslated, "<p>Read more</p>"),
    (pages.untranslated, '<button aria-label="Close"></button>'),
    (pages.untranslated, "{% translate 'Live' %} now"),
    (pages.untranslated, '<input type="submit" value="Send">'),
    (pages.other_than_one_element, "// <file>: says nothing."),
    (
        pages.other_than_one_element,
        '// <file>: two.\ncustomElements.define("file", A); customElements.define("more", B)',
    ),
    (pages.other_than_one_element, 'customElements.define("file", A)'),
    (outside.registry_hosts, "index = https://" + outside.REGISTRIES[0] + "/simple"),
    (outside.machine_paths, "see " + "/".join(["", "home", "ada", "notes.txt"])),
    (outside.machine_paths, f"cd {outside.ROOT}/src"),
    (outside.lock_faults, "django==5.2.1\n"),
    (outside.lock_faults, "django>=5 --hash=sha256:00\n"),
    (outside.lock_faults, "--index-url https://example.org\n"),
]
GOOD_TEXT = [
    (pages.unescaped, "{{ post.title }} {# not |safe #}"),
    (pages.from_elsewhere, '<a href="https://example.org/">{{ name }}</a><img src="{% static "a.png" %}">'),
    (pages.inline_scripts, '<p class="on top" title="{% translate "on" %}">'),
    (
        pages.untranslated,
        "<p>{% translate 'Read more' %} · {{ n }} &middot;</p>{% blocktranslate %}a{% endblocktranslate %}",
    ),
    (pages.untranslated, '<script type="module">let word = 1</script><b title="{{ x }}">{{ x }}</b>'),
    (pages.untranslated, '<input type="radio" value="auto">'),
    (pages.other_than_one_element, '// <file>: one.\ncustomElements.define("file", A)'),
    (outside.registry_hosts, "https://live.example.org/"),
    (outside.machine_paths, "kept in ~/.local/share/dateline, backed up to $HOME/backup"),
    (outside.lock_faults, "# note\ndjango==5.2.1 \\\n    --hash=sha256:00\n    # via dateline\n"),
]


@pytest.mark.parametrize(("rule", "text"), BAD_TEXT)
def test_a_rule_about_text_finds(rule, text):
    assert list(rule("some/file", text))


@pytest.mark.parametrize(("rule", "text"), GOOD_TEXT)
def test_a_rule_about_text_lets_pass(rule, text):
    assert not list(rule("some/file", text))


@pytest.fixture
def vendored(tmp_path):
    """A tree with one vendored file, named in vendor.toml as it should be."""
    folder = tmp_path / "src" / "vendor"
    folder.mkdir(parents=True)
    (folder / "a.js").write_bytes(b"1")
    entry = {"file": "src/vendor/a.js", "package": "a", "version": "1", "licence": "MIT"}
    lines = [f'{k} = "{v}"' for k, v in {**entry, "integrity": outside.integrity(b"1")}.items()]
    (tmp_path / "vendor.toml").write_text("\n".join(["[[file]]", *lines]))
    return tmp_path


def test_a_vendored_file_as_named_is_let_pass(vendored):
    assert not list(outside.vendor_faults(vendored))


def test_an_edited_vendored_file_is_found(vendored):
    (vendored / "src/vendor/a.js").write_bytes(b"2")

    assert list(outside.vendor_faults(vendored))


def test_a_vendored_file_without_an_entry_is_found(vendored):
    (vendored / "src/vendor/b.js").write_bytes(b"2")

    assert list(outside.vendor_faults(vendored))


def test_an_entry_without_its_file_is_found(vendored):
    (vendored / "src/vendor/a.js").unlink()

    assert list(outside.vendor_faults(vendored))


def test_integrity_is_written_as_browsers_read_it():
    assert outside.integrity(b"") == "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
    assert hashlib.sha384(b"").digest_size == 48


def test_a_link_to_nowhere_and_a_page_that_nothing_leads_to_are_found(tmp_path):
    (tmp_path / "README.md").write_text("[here](here.md#part) [gone](gone.md) [out](https://example.org/x)")
    (tmp_path / "here.md").write_text("Here.")
    (tmp_path / "lost.md").write_text("Lost.")

    assert ["gone.md" in b.what for b in links.broken_links(tmp_path, tmp_path / "README.md")] == [True]
    assert [b.where for b in links.unlisted_pages(tmp_path)] == ["lost.md"]


def test_an_import_that_nobody_named_is_found():
    declared = imports.declared_in(
        '[project]\ndependencies = ["Django~=5.2"]\n[project.optional-dependencies]\ndev = ["pytest"]'
    )

    assert not list(imports.undeclared_imports(module(HERE, "import os\nfrom django.db import models"), declared))
    assert list(imports.undeclared_imports(module(HERE, "import pytest"), declared))
    assert list(imports.undeclared_imports(module(HERE, "def f():\n    import nothing_of_that_name"), declared))
