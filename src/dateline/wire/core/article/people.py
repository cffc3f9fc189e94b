"""Who wrote the article: people apart from the organisations that a page credits in the same place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from lxml import etree

from dateline.wire.core.article.body import Body
from dateline.wire.core.article.credited import by_lines, is_credit, is_full_name, names_alone
from dateline.wire.core.article.days import without_times
from dateline.wire.core.article.found import Found
from dateline.wire.core.article.headline import outlet_names
from dateline.wire.core.article.places import ELSEWHERE, Place, place_within
from dateline.wire.core.page.cards import words_in
from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node, kinds, listed
from dateline.wire.core.page.words import line, once, squeezed

Element = Any
_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.author")
_META_MORE = ("byl", "article:author_name", "cxenseparse:author", "cse_author", "og:article:author", "twitter:data1")
_BY = re.compile(
    r"^\s*(?:(?:view|see|zeige|alle|all|show|voir|ver)\s.{0,30}?(?:by|von|de|par)\s+"
    r"|(?:post(?:ed)? )?author:?\s*(?:by)?\s*(?=[A-ZÀ-Þ])"
    r"|(?:veröffentlicht|publiziert|geschrieben|erstellt|verfasst|eingestellt|gepostet) (?:von|durch)\s*|vom\s+"
    r"|(?:ein )?(?:artikel|beitrag|gastbeitrag|bericht) von:?\s+|publié par\s+|by(?=(?-i:[A-ZÀ-Þ]))"
    r"|(?:text|fotos?|interview)(?:\s*(?:und|and|&|,)\s*(?:text|fotos?|interview))+:?\s+"
    r"|(?:(?:written|reporting|posted|published|story|words|text|article|report) )?(?:by|von|par|por|di|door|av"
    r"|af|autor(?:in|es)?"
    r"|author|auteur|text|texte|автор|от|tekst|przez|napisał|skrevet af|de la redacción de)\s*[:：]?\s+(?=\S))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:;|,(?!\s*(?:jr|sr|m\.?d|ph\.?d|dr|ii|iii)\b)|/|\||•|·|\n| & | \+ )\s*|\s+(?:and|und|et|y|e|och|og|en"
    r"|i|и|та|и|with|mit)\s+(?=\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:[|•·]|\s[-–—]\s|\bpublished\b|\bupdated\b|\bposted\b|\d{1,2}[.:/]\d|\b\d{4}\b|@|https?:"
    r"|\s(?:am|um)\s|\s//|\b(?:tiempo de lectura|lesezeit|lesedauer|reading time|temps de lecture|tempo di lettura)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bon\s+\w+\s+\d|\(|\bfor\b\s|\bfollow\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_DESK = re.compile(
    r"\b(?:redaktion|redacción|redazione|redacción|rédaction|redação|redactie|redakcja|staff|editorial|editors?"
    r"|newsroom|news|desk|team"
    r"|agency|agentur|agencia|agences?|agenzia|media|press|presse|magazin[e]?|tv|radio|online|times|post|herald"
    r"|tribune|zeitung|journal"
    r"|gmbh|inc|ltd|llc|admin|administrator|webmaster|service|bureau|reporters?|correspondents?|office|ministry"
    r"|ministerium|verlag"
    r"|university|institut[e]?|foundation|stiftung|verband|e\.v|blog|portal|group|network|company|corporation"
    r"|partner(?:s|ship)?)\b",
    re.IGNORECASE,
)
_AGENCIES = frozenset(
    [
        "dpa",
        "afp",
        "ap",
        "reuters",
        "apa",
        "efe",
        "ansa",
        "sid",
        "epd",
        "kna",
        "upi",
        "pa",
        "aap",
        "tass",
        "interfax",
        "ria",
        "unian",
        "ukrinform",
        "ritzau",
        "tt",
        "ntb",
        "pap",
        "ctk",
        "anp",
        "belga",
        "lusa",
        "mti",
        "xinhua",
        "kyodo",
        "yonhap",
        "pti",
        "ians",
        "ani",
        "bloomberg",
        "associatedpress",
        "pressassociation",
        "agencefrancepresse",
        "canadianpress",
        "thecanadianpress",
        "cp",
        "agencies",
        "agenturen",
        "dts",
        "europapress",
    ]
)
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|journalist|columnist|redakteur(?:in)?|korrespondent(?:in)?"
    r"|chefredakteur|photographer"
    r"|producer|contributor|director|analyst|author|autor|periodista|journaliste|fotograf|freelance)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@\w|^\W*$|^\d+$|^(?:anonymous|unknown|none|null|n/a|guest|author|autor|by|von|user|undefined"
    r"|ads?|name|your name|datum|date|stand|human|text|interview|comments?|kommentare?|all posts"
    r"|wordpressadmin|please .*|kommentare? .*|(?:letzte|alle|neueste|weitere) .*"
    r"|(?:veröffentlicht|publiziert|erstellt|posted|published|publié)(?: (?:am|on|le|in|von|by))?)$",
    re.I,
)
_MARKED = re.compile(
    r"(?:^|[-_ ])(?:byline|author|autor|writer|contributor|verfasser|auteur|autore)s?(?:[-_ ]|$)|authorname"
    r"|author-?link",
    re.I,
)
_NOT_MARKED = re.compile(
    r"bio|about|box|avatar|image|photo|social|related|comment|desc|info-?text|more|follow|list|archive|date", re.I
)
LONGEST_NAME = 60
# How outlets mark who wrote an article, surest first: after trafilatura's AUTHOR_XPATHS, whose own look at the tree
# takes longer than all else that is read of people.
_MARKING = ("rel", "id", "class", "itemprop", "data-testid", "data-component")
# Asked of each element in one walk: XPath takes four times as long.
_MARKED_SOMEHOW = re.compile(
    "uthor|yline|=byl;|writer|username|screenname|posted-by|submitted-by|channel-name|journalist-name"
)
_MARKS: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = (
    (
        frozenset({"a", "address", "div", "link", "p", "span", "strong", "author"}),
        re.compile(
            r"rel=author;|id=author;|class=author;|itemprop=author name;|data-testid=Author(?:Card|URL);"
            r"|class=[^;]*(?:author-?name|AuthorName|authorName)"
        ),
    ),
    (
        frozenset({"a", "div", "h3", "h4", "p", "span"}),
        re.compile(
            r"class=(?:byline|username|byl);|itemprop=[^;]*author|id=[^;]*author"
            r"|class=[^;]*(?:author|channel-name|submitted-by|posted-by|journalist-name)"
        ),
    ),
    (
        frozenset(),
        re.compile(
            r"data-component=[^;]*Byline|itemprop=[^;]*author|id=[^;]*[Aa]uthor"
            r"|class=[^;]*(?:[Aa]uthor|screenname|writer|[Bb]yline)"
        ),
    ),
)
_DISCARDING = frozenset({"a", "div", "section", "span"})
_DISCARDED = re.compile(
    r"id=comments;|class=(?:comments|title|date);|id=(?:comments|[^;]*comment-?list|[^;]*ProductReviews)"
    r"|class=(?:[Cc]omments|[^;]*(?:commentlist|comments-list|sidebar|is-hidden|quote|embedly-instagram"
    r"|article-(?:share|support)|print|category|meta-date|meta-reviewer))|data-component=[^;]*Figure"
)
_LONGEST_MARKED = 120


def byline_of(
    document: Document, nodes: list[tuple[Node, str]], *, body: Body
) -> tuple[Found[tuple[str, ...]], tuple[str, ...]]:
    """The people credited, with where that is said, and the organisations credited beside or instead of them.

    Where no people are, the organisations are the byline: the outlet itself only where it credits nobody else.
    """
    outlets = {squeezed(name) for name in outlet_names(document, nodes)}
    organisations: list[list[str]] = []
    weak: Found[tuple[str, ...]] | None = None
    for origin, confidence, names in _sources(document, nodes, body):
        people, desks = _sorted(names, outlets)
        organisations.append(desks)
        if not people:
            continue
        found = Found(value=once(people)[:12], origin=origin, confidence=confidence)
        if weak is None and not all(map(_is_weak, people)):
            return found, _each(organisations)
        if weak is None:
            weak = found
        elif fuller := _fuller(weak, found):
            return fuller, _each(organisations)
    named = [desks for desks in organisations if desks]
    others = (desks for desks in named if not {squeezed(name) for name in desks} <= outlets)
    first = next(others, named[0] if named else [])
    alone = Found(value=_each([first]), origin="organisations", confidence=0.5)
    return weak or alone, _each(organisations)


def _sorted(names: list[tuple[str, str]], outlets: set[str]) -> tuple[list[str], list[str]]:
    """The people and the organisations among the names that one source credits."""
    people: list[str] = []
    organisations: list[str] = []
    for name, kind in names:
        for part in parted_names(name):
            is_desk = kind == "organisation" or is_organisation(part, outlets)
            is_person = kind == "person" and " " in part and not _DESK.search(part)
            (organisations if is_desk and not is_person else people).append(part)
    return people, organisations


def _each(organisations: list[list[str]]) -> tuple[str, ...]:
    """The organisations, each once, however it is written."""
    named: dict[str, str] = {}
    for name in chain.from_iterable(organisations):
        named.setdefault(squeezed(name), name)
    return tuple(named.values())


def _is_weak(name: str) -> bool:
    """Whether a name is a login or a first name, which another place on the page may tell in full."""
    return " " not in name and (name.islower() or name.isalpha())


def _fuller(weak: Found[tuple[str, ...]], other: Found[tuple[str, ...]]) -> Found[tuple[str, ...]] | None:
    """The other source's names where one of them is the weak one in full, or the weak one only a login."""
    (short, *_), names = weak.value or ("",), other.value or ()
    small = squeezed(short)
    for name in names:
        parts = [squeezed(part) for part in name.split()]
        if is_full_name(name) and (small in parts or small == "".join(parts)):
            return replace(other, value=(name,))
    return None


