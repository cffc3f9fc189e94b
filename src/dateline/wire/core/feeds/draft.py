"""What is gathered of a feed or an entry while it is read, and where its relative links and languages come from."""

from typing import Any

from dateline.wire.core.feeds.names import Names
from dateline.wire.core.feeds.urls import joined, url_of

Element = Any
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_MOST = 1_000


class Place:
    """Where a document stands: its address and language, and what its elements say of theirs."""

    __slots__ = ("atom", "has_base", "has_language", "language", "names", "unwrapped", "url")

    def __init__(self, url: str, *, language: str, content: bytes) -> None:
        self.url = url
        self.language = language
        self.names = Names()
        self.atom = False
        self.unwrapped = False
        # Most feeds say neither; looking for each element's would take longer than all the rest.
        self.has_base = b"xml:base" in content
        self.has_language = b"xml:lang" in content

    def base(self, element: Element) -> str:
        """What relative links in the element are relative to."""
        if not self.has_base:
            return self.url
        told = [found for each in _upwards(element) if (found := each.get(_BASE)) is not None]
        base = self.url
        for written in reversed(told):
            base = joined(base, written)
        return base

    def language_of(self, element: Element) -> str:
        """The language of the element's words; "" where nothing is said."""
        if not self.has_language:
            return self.language
        for each in _upwards(element):
            if (found := each.get(_LANG)) is not None:
                return str(found).strip().replace("_", "-")[:35]
        return self.language

    def link(self, element: Element, written: str | None) -> str:
        """The absolute address that the element has."""
        return url_of(written, self.base(element)) if written else ""


def _upwards(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


class Draft:
    """A feed or an entry in the making: ``fields`` by the name that they will have, lists still lists."""

    __slots__ = ("fields", "is_entry", "lists", "place")

    def __init__(self, place: Place, *, is_entry: bool) -> None:
        self.place = place
        self.is_entry = is_entry
        self.fields: dict[str, Any] = {}
        self.lists: dict[str, list[Any]] = {}

    def put(self, name: str, value: Any) -> None:
        """Keeps the value unless there is one."""
        if value and not self.fields.get(name):
            self.fields[name] = value

    def add(self, name: str, value: Any) -> None:
        """Adds the value to a list, once."""
        found = self.lists.get(name)
        if found is None:
            self.lists[name] = [value]
        elif len(found) < _MOST and value not in found:
            found.append(value)

    def finished(self) -> dict[str, Any]:
        """The fields with their lists as tuples."""
        for name, values in self.lists.items():
            self.fields[name] = tuple(values)
        return self.fields
