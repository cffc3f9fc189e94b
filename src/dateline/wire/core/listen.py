"""Listens to a page that was read: who is quoted in it, and which figures it states according to whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dateline.wire.core.article.read import Knowledge
from dateline.wire.core.figures.find import Counted, Counting, figures_in
from dateline.wire.core.quotes.cast import Cast
from dateline.wire.core.quotes.find import cast_of, heard_in
from dateline.wire.core.quotes.frames import frames_of
from dateline.wire.core.quotes.memory import Heard, Said
from dateline.wire.core.tongues.tongue import Tongue, fold, speaks
from dateline.wire.core.understood import Number, Quote, Understood

_SAMPLE = 3000
_MOST_CAPTIONS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of the page that is read by itself: its words, where they stand, and the day it was written."""

    place: str
    text: str
    offset: int = 0
    today: date | None = None


def listened(page: Understood, knowledge: Knowledge) -> Understood:
    """The page with its quotes and figures; without the words of languages, the page as it is."""
    if not knowledge.tongues or knowledge.units is None:
        return page
    passages = list(passages_of(page))
    tongue = tongue_for(page, knowledge.tongues)
    sentences = [list(frames_of(passage.text, [], tongue=tongue)) for passage in passages]
    cast = cast_of(sentences, tongue)
    quotes: list[Quote] = []
    numbers: list[Number] = []
    for passage, frames in zip(passages, sentences, strict=True):
        heard = heard_in(passage.text, cast, plain=frames)
        counting = Counting(
            tongue=tongue, units=knowledge.units, language=page.language or tongue.code, today=passage.today
        )
        quotes += [_quote(passage, said) for said in heard.quotes]
        numbers += [_number(passage, counted, heard) for counted in figures_in(passage.text, frames, counting=counting)]
    return replace(page, quotes=_adopted(quotes, passages, cast), figures=tuple(numbers))


def passages_of(page: Understood) -> Iterator[Passage]:
    """What of the page is read, each word of it once: headline, standfirst, text (a post at a time), captions."""
    today = _day(page)
    yield Passage(place="title", text=page.title, today=today)
    if page.standfirst and page.standfirst.rstrip(".… ") not in page.text:
        yield Passage(place="standfirst", text=page.standfirst, today=today)
    yield from _texts(page, today)
    seen: set[str] = set()
    for n, picture in enumerate(page.pictures[:_MOST_CAPTIONS]):
        if picture.caption and picture.caption not in seen and picture.caption not in page.text:
            seen.add(picture.caption)
            yield Passage(place=f"caption:{n}", text=picture.caption, today=today)


def tongue_for(page: Understood, tongues: Mapping[str, Tongue]) -> Tongue:
    """The words of the page's language: by its own small words, and what it says it is in."""
    sample = f"{page.text[:_SAMPLE]} {page.title}"
    lows = [fold(word.strip('.,;:!?()“”„«»"')) for word in sample.split()]
    known = {code: tongue for code, tongue in tongues.items() if code}
    return tongues[speaks(known, lows, stated=page.language)]


def _texts(page: Understood, today: date | None) -> Iterator[Passage]:
    """The text; of a live page each post by itself, where the text is made of the posts."""
    at = 0
    for post in page.posts:
        words = "\n".join(filter(None, (post.title, post.text)))
        found = page.text.find(words, at, at + len(words) + 2) if words else -1
        if found < 0:
            continue
        yield Passage(place="text", text=words, offset=found, today=post.time.date() if post.time else today)
        at = found + len(words)
    if at < len(page.text):
        yield Passage(place="text", text=page.text[at:], offset=at, today=today)


def _day(page: Understood) -> date | None:
    known = page.published or page.updated
    if known:
        return known.date()
    try:
        return date.fromisoformat(page.posted[:10])
    except ValueError:
        return None


def _quote(passage: Passage, said: Said) -> Quote:
    return Quote(
        speaker=said.speaker,
        text=" ".join(passage.text[said.start : said.end].split()),
        cue=said.cue,
        place=passage.place,
        start=passage.offset + said.start,
        end=passage.offset + said.end,
    )


def _number(passage: Passage, counted: Counted, heard: Heard) -> Number:
    return Number(
        value=counted.value,
        high=counted.high,
        unit=counted.unit,
        what=counted.what,
        hedge=counted.hedge,
        period=counted.period,
        according_to=source_of(heard, counted.start, end=counted.end),
        place=passage.place,
        start=passage.offset + counted.start,
        end=passage.offset + counted.end,
    )


def source_of(heard: Heard, start: int, *, end: int) -> str:
    """According to whom the words there are told: who is quoted, else whom the sentence names; "" for nobody."""
    quoted = next((said.speaker for said in heard.quotes if said.start <= start and end <= said.end), "")
    return quoted or next((told.source for told in heard.told if told.start <= start and end <= told.end), "")


def _adopted(quotes: list[Quote], passages: list[Passage], cast: Cast) -> tuple[Quote, ...]:
    """The quotes, those of the headline and captions with the speaker whom the text names for the same words."""
    known = {quote.text.rstrip(".,!? ").lower(): quote.speaker for quote in quotes if quote.place == "text"}
    made = []
    for quote in quotes:
        told = known.get(quote.text.rstrip(".,!? ").lower()) if quote.place != "text" else None
        made.append(replace(quote, speaker=told) if told else quote)
    return tuple(made)
