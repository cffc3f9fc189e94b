"""The words that tell one event from others: of the title and the lead, folded so that languages and cases meet.

A word counts without case, marks and ending, Cyrillic and Greek ones romanised; well-known places have one name, so
that “Києві”, “Kiew” and “Kyiv” are one. How much a word says is told by how many reports have it, not by a list.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dateline.wire.core.report import Report
from dateline.wire.core.stories.places import ONE_NAME, ROMAN

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
_WORD = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+(?:[.,]\\d+)*")
_OWNED = re.compile(r"['’]s\b", re.IGNORECASE)
_STEM = 6  # letters of a word that count, of longer ones
_LEAD = 400  # letters of the text that are read: what happened stands there
_IN_LEAD = 0.5
_PAIR = 0.5
_SOUND = 1.0
_MOST = 60  # words of one report
_TITLE = 300
# What joins words in a sentence says nothing of the event; the rest is told by how many reports have a word.
_JOINING_WORDS = """
a an the of to in on for and or is are was be as at by with from its it has have had will would could over after
into up out new says say said that this not but who what why how his her their he she they we you your i more than
about may can s t us der die das den dem des ein eine einen einem und im am auf aus bei mit nach von vor zu zum zur
ist sind war wird hat haben nicht auch sich für über le la les un une du de et en au aux est sur pour par dans que
qui ne pas se el los las y del al es con una uno il lo gli e di da che per non na v i z do po o u za iz chto kak
eto dlia shcho ta vid pid yak tse pro zi
"""
_JOINING = frozenset(_JOINING_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A report's folded words with their weight, how each is written in it, and which are names."""

    weights: dict[str, float]
    shown: dict[str, str]
    names: frozenset[str]


def packed(words: Words) -> str:
    """How the words are written and which are names, as one text: many thousands are kept, and few are read again."""
    return "\n".join(f"{'!' if word in words.names else ' '}{word}\t{shown}" for word, shown in words.shown.items())


def unpacked(text: str) -> Words:
    """What was packed; without weights."""
    told = [line[1:].split("\t", 1) for line in text.split("\n") if line]
    names = frozenset(line[1:].partition("\t")[0] for line in text.split("\n") if line.startswith("!"))
    return Words(weights={}, shown=dict(told), names=names)


def words_of(report: Report) -> Words:
    """The words of a report's title, and with half their weight those of its lead."""
    title, lead = report.title[:_TITLE], report.text[:_LEAD]
    weights: dict[str, float] = {}
    shown: dict[str, str] = {}
    names: set[str] = set()
    for text, weight in ((title, 1.0), (lead, _IN_LEAD)) if title.strip() else ((lead, 1.0),):
        found = [(word, fold(word)) for word in _split(text)]
        headline = _in_capitals([word for word, _ in found])
        for at, (word, folded) in enumerate(found):
            if folded in _JOINING or len(weights) >= _MOST:
                continue
            weights[folded] = max(weight, weights.get(folded, 0))
            shown.setdefault(folded, word)
            if word[0].isupper() and at and not headline:
                names.add(folded)
                if len(folded) > 4 and weight == 1.0:
                    heard = f"@{sound(folded)}"
                    weights[heard], shown[heard] = _SOUND, word
                    names.add(heard)
        if text is title:
            _add_pairs(weights, [folded for _, folded in found])
    return Words(weights=weights, shown=shown, names=frozenset(names))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word as it counts: without case, marks and ending, in Latin letters where there is a custom for it."""
    plain = unicodedata.normalize("NFKC", word).lower().translate(ROMAN)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))
    if plain in ONE_NAME:
        return ONE_NAME[plain]
    if word[0] >= "\u0370" and plain[0] < "\u0370":
        return plain[: max(_STEM, len(plain) - 3)]  # cases: Greek and Slavic words differ in their last letters
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            plain = plain[: -len(ending)]
            break
    return ONE_NAME.get(plain, plain)


def sound(folded: str) -> str:
    """A folded name by its first letters, as far as languages agree on them: Saratow and Саратові are one."""
    for written, heard in _HEARD:
        folded = folded.replace(written, heard)
    return "".join(letter for at, letter in enumerate(folded) if at == 0 or letter != folded[at - 1])[:6]


_HEARD = (
    ("shch", "s"), ("schtsch", "s"), ("tsch", "ch"), ("sch", "s"), ("sh", "s"), ("zh", "s"), ("kh", "h"), ("ph", "f"),
    ("ts", "z"), ("ck", "k"), ("ch", "h"), ("c", "k"), ("w", "v"), ("y", "i"), ("j", "i"), ("g", "h"),
)  # fmt: skip
_ENDINGS = ("ing", "ies", "ers", "ed", "es", "er", "s")


def _split(text: str) -> list[str]:
    words = []
    for word in _WORD.findall(_OWNED.sub("", text)):
        if len(word) > 1 and word[0] >= "\u0e00" and re.match(f"[{_UNSPACED}]", word):
            words += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            words.append(word[:40])
    return words


def _add_pairs(weights: dict[str, float], row: list[str]) -> None:
    for one, other in pairwise(row):
        weights[f"{one} {other}"] = _PAIR


def _in_capitals(words: list[str]) -> bool:
    """Whether a headline writes nearly all of its words with a capital, so that these do not tell names."""
    longer = [word for word in words if len(word) > 3]
    return sum(word[0].isupper() for word in longer) > 0.6 * len(longer) + 1
