"""What each element of a feed or an entry says, in RSS, RDF, Atom and CDF alike: one table from name to reader."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from dateline.wire.core.feeds import media
from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.dates import time_of
from dateline.wire.core.feeds.draft import Draft
from dateline.wire.core.feeds.people import add_person, person_of
from dateline.wire.core.feeds.texts import words_of, written
from dateline.wire.core.feeds.values import Extra, Link, Media, Person, Tag, Words

Element = Any
Reader = Callable[[Draft, Element], None]
_RELATIONS = "http://www.iana.org/assignments/relation/"
_SCHEMES = {
    "itunes:category": "http://www.itunes.com/",
    "media:category": "http://search.yahoo.com/mrss/category_schema",
}
_DEEPEST_EXTRA, _MOST_INSIDE = 4, 100


def read_children(draft: Draft, element: Element) -> None:
    """Everything that the element's children say, into the draft."""
    known, names = draft.place.names.known, draft.place.names
    for child in element:
        tag = child.tag
        if tag.__class__ is not str:
            continue
        reader = READERS.get(known.get(tag) or names.of(child))
        if reader is not None:
            reader(draft, child)
        else:
            draft.lists.setdefault("extras", []).append(extra_of(draft, child))


def extra_of(draft: Draft, element: Element, *, depth: int = 0) -> Extra:
    """The element as it stands, with what is inside it, some levels deep."""
    inside: tuple[Extra, ...] = ()
    if len(element) and depth < _DEEPEST_EXTRA:
        children = [child for child in element[:_MOST_INSIDE] if isinstance(child.tag, str)]
        inside = tuple(extra_of(draft, child, depth=depth + 1) for child in children)
    text = element.text
    return Extra(draft.place.names.of(element), text.strip() if text else "", dict(element.attrib), inside)


def _heading(draft: Draft, element: Element) -> None:
    words = words_of(element, draft.place, kind="text" if draft.place.atom else "html")
    if words.written:
        draft.fields["heading"] = words


def _weak_heading(draft: Draft, element: Element) -> None:
    if "heading" not in draft.fields:
        draft.put("weak_heading", words_of(element, draft.place, kind="text"))


def _summary(draft: Draft, element: Element) -> None:
    words = words_of(element, draft.place, kind="text" if draft.place.atom else "html")
    if not words.written:
        return
    have = draft.fields.get("standfirst")
    if have and draft.is_entry and not draft.lists.get("contents"):
        draft.add("contents", words)
    else:
        draft.fields["standfirst"] = words


def _weak_summary(draft: Draft, element: Element) -> None:
    draft.put("weak_standfirst", words_of(element, draft.place, kind="html"))


def _content(draft: Draft, element: Element) -> None:
    words = words_of(element, draft.place, kind="text" if draft.place.atom else "html")
    if source := element.get("src"):
        words = type(words)(
            written=words.written, kind=words.kind, type=words.type, address=draft.place.link(element, source)
        )
    if words.written or words.address:
        draft.add("contents", words)


def _encoded(draft: Draft, element: Element) -> None:
    words = words_of(element, draft.place, kind="html")
    if words.written:
        draft.add("contents", words)


def _rights(draft: Draft, element: Element) -> None:
    draft.put("rights_words", words_of(element, draft.place, kind="text"))


def _link(draft: Draft, element: Element) -> None:
    href = element.get("href")
    if href is None and not element.get("rel"):
        url = draft.place.link(element, written(element))
        rel, link = "alternate", Link(url)
    else:
        url = draft.place.link(element, href or written(element))
        rel, link = _atom_link(element, url)
    if not url:
        return
    draft.add("links", link)
    if rel == "alternate" and not draft.fields.get("link") and ("html" in link.type or not link.type):
        draft.fields["link"] = url
    elif rel == "enclosure":
        kind = media.kind_of(url, type_=link.type)
        media.add_media(draft, Media(url=url, kind=kind, type=link.type, bytes=link.bytes))
    elif rel == "image":
        media.add_media(draft, Media(url=url, kind="image", type=link.type))


def _atom_link(element: Element, url: str) -> tuple[str, Link]:
    told = element.attrib
    rel = (told.get("rel") or "alternate").strip().removeprefix(_RELATIONS) or "alternate"
    title = told.get("title")
    return rel, Link(
        url,
        rel,
        (told.get("type") or "").strip(),
        one_line(title) if title else "",
        told.get("hreflang") or "",
        media.number(told.get("length")),
    )


def _id(draft: Draft, element: Element) -> None:
    if key := written(element):
        draft.fields["key"] = key[:2000]


def _guid(draft: Draft, element: Element) -> None:
    key = written(element)
    if not key:
        return
    draft.fields["key"] = key[:2000]
    if (element.get("isPermaLink") or element.get("ispermalink") or "true").strip().lower() != "false":
        draft.put("permalink", draft.place.link(element, key))


def _time(name: str) -> Reader:
    def read(draft: Draft, element: Element) -> None:
        text = element.text or "".join(element.itertext()) if len(element) else element.text
        text = (text or element.get("value") or "").strip()
        if not text:
            return
        keep_time(draft, text, name=name)

    return read


def keep_time(draft: Draft, text: str, *, name: str) -> None:
    """Keeps the time, as it is written and as it is understood."""
    moment, day_only = time_of(text, UTC)
    draft.fields.setdefault("written", {})[name] = text[:200]
    if moment is not None:
        draft.fields[name] = moment
        if day_only:
            draft.lists.setdefault("days", []).append(name)


