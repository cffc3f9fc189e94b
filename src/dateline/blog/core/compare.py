"""What changed between two versions of a post or a blog's head, word by word, as values."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import Any, Literal

from dateline.blog.core.content import BlogView, PostView
from dateline.blog.core.versions import Section, sections_of

Kind = Literal["same", "old", "new"]
# Pairs of equal words that one comparison may look at, about half a second's worth; beyond, it compares sentences, and
# beyond that it gives both texts whole.
MOST_PAIRS = 3_000_000
# Scripts that put no space between words are compared by the letter.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# A figure such as 5,107 or 5.2bn is one word, and so is a name with an apostrophe or hyphen.
_TOKEN = re.compile(
    rf"\s+|\d+(?:[.,:]\d+)*[^\W{_UNSPACED}]*|[{_UNSPACED}]|[^\W\d{_UNSPACED}]+(?:['’-][^\W{_UNSPACED}]+)*|."
)
_SENTENCE = re.compile(r"[^\n.!?。！？؟।]*(?:[.!?。！？؟।]+|\n|$)\s*")
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text that stayed, went (old) or came (new)."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of a section, such as a picture's caption, in pieces."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything went or came."""
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """One section of the two versions: its title, one block, its tags. ``dressed``: only markup changed."""

    about: str
    kind: Literal["same", "old", "new", "changed"]
    parts: tuple[Part, ...]
    dressed: bool = False


def compare(old: PostView | BlogView, new: PostView | BlogView, *, zone: str = "UTC") -> tuple[SectionChange, ...]:
    """Every section of both versions in order, each with what went and what came; times are told in ``zone``.

    ``sections_before`` and ``sections_after`` of the answer are the sections of ``old`` and ``new``.
    """
    return tuple(_aligned(sections_of(old, zone=zone), sections_of(new, zone=zone)))


def changes(old: PostView | BlogView, new: PostView | BlogView, *, zone: str = "UTC") -> tuple[SectionChange, ...]:
    """The sections that differ."""
    return tuple(change for change in compare(old, new, zone=zone) if change.kind != "same")


def sections_before(found: Sequence[SectionChange]) -> list[tuple[str, dict[str, str]]]:
    """The sections of the older version, read from the comparison."""
    return [(c.about, _texts(c.parts, "old")) for c in found if c.kind != "new"]


def sections_after(found: Sequence[SectionChange]) -> list[tuple[str, dict[str, str]]]:
    """The sections of the newer version, read from the comparison."""
    return [(c.about, _texts(c.parts, "new")) for c in found if c.kind != "old"]


def text_before(pieces: Sequence[Piece]) -> str:
    """The older text."""
    return "".join(piece.text for piece in pieces if piece.kind != "new")


