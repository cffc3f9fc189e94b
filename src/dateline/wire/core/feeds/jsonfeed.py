"""Reads JSON Feed, 1.0 and 1.1 (jsonfeed.org)."""

from typing import Any

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.fields import kept, list_in, text_in, time_fields, whole_number, words_in
from dateline.wire.core.feeds.media import kind_of
from dateline.wire.core.feeds.urls import url_of
from dateline.wire.core.feeds.values import Entry, Feed, Link, Media, Person, Tag
from dateline.wire.core.feeds.xmlfeed import MOST_ENTRIES, hashed


def is_json_feed(value: Any) -> bool:
    """Whether the JSON says that it is a feed, or is built like one."""
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return False
    version = value.get("version")
    return (isinstance(version, str) and "jsonfeed" in version) or ("title" in value and "feed_url" in value)


def read_json_feed(value: dict[str, Any], *, url: str) -> Feed:
    """The feed in the JSON; what has another type than it should is as if it were not there."""
    version = text_in(value.get("version")).rstrip("/").rpartition("/")[2]
    home = url_of(text_in(value.get("home_page_url")), url)
    language = text_in(value.get("language"))
    hubs = [hub for hub in list_in(value.get("hubs")) if isinstance(hub, dict)]
    icon = url_of(text_in(value.get("icon")), url)
    entries = [_entry(item, home or url, language) for item in list_in(value.get("items"))[:MOST_ENTRIES]]
    return Feed(
        kind="jsonfeed",
        dialect=version,
        heading=words_in(value.get("title"), base=home, language=language),
        standfirst=words_in(value.get("description"), base=home, language=language),
        home=home,
        address=url_of(text_in(value.get("feed_url")), url),
        next_page=url_of(text_in(value.get("next_url")), url),
        hub=next((url_of(text_in(hub.get("url")), url) for hub in hubs), ""),
        icon=url_of(text_in(value.get("favicon")), url),
        logo=Media(url=icon, kind="image") if icon else None,
        language=language,
        authors=_people(value, url),
        entries=tuple(entry for entry in entries if entry is not None),
    )


def _entry(item: Any, base: str, language: str) -> Entry | None:
    if not isinstance(item, dict):
        return None
    language = text_in(item.get("language")) or language
    link, elsewhere = url_of(text_in(item.get("url")), base), url_of(text_in(item.get("external_url")), base)
    given = item.get("id")
    key = text_in(given) or (str(given) if isinstance(given, int | float) and not isinstance(given, bool) else "")
    fields: dict[str, Any] = {
        "heading": words_in(item.get("title"), base=base, language=language),
        "standfirst": words_in(item.get("summary"), base=base, language=language),
        "contents": kept(
            words_in(item.get("content_html"), kind="html", base=base, language=language),
            words_in(item.get("content_text"), base=base, language=language),
        ),
        "authors": _people(item, base),
        "tags": tuple(Tag(term=one_line(tag, 300)) for tag in list_in(item.get("tags")) if isinstance(tag, str)),
        "links": tuple(Link(url=u, rel=rel) for u, rel in ((link, "alternate"), (elsewhere, "related")) if u),
        "media": _media(item, base),
        "language": language,
        **time_fields({"published": item.get("date_published"), "updated": item.get("date_modified")}),
    }
    told = key or link
    return Entry(key=told or hashed(fields), link=link or elsewhere, key_is_told=bool(key), **fields)


def _media(item: dict[str, Any], base: str) -> tuple[Media, ...]:
    pictures = [url_of(text_in(item.get(name)), base) for name in ("image", "banner_image")]
    found = [Media(url=picture, kind="image") for picture in pictures if picture]
    for one in list_in(item.get("attachments")):
        url = url_of(text_in(one.get("url")), base) if isinstance(one, dict) else ""
        if url:
            type_, length, lasts = (
                text_in(one.get("mime_type")),
                one.get("size_in_bytes"),
                one.get("duration_in_seconds"),
            )
            found.append(
                Media(
                    url=url,
                    kind=kind_of(url, type_=type_),
                    type=type_,
                    caption=one_line(text_in(one.get("title"))),
                    bytes=whole_number(length),
                    seconds=float(lasts) if isinstance(lasts, int | float) else None,
                )
            )
    return tuple(dict.fromkeys(found))


def _people(value: dict[str, Any], base: str) -> tuple[Person, ...]:
    found = []
    for one in [*list_in(value.get("authors")), value.get("author")]:
        if isinstance(one, dict) and (one.get("name") or one.get("url")):
            found.append(
                Person(name=one_line(text_in(one.get("name")), 300), url=url_of(text_in(one.get("url")), base))
            )
    return tuple(dict.fromkeys(found))