def parted_names(text: str) -> list[str]:
    """The names in a credit: ``By A. One and B. Two, Reporter`` is two."""
    bare = _BY.sub("", line(text, 300)).strip(" ,.;:|–—-")
    found = []
    for part in _BETWEEN.split(bare):
        name = _AFTER.sub("", _BY.sub("", part or "")).strip(" ,;:|–—-\"'“”„*")
        name = (
            name[:-1] if name.endswith(".") and not re.search(r"\b\w\.$|\b(?:jr|sr)\.$", name, re.IGNORECASE) else name
        )
        if (
            name
            and ":" not in name
            and len(name) <= LONGEST_NAME
            and not _NO_NAME.search(name)
            and not _is_role(name)
            and len(name.split()) <= 6
        ):
            found.append(_cased(name))
    return found


def is_organisation(name: str, outlets: set[str] | frozenset[str] = frozenset()) -> bool:
    """Whether a name is an agency's, a desk's or the outlet's own."""
    small = squeezed(name)
    return (
        small in outlets
        or small in _AGENCIES
        or bool(_DESK.search(name))
        or bool(re.search(r"\.\w{2,3}$", name) and " " not in name)
    )


def _sources(
    document: Document, nodes: list[tuple[Node, str]], body: Body
) -> Iterator[tuple[str, float, list[tuple[str, str]]]]:
    for node, origin in nodes[:3]:
        names = list(_credited(node.get("author") or node.get("creator"), document))
        yield origin, 0.95 if origin == "JSON-LD" else 0.9, names
    for name in (*_META, *_META_MORE):
        values = [line(value, 300) for value in document.meta.get(name, ())]
        label = document.said("twitter:label1")[1].lower()
        if name != "twitter:data1" or "by" in label or "author" in label or "verfasst" in label:
            yield name, 0.85, [(value, "") for value in values if "http" not in value and "@" not in value]
    yield 'rel="author"', 0.8, [(words, "") for words in _linked(document.tree)]
    for words in by_lines(body.pieces, body.kept):
        yield "text", 0.65, _in_running_text(words)
    yield "byline", 0.6, [(words, "") for words in _by_marks(document.tree)]
    for words in _in_classes(document.tree):
        yield "byline", 0.55, [(words, "")]
    for words in _in_text(document.tree):
        yield "text", 0.4, _in_running_text(words)
    for words in names_alone(body.pieces, body.kept):
        yield "text", 0.35, [(words, "")]


