"""Finds who said what in a text: each quotation with its speaker, named in full, and the verb that says so."""

from collections.abc import Sequence
from dataclasses import replace

from dateline.wire.core.quotes.called import chosen
from dateline.wire.core.quotes.cast import Cast, Run
from dateline.wire.core.quotes.dialogue import spoken_in
from dateline.wire.core.quotes.frames import Frame, closes_itself, frames_of
from dateline.wire.core.quotes.marks import Span, spans_of
from dateline.wire.core.quotes.memory import RECENT, Heard, Reading, Said, Told, resolved
from dateline.wire.core.quotes.subjects import Cue, cues_in, drops_subjects, implied, is_cue, subject_of
from dateline.wire.core.tongues.tongue import Tongue, listed
from dateline.wire.core.tongues.words import Word, words_in

MOST_QUOTES = 2000
_THAT = listed("that dass daß ob que qu' che dat att at że iż що что as")
_SENTENCE = 6  # words from which a quotation without a verb of saying may be a sentence of somebody's


def cast_of(texts: Sequence[Sequence[Frame]], tongue: Tongue) -> Cast:
    """Everybody named in the texts of one page, whose sentences those are."""
    frames = [frame for text in texts for frame in text]
    cast = Cast(tongue, frozenset(word.low for frame in frames for word in frame.items if word.text[0].islower()))
    for frame in frames:
        cast.learn(frame.items)
    return cast


def heard_in(text: str, cast: Cast, *, plain: Sequence[Frame]) -> Heard:
    """What is quoted in the text and what is told according to whom, in order.

    ``plain`` are its sentences with quotations cut like the rest: what they are where nothing is quoted.
    """
    spans = spans_of(text)[:MOST_QUOTES]
    dashed = spoken_in(text, spans, cast=cast) if "dialogue" in cast.tongue.flags else []
    inside = [span for span in spans if not any(d.start <= span.start and span.end <= d.end for d in dashed)]
    reading = Reading(text, sorted([*inside, *dashed], key=lambda span: span.start), cast)
    frames = list(frames_of(text, reading.spans, tongue=cast.tongue)) if reading.spans else plain
    for n, frame in enumerate(frames):
        frame = replace(frame, items=_without_dateline(frame.items))
        _read(reading, frame, frames[n + 1] if n + 1 < len(frames) else None)
    quotes = sorted(reading.found, key=lambda said: said.start)[:MOST_QUOTES]
    return Heard(quotes=tuple(quotes), told=tuple(reading.told))


def _read(reading: Reading, frame: Frame, following: Frame | None) -> None:
    items, cast = frame.items, reading.cast
    cues = cues_in(items, cast)
    quotes = [n for n, item in enumerate(items) if item.quote >= 0]
    spoke = ""
    for n in quotes:
        span = reading.spans[items[n].quote]
        if _is_title(items, n, cast) or span.inner_end <= span.inner_start:
            continue
        speaker, cue = _speaker(reading, frame, n, cues=cues) or ("", "")
        if not speaker:
            speaker, cue = _inside(reading, span)
        if not speaker and _stands_alone(reading, span, items, at=n):
            speaker, cue = _around(reading, frame, n, following=following), ""
            if not speaker:
                continue
        speaker = speaker or _goes_on(reading, frame, n)
        if not speaker or not _is_speech(reading.text, span, cue, cast=cast):
            continue
        reading.found.append(Said(start=span.inner_start, end=span.inner_end, speaker=speaker, cue=cue))
        spoke = speaker
    _remember(reading, frame, cues, spoke=spoke)
    _tell(reading, frame, cues)


def _tell(reading: Reading, frame: Frame, cues: list[Cue]) -> None:
    """Notes whom the sentence has it from: a source or speaker that it names, or whom a sentence with a colon did."""
    items = frame.items
    begin, end = items[0].start, items[-1].end
    sources: list[tuple[int, str]] = []
    for cue in cues:
        name = _who(reading, items, cue) if _reports(items, cue, reading.cast) else ""
        if name and (not sources or _is_somebody(name, reading.cast)):
            sources.append((_reach(items, cue, reading.cast, first=not sources), name))
            if items[-1].low == ":":
                reading.intro = name
    if sources:
        starts = [sources[0][0], *(max(at, items[0].start) for at, _ in sources[1:]), end]
        reading.told += [
            Told(start=starts[n], end=max(starts[n], starts[n + 1]), source=name) for n, (_, name) in enumerate(sources)
        ]
    elif any(item.low in reading.cast.tongue.lists["reported"] for item in items) and (
        name := _reported(reading, frame)
    ):
        reading.told.append(Told(start=begin, end=end, source=name))
    elif reading.intro:
        reading.told.append(Told(start=begin, end=end, source=reading.intro))


