"""What was said so far in a text, and whom it means by what it calls people: the names behind roles and pronouns."""

from dataclasses import dataclass, field

from dateline.wire.core.quotes.cast import Cast
from dateline.wire.core.quotes.marks import Span
from dateline.wire.core.tongues.tongue import fold, listed

RECENT = 8  # people back to whom "she" may go
_SHE = listed("she elle ella lei ela zij ze вона она ona hon hun")
_HE = listed("he er il él lui ele hij він он on han")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A quotation: its place in the text without its marks; ``speaker`` "" where nobody is named."""

    start: int
    end: int
    speaker: str
    cue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A stretch of the text that somebody is the source of: the sentence around "he said" or "according to her"."""

    start: int
    end: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is quoted in a text, and what else is told according to somebody."""

    quotes: tuple[Said, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(slots=True)
class Memory:
    """Who is being talked of: the last speaker, the last subject, and the paragraph that speaker spoke in."""

    speaker: str = ""
    subject: str = ""
    paragraph: int = -9
    recent: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """One text being read: its quotations, who is in it, and what was said so far."""

    text: str
    spans: list[Span]
    cast: Cast
    memory: Memory = field(default_factory=Memory)
    found: list[Said] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    intro: str = ""


def resolved(reading: Reading, kind: str, *, words: str, sourced: bool = False) -> str:
    """The name behind what a sentence calls somebody: in full, as at first mention; "" for nobody.

    ``sourced`` for words behind "according to", which name a source whatever they are.
    """
    cast, memory = reading.cast, reading.memory
    if kind == "pronoun":
        return _meant(memory, words, cast)
    if kind == "name":
        known = cast.find(words)
        return known.name if known else words
    tongue = cast.tongue
    parts = [fold(word) for word in words.replace("-", " ").split()]
    role = cast.role_in(words)
    if role and kind != "new" and (known := cast.with_role(role, memory.speaker)):
        return known.name
    last = cast.find(memory.speaker) if memory.speaker else None
    alone = memory.speaker[:1].isupper() and " " not in memory.speaker
    near = role != "" and not tongue.has("titles", role) and role in " ".join(parts[:6])
    if kind == "role" and near and ((last and last.person) or alone):
        return last.name if last else memory.speaker
    bodies = [part for part in parts if part in tongue.lists["organisations"]]
    if bodies and len(parts) <= 2 and (known := cast.with_role(bodies[-1])):
        return known.name
    if (
        kind == "bare"
        and len(parts) > 4
        and not sourced
        and not any(cast.role_in(part.removesuffix("s")) for part in parts[:3])
    ):
        return ""
    if (
        kind == "bare"
        and not sourced
        and not bodies
        and not role
        and not any(cast.role_in(part.removesuffix("s")) for part in parts[:3])
    ):
        return ""
    return words if _could_speak(words, cast) else ""


def _meant(memory: Memory, pronoun: str, cast: Cast) -> str:
    """Whom a pronoun means: the last subject, unless it is a man and she is said, or the other way round."""
    gender = "f" if pronoun in _SHE else "m" if pronoun in _HE else ""
    likely = memory.subject or memory.speaker
    known = cast.find(likely) if likely else None
    if not gender or known is None or known.gender == gender:
        return likely
    recent = [one for name in reversed(memory.recent) if (one := cast.find(name))]
    same = next((one.name for one in recent if one.gender == gender), "")
    if known.gender and known.gender != gender:
        return same or next((one.name for one in recent if not one.gender), likely)
    return same if same and gender == "f" else likely


def _could_speak(words: str, cast: Cast) -> bool:
    """Whether the words name somebody at all, and not a thing or a time."""
    parts = [fold(word) for word in words.split()]
    if (
        not parts
        or len(parts) > 8
        or any(
            part in cast.tongue.lists["cues"] and part not in cast.tongue.lists["person_roles"] for part in parts[:-1]
        )
        or not any(part[0].isalpha() for part in parts)
    ):
        return False
    return not all(cast.tongue.is_small(part) for part in parts)
