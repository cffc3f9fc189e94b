"""Closes what a feed left open and drops what closes nothing, as browsers do with pages."""

import re

_TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)(?P<rest>(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>|<",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w.:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
# Elements of HTML that are never closed, where a feed forgot to escape its text.
_VOID = {"br", "img", "hr", "input", "wbr", "area", "col", "embed"}
# These hold nothing but words: whatever follows them, they have ended.
_WORDS = {"title", "link", "guid", "pubDate", "dc:creator", "dc:date", "id", "updated", "published"}
_AFTER = {"description", "content:encoded", "category", "author", "enclosure", "summary", "content"}
# None of these stands inside another of them: a new one means that the last has ended.
_ALONE = dict.fromkeys(_WORDS | _AFTER, _WORDS) | {"item": {"item"}, "entry": {"entry"}}
_DEEPEST = 200


def left_open(text: str) -> list[str]:
    """The names of the elements that the document ends within, the root first; none where its root is closed."""
    open_: list[str] = []
    root = ""
    for found in _TOKEN.finditer(text):
        name = found["name"]
        if name is None:
            continue
        if found["end"]:
            _closing(name, open_)
            if name == root and not open_:
                return []
        else:
            _opening(name, found["rest"], open_)
            root = root or name
    return open_


def balanced(text: str) -> str:
    """The document with each element closed."""
    parts: list[str] = []
    open_: list[str] = []
    at = 0
    for found in _TOKEN.finditer(text):
        parts.append(text[at : found.start()])
        at = found.end()
        name = found["name"]
        if name is None:
            parts.append("&lt;" if found[0] == "<" else found[0])
        elif found["end"]:
            parts.append(_closing(name, open_))
        else:
            parts.append(_opening(name, found["rest"], open_))
    parts.append(text[at:])
    parts.extend(f"</{name}>" for name in reversed(open_))
    return "".join(parts)


def _opening(name: str, rest: str, open_: list[str]) -> str:
    before = ""
    ended: set[str] = _ALONE.get(name, set())
    while other := next((each for each in open_ if each in ended), ""):
        before += _closing(other, open_)
    closed = rest.rstrip().endswith("/") or name.lower() in _VOID
    if len(open_) >= _DEEPEST:
        return before
    if not closed:
        open_.append(name)
    told: dict[str, str] = {}
    for key, one, two, bare in _ATTRIBUTE.findall(rest):
        told.setdefault(key, (one or two or bare).replace("<", "&lt;").replace('"', "&quot;"))
    attributes = "".join(f' {key}="{value}"' for key, value in told.items())
    return f"{before}<{name}{attributes}{'/' if closed else ''}>"


def _closing(name: str, open_: list[str]) -> str:
    if name not in open_:
        return ""
    closers = []
    while open_:
        last = open_.pop()
        closers.append(f"</{last}>")
        if last == name:
            break
    return "".join(closers)
