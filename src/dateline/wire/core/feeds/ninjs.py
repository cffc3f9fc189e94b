"""Reads ninjs, the IPTC's news in JSON: 1.x, 2.x and 3.x, one item or a list of them."""

from typing import Any

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.fields import (
    kept,
    line_in,
    list_in,
    objects_in,
    text_in,
    time_fields,
    whole_number,
    words_in,
)
from dateline.wire.core.feeds.media import kind_of
from dateline.wire.core.feeds.urls import url_of
from dateline.wire.core.feeds.values import NO_WORDS, Entry, Feed, Media, Person, Tag, Words

MOST_ITEMS = 20_000
_TELLING = {
    "versioncreated", "versionCreated", "pubstatus", "pubStatus", "headline", "headlines", "body_text", "body_html",
    "bodies", "representationtype", "representationType", "renditions", "eventDetails", "urgency",
}  # fmt: skip
_ABOUT = ("subject", "subjects", "genre", "genres", "person", "people", "organisation", "organisations", "event")
_KINDS = {"picture": "image", "video": "video", "audio": "audio", "graphic": "image"}


def is_ninjs(value: Any) -> bool:
    """Whether the JSON is an item of ninjs, a list of them, or an object that holds such a list."""
    first = next(iter(items_of(value)), None)
    return isinstance(first, dict) and "uri" in first and bool(_TELLING & first.keys())


def items_of(value: Any) -> list[Any]:
    """The items: the value itself, the list that it is, or the one that it holds."""
    if isinstance(value, dict) and "uri" not in value:
        value = next((value[name] for name in ("items", "results", "_items", "data") if name in value), [])
    return list_in(value)[:MOST_ITEMS]


def read_ninjs(value: Any, *, url: str) -> Feed:
    """The items as entries."""
    entries = [_entry(item, url) for item in items_of(value) if isinstance(item, dict)]
    found = tuple(entry for entry in entries if entry is not None)
    standard = next((item.get("standard") for item in items_of(value) if isinstance(item, dict)), None)
    version = line_in(standard.get("version")) if isinstance(standard, dict) else ""
    return Feed(kind="ninjs", dialect=f"ninjs{version}", entries=found)


def _entry(item: dict[str, Any], base: str) -> Entry | None:
    uri = line_in(item.get("uri") or item.get("guid"), 2000)
    if not uri:
        return None
    language = line_in(item.get("language"), 35)
    link = url_of(next((text_in(item.get(n)) for n in ("webUrl", "url", "canonical") if item.get(n)), ""), base)
    by = [Person(name=name) for one in (item.get("byline"), item.get("by")) if (name := line_in(one, 300))]
    by += [Person(name=line_in(one.get("byline") or one.get("name"))) for one in objects_in(item.get("bylines"))]
    return Entry(
        key=uri,
        link=link or (uri if uri.startswith(("http://", "https://")) else ""),
        heading=_best(item, "headline", language=language) or words_in(item.get("title"), language=language),
        standfirst=_best(item, "description", language=language),
        contents=_contents(item, language),
        rights_words=words_in(item.get("copyrightnotice") or item.get("copyrightNotice") or item.get("usageterms")),
        authors=tuple(dict.fromkeys(person for person in by if person.name)),
        publisher=next((Person(name=n) for n in _sources(item) if n), None),
        tags=tuple(dict.fromkeys(_tags(item)))[:200],
        media=tuple(_media(item, base, depth=0)),
        language=language,
        section=next((line_in(one.get("name")) for one in objects_in(item.get("subject") or item.get("subjects"))), ""),
        report=line_in(item.get("profile") or item.get("type")),
        status=line_in(item.get("pubstatus") or item.get("pubStatus")),
        urgency=whole_number(item.get("urgency")),
        version=line_in(item.get("version")),
        places=_places(item),
        **_times(item),
    )