def _in_running_text(words: str) -> list[tuple[str, str]]:
    """The names behind a "by" that no markup marks: where one of them is none, it is a sentence and credits nobody."""
    names = parted_names(words)
    return [(name, "") for name in names] if all(map(is_credit, names)) else []


def _credited(value: object, document: Document) -> Iterator[tuple[str, str]]:
    for raw in listed(value)[:30]:
        author = document.resolved(raw)
        if isinstance(author, Mapping):
            kind = (
                "organisation"
                if any("Organization" in one for one in kinds(author))
                else "person"
                if "Person" in kinds(author)
                else ""
            )
            for name in listed(author.get("name")):
                yield line(name, 300), kind
        elif isinstance(author, list):
            yield from _credited(author, document)
        else:
            yield line(author, 300), ""


def _by_marks(tree: Element) -> list[str]:
    """The words of the first element that is marked for an author, the surest marks first; not a comment's."""
    marked = [one for one in tree.iter(etree.Element) if _MARKED_SOMEHOW.search(_marks_of(one))]
    for tags, fits in _MARKS:
        for element in marked:
            if (not tags or element.tag in tags) and fits.search(_marks_of(element)) and not _is_discarded(element):
                words = words_in(element)
                for part in filter(None, map(words_in, element.iter("time", "figure"))):
                    words = words.replace(part, " ")
                words = without_times(words)
                if 2 < len(words.strip()) < _LONGEST_MARKED:
                    return [words]
    return []