def _is_somebody(name: str, cast: Cast) -> bool:
    """Whether the words are a name, a role or a body, for sentences hold much else before a second verb."""
    bodies = cast.tongue.lists["organisations"]
    return name[0].isupper() or cast.role_in(name) != "" or any(word in bodies for word in name.lower().split())


def _reports(items: Sequence[Word], cue: Cue, cast: Cast) -> bool:
    """Whether the sentence tells what the cue's source says: "said that", "…, officials said", "according to"."""
    if cue.phrase or cue.words.lower() in cast.tongue.lists["plain"] or items[-1].low == ":":
        return True
    behind = [item.low for item in items[cue.last : cue.last + 5]]
    if behind and behind[0] in cast.tongue.lists["pronouns"]:  # "claimed it had hit 41"
        return True
    if (
        cast.tongue.phrase_at("split", [cue.words.lower()], at=0)
        or any(low in _THAT for low in behind)
        or any(item.quote >= 0 for item in items[cue.last : cue.last + 3])
    ):
        return True
    return len(items) - cue.last < 10 and any(item.low == "," for item in items[max(0, cue.first - 6) : cue.first])


def _reach(items: Sequence[Word], cue: Cue, cast: Cast, *, first: bool) -> int:
    """From where in the text on the cue's source is that of what is told.

    From the sentence's start for "according to" and ", officials said"; else from the words that name who says it.
    """
    place = subject_of(items, cue, cast=cast) or (cue.first, cue.last)
    at = min(place[0], cue.first)
    while at > 0 and (cast.tongue.has("articles", items[at - 1].low) or cast.tongue.has("skip", items[at - 1].low)):
        at -= 1
    opens = at == 0 or items[at - 1].low in {",", "–", "—"} or items[at - 1].quote >= 0
    whole = cue.phrase or (opens and len(items) - cue.last < 14)
    return items[0].start if first and whole else items[at].start


def _without_dateline(items: tuple[Word, ...]) -> tuple[Word, ...]:
    """The sentence without "KYIV, June 2 (Agency) -" before it."""
    if not items[0].text.isupper() or len(items[0].text) < 3:
        return items
    dash = next((n for n, item in enumerate(items[1:14], 1) if item.low in {"-", "–", "—", "--"}), 0)
    return items[dash + 1 :] or items


def _speaker(reading: Reading, frame: Frame, at: int, *, cues: list[Cue]) -> tuple[str, str] | None:
    """Who says the quotation in its own sentence, and the verb; None where the sentence does not tell."""
    items = frame.items
    for cue, near in _ordered(reading, items, at, cues=cues):
        name = _who(reading, items, cue, near=near)
        if name:
            return name, cue.words
    persons = reading.cast.tongue.lists["persons"]
    if (
        reading.memory.subject
        and any(cue.last <= at for cue in cues)
        and any(item.low in persons for item in items[:at])
    ):
        return reading.memory.subject, ""
    if any(item.low in reading.cast.tongue.lists["reported"] for item in items):
        name = _reported(reading, frame)
        return (name, "") if name else None
    if _labelled(items, at):
        return _first_person(reading, items[: at - 1]) or _label(items, at), ":"
    return None


def _reported(reading: Reading, frame: Frame) -> str:
    """Who is meant by a sentence that its mood marks as somebody's words: the last speaker, else the last subject."""
    memory = reading.memory
    if memory.speaker and frame.paragraph - memory.paragraph <= 2:
        return memory.speaker
    known = reading.cast.find(memory.subject) if memory.subject else None
    return known.name if known and known.acts else ""


def _labelled(items: Sequence[Word], at: int) -> bool:
    """Whether a short name and a colon open the sentence before the quotation, as headlines do."""
    return (
        1 < at <= 7
        and items[at - 1].low == ":"
        and items[0].is_capital
        and all(item.quote < 0 for item in items[: at - 1])
    )


def _label(items: Sequence[Word], at: int) -> str:
    words = items[: at - 1]
    return " ".join(item.text for item in words) if len(words) <= 4 and all(item.is_capital for item in words) else ""


