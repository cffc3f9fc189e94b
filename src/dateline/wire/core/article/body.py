"""The article's text: the pieces that belong to it, as blocks, and as plain text with a paragraph a line."""

from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any

from dateline.wire.core.article.found import Origin
from dateline.wire.core.article.pieces import Piece, pieces_of
from dateline.wire.core.article.rules import SiteRule
from dateline.wire.core.article.voices import Voice, body_in, quick_voices, slow_voices, words_of
from dateline.wire.core.article.weigh import Array, Forests, cut_of, features_of
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node
from dateline.wire.core.page.values import Block

Element = Any
NEEDED = 0.62
LONGEST = 400_000
# A page is clear where hardly any words stand between these chances.
_UNLIKELY, _LIKELY, _UNCLEAR, _ENOUGH_WORDS = 0.3, 0.85, 0.2, 150
# Below this share of what the structured data holds, the page shows only a part of the article.
_HALF = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text's blocks and its pieces; ``origin`` says who found it, and how sure that is."""

    blocks: tuple[Block, ...] = ()
    text: str = ""
    pieces: tuple[Piece, ...] = ()
    kept: tuple[bool, ...] = ()
    origin: Origin = field(default_factory=lambda: Origin(origin="nothing says so", confidence=0.0))


def body_of(
    document: Document, nodes: list[tuple[Node, str]], *, forests: Forests, rule: SiteRule | None = None
) -> Body:
    """The text as the voices and the page's marks tell it; where the page hides it, as its structured data has it."""
    pieces = pieces_of(document.tree, document.url)
    if rule is not None and (ruled := _by_rule(pieces, document, rule)) is not None:
        return ruled
    worded = [piece for piece in pieces if piece.words]
    chances, written_voice = _chances(worded, document, nodes, forests=forests)
    chosen = {id(piece): float(chance) for piece, chance in zip(worded, chances, strict=True)}
    kept = _with_rows(pieces, [chosen.get(id(piece), 0.0) > NEEDED for piece in pieces])
    kept = _without_repeats(pieces, kept)
    written = body_in(nodes)
    if _is_partial(pieces, kept, written_voice):
        return from_words(written)
    sure = [chance if chance > 0.5 else 1 - chance for chance in chosen.values()]
    confidence = round(sum(sure) / len(sure), 2) if sure else 0.0
    return made(pieces, kept, origin=Origin(origin="consensus", confidence=confidence))


def _chances(
    pieces: list[Piece], document: Document, nodes: list[tuple[Node, str]], *, forests: Forests
) -> tuple[Array, Voice]:
    """The chance of each piece, and the structured data's voice; the slow voices are asked where it is not clear."""
    cut, quick = cut_of(pieces, document), quick_voices(document, nodes)
    chances = forests.quick.chances(features_of(cut, quick))
    if not are_sure(chances, cut.count):
        chances = forests.full.chances(features_of(cut, (*slow_voices(document), *quick)))
    return chances, quick[-1]


def are_sure(chances: Array, count: Array) -> bool:
    """Whether there is enough text, and little that may belong to it or not; ``count`` holds each piece's words."""
    kept = float(count[chances > NEEDED].sum())
    unclear = float(count[(chances > _UNLIKELY) & (chances < _LIKELY)].sum())
    return kept >= _ENOUGH_WORDS and unclear <= _UNCLEAR * kept


def made(pieces: list[Piece], kept: list[bool], *, origin: Origin) -> Body:
    """The body of the pieces that were kept, with the pictures, films and cards that stand among them."""
    whole = _with_shown(pieces, kept)
    chosen = [piece for piece, keep in zip(pieces, whole, strict=True) if keep]
    text = "\n".join(piece.words for piece in chosen if piece.words)[:LONGEST]
    return Body(blocks=blocks_of(chosen), text=text, pieces=tuple(pieces), kept=tuple(whole), origin=origin)


def from_words(written: str) -> Body:
    """The body of plain text, a paragraph a line."""
    paragraphs = [" ".join(part.split()) for part in written.split("\n")]
    paragraphs = [part for part in paragraphs if part]
    html = "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs)
    return Body(
        blocks=({"type": "text", "html": html},) if html else (),
        text="\n".join(paragraphs)[:LONGEST],
        origin=Origin(origin="articleBody", confidence=0.85),
    )


