"""Finds who does the saying: the words before or after a verb of saying, or behind "according to"."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.wire.core.quotes.called import chosen, grown
from dateline.wire.core.quotes.cast import Cast
from dateline.wire.core.tongues.tongue import listed
from dateline.wire.core.tongues.words import Word

_MOST = 12  # words of one name with its role
_INVERTING = frozenset({"de", "nl", "sv", "no", "da", "es", "fr", "it", "pt", "uk", "ru", "pl", ""})
_PRO_DROP = frozenset({"es", "it", "pt", "uk", "ru", "pl"})
_TURNING = listed("said says added asked wrote explained warned announced")
_AND = listed("and und et y e i og och en та и і")
_RELATIVE = listed("who which qui que quien che")
_BREAKS = frozenset(',;:.!?…()–—-“"[]|/') | {"..."}


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying, or a phrase that names a source: items ``first`` to ``last``; ``phrase`` for the latter.

    ``own`` for a phrase that means whom the text is about: "in her own words".
    """

    first: int
    last: int
    words: str
    phrase: bool = False
    own: bool = False


def cues_in(items: Sequence[Word], cast: Cast) -> list[Cue]:
    """All cues of a sentence, in order."""
    tongue = cast.tongue
    lows = [item.low for item in items]
    found: list[Cue] = []
    at = 0
    while at < len(items):
        phrase = tongue.phrase_at("sources", lows, at=at)
        if phrase and not _is_weak(items, at, cast):
            found.append(
                Cue(at, at + phrase[0], " ".join(lows[at : at + phrase[0]]), phrase=True, own=phrase[1] == "own")
            )
            at += phrase[0]
            continue
        parted = tongue.phrase_at("split", lows, at=at)  # "führte … aus"
        if (parted and parted[1] in lows[at + 1 : at + 30]) or (
            is_cue(items[at], cast) and not _is_noun(items, at, cast)
        ):
            found.append(Cue(at, at + 1, items[at].text))
        at += 1
    return found


def is_cue(item: Word, cast: Cast) -> bool:
    """Whether the word is a verb of saying, perhaps with its subject grown on ("explique-t-il")."""
    cues = cast.tongue.lists["cues"]
    if item.low.endswith("ée") and item.low[:-1] in cues:
        return True
    return item.low in cues or ("-" in item.low and item.low.split("-")[0] in cues and grown(item, cast) != "")


def subject_of(items: Sequence[Word], cue: Cue, *, cast: Cast, after_quote: bool = False) -> tuple[int, int] | None:
    """The items that name who says it: on the side where the language puts it; None for nobody."""
    if cue.phrase:
        if cue.words == "zufolge":
            return _left(items, cue.first, cast)
        return _right(items, cue.last, cast)
    if grown(items[cue.first], cast):
        return cue.first, cue.last
    if cue.first and grown(items[cue.first - 1], cast):  # "a-t-il déclaré"
        return cue.first - 1, cue.first
    if after_quote:
        return _right(items, cue.last, cast) or _left(items, cue.first, cast)
    if cast.tongue.code not in _INVERTING:
        if (
            cue.first > 0
            and items[cue.first - 1].low == ","
            and cue.words in _TURNING
            and any(item.quote >= 0 for item in items[: cue.first])
        ):
            right = _right(items, cue.last, cast)
            if right and cast.runs(items, right[0], end=right[1]):  # "…, said Ana Ruiz, a scholar"
                return right
        return _participle(items, cue, cast) or _left(items, cue.first, cast)
    turned = cue.first > 0 and (items[cue.first - 1].low == "," or items[cue.first - 1].quote >= 0)
    right = _right(items, cue.last, cast) if turned else None
    if right and (_names_somebody(items, right, cast) or not _left(items, cue.first, cast)):
        return right
    return _left(items, cue.first, cast) or _right(items, cue.last, cast)


def implied(items: Sequence[Word], at: int, *, cast: Cast) -> Cue | None:
    """A verb that no list holds, where a verb of saying must stand: behind words and before somebody known."""
    tongue = cast.tongue
    if at + 1 >= len(items) or not items[at].is_word:
        return None
    if not items[at].is_capital:
        low = items[at].low
        if tongue.is_small(low) or len(low) < 3:
            return None
        place = _right(items, at + 1, cast)
        if place is None or place[0] > at + 3 or (tongue.code == "en" and not low.endswith("ed")):
            return None
        kind, words = chosen(items, place, cast=cast)
        known = cast.find(words) if kind == "name" else None
        fits = (
            kind == "pronoun" or (known is not None and known.person) or (kind == "role" and cast.role_in(words) != "")
        )
        return Cue(at, at + 1, items[at].text) if fits else None
    run = next(iter(cast.runs(items, at, end=min(len(items), at + 8))), None)
    if run is None or run.first > at + 2 or run.last >= len(items) or run.owner:
        return None
    known, verb = cast.find(run.text), items[run.last]
    if known is None or not known.person or tongue.is_small(verb.low) or not verb.is_word or verb.is_capital:
        return None
    return Cue(run.last, run.last + 1, verb.text) if verb.low.endswith(("ed", "s")) else None