def _goes_on(reading: Reading, frame: Frame, at: int) -> str:
    """Who goes on being quoted in part, in a sentence after one that says who speaks."""
    span, memory = reading.spans[frame.items[at].quote], reading.memory
    words = reading.text[span.inner_start : span.inner_end].split()
    same = memory.paragraph == frame.paragraph and not frame.first
    return memory.speaker if same and len(words) > 1 and words[0][0].islower() else ""


def _who(reading: Reading, items: Sequence[Word], cue: Cue, *, near: bool = False) -> str:
    """Who does what the cue says, in full; "" for nobody, or for the writer."""
    if cue.own:
        return reading.memory.subject or reading.memory.speaker
    for turned in (near, True) if reading.cast.tongue.code != "en" and not near else (near,):
        place = subject_of(items, cue, cast=reading.cast, after_quote=turned)
        kind, words = chosen(items, place, cast=reading.cast) if place else ("none", "")
        if kind == "self":
            return ""
        name = resolved(reading, kind, words=words, sourced=cue.phrase) if place else ""
        if name or cue.phrase:
            return name
    name = _doer(reading, items[: cue.first])
    return name or (reading.memory.subject or reading.memory.speaker if drops_subjects(reading.cast) else "")


def _doer(reading: Reading, items: Sequence[Word]) -> str:
    """Who does what a verb without a subject of its own says: whom the sentence began with."""
    cast = reading.cast
    for n, item in enumerate(items):
        if item.quote >= 0:
            return ""
        if cast.tongue.has("persons", item.low):
            return resolved(reading, "pronoun", words=item.low)
        if item.is_capital:
            for run in cast.runs(items, n, end=len(items))[:1]:
                known = cast.find(run.text)
                if known and known.acts and not run.owner and not cast.is_oblique(items, run.first):
                    return known.name
    return ""


def _inside(reading: Reading, span: Span) -> tuple[str, str]:
    """Who says a quotation that holds its own attribution: « C’est fini, souligne-t-elle. Nous partons. »"""
    if reading.cast.tongue.code not in {"fr", "it", "es", "pt"}:
        return "", ""
    elision = "elision" in reading.cast.tongue.flags
    words = words_in(reading.text, span.inner_start, end=min(span.inner_end, span.inner_start + 1500), elision=elision)
    for n in range(2, len(words)):
        if not is_cue(words[n], cast=reading.cast):
            continue
        at = n - 1
        while at > 0 and reading.cast.tongue.has("skip", words[at].low):  # "s'est félicitée"
            at -= 1
        if words[at].low in {",", "–", "—", "-"}:
            place = subject_of(words, Cue(n, n + 1, words[n].text), cast=reading.cast, after_quote=True)
            if place and place[0] >= n and words[min(place[1], len(words) - 1)].low in {",", ".", "–", "—", "-"}:
                kind, told = chosen(words, place, cast=reading.cast)
                if kind in {"name", "pronoun", "role"} and (name := resolved(reading, kind, words=told)):
                    return name, words[n].text
    return "", ""


def _ordered(reading: Reading, items: Sequence[Word], at: int, *, cues: list[Cue]) -> list[tuple[Cue, bool]]:
    """The cues from the likeliest: right behind the quotation, then those before it, then later ones."""
    behind = at + 1
    while behind < len(items) and items[behind].low in {",", "–", "—", "-", ".", "…", "!", "?"}:
        behind += 1
    right = [cue for cue in cues if cue.first == behind]
    nearby = [cue for cue in cues if behind < cue.first <= behind + 40 and _begins_there(items, behind, cue)]
    before = [cue for cue in reversed(cues) if cue.last <= at]
    later = [cue for cue in cues if cue.first > at and cue not in right and cue not in nearby]
    span = reading.spans[items[at].quote]
    ended = reading.text[span.inner_end - 1] in ",!?…" or (behind > at + 1) or closes_itself(reading.text, span)
    if not ended and reading.cast.tongue.code == "en":  # “honest” describes her
        right = [cue for cue in right if cue.words in reading.cast.tongue.lists["plain"]]
    if ended and not right and not nearby and (guess := implied(items, behind, cast=reading.cast)):
        right, nearby = ([guess], []) if guess.first == behind else ([], [guess])
    first = [(cue, True) for cue in right] + ([(cue, False) for cue in nearby] if ended else [])
    rest = [] if ended else [(cue, False) for cue in nearby]
    return first + [(cue, False) for cue in before] + rest + [(cue, False) for cue in later]


