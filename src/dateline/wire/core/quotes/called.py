"""Tells what the words that name a speaker are: a name, a pronoun, a role with an article or without, the writer."""

from collections.abc import Sequence

from dateline.wire.core.quotes.cast import Cast
from dateline.wire.core.tongues.tongue import listed
from dateline.wire.core.tongues.words import Word

_AGED = listed("year-old åringen jährige jähriger")


def chosen(items: Sequence[Word], place: tuple[int, int], *, cast: Cast) -> tuple[str, str]:
    """What kind of words those are (``name``, ``pronoun``, ``self``; ``role`` with an article, ``new`` with "a",
    ``bare`` without) and what they say.
    """
    first, last = place
    tongue = cast.tongue
    words = [item for item in items[first:last] if item.quote < 0]
    if last - first == 1 and (pronoun := grown(items[first], cast)):
        return ("self" if tongue.has("reflexive", pronoun) else "pronoun"), pronoun
    lows = [item.low for item in words]
    if lows and lows[0] in tongue.lists["reflexive"] and not (words[0].text.isupper() and len(lows[0]) > 1):
        return "self", lows[0]
    if lows and (lows[-1] in tongue.lists["persons"] or (len(lows) == 1 and lows[0] in tongue.lists["pronouns"])):
        return "pronoun", lows[-1]
    if named := _named(items, place, cast):
        return "name", named
    owned = any(low.endswith("'s") for low in lows)
    if first >= 2 and any(low in _AGED for low in lows) and items[first - 1].low == "-":
        return "role", " ".join(item.text for item in words)
    if lows and lows[0] in tongue.lists["ones"]:
        return "new", _text(words[1:]) or words[0].text
    if lows and lows[0] in tongue.lists["articles"]:
        kind = "new" if lows[0] in tongue.lists["ones"] or owned else "role"
        return kind, _text(words[1:])
    if owned:
        return "new", _text(words)
    return "bare", _text(words)


def _text(words: Sequence[Word]) -> str:
    """The words with a space wherever there was one: "l'Intérieur"."""
    parts = [(" " if n and word.start > words[n - 1].end else "") + word.text for n, word in enumerate(words)]
    return "".join(parts)


def _named(items: Sequence[Word], place: tuple[int, int], cast: Cast) -> str:
    """The name among those words that is the speaker's: a known person's, else one that ends the phrase."""
    free = [run for run in cast.runs(items, place[0], end=place[1]) if not run.owner]
    for run in reversed(free):
        known = cast.find(run.text)
        if known and known.person:
            return run.text
    if not free:
        return ""
    last = free[-1]
    if (
        items[place[1] - 1].is_word
        and not items[place[1] - 1].is_capital
        and cast.tongue.has("person_roles", items[place[1] - 1].low)
    ):
        return ""  # "the Florida fan"
    if "inflected" in cast.tongue.flags and any(
        cast.tongue.has("person_roles", items[n].low) for n in range(place[0], last.first)
    ):
        return " ".join(item.text for item in items[place[0] : place[1]])  # "rzecznik Białego Domu"
    if last.last == place[1] and (last.titled or not _heads(items, place[0], last.first, cast=cast)):
        return last.text
    if free[0].first <= place[0] + 1 and not _heads(items, place[0], free[0].first, cast=cast):
        return " ".join(item.text for item in items[free[0].first : place[1]])
    return ""


def _heads(items: Sequence[Word], first: int, last: int, *, cast: Cast) -> bool:
    """Whether a role before the name is joined to it: "a spokesperson for the NYAG" is not the NYAG."""
    return any(items[n].low in cast.tongue.lists["joins"] for n in range(first, last))


def grown(item: Word, cast: Cast) -> str:
    """The pronoun that is grown on the verb: "il" of "explique-t-il"."""
    parts = item.low.split("-")
    if len(parts) < 2 or (
        parts[0] not in cast.tongue.lists["cues"] and parts[0] not in {"a", "ont", "avait", "avaient"}
    ):
        return ""
    return parts[-1] if parts[-1] in cast.tongue.lists["pronouns"] else ""