def _names_somebody(items: Sequence[Word], place: tuple[int, int], cast: Cast) -> bool:
    """Whether the words are a name, a pronoun or a role, and not what the verb is about."""
    words = items[place[0] : place[1]]
    if cast.runs(items, place[0], end=place[1]) or any(cast.tongue.has("persons", item.low) for item in words):
        return True
    return cast.role_in(" ".join(item.text for item in words)) != ""


def drops_subjects(cast: Cast) -> bool:
    """Whether the language may leave "he" unsaid."""
    return cast.tongue.code in _PRO_DROP


def _participle(items: Sequence[Word], cue: Cue, cast: Cast) -> tuple[int, int] | None:
    """Who does what an English participle says ("…, calling it …"): the subject of the sentence."""
    if not cue.words.endswith("ing") or cue.first == 0:
        return None
    for other in cues_in(items[: cue.first], cast):
        if not other.phrase and not other.words.endswith("ing") and (place := _left(items, other.first, cast)):
            return place
    run = next((run for run in cast.runs(items, 0, end=cue.first) if not cast.is_oblique(items, run.first)), None)
    return (run.first, run.last) if run and not run.owner else None


def _left(items: Sequence[Word], verb: int, cast: Cast) -> tuple[int, int] | None:
    """The phrase that ends before the verb; behind commas, the person that an apposition tells of."""
    end = _skipped_back(items, verb, cast)
    if end <= 0:
        return None
    if items[end - 1].low == ")":
        open_ = next((n for n in range(end - 2, max(-1, end - 12), -1) if items[n].low == "("), -1)
        end = open_ if open_ > 0 else end
    if items[end - 1].low in {",", "–", "—", "-"} and end >= 3:
        return _before_comma(items, end - 1, cast)
    return _phrase_back(items, end, cast)


def _before_comma(items: Sequence[Word], comma: int, cast: Cast) -> tuple[int, int] | None:
    """The first person named before the comma in a row of phrases between commas."""
    nearest: tuple[int, int] | None = None
    last = _phrase_back(items, comma, cast)
    if last and _is_one_name(items, last, cast):
        return last
    at = comma - 1
    for _ in range(4):
        while at > 0 and items[at].low not in {",", "–", "—", "“", ":", ";"} and comma - at < 40:
            at -= 1
        if at <= 0 or items[at].low not in {",", "–", "—"}:
            break
        place = _phrase_back(items, at, cast)
        if place and items[place[0] - 1].low in _RELATIVE:
            place = None  # "one resident, who asked not to be named, told"
        if place:
            nearest = nearest or place
            if _is_one_name(items, place, cast):
                return place
        at -= 1
    return nearest


def _is_one_name(items: Sequence[Word], place: tuple[int, int], cast: Cast) -> bool:
    """Whether the phrase is somebody's full name and little else."""
    runs = cast.runs(items, place[0], end=place[1])
    if len(runs) != 1 or runs[0].owner or runs[0].last != place[1] or len(runs[0].words) < 2:
        return False
    known = cast.find(runs[0].text)
    return known is not None and known.person


def _phrase_back(items: Sequence[Word], end: int, cast: Cast) -> tuple[int, int] | None:
    tongue = cast.tongue
    at = end
    while at > 0 and end - at < _MOST:
        item = items[at - 1]
        if item.quote >= 0 or item.low in _BREAKS or not (item.text[0].isalnum() or item.text in {"&", "'", "’"}):
            break
        if item.low in tongue.lists["persons"]:
            at -= 1
            break
        if item.low in tongue.lists["cues"] and not item.is_capital:
            break
        joint = item.low in tongue.lists["joins"] and at < end
        if item.low in _AND and at < end and tongue.has("articles", items[at].low):
            break  # another clause: "12 came and the office said"
        if tongue.has("stops", item.low) and not joint and item.low not in tongue.lists["articles"]:
            if cast.tongue.code in _INVERTING and cast.is_preposition(item):
                return None  # it hangs on a preposition
            break
        at -= 1
    return _trimmed(items, at, end, cast=cast)


def _trimmed(items: Sequence[Word], first: int, last: int, *, cast: Cast) -> tuple[int, int] | None:
    """The phrase without the small words at its sides; None where nothing is left of it."""
    tongue = cast.tongue
    while first < last and (
        (tongue.has("joins", items[first].low) or tongue.has("skip", items[first].low))
        and items[first].low not in tongue.lists["persons"]
        and not (tongue.has("articles", items[first].low))
    ):
        first += 1
    # "In Parliament Anwar": what stands after a preposition is not who speaks, unless nothing else is left.
    for n in range(last - 1, first, -1):
        if items[n].low in tongue.lists["persons"] and n < last:
            first = n
            break
    while last > first and tongue.is_small(items[last - 1].low) and not tongue.has("pronouns", items[last - 1].low):
        last -= 1
    return (first, last) if last > first else None


