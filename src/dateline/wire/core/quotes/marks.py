"""Finds what stands between quotation marks, in the manners of many languages; in one pass, whatever the text holds."""

import re
from dataclasses import dataclass

MOST_PARAGRAPHS = 12
_DOUBLE, _ANGLE, _SINGLE, _CORNER = "double", "angle", "single", "corner"
_FAMILY = (
    dict.fromkeys('"“”„‟＂', _DOUBLE)
    | dict.fromkeys("«»", _ANGLE)
    | dict.fromkeys("'‘’‚‛‹›", _SINGLE)
    | dict.fromkeys("「」『』", _CORNER)
)
_MARK = re.compile(f"[{re.escape(''.join(_FAMILY))}]")
_BEFORE_OPENING = frozenset(" \t\u00a0\u202f\u2009\u200b([{-–—/¿¡=>*:…|") | frozenset("\"“”„‟«»'‘’‚「『")
_INSIDE = frozenset(" \u00a0\u202f\u2009")
_POSSESSIVE = re.compile(r"[^\n“”„«»]{0,300}?[\w.,!?…](?:'|’)(?!\w)")
_DEEPEST = 8  # nobody quotes deeper; without it a page of opening marks alone would cost the square of them


@dataclass(frozen=True, slots=True)
class Span:
    """A quotation: its place with its marks and without them; ``single`` where its marks may be apostrophes."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    single: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    family: str
    mark: str
    at: int


def spans_of(text: str) -> list[Span]:
    """The outermost quotations of a text whose paragraphs are lines, in order.

    One that ends in a later paragraph is a single quotation, if each paragraph between opens with a mark again, or if
    the next one closes it before it opens another.
    """
    german = _is_german(text)
    found: list[Span] = []
    waiting: _Open | None = None
    since = 0
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n"))
        first = start + (len(line) - len(line.lstrip()))
        if waiting and first >= end:
            start += len(line)
            continue
        spans, still = _paragraph(text, (start, end), german)
        if waiting:
            reopened = first < end and _FAMILY.get(text[first]) == waiting.family
            begin = first + 1 if reopened else start
            carried, left = _paragraph(text, (begin, end), german, waiting=waiting)
            if carried and carried[0].start == waiting.at:
                while found and found[-1].start > waiting.at:
                    found.pop()  # what stood inside it
                spans, still = carried, left
            elif reopened and left is waiting and since < MOST_PARAGRAPHS:
                spans, still = carried, waiting
        since = since + 1 if still is waiting else 0
        found += spans
        waiting = still
        start += len(line)
    return sorted(found, key=lambda span: span.start)


def _is_german(text: str) -> bool:
    """Whether guillemets point inwards, as »this«: by how most of them touch words."""
    sample = text[:200_000]
    inwards = len(re.findall(r"(?:^|[\s(])»\w|[\w.,!?…]«(?=\W|$)", sample, re.MULTILINE))
    outwards = len(re.findall(r"(?:^|[\s('’])«|[\w.,!?…]»(?=\W|$)|[\u00a0\u202f ]»(?=\W|$)", sample, re.MULTILINE))
    return inwards > outwards


def _paragraph(
    text: str, stretch: tuple[int, int], german: bool, *, waiting: _Open | None = None
) -> tuple[list[Span], _Open | None]:
    """The outermost quotations of a paragraph, and the one that it leaves open."""
    start, end = stretch
    stack: list[_Open] = [waiting] if waiting else []
    closed: list[Span] = []
    for match in _MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        family = _FAMILY[mark]
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        depth = next((n for n in range(len(stack) - 1, -1, -1) if stack[n].family == family), -1)
        if depth >= 0 and _closes(mark, before, after, german=german) and not _is_apostrophe(text, at, family):
            opened = stack[depth]
            del stack[depth:]
            while closed and closed[-1].start > opened.at:
                closed.pop()
            closed.append(_span(text, opened, at))
        elif _opens(mark, before, after, german=german):
            if mark == '"' and depth >= 0:
                del stack[depth:]  # the earlier one was never closed
            stack.append(_Open(family, mark, at))
            del stack[:-_DEEPEST]
    left = next((one for one in stack if one.family in (_DOUBLE, _ANGLE)), None)
    return closed, left


def _span(text: str, opened: _Open, at: int) -> Span:
    inner, last = opened.at + 1, at
    while inner < last and text[inner] in _INSIDE:
        inner += 1
    while last > inner and text[last - 1] in _INSIDE:
        last -= 1
    return Span(opened.at, at + 1, inner, last, opened.family == _SINGLE)


def _opens(mark: str, before: str, after: str, *, german: bool) -> bool:
    family = _FAMILY[mark]
    if mark in "„「『‚":
        return True
    if family == _ANGLE:
        return mark == "»" if german else mark == "«"
    if mark in "」』":
        return False
    free = before in _BEFORE_OPENING or _is_wide(before)
    if family == _SINGLE:
        return free and not after.isspace() and not after.isdigit() and before not in "'’" and mark not in "›"
    return free and not after.isspace()


def _closes(mark: str, before: str, after: str, *, german: bool) -> bool:
    family = _FAMILY[mark]
    if family == _ANGLE:
        return mark == "«" if german else mark == "»"
    if family == _CORNER:
        return mark in "」』"
    if mark in "„‚":
        return False
    outside = not after.isalnum() or _is_wide(after) or _is_wide(before)
    return outside and (not before.isspace() or (mark == "”" and after.isspace())) and before not in "(["


def _is_apostrophe(text: str, at: int, family: str) -> bool:
    """Whether a mark after an s is a possessive, because the quotation is closed later in its paragraph."""
    if family != _SINGLE or text[at - 1].lower() not in "sxz":
        return False
    following = text[at + 1 : at + 3]
    if len(following) < 2 or following[0] != " " or not following[1].islower():
        return False
    return _POSSESSIVE.match(text, at + 1) is not None


def _is_wide(letter: str) -> bool:
    """Whether it is a letter of a script that sets no spaces between words."""
    return "\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