def text_after(pieces: Sequence[Piece]) -> str:
    """The newer text."""
    return "".join(piece.text for piece in pieces if piece.kind != "old")


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts as runs that stayed, went and came; what went stands before what came in its place."""
    if old == new:
        return _pieces([("same", old)])
    return _pieces(_by_words(old, new))


def words(text: str) -> list[str]:
    """The text in words, runs of space and single signs; joined they are the text again."""
    found: list[list[str]] = []  # each word in the pieces it came in: a word of 100,000 marks is put together once
    for token in _TOKEN.findall(text):
        # A mark belongs to the letter before it, and a joiner ties the next letter too.
        joined = found and (unicodedata.category(token[0])[0] == "M" or token[0] in _JOINERS)
        last = found[-1][-1] if found else ""
        tied = last and (last[-1] in _JOINERS or (_ends_in_mark(last) and token[0].isalnum()))
        if joined or tied:
            found[-1].append(token)
        else:
            found.append([token])
    return ["".join(pieces) for pieces in found]


def _ends_in_mark(token: str) -> bool:
    # In scripts that do put spaces, a word goes on after a mark inside it: Arabic, Devanagari, Hebrew.
    return unicodedata.category(token[-1])[0] == "M" and not re.match(f"[{_UNSPACED}]", token)


def _aligned(old: Sequence[Section], new: Sequence[Section]) -> Iterator[SectionChange]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb == "equal":
            yield from (_whole(section, "same") for section in old[a:b])
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: Sequence[Section], new: Sequence[Section]) -> Iterator[SectionChange]:
    """Sections of the same kind are taken for versions of each other, in order; the others went or came."""
    kinds = SequenceMatcher(None, [s.about for s in old], [s.about for s in new], autojunk=False)
    for verb, a, b, c, d in kinds.get_opcodes():
        if verb == "equal":
            yield from (_changed(was, now) for was, now in zip(old[a:b], new[c:d], strict=True))
        else:
            yield from (_whole(section, "old") for section in old[a:b])
            yield from (_whole(section, "new") for section in new[c:d])


def _changed(old: Section, new: Section) -> SectionChange:
    was, now = dict(old.fields), dict(new.fields)
    names = list(dict.fromkeys([*was, *now]))
    parts = tuple(Part(name=name, pieces=words_changed(was.get(name, ""), now.get(name, ""))) for name in names)
    told = any(part.changed for part in parts)
    return SectionChange(about=old.about, kind="changed", parts=parts, dressed=not told)


def _whole(section: Section, kind: Kind) -> SectionChange:
    parts = tuple(Part(name=name, pieces=_pieces([(kind, text)])) for name, text in section.fields)
    return SectionChange(about=section.about, kind=kind, parts=parts)


def _by_words(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    yield from _matched(_units(old), _units(new), _Allowance(pairs=MOST_PAIRS), coarse=False)


def _matched(old: list[str], new: list[str], allowance: "_Allowance", *, coarse: bool) -> list[tuple[Kind, str]]:
    start, end = _common(old, new)
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    try:
        found = _by_tokens(old, new, allowance, coarse=coarse)
    except _TooManyPairs:
        found = [("old", "".join(old)), ("new", "".join(new))]
        if not coarse:
            was, now = (_SENTENCE.findall(text) for _, text in found)
            found = _matched(was, now, _Allowance(pairs=MOST_PAIRS), coarse=True)
    return [("same", head), *found, ("same", tail)]


def _by_tokens(old: list[str], new: list[str], allowance: "_Allowance", *, coarse: bool) -> list[tuple[Kind, str]]:
    found: list[tuple[Kind, str]] = []
    for verb, a, b, c, d in _Matcher(old, new, allowance=allowance).get_opcodes():
        was, now = "".join(old[a:b]), "".join(new[c:d])
        if verb == "equal":
            found.append(("same", was))
        elif coarse and was and now:
            found += _inside(was, now, allowance)
        else:
            found += _trimmed(was, now)
    return found


def _units(text: str) -> list[str]:
    """The text in words, each with the space after it: runs of words then match as runs."""
    found: list[str] = []
    for token in words(text):
        if found and token.isspace():
            found[-1] += token
        else:
            found.append(token)
    return found


def _trimmed(was: str, now: str) -> list[tuple[Kind, str]]:
    """What was replaced, without the words and spaces that both begin or end with."""
    old, new = words(was), words(now)
    start, end = _common(old, new)
    gone, come = "".join(old[start : len(old) - end]), "".join(new[start : len(new) - end])
    return [("same", "".join(old[:start])), ("old", gone), ("new", come), ("same", "".join(old[len(old) - end :]))]


def _inside(was: str, now: str, allowance: "_Allowance") -> list[tuple[Kind, str]]:
    """The words of sentences that were replaced, where an eighth of what is left covers them."""
    share = _Allowance(pairs=allowance.pairs // 8)
    allowance.pairs -= share.pairs
    try:
        return _by_tokens(_units(was), _units(now), share, coarse=False)
    except _TooManyPairs:
        return [("old", was), ("new", now)]
    finally:
        allowance.pairs += max(0, share.pairs)


class _TooManyPairs(Exception):
    """The comparison would take too long."""


class _Allowance:
    """How many pairs may still be looked at."""

    def __init__(self, *, pairs: int) -> None:
        self.pairs = pairs


class _Matcher(SequenceMatcher[str]):
    """Finds matching runs as its parent does, within an allowance. Raises ``_TooManyPairs``.

    The parent's time grows with the third power of the words where they are few and scattered.
    """

    def __init__(self, old: list[str], new: list[str], *, allowance: _Allowance) -> None:
        self.allowance = allowance
        self.tokens = old
        self.found = Counter(new)
        super().__init__(None, old, new, autojunk=False)

    def find_longest_match(self, *span: Any, **named: Any) -> Match:
        begin, end = span[:2]
        self.allowance.pairs -= sum(1 + self.found[token] for token in self.tokens[begin:end])
        if self.allowance.pairs < 0:
            raise _TooManyPairs
        return super().find_longest_match(*span, **named)


def _common(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many tokens both begin with, and how many of the rest both end with."""
    most, start, end = min(len(old), len(new)), 0, 0
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _pieces(found: Iterator[tuple[Kind, str]] | Sequence[tuple[Kind, str]]) -> tuple[Piece, ...]:
    """The runs joined: between two that stayed, all that went stands before all that came."""
    done: list[Piece] = []
    gone: list[str] = []
    come: list[str] = []

    def close() -> None:
        for kind, texts in (("old", gone), ("new", come)):
            if texts:
                done.append(Piece(kind=kind, text="".join(texts)))  # type: ignore[arg-type]
            texts.clear()

    for kind, text in found:
        if not text:
            continue
        if kind != "same":
            (gone if kind == "old" else come).append(text)
            continue
        close()
        if done and done[-1].kind == "same":
            text = done.pop().text + text
        done.append(Piece(kind="same", text=text))
    close()
    return tuple(done)


def _texts(parts: Sequence[Part], side: Literal["old", "new"]) -> dict[str, str]:
    read = text_before if side == "old" else text_after
    return {part.name: read(part.pieces) for part in parts}
