"""Bytes to a tree of elements, in bounded time and memory, whatever the bytes are."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dateline.wire.core.feeds.balanced import balanced, left_open
from dateline.wire.core.feeds.encodings import Decoded, checked, decoded
from dateline.wire.core.feeds.mended import mended
from dateline.wire.core.feeds.values import CUT, UNCLOSED, Fault

MOST_BYTES = 50_000_000
MOST_TAGS = 2_000_000
MOST_TAGS_CLOSED = 400_000
_PROLOGUE = 65_536
_REPORTS = {"item", "entry", "url", "sitemap", "newsitem", "packageitem"}
_OWN_TYPE = "It has a document type of its own."
Element = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The root element, or None where there is none; the encoding that the bytes were read in; what was wrong."""

    root: Element | None
    encoding: str
    faults: tuple[Fault, ...]
    content: bytes


def tree_of(content: bytes, *, content_type: str = "") -> Tree:
    """The document's tree: as it stands where it is well-formed, else mended as far as that goes."""
    content, cut = _bounded(content)
    read = decoded(content, content_type)
    root, error = _parsed(read)
    faults: list[Fault] = []
    if error:
        read = checked(read)
        root, faults = _mended(read, root, error)
    faults = [*cut, *read.faults, *faults]
    return Tree(root=root, encoding=read.encoding, faults=tuple(faults), content=read.content)


def _bounded(content: bytes) -> tuple[bytes, list[Fault]]:
    if len(content) > MOST_BYTES:
        return content[:MOST_BYTES], [Fault("too large", f"Only the first {MOST_BYTES // 1_000_000} MB were read.")]
    if len(content) > MOST_TAGS and content.count(b"<") > MOST_TAGS:
        at = -1
        for _ in range(MOST_TAGS):
            at = content.find(b"<", at + 1)
        return content[:at], [Fault("too large", f"Only the first {MOST_TAGS:,} tags were read.")]
    return content, []


def _parsed(read: Decoded) -> tuple[Element | None, str]:
    """The tree and, where it is not well-formed, what the parser says of it."""
    start = read.content[:_PROLOGUE]
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"<!doctype" in start:
        return None, _OWN_TYPE
    root, error = parsed(read.content)
    if root is not None and root.getroottree().docinfo.internalDTD is not None:
        return None, _OWN_TYPE
    return root, error


def parsed(content: bytes) -> tuple[Element | None, str]:
    """The tree that libxml2 makes of it, without entities, network or more than 256 levels, and its first complaint."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, remove_comments=True,
        remove_pis=True, collect_ids=False, huge_tree=False, load_dtd=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        return None, str(fault) or "It is not XML."
    log = parser.error_log
    first = next((entry.message for entry in log if entry.level_name in {"ERROR", "FATAL"}), "") if len(log) else ""
    return root, first if root is not None else first or "It holds no element."


def _mended(read: Decoded, root: Element | None, error: str) -> tuple[Element | None, list[Fault]]:
    """The best of three trees: as it stands, with its usual faults mended, and with its elements closed.

    Without the report that the document ends within: who knows what of its name or its words is missing.
    """
    repaired = mended(read.text())
    again, still = parsed(repaired.content)
    faults = list(repaired.faults)
    if still or repaired.changed:
        faults.append(Fault("not well-formed", still or error))
    if not still and again is not None:
        return again, faults
    closed = _closed(repaired.content) if repaired.content.count(b"<") <= MOST_TAGS_CLOSED else None
    trees = [tree for tree in (closed, again, root) if tree is not None and _is_readable(tree)]
    best = max(trees, key=_worth) if trees else None
    inside = [_plain(name) for name in left_open(repaired.content.decode("utf-8", "replace"))]
    report = next((name for name in inside if name in _REPORTS), "")
    if best is not None and report:
        return _without_last(best, report), [CUT, *faults]
    return best, [UNCLOSED, *faults] if inside else faults


def _plain(name: object) -> str:
    return re.split("[:}]", name)[-1].lower() if isinstance(name, str) else ""


def _without_last(root: Element, name: str) -> Element | None:
    """The tree without the element of this name that is open at its end; None where that is all there is."""
    spine = [root]
    while len(spine[-1]):
        spine.append(spine[-1][-1])
    last = next((each for each in reversed(spine) if _plain(each.tag) == name), None)
    if last is root:
        return None
    if last is not None:
        last.getparent().remove(last)
    return root


def _closed(content: bytes) -> Element | None:
    return parsed(balanced(content.decode("utf-8", "replace")).encode("utf-8", "replace"))[0]


def _is_readable(root: Element) -> bool:
    """Whether all of it is text: in what is broken, libxml2 leaves characters that are none."""
    try:
        for each in root.iter():
            _ = each.text, each.tail, each.tag, each.attrib.items()
    except UnicodeDecodeError:
        return False
    return True


def _worth(root: Element) -> tuple[int, int]:
    """How much a tree holds: reports that stand where they should, then words."""
    entries = sum(1 for each in root.iter("{*}item", "{*}entry", "{*}url") if _stands_free(each))
    return entries, sum(map(len, root.itertext())) // 100


def _stands_free(element: Element) -> bool:
    parent = element.getparent()
    return parent is None or parent.tag.rpartition("}")[2] not in {"item", "entry", "title", "link", "description"}
