"""A web page taken apart once: its tree, its structured data and what its head says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from dateline.wire.core.page import microdata
from dateline.wire.core.page.decode import text_of_bytes
from dateline.wire.core.page.markup import DEEPEST, tree_of
from dateline.wire.core.page.structured import Node, nodes_of, values_of_script
from dateline.wire.core.page.words import address, line

Element = Any
MOST_BYTES = 60_000_000
MOST_ELEMENTS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page: ``url`` where it stands if that is known, ``linked`` and ``items`` its objects as JSON-LD and microdata.

    ``meta`` holds what the head says by lower-case name, each name with all its values. ``elements`` are all of the
    tree's, in order: while they are held, lxml need not make them anew each time that one walks through the tree.
    """

    url: str
    text: str
    tree: Element
    elements: tuple[Element, ...]
    linked: tuple[Node, ...]
    items: tuple[Node, ...]
    named: Mapping[str, Node]
    meta: Mapping[str, tuple[str, ...]]

    def said(self, *names: str) -> tuple[str, str]:
        """The first of these meta names that says something, and what it says; two empty strings for none."""
        for name in names:
            for value in self.meta.get(name, ()):
                if words := line(value):
                    return name, words
        return "", ""

    def shallow_text(self) -> str:
        """The page's text; of one that is nested as no page should be, what is left of it in its tree."""
        deep = bool(self.tree.xpath(f"boolean({'/*' * DEEPEST})"))
        return str(etree.tostring(self.tree, encoding="unicode", method="html")) if deep else self.text

    def resolved(self, value: object) -> object:
        """The object that the value points to by ``@id``, or the value itself."""
        if isinstance(value, Mapping) and set(value) <= {"@id", "@type"}:
            return self.named.get(str(value.get("@id")), value)
        return value


def document_of(page: bytes | str, *, url: str = "", content_type: str = "") -> Document | None:
    """The page taken apart, or None where there is nothing to take apart."""
    text = page if isinstance(page, str) else text_of_bytes(page[:MOST_BYTES], content_type)
    tree = tree_of(text)
    if tree is None:
        return None
    elements = thinned(tree)
    linked = tuple(nodes_of(_scripts(tree)))
    meta = _meta(tree)
    return Document(
        url=address(url) or _canonical(tree, meta),
        text=text,
        tree=tree,
        elements=elements,
        linked=linked,
        items=tuple(nodes_of(microdata.items_of(tree))),
        named=_named(linked),
        meta=meta,
    )


def thinned(tree: Element) -> tuple[Element, ...]:
    """The elements of the tree, from which the end is cut off if there are more than any article has."""
    elements = tuple(islice(tree.iter(), MOST_ELEMENTS + 2))
    if len(elements) == MOST_ELEMENTS + 2:
        _cut_after(elements[-1])
    return elements


def _cut_after(element: Element) -> None:
    while element is not None:
        for later in list(element.itersiblings()):
            later.getparent().remove(later)
        element = element.getparent()


def _scripts(tree: Element) -> list[Any]:
    values: list[Any] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            values.extend(values_of_script(script.text))
    return values


def _named(nodes: Iterable[Node]) -> dict[str, Node]:
    named: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(named.get(name, ())):
            named[name] = node
    return named


def _meta(tree: Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if name := (element.get(attribute) or "").strip().lower():
                found[name] = (*found.get(name, ()), content)
                break
    return found


def _canonical(tree: Element, meta: Mapping[str, tuple[str, ...]]) -> str:
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    return next(filter(None, (address(link) for link in [*links, *meta.get("og:url", ())])), "")
