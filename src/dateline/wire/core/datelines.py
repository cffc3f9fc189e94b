"""Reads where reports come from: the dateline that opens a text (“KYIV (Reuters) —”), else the places its data name."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.wire.core.report import ReportId
from dateline.wire.core.stories.words import fold

_HEAD = 160  # characters of a paragraph in which a dateline ends
_PARAGRAPHS, _PARAGRAPHS_BARE = (
    3,
    2,
)  # that may open with it: a headline may stand above; without an agency it is less sure
_LONGEST, _WORDS, _WORDS_BARE, _LETTERS_UNSPACED = 40, 4, 3, 8
_MOST = 4  # places of one dateline
_AGENCY = r"[(（]\s*(?P<agency>[^()（）\n\d]{2,40}?)\s*[)）]"
_DATELINE = re.compile(
    rf"\s*(?:[(（][^()（）\n]{{2,30}}[)）]\s*(?:[-–—]+)\s*)?"  # (ANSA) - ROMA, 2 GIU -
    rf"(?P<place>[^\W\d_][^\n()（）,:;.!?|«»“”\"—–]{{0,{_LONGEST}}}(?:\.\s[^\W\d_][^\n()（）,:;.!?|—–]{{1,{_LONGEST}}})?)"
    rf"(?P<more>(?:[,.،]\s?[^\n()（）,.،:;!?—–]{{1,40}}){{0,4}}?)\s*(?P<with>{_AGENCY})?\s*"
    r"(?:—|–|--|\s-(?=\s|[^\W\d_])|-\s|\s\|\s|(?<=）)|(?<=\)):\s)"
)
_PARTED = re.compile(r"\s*[/&]\s*")
_ABOARD = ("ABOARD ", "ON BOARD ", "UNDATED")
# What stands before a dash at a text's start and is no place: marks of urgency, of kind, and the agencies' own names.
_NO_PLACES_HELD = """
breaking update updated live watch exclusive opinion analysis explainer corrected correction factbox timeline
video photo photos read reuters afp ap dpa apa ansa efe tass xinhua urgent alert developing editorial comment
interview eilmeldung exklusiv kommentar analyse korrektur direct urgence exclusif foto интерфакс унн ukrinform
укрінформ риа терміново оновлено срочно обновлено видео відео фото ексклюзив эксклюзив عاجل خاص تحديث مباشر
تحليل رأي رويترز فيديو صور
"""
_NO_PLACES = frozenset(_NO_PLACES_HELD.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A place with the reports that come from it; ``names`` are all ways in which they write it."""

    name: str
    names: tuple[str, ...]
    reports: tuple[ReportId, ...]


def dateline_of(text: str) -> tuple[str, ...]:
    """The places that a text opens with as its dateline, in the order told; () where it has none."""
    paragraphs = [line for line in text[:4000].split("\n") if line.strip()]
    for at, paragraph in enumerate(paragraphs[:_PARAGRAPHS]):
        found = _DATELINE.match(unicodedata.normalize("NFC", " ".join(paragraph[: 2 * _HEAD].split())[:_HEAD]))
        if found and (places := _places(found, bare=at < _PARAGRAPHS_BARE)):
            return places
    return ()


def datelines(reports: Iterable[tuple[ReportId, str, Sequence[str]]]) -> tuple[Dateline, ...]:
    """Where reports come from, those of most reports first: of each its key, its text, and the places its data name.

    The same place in several languages is one where its letters or its well-known names say so.
    """
    named: dict[str, Counter[str]] = {}
    held: dict[str, dict[ReportId, None]] = {}
    for report, text, told in reports:
        for place in dateline_of(text) or tuple(map(_plain, told))[:_MOST]:
            key = " ".join(fold(word) for word in re.findall(r"\w+", place))
            if key:
                named.setdefault(key, Counter())[place] += 1
                held.setdefault(key, {})[report] = None
    order = sorted(held, key=lambda key: (-len(held[key]), key))
    return tuple(_dateline(named[key], held[key]) for key in order)


def _dateline(names: Counter[str], reports: dict[ReportId, None]) -> Dateline:
    written = tuple(name for name, _n in names.most_common())
    return Dateline(name=written[0], names=written, reports=tuple(reports))


def _places(found: re.Match[str], *, bare: bool) -> tuple[str, ...]:
    """The places of what looks like a dateline; ``bare``: capitals alone may be one too, without agency or day."""
    said = found["place"].strip(" -'’")
    parts = _PARTED.split(said)
    names = tuple(name for part in parts if (name := _plain(part)))
    if not names or said.upper().startswith(_ABOARD) or any(_first_word(name) in _NO_PLACES for name in names):
        return ()
    has_day = bool(re.search(r"\b\d{1,2}\b", found["more"]))
    sure = (found["with"] or has_day) and all(map(_is_name, parts))
    return names[:_MOST] if sure or (bare and all(map(_stands_out, parts))) else ()


def _stands_out(name: str) -> bool:
    """Whether it is written as datelines are: in capitals, or in a script that has none, and in few words."""
    letters = [letter for letter in name if letter.isalpha()]
    if not letters or len(name.split()) > _WORDS_BARE or any(letter.islower() for letter in letters):
        return False
    return len(letters) > 2 if any(letter.isupper() for letter in letters) else _is_short(name)


def _is_name(name: str) -> bool:
    """Whether what stands before an agency's name may be a place: few words, each as names are written."""
    words = name.split()
    plain = 0 < len(words) <= _WORDS and not words[0][0].islower() and not words[-1][0].islower()
    return plain and _is_short(name)


def _is_short(name: str) -> bool:
    """Whether a name in a script without capitals is short enough to be one."""
    if any(letter.isupper() for letter in name):
        return True
    return len(name) <= (_LETTERS_UNSPACED if name[0] >= "\u0e00" else 20) and len(name.split()) <= 2


def _plain(name: str) -> str:
    """The place as it is shown: capitals only where names have them."""
    said = " ".join(name.split()).strip(" ,.-–—")
    return said.title().replace("’S", "’s") if said.isupper() and len(said) > 3 else said


def _first_word(name: str) -> str:
    return name.split()[0].casefold() if name.split() else ""
