"""Bytes to a tree of elements, in bounded time and memory, whatever the bytes are."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dateline.wire.core.feeds.encodings import Decoded, decoded
from dateline.wire.core.feeds.mended import mended
from dateline.wire.core.feeds.values import Fault

MOST_BYTES = 50_000_000
MOST_TAGS = 2_000_000
_ENTITY_FAULT = re.compile(r"[Ee]ntity '([^']*)' not defined")
_BROKEN = re.compile(rb"<(?:[\w-]+:)?(?:item|entry|url|NewsItem|newsItem)[\s>]")
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
    faults = [*cut, *read.faults]
    if error:
        root, more = _mended(read, root, error)
        faults.extend(more)
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
    if b"<!DOCTYPE" in read.content or b"<!ENTITY" in read.content or b"<!doctype" in read.content:
        return None, "It has a document type of its own."
    return parsed(read.content, read.parser_encoding)


def parsed(content: bytes, encoding: str | None) -> tuple[Element | None, str]:
    """The tree that libxml2 makes of it, without entities, network or more than 256 levels, and its first complaint."""
    parser = etree.XMLParser(
        encoding=encoding, recover=True, resolve_entities=False, no_network=True, remove_comments=True,
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
    """The better of two trees: that of the document as it stands, and of the document with its usual faults mended."""
    repaired = mended(read.text())
    again, still = parsed(repaired.content, "utf-8")
    faults = list(repaired.faults)
    if still or repaired.changed:
        faults.append(Fault("not well-formed", still or error))
    if again is None or (root is not None and _size(again) < _size(root)):
        return root, faults
    return again, faults


def _size(root: Element) -> int:
    return sum(len(text) for text in root.itertext())
