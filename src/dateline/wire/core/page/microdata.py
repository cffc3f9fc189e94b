"""Reads microdata into the shape of JSON-LD: items with their types and properties (HTML Standard, 5.2)."""

from typing import Any

from lxml import etree

Element = Any
_MARKED = etree.XPath("descendant-or-self::*[@itemscope or @itemprop]")
_SCOPES = etree.XPath("ancestor::*[@itemscope][1]")
_WITH_MARKUP = {"articlebody", "text", "description"}
_SOURCES = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("img", "amp-img", "audio", "embed", "iframe", "source", "track", "video"), "src"),
    "meta": "content",
    "object": "data",
    "data": "value",
    "meter": "value",
    "time": "datetime",
}


def items_of(tree: Element) -> list[dict[str, Any]]:
    """The top items of the page, their inner items inside them."""
    made: dict[Element, dict[str, Any]] = {}
    top = []
    for element in _MARKED(tree):
        holder, names = _holder(element), (element.get("itemprop") or "").split()
        item = _item(element) if element.get("itemscope") is not None else None
        if item is not None:
            made[element] = item
        if holder is not None and names:
            _put(made[holder], names, item if item is not None else _value(element, names))
        elif item is not None:
            top.append(item)
    return top


def _item(element: Element) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": (element.get("itemtype") or "").split()}
    name = element.get("itemid") or ""
    if not name and element.get("id"):
        name = f"#{element.get('id')}"
    return {**item, "@id": name} if name else item


def _holder(element: Element) -> Element | None:
    return next(iter(_SCOPES(element)), None)


def _put(item: dict[str, Any], names: list[str], value: object) -> None:
    for name in names:
        if name not in item:
            item[name] = value
        elif isinstance(item[name], list):
            item[name].append(value)
        else:
            item[name] = [item[name], value]


def _value(element: Element, names: list[str]) -> str:
    if element.get("content") is not None:
        return str(element.get("content"))
    attribute = _SOURCES.get(element.tag)
    if attribute and element.get(attribute) is not None:
        return str(element.get(attribute))
    if any(name.lower() in _WITH_MARKUP for name in names):
        return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return " ".join(" ".join(element.itertext()).split())
