"""Walks through structured data, however it is nested: objects, lists, and values that may be either."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.wire.core.page.decode import json_of
from dateline.wire.core.page.words import address

Node = Mapping[str, Any]
MOST_NODES = 500_000
MOST_OF_A_SCRIPT = 20_000_000
_STRING_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|description|articleSection|inLanguage|@type|articleBody|url)"'
    r'\s*:\s*"((?:[^"\\]|\\.){1,100000})"'
)
_NAME_IN_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,400}?"name"\s*:\s*"((?:[^"\\]|\\.){1,200})"')


def nodes_of(values: Iterable[object]) -> Iterator[Node]:
    """Every object inside the values, however deep; at most half a million."""
    waiting, count = list(values)[::-1], 0
    while waiting and count < MOST_NODES:
        value = waiting.pop()
        count += 1
        if isinstance(value, Mapping):
            yield value
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def listed(value: object) -> list[Any]:
    """The value as a list: itself, one thing, or nothing."""
    return value if isinstance(value, list) else [] if value is None else [value]


def kinds(node: Node) -> frozenset[str]:
    """The object's types without the vocabulary's address."""
    return frozenset(str(kind).rsplit("/", 1)[-1] for kind in listed(node.get("@type")))


def picture_urls(value: object, base: str) -> list[str]:
    """The addresses of an ``image``, which may be an address, an object or a list of them."""
    found: list[str] = []
    for raw in listed(value)[:50]:
        source = (raw.get("url") or raw.get("contentUrl") or raw.get("@id")) if isinstance(raw, Mapping) else raw
        found.extend(filter(None, (address(one, base) for one in listed(source))))
    return found


def values_of_script(source: str) -> list[Any]:
    """The JSON values of a script: whole, several in a row, or of broken JSON the fields that can be told."""
    if len(source) > MOST_OF_A_SCRIPT:
        return []
    try:
        return [json_of(source)]
    except ValueError:
        return _in_a_row(source) or _fields(source)


def _in_a_row(source: str) -> list[Any]:
    decoder, found, at = json.JSONDecoder(strict=False), [], 0
    while (opening := re.compile(r"[\s,;]*(?=[\[{])").match(source, at)) is not None:
        try:
            value, at = decoder.raw_decode(source, opening.end())
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def _fields(source: str) -> list[Any]:
    """One object with the first of each field that says something about an article."""
    found: dict[str, Any] = {}
    for name, value in _STRING_FIELD.findall(source[:2_000_000]):
        found.setdefault(name, _unescaped(value))
    if author := _NAME_IN_AUTHOR.search(source[:2_000_000]):
        found["author"] = {"name": _unescaped(author[1])}
    return [{"@type": "Article", **found, "broken": True}] if found else []


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
