"""What a feed that was read holds: itself, its entries, and their words, people, links, media and faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from dateline.wire.core.feeds.clean import clean_html, plain_text

FEEDS = frozenset({"rss", "atom", "rdf", "cdf", "jsonfeed", "sitemap", "ninjs", "newsml-g2", "telegram"})
"""Kinds whose entries are reports; of ``sitemap-index`` and ``opml`` they are channels, of ``links-page`` guesses."""


class Fault(NamedTuple):
    """Something wrong with the bytes: a short name that stays, and what it was in words."""

    name: str
    words: str = ""


CUT = Fault("cut", "It ends before it is whole: its last report is not taken.")
UNCLOSED = Fault("cut", "It ends before it is closed: there may be more of it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words as a feed has them: ``kind`` is text, html or xhtml, ``base`` what its links are relative to.

    ``written`` may hold anything and is never to be shown; ``html`` and ``text`` are safe, made when they are first
    asked for. ``type`` is the media type as it was told, ``address`` where the words are, if they are elsewhere.
    """

    written: str
    kind: str = "text"
    language: str = ""
    base: str = ""
    type: str = ""
    address: str = ""
    _html: str | None = field(default=None, init=False, repr=False, compare=False)

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.written or self.address)

    @property
    def html(self) -> str:
        """The words as HTML in which nothing runs, loads by itself or sends, with absolute links."""
        if self._html is None:
            object.__setattr__(self, "_html", clean_html(self.written, base=self.base, markup=self.kind != "text"))
        return self._html or ""

    @property
    def text(self) -> str:
        """The words on one line, without markup."""
        return plain_text(self.written, markup=self.kind != "text")


NO_WORDS = Words(written="")


class Person(NamedTuple):
    """Somebody credited: an organisation too, where feeds do not tell them apart."""

    name: str = ""
    email: str = ""
    url: str = ""
    role: str = ""


class Tag(NamedTuple):
    """A subject: the term, whose scheme it is from, and how it is shown."""

    term: str = ""
    scheme: str = ""
    label: str = ""


class Link(NamedTuple):
    """A link with what it is to the entry (``rel``): alternate, enclosure, via, related, self, hub, replies."""

    url: str
    rel: str = "alternate"
    type: str = ""
    title: str = ""
    language: str = ""
    bytes: int | None = None


class Media(NamedTuple):
    """A picture, film or sound; ``kind`` is image, video, audio, document or "" where that is not told."""

    url: str
    kind: str = ""
    type: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    rights: str = ""
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    bytes: int | None = None


class Extra(NamedTuple):
    """An element that has no place of its own here: name with its usual prefix, text, attributes, what is inside."""

    name: str
    text: str = ""
    attributes: Mapping[str, str] = {}
    inside: tuple["Extra", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report as a feed tells it; "" and None are what is not told.

    ``key`` names the entry for as long as it lives: the feed's own id, else its link, else a hash of title and day.
    Times are aware; those in ``days`` (by field name) tell only a day, ``written`` holds them as they stand there.
    ``report`` is the feed's own word for what sort of report it is; ``is_live`` None where nothing is said; ``status``
    is usable, canceled or withheld where an agency says so; ``views`` how many have seen it.
    """

    key: str
    link: str = ""
    heading: Words = NO_WORDS
    standfirst: Words = NO_WORDS
    contents: tuple[Words, ...] = ()
    rights_words: Words = NO_WORDS
    published: datetime | None = None
    updated: datetime | None = None
    created: datetime | None = None
    expires: datetime | None = None
    days: frozenset[str] = frozenset()
    written: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    publisher: Person | None = None
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    language: str = ""
    licence: str = ""
    source: "Feed | None" = None
    section: str = ""
    report: str = ""
    is_live: bool | None = None
    status: str = ""
    urgency: int | None = None
    version: str = ""
    places: tuple[str, ...] = ()
    views: int | None = None
    key_is_told: bool = True
    extras: tuple[Extra, ...] = ()

    @property
    def title(self) -> str:
        """The headline on one line, without markup."""
        return self.heading.text

    @property
    def summary(self) -> str:
        """What the feed says in short, on one line, without markup; the start of the body is no summary."""
        return self.standfirst.text

    @property
    def body(self) -> str | None:
        """The whole text as safe HTML, or None where the feed has none beside its summary."""
        return next((words.html for words in self.contents if words.written), None)

    @property
    def rights(self) -> str:
        """What is said of rights, on one line."""
        return self.rights_words.text

    @property
    def byline(self) -> tuple[str, ...]:
        """The names of who is credited."""
        return tuple(person.name for person in self.authors if person.name)

    @property
    def pictures(self) -> tuple[Media, ...]:
        """The pictures among the media."""
        return tuple(one for one in self.media if one.kind == "image")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed; "" and None are what is not told. ``entries`` stand in the order of the feed.

    ``kind`` is one of ``what_is``, ``dialect`` names it closer (rss20, atom03). ``home`` is the outlet's page,
    ``address`` the feed's own, ``hub`` a WebSub hub, ``next_page`` older entries, ``moved_to`` its new address.
    ``seconds`` is how long to wait between two looks; ``quiet_hours`` (0 to 23, UTC) and ``quiet_days`` (English names)
    are when not to look.
    """

    kind: str
    dialect: str = ""
    key: str = ""
    heading: Words = NO_WORDS
    standfirst: Words = NO_WORDS
    rights_words: Words = NO_WORDS
    home: str = ""
    address: str = ""
    hub: str = ""
    next_page: str = ""
    moved_to: str = ""
    language: str = ""
    seconds: int | None = None
    quiet_hours: frozenset[int] = frozenset()
    quiet_days: frozenset[str] = frozenset()
    licence: str = ""
    icon: str = ""
    logo: Media | None = None
    generator: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    created: datetime | None = None
    days: frozenset[str] = frozenset()
    written: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    publisher: Person | None = None
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    extras: tuple[Extra, ...] = ()
    encoding: str = ""
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def title(self) -> str:
        """The feed's name on one line, without markup."""
        return self.heading.text

    @property
    def summary(self) -> str:
        """What the feed says of itself, on one line, without markup."""
        return self.standfirst.text

    @property
    def rights(self) -> str:
        """What is said of rights, on one line."""
        return self.rights_words.text
