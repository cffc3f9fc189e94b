"""Reads what somebody types into the wire's search: words, "phrases", -not, OR; the last word may be a beginning."""

import re
import unicodedata
from dataclasses import dataclass

MOST_CHARACTERS, MOST_TERMS, MOST_PIECES = 400, 24, 48
# Scripts written without spaces between words: each letter is a token, and words of them are phrases of letters.
UNSPACED = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Myanmar
    ("\u1780", "\u17ff"),  # Khmer
    ("\u3040", "\u30ff"),  # Hiragana, Katakana
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u4dbf"),  # Han
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003134f"),
)
_PIECE = re.compile(r'(-?)"([^"]*)(?:"|$)|(\S+)')
_SHORTEST_BEGINNING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Tokens that stand one after the other; ``is_beginning``: more letters may follow the last one."""

    tokens: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What must be there: of each group of ``wanted`` at least one term, of ``unwanted`` none."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.wanted and not self.unwanted


def read_query(text: str) -> Query:
    """The query that was typed; whatever it holds, something can be asked, and what says nothing is left out.

    ``OR`` binds tighter than a space: ``flood OR storm valley`` asks for the valley, and one of the other two.
    """
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    either, room = False, MOST_PIECES
    cut = text[:MOST_CHARACTERS]
    for found in list(_PIECE.finditer(cut))[: 2 * MOST_TERMS]:
        word = found[3] or ""
        if word == "OR":
            either = bool(wanted)
            continue
        term, refused = _term(found, is_last=found.end() == len(cut))
        room -= len(term.tokens)
        if not term.tokens or room < 0 or len(wanted) + len(unwanted) >= MOST_TERMS:
            continue
        if refused:
            unwanted.append(term)
        elif either:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        either = False
    return Query(wanted=tuple(map(tuple, wanted)), unwanted=tuple(unwanted))


def tokens_of(text: str) -> tuple[str, ...]:
    """The tokens of a text, in order: runs of letters, digits and their marks; each letter of an unspaced script."""
    found: list[str] = []
    run = ""
    for letter in unicodedata.normalize("NFC", text):
        if is_unspaced(letter):
            found += [run, letter] if run else [letter]
            run = ""
        elif _belongs(letter):
            run += letter
        elif run:
            found.append(run)
            run = ""
    return tuple(token for token in [*found, run] if _is_token(token))


def is_unspaced(letter: str) -> bool:
    """Whether the letter is of a script that is written without spaces."""
    return letter >= "\u0e00" and any(first <= letter <= last for first, last in UNSPACED)


def _is_token(token: str) -> bool:
    """Whether an index has it: a mark by itself is none, but where each letter stands alone."""
    return any(unicodedata.category(letter)[0] in "LN" or is_unspaced(letter) for letter in token)


def _belongs(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM"


def _term(found: re.Match[str], *, is_last: bool) -> tuple[Term, bool]:
    if found[3] is None:
        return Term(tokens=tokens_of(found[2])), bool(found[1])
    word, refused = found[3], False
    if word.startswith(("-", "\u2212")) and len(word) > 1:
        word, refused = word[1:], True
    tokens = tokens_of(word)
    long_enough = bool(tokens) and (len(tokens[-1]) >= _SHORTEST_BEGINNING)
    return Term(tokens=tokens, is_beginning=is_last and not refused and long_enough), refused
