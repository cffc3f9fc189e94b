"""Reads NewsML-G2, the IPTC's news in XML: single items, packages, and messages with many of them."""

from typing import Any

from lxml import etree

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.draft import Place
from dateline.wire.core.feeds.fields import first_time, time_fields, whole_number, words_in
from dateline.wire.core.feeds.media import kind_of
from dateline.wire.core.feeds.texts import inside, written
from dateline.wire.core.feeds.values import NO_WORDS, Entry, Feed, Link, Media, Person, Tag, Words
from dateline.wire.core.feeds.xmltree import Tree

Element = Any
ITEMS = {"newsitem", "packageitem", "conceptitem", "planningitem"}
MOST_ITEMS = 5_000
MOST_ELEMENTS = 20_000


def read_newsml(tree: Tree, *, url: str) -> Feed:
    """Each item as an entry; an item that is a picture or film has it among its media."""
    root: Element = tree.root
    place = Place(url, language="", content=tree.content)
    found = [root] if name_of(root) in ITEMS else [e for e in root.iterdescendants("*") if name_of(e) in ITEMS]
    entries = [entry for item in found[:MOST_ITEMS] if (entry := _entry(Item(item), place)) is not None]
    headers = [each for each in root.iterchildren("*") if name_of(each) == "header"]
    sender, sent = (Item(headers[0]).text("sender"), Item(headers[0]).text("sent")) if headers else ("", "")
    return Feed(
        kind="newsml-g2",
        dialect=(found[0].get("standardversion") or "") if found else "",
        publisher=Person(name=sender) if sender else None,
        published=first_time(sent),
        encoding=tree.encoding,
        faults=tree.faults,
        entries=tuple(entries),
    )


def name_of(element: Element) -> str:
    """The element's name without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


class Item:
    """An item with its elements by name, so that each is looked for once."""

    __slots__ = ("element", "named")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.named: dict[str, list[Element]] = {}
        for count, each in enumerate(element.iterdescendants("*")):
            if count >= MOST_ELEMENTS:
                break
            self.named.setdefault(name_of(each), []).append(each)

    def all(self, *names: str) -> list[Element]:
        """The elements of these names."""
        return [each for name in names for each in self.named.get(name, ())]

    def text(self, name: str) -> str:
        """The first of these elements that has words, as one line."""
        return next((text for each in self.all(name) if (text := one_line(_words(each)))), "")

    def code(self, name: str) -> str:
        """What a controlled word says, without the vocabulary's prefix: ``stat:canceled`` is canceled."""
        found = next(iter(self.all(name)), None)
        told = (found.get("qcode") or found.get("uri") or "") if found is not None else ""
        return str(told).rpartition("/")[2].rpartition(":")[2]


def _words(element: Element) -> str:
    return " ".join(str(text) for text in element.itertext())


def _entry(item: Item, place: Place) -> Entry | None:
    key = (item.element.get("guid") or "").strip()[:2000]
    if not key:
        return None
    language = _language(item)
    body = _contents(item, place, language)
    links = tuple(Link(url=u, rel="alternate") for e in item.all("link") if (u := place.link(e, e.get("href"))))
    return Entry(
        key=key,
        link=next((link.url for link in links), key if key.startswith(("http://", "https://")) else ""),
        heading=words_in(item.text("headline") or item.text("itemmeta_title"), language=language),
        standfirst=words_in(_described(item), language=language),
        contents=body,
        rights_words=words_in(item.text("copyrightnotice") or item.text("usageterms")),
        authors=_people(item),
        publisher=next((Person(name=name) for each in item.all("provider") if (name := _named(each))), None),
        tags=tuple(dict.fromkeys(_tags(item)))[:200],
        links=links,
        media=tuple(_media(item, place))[:100],
        language=language,
        section=next((_named(each) for each in item.all("subject") if _named(each)), ""),
        report=next((_named(each) for each in item.all("genre") if _named(each)), item.code("itemclass")),
        status=item.code("pubstatus") or "usable",
        urgency=whole_number(item.text("urgency")),
        version=item.element.get("version") or "",
        places=tuple(dict.fromkeys(name for each in item.all("located") if (name := _named(each)))),
        **_times(item),
    )


def _times(item: Item) -> dict[str, Any]:
    changed, first = item.text("versioncreated"), item.text("firstcreated")
    made = item.text("contentcreated")
    published = first or made or changed
    return time_fields({"published": published, "updated": changed, "created": made or first})


def _language(item: Item) -> str:
    told = next((each.get("tag") for each in item.all("language") if each.get("tag")), "")
    return str(told or item.element.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:35]


def _named(element: Element) -> str:
    name = next((one_line(_words(each)) for each in element.iterchildren("*") if name_of(each) == "name"), "")
    return name or (element.get("literal") or "").strip() or one_line(element.text or "", 300)


def _described(item: Item) -> str:
    told = {(each.get("role") or "").rpartition(":")[2]: one_line(_words(each)) for each in item.all("description")}
    return told.get("summary") or told.get("caption") or next(iter(told.values()), "")


def _people(item: Item) -> tuple[Person, ...]:
    by = [Person(name=one_line(_words(each), 300)) for each in item.all("by")]
    if not by:
        by = [Person(name=name) for each in item.all("creator") if (name := _named(each))]
    return tuple(dict.fromkeys(person for person in by if person.name))


def _tags(item: Item) -> list[Tag]:
    found = []
    for each in item.all("subject", "genre", "keyword"):
        code, name = each.get("qcode") or each.get("uri") or "", _named(each)
        if name or code:
            found.append(Tag(term=name or code, scheme=code, label=name_of(each)))
    return found


def _contents(item: Item, place: Place, language: str) -> tuple[Words, ...]:
    holder = next(iter(item.all("contentset")), None)
    found: list[Words] = []
    for each in holder.iterchildren("*") if holder is not None else ():
        name, type_ = name_of(each), (each.get("contenttype") or "").lower()
        if name == "inlinexml" and len(each):
            found.append(_inline(each[0], place, language))
        elif name == "inlinedata":
            kind = "html" if "html" in type_ else "text"
            found.append(words_in(written(each), kind=kind, language=language))
    return tuple(words for words in found if words.written)


def _inline(root: Element, place: Place, language: str) -> Words:
    """XHTML, or NITF, whose body has paragraphs of the same names."""
    bodies = [e for name in ("body.content", "body") for e in root.iterdescendants("*") if name_of(e) == name]
    body = bodies[0] if bodies else root
    etree.strip_elements(body, "{*}script", "{*}style", with_tail=False)
    text = inside(body).strip()
    return Words(written=text, kind="html", language=language, base=place.url) if text else NO_WORDS


def _media(item: Item, place: Place) -> list[Media]:
    credit, rights = item.text("creditline"), item.text("copyrightnotice")
    caption = _described(item)
    found = []
    for each in item.all("remotecontent", "icon"):
        url, type_ = place.link(each, each.get("href")), each.get("contenttype") or ""
        if url:
            size = whole_number(each.get("width")), whole_number(each.get("height"))
            length = whole_number(each.get("size"))
            of = kind_of(url, type_=type_)
            found.append(Media(url, of, type_, caption, credit, "", rights, *size, bytes=length))
    return sorted(dict.fromkeys(found), key=lambda media: -(media.width or 0))