def _person(name: str) -> Reader:
    def read(draft: Draft, element: Element) -> None:
        add_person(draft, person_of(element, draft), into=name)

    return read


def _weak_author(draft: Draft, element: Element) -> None:
    add_person(draft, person_of(element, draft), into="weak_authors")


def _publisher(draft: Draft, element: Element) -> None:
    person = person_of(element, draft)
    if any(person):
        draft.fields["publisher"] = person


def _category(draft: Draft, element: Element) -> None:
    told = element.attrib
    term = (told.get("term") or told.get("text") or "").strip() if told else ""
    term = term or one_line(written(element), 300)
    scheme = (told.get("scheme") or told.get("domain") or "").strip() if told else ""
    if not scheme and element.prefix:
        scheme = _SCHEMES.get(draft.place.names.of(element), "")
    label = (told.get("label") or "").strip() if told else ""
    if term or label:
        draft.add("tags", Tag(term or label, scheme, label))
    for child in element:
        if isinstance(child.tag, str):
            _category(draft, child)


def _keywords(draft: Draft, element: Element) -> None:
    text = one_line(written(element))
    for term in text.split(",") if "," in text else text.split():
        if term.strip():
            draft.add("tags", Tag(term.strip()))


def _line(name: str) -> Reader:
    def read(draft: Draft, element: Element) -> None:
        draft.put(name, one_line(written(element) or element.get("value") or "", 500))

    return read


def _address(name: str) -> Reader:
    def read(draft: Draft, element: Element) -> None:
        told = written(element) or element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource") or ""
        draft.put(name, draft.place.link(element, told or element.get("href")))

    return read


def _linked(rel: str) -> Reader:
    def read(draft: Draft, element: Element) -> None:
        if url := draft.place.link(element, written(element)):
            draft.add("links", Link(url=url, rel=rel))

    return read


def _source(draft: Draft, element: Element) -> None:
    """Where an entry was first: a feed with its head in Atom, a name with an address in RSS."""
    if not draft.is_entry:
        return
    if len(element):
        inner = Draft(draft.place, is_entry=False)
        read_children(inner, element)
        draft.fields["source"] = inner
    elif title := written(element):
        inner = Draft(draft.place, is_entry=False)
        inner.fields["heading"] = Words(written=title)
        inner.put("address", draft.place.link(element, element.get("url")))
        draft.fields["source"] = inner


def _picture(draft: Draft, element: Element) -> None:
    """A picture of an entry: ``itunes:image`` by its attribute, ``image`` by its element or its words."""
    told = element.get("href") or element.get("url") or next((written(c) for c in element if is_named(c, "url")), "")
    if url := draft.place.link(element, told or (written(element) if not len(element) else "")):
        media.add_media(draft, Media(url=url, kind="image"))


def is_named(element: Element, name: str) -> bool:
    """Whether the element has that name, whatever its namespace."""
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2].lower() == name


def _group(draft: Draft, element: Element) -> None:
    read_children(draft, element)


def _credit(draft: Draft, element: Element) -> None:
    if name := one_line(written(element), 300):
        draft.lists.setdefault("credits", []).append(Person(name=name, role=(element.get("role") or "").strip()))


READERS: dict[str, Reader] = {
    **dict.fromkeys(("title", "dc:title"), _heading),
    **dict.fromkeys(("media:title", "itunes:title"), _weak_heading),
    **dict.fromkeys(("description", "summary", "tagline", "abstract", "dc:description"), _summary),
    **dict.fromkeys(("subtitle", "itunes:subtitle", "itunes:summary", "media:description"), _weak_summary),
    "content": _content,
    **dict.fromkeys(("content:encoded", "body", "xhtml:body", "fullitem", "xhtml:div"), _encoded),
    **dict.fromkeys(("rights", "copyright", "dc:rights", "media:copyright"), _rights),
    "link": _link,
    "id": _id,
    "guid": _guid,
    **dict.fromkeys(("pubdate", "published", "issued", "dcterms:issued"), _time("published")),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dcterms:modified", "lastmod"), _time("updated")),
    **dict.fromkeys(("created", "dcterms:created"), _time("created")),
    **dict.fromkeys(("dc:date", "date"), _time("dated")),
    **dict.fromkeys(("expirationdate", "expires", "dcterms:valid"), _time("expires")),
    **dict.fromkeys(("author", "managingeditor", "dc:author", "dc:creator"), _person("authors")),
    "itunes:author": _weak_author,
    **dict.fromkeys(("contributor", "dc:contributor"), _person("contributors")),
    **dict.fromkeys(("dc:publisher", "publisher", "webmaster", "itunes:owner"), _publisher),
    **dict.fromkeys(("category", "dc:subject", "media:category", "itunes:category"), _category),
    **dict.fromkeys(("keywords", "itunes:keywords", "media:keywords"), _keywords),
    **dict.fromkeys(("language", "dc:language"), _line("language")),
    **dict.fromkeys(("cc:license", "license"), _address("licence")),
    "comments": _linked("comments"),
    "wfw:commentrss": _linked("replies"),
    "enclosure": media.enclosure,
    "source": _source,
    **dict.fromkeys(("image", "itunes:image"), _picture),
    **dict.fromkeys(("itunes:link",), _link),
    "media:content": media.content,
    "media:thumbnail": media.thumbnail,
    "media:group": _group,
    "media:credit": _credit,
}