def _right(items: Sequence[Word], start: int, cast: Cast) -> tuple[int, int] | None:
    """The phrase that begins after the verb."""
    tongue = cast.tongue
    at = start
    while at < len(items) and (
        items[at].quote < 0
        and (tongue.has("skip", items[at].low) or items[at].low in {"-", "'"})
        and not tongue.has("pronouns", items[at].low)
        and not tongue.has("articles", items[at].low)
    ):
        at += 1
    if at >= len(items):
        return None
    if tongue.has("pronouns", items[at].low) and not (at + 1 < len(items) and _opens_phrase(items, at, cast)):
        return at, at + 1
    first = at
    while at < len(items) and at - first < _MOST and _belongs(items, first, at, cast=cast):
        at += 1
    told = any(not item.is_capital for item in items[first:at])
    return (told and _apposed(items, at, cast)) or _trimmed(items, first, at, cast=cast)


def _apposed(items: Sequence[Word], at: int, cast: Cast) -> tuple[int, int] | None:
    """The person whom a role names before a comma: "the president of the region, Ana Ruiz"."""
    if at + 1 >= len(items) or items[at].low != ",":
        return None
    run = next(iter(cast.runs(items, at + 1, end=min(len(items), at + 9))), None)
    if run is None or run.first != at + 1 or len(run.words) < 2 or run.owner:
        return None
    known = cast.find(run.text)
    return (run.first, run.last) if known and known.person else None


def _opens_phrase(items: Sequence[Word], at: int, cast: Cast) -> bool:
    """Whether a word that may be a pronoun is an article here: "die Gebag"."""
    low, after = items[at].low, items[at + 1]
    tongue = cast.tongue
    return tongue.has("articles", low) and after.is_word and (after.is_capital or not tongue.is_small(after.low))


def _belongs(items: Sequence[Word], first: int, at: int, *, cast: Cast) -> bool:
    item, tongue = items[at], cast.tongue
    if item.quote >= 0 or (not item.text[0].isalnum() and item.text != "&"):
        return (
            item.low == "."
            and at > first
            and len(items[at - 1].text) <= 3
            and items[at - 1].text.replace(".", "").isupper()
        )
    if tongue.has("articles", item.low):
        return at == first or tongue.has("joins", items[at - 1].low) or tongue.has("joins", item.low)
    if tongue.has("joins", item.low) and at > first:
        return (
            at + 1 < len(items)
            and items[at + 1].is_word
            and (items[at + 1].is_capital or tongue.has("articles", items[at + 1].low))
        )
    if tongue.has("cues", item.low) and not item.is_capital:
        return False
    return not tongue.has("stops", item.low) and not (tongue.has("skip", item.low) and at > first)


def _skipped_back(items: Sequence[Word], end: int, cast: Cast) -> int:
    tongue = cast.tongue
    while end > 0:
        item = items[end - 1]
        is_adverb = tongue.code == "en" and item.low.endswith("ly") and not item.is_capital
        if item.quote < 0 and (tongue.has("skip", item.low) or is_adverb) and not tongue.has("persons", item.low):
            end -= 1
        else:
            break
    return end


def _is_noun(items: Sequence[Word], at: int, cast: Cast) -> bool:
    """Whether a word that may be a verb of saying is a noun here: "the report", "official claims"."""
    if at == 0:
        return items[at].is_capital and cast.tongue.code == "de"
    before = items[at - 1].low
    if cast.tongue.code == "de" and items[at].is_capital:
        return True
    if items[at].low.endswith("ing") or cast.tongue.code not in {"en", "fr", "es", "it", "pt"}:
        return False
    owner = before.endswith("'s")
    if at + 1 < len(items) and before in cast.tongue.lists["articles"] and cast.is_preposition(items[at + 1]):
        return True
    return owner or before in cast.tongue.lists["articles"] - cast.tongue.lists["pronouns"] - cast.tongue.lists["skip"]


def _is_weak(items: Sequence[Word], at: int, cast: Cast) -> bool:
    """Whether a phrase such as "for" or "so" names no source here: only at a clause's start, before a name."""
    low = items[at].low
    if low == "so":
        opens = at == 0 or items[at - 1].quote >= 0 or items[at - 1].low in {",", "–", "-"}
        return not (
            opens
            and at > 0
            and at + 1 < len(items)
            and (items[at + 1].is_capital or items[at + 1].low in cast.tongue.lists["articles"])
        )
    if low in {"pour", "para", "per", "zo", "secondo", "segundo", "conforme"}:
        opens = at == 0 or items[at - 1].low in {",", "“", "–"}
        closed = any(item.low == "," for item in items[at + 2 : at + 10])
        after = items[at + 1 : at + 4]
        named = any(word.is_capital or cast.tongue.has("person_roles", word.low) for word in after)
        begun = bool(after) and (cast.tongue.has("articles", after[0].low) or after[0].is_capital)
        return not (opens and begun and (named or (at == 0 and closed)))
    return False