def _begins_there(items: Sequence[Word], behind: int, cue: Cue) -> bool:
    """Whether nothing but who says it stands between the quotation and the verb."""
    return not any(items[n].quote >= 0 or items[n].low in {".", ";", ":", "that"} for n in range(behind, cue.first))


def _is_title(items: Sequence[Word], at: int, cast: Cast) -> bool:
    """Whether the quotation names a work or a thing: "a film called “…”", "the word “…”"."""
    tongue = cast.tongue
    lows = [item.low for item in items[max(0, at - 3) : at]]
    for n in range(len(lows)):
        phrase = tongue.phrase_at("works", lows, at=n)
        if phrase and n + phrase[0] == len(lows):
            return True
    return False


def _is_speech(text: str, span: Span, cue: str, *, cast: Cast) -> bool:
    """Whether the quoted words may be somebody's: not a lone name or number in quotation marks."""
    words = [
        word
        for word in words_in(text, span.inner_start, end=min(span.inner_end, span.inner_start + 400))
        if word.is_word
    ]
    if not words:
        return False
    if len(words) > 3 or text[span.inner_end - 1] in ",!?" or (len(words) > 1 and closes_itself(text, span)):
        return True
    if cast.tongue.code == "de":
        return len(words) > 1 or not words[0].is_capital
    return not all(word.is_capital for word in words) or (
        len(words) == 1 and bool(cue) and not words[0].text[1:].islower()
    )


def _stands_alone(reading: Reading, span: Span, items: Sequence[Word], *, at: int) -> bool:
    """Whether the quotation is a sentence of its own: begun as one, or introduced by a colon, and long enough."""
    if span.single and not closes_itself(reading.text, span):
        return False
    if reading.text[span.start] in "–—―-":
        return True
    begins = at == 0 or items[at - 1].low in {":", "“"} or items[at - 1].quote >= 0
    words = reading.text[span.inner_start : span.inner_end].count(" ") + 1
    return begins and (words >= _SENTENCE or (words >= 2 and closes_itself(reading.text, span)))


def _around(reading: Reading, frame: Frame, at: int, *, following: Frame | None) -> str:
    """Who says a quotation that is a sentence of its own, by the sentences around it."""
    memory, items = reading.memory, frame.items
    if at > 0 and items[at - 1].low == ":":
        return _first_person(reading, items[: at - 1]) or memory.subject or memory.speaker
    if not frame.first and memory.paragraph == frame.paragraph and memory.speaker:
        return memory.speaker
    if following and following.paragraph == frame.paragraph and not any(item.quote >= 0 for item in following.items):
        for cue in cues_in(following.items, reading.cast)[:1]:
            if name := _who(reading, following.items, cue):
                return name
    if not frame.first and memory.subject:
        return memory.subject
    return memory.speaker if frame.paragraph - memory.paragraph <= 1 else ""


def _first_person(reading: Reading, items: Sequence[Word]) -> str:
    """The first person named in the words, in full."""
    return _subject_in(reading, items, reading.cast.runs(items))


def _subject_in(reading: Reading, items: Sequence[Word], runs: Sequence[Run]) -> str:
    """The first person named in the sentence, in full; ``runs`` are the names in it."""
    people = []
    for run in runs:
        known = reading.cast.find(run.text)
        if known and known.acts and not run.owner:
            if not reading.cast.is_oblique(items, run.first):
                return known.name
            people.append(known.name)
    return people[0] if len(set(people)) == 1 else ""


def _remember(reading: Reading, frame: Frame, cues: list[Cue], *, spoke: str) -> None:
    memory, runs = reading.memory, reading.cast.runs(frame.items)
    subject = spoke
    if not spoke:
        for cue in cues:
            name = _who(reading, frame.items, cue)
            if name and (not cue.phrase or ((one := reading.cast.find(name)) and one.person)):
                spoke = subject = name
                break
    known = reading.cast.find(subject) if subject else None
    if known and known.person:
        memory.subject = known.name
    elif not subject or known is None:
        memory.subject = _subject_in(reading, frame.items, runs) or memory.subject
    for run in runs[:6]:
        if (one := reading.cast.find(run.text)) and one.acts:
            memory.recent = [*memory.recent[-RECENT:], one.name]
    if spoke:
        memory.speaker, memory.paragraph = spoke, frame.paragraph
