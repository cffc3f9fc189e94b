"""Reader pages speak German, Ukrainian and Arabic, from compiled catalogs that stand in the repository."""

import ast
import gettext
import re
from functools import cache

import pytest

from contracts.tree import SOURCE, modules

LANGUAGES = ("de", "uk", "ar")
# What only the desk says: of an upload that it refuses, of a claim beside figures.
DESK_ONLY = {"picture_text.py", "pictures.py", "picture_shapes.py", "beside.py"}
TRANSLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')|_\((?:"([^"]+)"|'([^']+)')\)""")
REFUSALS = {"Refused", "NotAllowed", "Conflict"}
SPOKEN = {"gettext", "gettext_lazy", "_", "ngettext"}


@cache
def words_of_reader_pages() -> frozenset[str]:
    """Every string that the templates and the program of reader pages give to gettext."""
    folders = [SOURCE / part / "templates" for part in ("readers", "blog", "claims")]
    templates = [p.read_text(encoding="utf-8") for folder in folders for p in folder.rglob("*.html")]
    in_templates = {"".join(groups) for text in templates for groups in TRANSLATE.findall(text)}
    parsed = modules("src/dateline/readers", "src/dateline/blog", "src/dateline/claims")
    trees = [m.tree for m in parsed if m.path.rsplit("/", 1)[-1] not in DESK_ONLY and "/claims/actions/" not in m.path]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    spoken = [c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id in SPOKEN]
    return frozenset(in_templates | {a.value for a in spoken if isinstance(a, ast.Constant)})


@cache
def refusals_of_the_blog() -> frozenset[str]:
    """Every sentence by which the blog's actions say no: core raises it, a face translates it."""
    calls = [n for m in modules("src/dateline/blog") for n in ast.walk(m.tree) if isinstance(n, ast.Call) and n.args]
    raised = [c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id in REFUSALS]
    return frozenset(a.value for a in raised if isinstance(a, ast.Constant))


def catalog(language: str) -> gettext.GNUTranslations:
    with (SOURCE / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_reader_pages_is_translated(language):
    known = {key if isinstance(key, str) else key[0] for key in catalog(language)._catalog}

    missing = sorted(words_of_reader_pages() - known)

    assert len(words_of_reader_pages()) > 50
    assert not missing, f"run `make messages` and translate: {missing}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_said_in_the_language_of_who_asked(language):
    known = {key if isinstance(key, str) else key[0] for key in catalog(language)._catalog}

    assert len(refusals_of_the_blog()) > 25
    assert not sorted(refusals_of_the_blog() - known), "run `make messages` and translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_what_the_translators_wrote(language):
    source = (SOURCE / "locale" / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    written = {ast.literal_eval(line.removeprefix("msgstr ")) for line in re.findall(r'^msgstr ".+"$', source, re.M)}
    compiled = {text for key, text in catalog(language)._catalog.items() if key}

    assert written <= compiled, "run `make messages`"


@pytest.mark.parametrize(
    ("language", "number", "words"), [("uk", 5, "5 нових повідомлень"), ("ar", 2, "تحديثان جديدان")]
)
def test_numbers_are_said_as_the_language_says_them(language, number, words):
    assert catalog(language).ngettext("{n} new update", "{n} new updates", number).format(n=number) == words
