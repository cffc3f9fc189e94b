"""A rule for one outlet: where its text stands and what in it is none, which zone its clocks show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

Element = Any


class BadRule(ValueError):
    """A rule that cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRule:
    """What is known of an outlet: ``hosts`` with all below them; ``body`` and ``drop`` are XPath expressions."""

    name: str
    hosts: tuple[str, ...]
    zone: str | None = None
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    def bodies_in(self, tree: Element) -> set[Element]:
        """The elements that hold the text."""
        return _all(tree, self.body)

    def dropped_in(self, tree: Element) -> set[Element]:
        """The elements in it that are none of it."""
        return _all(tree, self.drop)


def rule_of(name: str, written: Mapping[str, Any]) -> SiteRule:
    """The rule as a TOML file writes it. Raises ``BadRule``."""
    unknown = set(written) - {"hosts", "zone", "body", "drop"}
    if unknown or not written.get("hosts"):
        raise BadRule(
            f"{name}: it needs hosts, and knows zone, body and drop; not {', '.join(sorted(unknown)) or 'none'}."
        )
    for path in (*written.get("body", ()), *written.get("drop", ())):
        try:
            etree.XPath(path)
        except etree.XPathSyntaxError as fault:
            raise BadRule(f"{name}: {path}: {fault}.") from fault
    return SiteRule(
        name=name,
        hosts=tuple(written["hosts"]),
        zone=written.get("zone"),
        body=tuple(written.get("body", ())),
        drop=tuple(written.get("drop", ())),
    )


def rule_for(url: str, rules: Iterable[SiteRule]) -> SiteRule | None:
    """The rule for an address, if there is one."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return next((rule for rule in rules if any(host == one or host.endswith(f".{one}") for one in rule.hosts)), None)


def _all(tree: Element, paths: Iterable[str]) -> set[Element]:
    return {found for path in paths for found in tree.xpath(path) if isinstance(found.tag, str)}
