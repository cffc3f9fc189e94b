"""Reads the public preview of a Telegram channel (t.me/s/NAME): each message is an entry."""

import re
from typing import Any

from lxml import etree

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.fields import time_fields, words_in
from dateline.wire.core.feeds.urls import url_of
from dateline.wire.core.feeds.values import CUT, NO_WORDS, Entry, Feed, Link, Media, Person, Words
from dateline.wire.core.page.markup import tree_of

Element = Any
MOST_MESSAGES = 2_000
_PICTURE = re.compile(r"background-image:\s*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_COUNT = re.compile(r"([\d.,]+)\s*([KMkm]?)")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_HEADLINE = 140


def is_telegram(text: str) -> bool:
    """Whether the page is the preview of a channel, or of one message."""
    return "tgme_widget_message" in text or "tgme_channel_info" in text


def read_telegram(text: str, *, url: str) -> Feed:
    """The channel with its messages, in the order of the page: the oldest first."""
    tree = tree_of(text)
    if tree is None:
        return Feed(kind="telegram")
    entries = [_entry(each, url) for each in _having(tree, "tgme_widget_message", most=MOST_MESSAGES)]
    cut = "</body" not in text.lower()
    name = _words(tree, "tgme_channel_info_header_username").lstrip("@") or _name_of(entries)
    home = f"https://t.me/s/{name}" if name else url
    more = next(iter(_having(tree, "tme_messages_more")), None)
    picture = next((img.get("src") for img in tree.xpath("//i[contains(@class,'photo')]/img[@src]")), "")
    return Feed(
        kind="telegram",
        key=name,
        heading=words_in(_words(tree, "tgme_channel_info_header_title") or _meta(tree, "og:title")),
        standfirst=words_in(_words(tree, "tgme_channel_info_description") or _meta(tree, "og:description")),
        home=home,
        address=home,
        next_page=url_of(more.get("href"), "https://t.me/") if more is not None else "",
        logo=Media(url=found, kind="image") if (found := url_of(picture, "https://t.me/")) else None,
        faults=(CUT,) if cut and entries else (),
        # Who knows what is missing of a message that the page ends within.
        entries=tuple(entry for entry in (entries[:-1] if cut else entries) if entry is not None),
    )


def _name_of(entries: list[Entry | None]) -> str:
    return next((entry.key.partition("/")[0] for entry in entries if entry is not None), "")


def _having(element: Element, name: str, *, most: int = 50) -> list[Element]:
    """The elements inside that have that very class."""
    test = f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
    return list(element.xpath(f".//*[{test}]"))[:most]


def _words(element: Element, name: str) -> str:
    return next((one_line(" ".join(each.itertext())) for each in _having(element, name, most=1)), "")


def _meta(tree: Element, name: str) -> str:
    return next((one_line(each.get("content") or "") for each in tree.xpath(f"//meta[@property='{name}']")), "")


def _entry(message: Element, url: str) -> Entry | None:
    key = (message.get("data-post") or "").strip()[:200]
    if not key:
        return None
    link = f"https://t.me/{key}"
    body, first = _text_of(message, link)
    time = next((each.get("datetime") for each in message.xpath(".//time[@datetime]")[-1:]), None)
    author = _words(message, "tgme_widget_message_from_author")
    return Entry(
        key=key,
        link=link,
        heading=words_in(first),
        contents=(body,) if body.written else (),
        authors=(Person(name=author),) if author else (),
        publisher=Person(name=_words(message, "tgme_widget_message_owner_name")),
        links=(Link(url=link), *_previews(message)),
        media=tuple(dict.fromkeys(_media(message)))[:50],
        source=_forwarded(message),
        views=_count(_words(message, "tgme_widget_message_views")),
        version="edited" if "edited" in _words(message, "tgme_widget_message_meta").lower() else "",
        **time_fields({"published": time}),
    )


def _text_of(message: Element, link: str) -> tuple[Words, str]:
    """The message's words, and their first line, which stands for a headline: messages have none."""
    found = [e for e in _having(message, "tgme_widget_message_text") if not _quoted(e)]
    if not found:
        return NO_WORDS, ""
    parts = [found[0].text or "", *(etree.tostring(c, encoding="unicode", method="html") for c in found[0])]
    body = Words(written="".join(parts).strip(), kind="html", base=link)
    lines = re.split(r"<br\s*/?>\s*(?:<br\s*/?>)?", body.written, maxsplit=8)
    first = next((line for part in lines if (line := one_line(re.sub(r"<[^>]*>", "", part)))), "")
    cut = first if len(first) <= _HEADLINE else first[:_HEADLINE].rsplit(" ", 1)[0] + "…"
    return body, cut


def _quoted(element: Element) -> bool:
    """Whether the words are those of a message that this one answers."""
    return any("tgme_widget_message_reply" in (above.get("class") or "") for above in element.iterancestors())


def _media(message: Element) -> list[Media]:
    found = []
    for each in message.xpath(".//*[contains(@style,'background-image')]"):
        classes, style = each.get("class") or "", each.get("style") or ""
        picture = _PICTURE.search(style)
        if picture and ("photo_wrap" in classes or "video_thumb" in classes) and (url := url_of(picture[1])):
            found.append(Media(url=url, kind="image"))
    for each in message.xpath(".//video[@src] | .//audio[@src]"):
        if url := url_of(each.get("src")):
            found.append(Media(url=url, kind="video" if each.tag == "video" else "audio"))
    return found


def _previews(message: Element) -> list[Link]:
    found = []
    for each in _having(message, "tgme_widget_message_link_preview"):
        if url := url_of(each.get("href")):
            found.append(Link(url=url, rel="related", title=_words(each, "link_preview_title")))
    return found


def _forwarded(message: Element) -> Feed | None:
    """The channel that the message was forwarded from, if it was."""
    for each in _having(message, "tgme_widget_message_forwarded_from_name", most=1):
        name, url = one_line(" ".join(each.itertext()), 300), url_of(each.get("href"))
        return Feed(kind="telegram", heading=words_in(name), home=url)
    return None


def _count(words: str) -> int | None:
    """1.2K as 1200."""
    found = _COUNT.fullmatch(words.strip())
    if not found:
        return None
    try:
        return round(float(found[1].replace(",", "")) * _TIMES[found[2].lower()])
    except ValueError:
        return None