def _marks_of(element: Element) -> str:
    held = element.attrib
    return " ".join(f"{name}={value};" for name in _MARKING if (value := held.get(name))) if held else ""


def _is_discarded(element: Element) -> bool:
    above = (element, *element.iterancestors())
    return any(
        one.tag in {"time", "figure"} or (one.tag in _DISCARDING and _DISCARDED.search(_marks_of(one))) for one in above
    )


def _linked(tree: Element) -> Iterable[str]:
    for element in tree.iter("a", "span", "address"):
        named = element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split()
        if named and not place_within(element) & ELSEWHERE:
            yield words_in(element)[:200]


def _in_classes(tree: Element) -> Iterable[str]:
    """Short words in elements named for it: first those that stand with the article, then the rest; no comment's."""
    away: list[str] = []
    for element in tree.iter("span", "div", "p", "a", "address", "cite", "li", "strong", "h3", "h4", "em", "dd"):
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
        if len(names) > 2 and _MARKED.search(names) and not _NOT_MARKED.search(names):
            words = words_in(element)
            place = place_within(element)
            if not 2 < len(words) <= 120 or place & Place.COMMENT:
                continue
            if place & ELSEWHERE:
                away.append(words)
            else:
                yield words
    yield from away[:3]


def _in_text(tree: Element) -> Iterable[str]:
    for element in tree.iter("p", "span", "div", "em", "strong", "td"):
        text = (element.text or "").strip()
        if 5 < len(text) < 100 and (begin := _BY.match(text)) and text[begin.end() : begin.end() + 1].isupper():
            yield text


def _is_role(name: str) -> bool:
    return bool(_ROLE.search(name)) and not re.search(r"[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ][a-zà-ÿ]+", _ROLE.sub("", name))


def _cased(name: str) -> str:
    """A name that is shouted, as one writes it; short ones (initials, agencies) stay."""
    return name.title() if name.isupper() and " " in name and len(name) > 6 else name