def _times(item: dict[str, Any]) -> dict[str, Any]:
    changed = item.get("versioncreated") or item.get("versionCreated")
    first = item.get("firstcreated") or item.get("firstCreated") or item.get("contentCreated")
    published = item.get("published") or first or changed
    return time_fields({"published": published, "updated": changed, "created": first, "expires": item.get("expires")})


def _sources(item: dict[str, Any]) -> list[str]:
    named = [line_in(one.get("name")) for one in objects_in(item.get("infosource") or item.get("infosources"))]
    return [line_in(item.get("copyrightholder") or item.get("copyrightHolder")), *named]


def _best(item: dict[str, Any], one: str, *, language: str = "") -> Words:
    """The main one of several headlines or descriptions; ``headline_seo`` and its like are for machines."""
    told = objects_in(item.get(f"{one}s"))
    main = [each for each in told if line_in(each.get("role")) in {"main", "text", ""}] or told
    for each in main:
        if (words := words_in(each.get("value"), kind=_kind(each), language=language)).written:
            return words
    named = [item.get(one), item.get(f"{one}_text"), *(v for k, v in item.items() if k.startswith(f"{one}_"))]
    return next((words for value in named if (words := words_in(value, language=language)).written), NO_WORDS)


def _contents(item: dict[str, Any], language: str) -> tuple[Words, ...]:
    found = [words_in(one.get("value"), kind=_kind(one), language=language) for one in objects_in(item.get("bodies"))]
    for name in item:
        if name.startswith("body_"):
            kind = "html" if "html" in name else "text"
            found.append(words_in(item[name], kind=kind, language=language))
    found.sort(key=lambda words: words.kind != "html")
    return kept(*found)


def _kind(one: dict[str, Any]) -> str:
    told = line_in(one.get("contentType") or one.get("contenttype")) + line_in(one.get("role"))
    return "html" if "html" in told else "text"


def _tags(item: dict[str, Any]) -> list[Tag]:
    found = []
    for name in _ABOUT:
        for one in objects_in(item.get(name)):
            term, code = line_in(one.get("name") or one.get("literal")), line_in(one.get("uri") or one.get("code"))
            if term or code:
                found.append(Tag(term=term or code, scheme=line_in(one.get("scheme")) or code, label=name.rstrip("s")))
    words = [line_in(word) for word in list_in(item.get("keywords")) if isinstance(word, str)]
    return found + [Tag(term=word, label="keyword") for word in words if word]


def _places(item: dict[str, Any]) -> tuple[str, ...]:
    named = [one.get("name") for one in objects_in(item.get("place") or item.get("places"))]
    return tuple(dict.fromkeys(name for one in [item.get("located"), *named] if (name := line_in(one))))


def _media(item: dict[str, Any], base: str, *, depth: int) -> list[Media]:
    """The item's own renditions, the largest first of each, and those of the pictures that go with it."""
    kind = _KINDS.get(line_in(item.get("type")), "")
    caption = next((w.text for w in (_best(item, "description"),) if w.written), "")
    credit = line_in(item.get("creditline") or item.get("byline") or item.get("by"))
    rights = line_in(item.get("copyrightnotice") or item.get("copyrightNotice") or item.get("copyrightHolder"))
    made = []
    for one in objects_in(item.get("renditions")):
        url, type_ = url_of(text_in(one.get("href")), base), line_in(one.get("mimetype") or one.get("contentType"))
        if url:
            of = kind or kind_of(url, type_=type_)
            size = whole_number(one.get("width")), whole_number(one.get("height"))
            length = whole_number(one.get("sizeInBytes") or one.get("sizeinbytes"))
            made.append(Media(url, of, type_, one_line(caption), credit, "", rights, *size, bytes=length))
    made.sort(key=lambda media: -(media.width or 0))
    found = made if not kind else made[:1]
    if depth < 2:
        for other in objects_in(item.get("association") or item.get("associations")):
            found = [*found, *_media(other, base, depth=depth + 1)]
    return list(dict.fromkeys(found))[:100]
