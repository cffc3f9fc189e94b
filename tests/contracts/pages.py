"""Rules about templates: nothing unescaped, nothing from elsewhere, no words outside gettext."""

import re
from collections.abc import Iterator

from contracts.tree import Breach

COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
A_CLASS = re.compile(r"{%\s*block\s+\w+\s*%}[a-z-]+{%\s*endblock\b[^%]*%}")  # a block that fills an attribute
CODE = re.compile(r"<(script|style|svg|code)\b.*?</\1>", re.S | re.I)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)
HTML_TAG = re.compile(r"<[^>]*>", re.S)
SPOKEN = re.compile(r"""\b(?:aria-label|title|alt|placeholder)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
BUTTON_VALUE = re.compile(r"""<input\b(?=[^>]*type=["']?(?:submit|button|reset))[^>]*\bvalue=["']([^"']*)["']""", re.I)
ENTITY = re.compile(r"&#?\w+;")
LETTERS = re.compile(r"[^\W\d_]{2,}")
UNESCAPED = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq\b")
ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)\s*=\s*["']?(?:https?:)?//""", re.I
)
INLINE_SCRIPT = re.compile(r"""\son[a-z]+\s*=\s*["']""", re.I)
DEFINED = re.compile(r"""customElements\.define\(\s*["']([\w-]+)["']""")
# Names are the same in every language.
SAME_EVERYWHERE = {"Dateline", "HTML", "JSON", "GeoJSON", "CSV", "SVG", "Vega", "Lite", "Atom", "RSS", "UTC"}


def unescaped(path: str, text: str) -> Iterator[Breach]:
    """Values put into a page without escaping."""
    yield from _found(UNESCAPED, path, _without(COMMENT, text), what="puts a value into the page unescaped")


def from_elsewhere(path: str, text: str) -> Iterator[Breach]:
    """Files a page would fetch from another host."""
    yield from _found(ELSEWHERE, path, _without(COMMENT, text), what="fetches from another host")


def inline_scripts(path: str, text: str) -> Iterator[Breach]:
    """Scripts in attributes, which a content security policy refuses."""
    yield from _found(INLINE_SCRIPT, path, _without(COMMENT, text), what="has a script in an attribute")


def untranslated(path: str, text: str) -> Iterator[Breach]:
    """Words shown to people that do not go through gettext."""
    bare = text
    for pattern in (COMMENT, TRANSLATED, A_CLASS, CODE, TAGS):
        bare = _without(pattern, bare)
    spoken = [*(a or b for a, b in SPOKEN.findall(bare)), *BUTTON_VALUE.findall(bare)]
    for piece in [*HTML_TAG.split(bare), *spoken]:
        words = [w for w in LETTERS.findall(ENTITY.sub(" ", piece)) if w not in SAME_EVERYWHERE]
        if words:
            yield Breach(where=path, what=f"words outside gettext: {' '.join(piece.split())!r}")


def other_than_one_element(path: str, text: str) -> Iterator[Breach]:
    """Scripts that are not one custom element in the file of its name, opened by a line on what it is for."""
    name = path.rsplit("/", 1)[-1].removesuffix(".js")
    if DEFINED.findall(text) != [name]:
        yield Breach(where=path, what=f"does not define <{name}>, and that alone")
    if not text.startswith((f"// <{name}>", f"/*! Dateline's <{name}>")):
        yield Breach(where=path, what="does not open with what its element is for")


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text with each match blanked, its lines kept so that line numbers stay true."""
    return pattern.sub(lambda m: "\n" * m.group().count("\n") or " ", text)


def _found(pattern: re.Pattern[str], path: str, text: str, *, what: str) -> Iterator[Breach]:
    for match in pattern.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Breach(where=f"{path}:{line}", what=what)