def blocks_of(pieces: list[Piece]) -> tuple[Block, ...]:
    """The pieces as blocks: neighbouring texts are one, items of a list one list, rows of a table one table."""
    found: list[Block] = []
    for (kind, group, _), run in groupby(
        pieces, key=lambda piece: (piece.kind, id(piece.group), piece.block is not None)
    ):
        members = list(run)
        if members[0].block is not None:
            found.extend(piece.block for piece in members if piece.block is not None)
        elif kind == "tr" and group:
            found.append({"type": "table", "rows": [list(piece.cells) for piece in members]})
        else:
            html = _html_of(kind, members)
            if found and found[-1]["type"] == "text":
                html = found.pop()["html"] + html
            found.append({"type": "text", "html": html})
    return tuple(found)


def _html_of(kind: str, pieces: list[Piece]) -> str:
    if kind == "li":
        tag = "ol" if pieces[0].group is not None and pieces[0].group.tag == "ol" else "ul"
        html = "".join(f"<li>{piece.html}</li>" for piece in pieces)
        return f"<{tag}>{html}</{tag}>"
    if kind in {"h2", "h3"}:
        return "".join(f"<{kind}>{piece.html}</{kind}>" for piece in pieces)
    if kind == "pre":
        return "".join(f"<p><code>{piece.html}</code></p>" for piece in pieces)
    html = ""
    for quoted, run in groupby(pieces, key=lambda piece: piece.quoted):
        inside = "".join(f"<p>{piece.html}</p>" for piece in run)
        html += f"<blockquote>{inside}</blockquote>" if quoted else inside
    return html


def _with_shown(pieces: list[Piece], kept: list[bool]) -> list[bool]:
    """The choice with the pictures, films and cards that stand between the first and the last words of the article."""
    at = [n for n, keep in enumerate(kept) if keep]
    if not at:
        return kept
    first, last = at[0], at[-1]
    homes = {ancestor for n in at for ancestor in _homes(pieces[n].element)}
    return [
        keep
        or (piece.block is not None and not piece.words and first <= n <= last and piece.element.getparent() in homes)
        for n, (piece, keep) in enumerate(zip(pieces, kept, strict=True))
    ]


def _with_rows(pieces: list[Piece], kept: list[bool]) -> list[bool]:
    """The choice with every row of a table of values that stands between paragraphs of the article, as one of them."""
    at = [n for n, keep in enumerate(kept) if keep]
    if not at:
        return kept
    homes = {pieces[n].element.getparent() for n in at if pieces[n].kind == "p"}
    return [
        keep
        or (
            piece.kind == "tr"
            and at[0] < n < at[-1]
            and piece.group.getparent() in homes
            and piece.linked < len(piece.words) / 2
        )
        for n, (piece, keep) in enumerate(zip(pieces, kept, strict=True))
    ]


def _homes(element: Element) -> list[Element]:
    """The elements that a piece of the article stands in: its own parent and the two above."""
    found: list[Element] = []
    parent = element.getparent()
    while parent is not None and len(found) < 3 and parent.tag not in {"body", "html"}:
        found.append(parent)
        parent = parent.getparent()
    return found


def _without_repeats(pieces: list[Piece], kept: list[bool]) -> list[bool]:
    """The choice without a long paragraph that comes a second time: pages hold copies for phones and for printing."""
    seen: set[str] = set()
    chosen = []
    for piece, keep in zip(pieces, kept, strict=True):
        again = keep and len(piece.words) > 60 and piece.words in seen
        if keep:
            seen.add(piece.words)
        chosen.append(keep and not again)
    return chosen


def _is_partial(pieces: list[Piece], kept: list[bool], voice: Voice) -> bool:
    """Whether the structured data holds clearly more of the article than the page shows."""
    if voice.count < 60:
        return False
    shown = sum(len(words_of(piece.words)) for piece, keep in zip(pieces, kept, strict=True) if keep)
    return shown < _HALF * voice.count


def _by_rule(pieces: list[Piece], document: Document, rule: SiteRule) -> Body | None:
    """The text as a rule for this outlet tells it, or None where the rule finds nothing on this page."""
    inside = rule.bodies_in(document.tree)
    if not inside:
        return None
    away = rule.dropped_in(document.tree)
    kept = [
        _stands_in(piece.element, inside) and not _stands_in(piece.element, away) and bool(piece.words)
        for piece in pieces
    ]
    if sum(len(piece.words) for piece, keep in zip(pieces, kept, strict=True) if keep) < 200:
        return None
    return made(pieces, kept, origin=Origin(origin=f"rule for {rule.name}", confidence=0.95))


def _stands_in(element: Element, holders: set[Element]) -> bool:
    return element in holders or any(ancestor in holders for ancestor in element.iterancestors())
