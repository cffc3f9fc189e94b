"""The desk's and the API's pages of documentation say what is there."""

import re
from hashlib import sha256
from pathlib import Path

from django.urls import get_resolver

from dateline.api.tokens import Scope
from dateline.claims.core.clean import TAGS
from dateline.newsroom.core.composed import SIMPLE, TYPES

ROOT = Path(__file__).resolve().parent.parent.parent
API = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")


def test_every_address_of_the_api_is_in_its_reference():
    for pattern in get_resolver("dateline.api.urls").url_patterns:
        shown = re.sub(r"<slug:(\w+)>", r"<\1>", str(pattern.pattern))

        assert f"`/api/{shown}`" in API, shown


def test_every_block_and_its_fields_are_in_the_apis_reference():
    for kind in TYPES:
        (line,) = re.findall(rf"^\| `{kind}` \|(.*)$", API, re.MULTILINE)
        for field in SIMPLE.get(kind, ()):
            assert f"`{field}`" in line, (kind, field)


def test_the_tags_and_scopes_are_in_the_apis_reference():
    (listed,) = re.findall(r"`(p h2 [^`]+)`", API)

    assert set(listed.split()) == TAGS
    assert all(f"`{scope}`" in API for scope in Scope)


def test_the_composers_built_file_is_that_of_its_sources():
    folder = ROOT / "tools/composer"
    sources = b"".join((folder / name).read_bytes() for name in ("build.mjs", "package-lock.json", "rich-text.js"))
    built = (ROOT / "src/dateline/newsroom/static/newsroom/composer.js").read_text(encoding="utf-8")

    assert sha256(sources).hexdigest() in built[:300], "run tools/composer/build, see vendor.toml"
    assert "Permission is hereby granted" in built


def test_the_editor_keeps_what_the_cleaner_keeps():
    script = (ROOT / "tools/composer/rich-text.js").read_text(encoding="utf-8")
    made_by = {
        "p": "Paragraph", "h2": "Heading", "h3": "Heading", "ul": "BulletList", "ol": "OrderedList", "li": "ListItem",
        "a": "Link", "strong": "Bold", "em": "Italic", "br": "HardBreak", "blockquote": "Blockquote", "code": "Code",
        "sub": "Subscript", "sup": "Superscript",
    }  # fmt: skip

    assert set(made_by) == TAGS
    assert all(re.search(rf"\b{name}\b", script.split("const extensions")[1]) for name in made_by.values())
