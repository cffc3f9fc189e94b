"""feedparser's own test cases, asked of `read_feed`: what each expects, under the names that feedparser gives things.

A case is a feed with a line `Expect:`, a Python expression over feedparser's result. `said` builds that result from our
values and nothing else; where the two write the same HTML in another way (`<br />` and `<br>`, the `rel` that we add to
links, a style's spaces) they count as the same.
"""

import codecs
import datetime
import io
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

ALIASES = {
    "guid": "id", "description": "summary", "description_detail": "summary_detail", "tagline": "summary",
    "tagline_detail": "summary_detail", "subtitle": "summary", "subtitle_detail": "summary_detail", "info": "summary",
    "info_detail": "summary_detail", "copyright": "rights", "copyright_detail": "rights_detail", "modified": "updated",
    "modified_parsed": "updated_parsed", "issued": "published", "issued_parsed": "published_parsed", "date": "updated",
    "date_parsed": "updated_parsed", "url": "href", "uri": "href", "homepage": "href",
}  # fmt: skip
EXPLICIT = {
    "itunes_block": {"yes": True} | dict.fromkeys(("no", "true", "false", "YES"), False),
    "itunes_explicit": {"yes": True, "true": True} | dict.fromkeys(("no", "false", "clean"), False),
}
TYPES = {"html": "text/html", "xhtml": "application/xhtml+xml", "text": "text/plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A feed, what its header said, and what feedparser expects of it."""

    name: str
    content: bytes
    expect: str
    headers: dict[str, str]

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]


def cases(archive: Path) -> Iterator[Case]:
    """The cases in the archive; UTF-16 and UTF-32 ones too, whose comments are read in their own encoding."""
    with tarfile.open(archive) as packed:
        for member in packed:
            held = packed.extractfile(member) if member.isfile() else None
            if held is not None and (found := _case(member.name, held.read())):
                yield found


def _case(name: str, content: bytes) -> Case | None:
    text = next((t for t in _texts(content) if "Expect:" in t), "")
    expect = re.search(r"Expect:\s*(.+?)\s*(?:\n|-->|\Z)", text)
    if not expect:
        return None
    comment = text[: text.find("Expect:") + 2000]
    headers = {key.lower(): value.strip() for key, value in re.findall(r"Header:\s*([\w-]+):(.*)", comment)}
    return Case(name=name, content=content, expect=expect[1], headers=headers)


def _texts(content: bytes) -> Iterator[str]:
    start = content[:2] + content[2:4]
    wide = {b"\x00\x00": "utf-32-be", b"<\x00": "utf-32-le" if start[2:4] == b"\x00\x00" else "utf-16-le"}
    for name in ("utf-8", "latin-1"):
        try:
            yield content.decode(name)
        except UnicodeDecodeError:
            continue
    for name in (wide.get(start[:2], "utf-16"), "utf-32", "utf-16-be", "utf-16-le", "utf-32-be", "utf-32-le", "cp037"):
        try:
            yield content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue


class Same(str):
    """Text that equals what is written otherwise and means the same in HTML."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and (str(self) == str(other) or like(self) == like(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def like(text: str) -> str:
    """The text with the differences of writing taken out."""
    text = str(text).replace(' rel="noopener noreferrer"', "").replace("\xa0", "&nbsp;")
    text = text.replace("&#38;", "&amp;").replace("&#x26;", "&amp;")
    text = re.sub(r"\s*/>", ">", text)
    text = re.sub(r'style="([^"]*)"', lambda m: 'style="' + re.sub(r"\s+|;$", "", m[1]) + '"', text)
    text = text.replace("&quot;", '"').replace("&#39;", "'").replace("&gt;", ">")
    return text.strip()


class Encoding(str):
    """The name of an encoding, which equals its other names."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        try:
            return isinstance(other, str) and codecs.lookup(self) == codecs.lookup(other)
        except LookupError:
            return str(self) == other

    __hash__ = str.__hash__


class Names(dict[str, Any]):
    """A dictionary that knows feedparser's other names."""

    def __getitem__(self, name: str) -> Any:
        if not super().__contains__(name):
            name = ALIASES.get(name, name)
        if not super().__contains__(name):
            name = {"updated": "published", "updated_parsed": "published_parsed"}.get(name, name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or super().__contains__(ALIASES.get(str(name), name))

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name: str, standard: Any = None) -> Any:
        return self[name] if name in self else standard  # noqa: SIM401 - this is that very method

    has_key = __contains__


def holds(case: Case) -> bool:
    """Whether our values say what the case expects."""
    from dateline.wire import read_feed

    url = case.headers.get("content-location", "")
    served = "http" in case.name.rpartition("/")[2] or bool(
        case.headers
    )  # feedparser asks a server of its own for these
    base = urljoin("http://127.0.0.1:8097/" + case.name, url) if served else ""
    feed = read_feed(
        case.content,
        url=base,
        content_type=case.headers.get("content-type", ""),
        language=case.headers.get("content-language", ""),
    )
    return bool(eval(case.expect, {"datetime": datetime}, said(feed)))


def outcome(case: Case) -> str:
    """``holds``; ``says otherwise``; ``not told`` where we have no such name; ``crashed`` where reading raised."""
    from dateline.wire import read_feed

    try:
        read_feed(case.content, content_type=case.headers.get("content-type", ""))
    except Exception:  # noqa: BLE001 - any exception is what is looked for
        return "crashed"
    try:
        return "holds" if holds(case) else "says otherwise"
    except (KeyError, IndexError, AttributeError, NameError, TypeError):
        return "not told"


def held_by_feedparser(case: Case) -> bool:
    """Whether feedparser itself says what the case expects, asked in the same way."""
    import feedparser

    headers = {"content-location": "", **case.headers}
    found = feedparser.parse(io.BytesIO(case.content), response_headers=headers if case.headers else {})
    return bool(eval(case.expect, {"datetime": datetime, "feedparser": feedparser}, found))


def said(feed: Any) -> dict[str, Any]:
    """A feed under feedparser's names."""
    wrong = {"not well-formed", "encoding", "empty"}
    return {
        "feed": about_feed(feed),
        "entries": [about_entry(entry) for entry in feed.entries],
        "bozo": any(fault.name in wrong for fault in feed.faults),
        "encoding": Encoding(feed.encoding),
        "version": {"jsonfeed": "json11" if feed.dialect == "1.1" else "json1"}.get(feed.kind, feed.dialect),
    }


def about_feed(feed: Any) -> Names:
    names = Names(common(feed))
    put(names, "link", feed.home)
    put(names, "generator", feed.generator)
    for extra in feed.extras:
        if extra.name == "generator":
            told = {"name": extra.text, "version": extra.attributes.get("version")}
            told["href"] = extra.attributes.get("url") or extra.attributes.get("uri")
            names["generator_detail"] = Names({k: v for k, v in told.items() if v})
    put(names, "icon", feed.icon)
    put(names, "newlocation", feed.moved_to)
    if feed.logo:
        logo = feed.logo
        names["logo"] = logo.url
        names["image"] = Names(
            href=logo.url, title=logo.alt, description=logo.caption, width=logo.width, height=logo.height
        )
    words(names, "summary", feed.standfirst)
    return names


def about_entry(entry: Any) -> Names:
    names = Names(common(entry))
    put(names, "link", entry.link)
    put(names, "comments", next((link.url for link in entry.links if link.rel == "comments"), ""))
    put(names, "wfw_commentrss", next((link.url for link in entry.links if link.rel == "replies"), ""))
    contents = list(entry.contents)
    words(names, "summary", entry.standfirst)
    if contents:
        names["content"] = [detail(content) for content in contents]
        if "summary" not in names and contents[0].written:
            words(names, "summary", contents[0])
    if entry.source is not None:
        names["source"] = about_feed(entry.source)
        put(names["source"], "href", entry.source.address)
    if entry.media:
        pictures = [one for one in entry.media if one.kind == "image"]
        names["media_thumbnail"] = [Names(url=one.url) for one in pictures]
        names["media_credit"] = [Names(content=one.credit) for one in entry.media if one.credit]
        names["image"] = Names(href=pictures[0].url) if pictures else Names()
    names["guidislink"] = bool(entry.link) and entry.key == entry.link
    return names


def common(thing: Any) -> dict[str, Any]:
    """What feeds and entries have alike."""
    names: dict[str, Any] = {}
    words(names, "title", thing.heading)
    words(names, "rights", thing.rights_words)
    put(names, "id", thing.key if getattr(thing, "key_is_told", True) else "")
    put(names, "language", thing.language)
    put(names, "license", thing.licence)
    people(names, "author", thing.authors)
    people(names, "contributor", thing.contributors)
    people(names, "publisher", (thing.publisher,) if thing.publisher else ())
    if thing.tags:
        names["tags"] = [Names(term=tag.term, scheme=tag.scheme or None, label=tag.label or None) for tag in thing.tags]
        names["category"] = thing.tags[0].term
    names["links"] = [
        Names({k: v for k, v in link_names(link).items() if v}) for link in thing.links
    ]  # fmt: skip
    names["enclosures"] = [
        Names({k: v for k, v in link_names(link).items() if v and k != "rel"})
        for link in thing.links
        if link.rel == "enclosure"
    ]
    for field in ("published", "updated", "created", "expires"):
        other = "expired" if field == "expires" else field
        put(names, other, thing.written.get(field))
        moment = getattr(thing, field, None)
        if moment is not None:
            names[f"{other}_parsed"] = (*moment.astimezone(datetime.UTC).utctimetuple()[:8], 0)
    for extra in thing.extras:
        extras(names, extra)
    return names


def link_names(link: Any) -> dict[str, Any]:
    length = str(link.bytes) if link.bytes is not None else ""
    return {
        "href": link.url, "rel": link.rel, "type": link.type, "title": link.title, "hreflang": link.language,
        "length": length,
    }  # fmt: skip


def extras(names: dict[str, Any], extra: Any) -> None:
    """Elements that have no field of their own, as feedparser names them."""
    key = extra.name.replace(":", "_")
    if key in names:
        return
    if key in {"itunes_block", "itunes_explicit"}:
        names[key] = EXPLICIT[key].get(extra.text)
        return
    inside = {one.name.rpartition(":")[2]: one.text for one in extra.inside}
    attributes = {name.rpartition("}")[2].lower(): value for name, value in extra.attributes.items()}
    if inside or (attributes and not extra.text):
        names[key] = Names(attributes | inside)
    else:
        names[key] = extra.text


def people(names: dict[str, Any], name: str, them: Any) -> None:
    if not them:
        return
    listed = [Names({k: v for k, v in (("name", p.name), ("email", p.email), ("href", p.url)) if v}) for p in them]
    names[f"{name}s"] = listed
    last = them[-1]
    names[f"{name}_detail"] = listed[-1]
    names[name] = f"{last.name} ({last.email})" if last.name and last.email else last.name or last.email


def words(names: dict[str, Any], name: str, them: Any) -> None:
    if them.written:
        names[f"{name}_detail"] = detail(them)
        names[name] = names[f"{name}_detail"]["value"]


def detail(them: Any) -> Names:
    value = them.written if them.kind == "text" else them.html
    type_ = them.type if "/" in them.type else TYPES[them.kind]
    return Names(value=Same(value), type=type_, language=them.language or None, base=them.base, src=them.address)


def put(names: dict[str, Any], name: str, value: Any) -> None:
    if value:
        names[name] = Same(value) if isinstance(value, str) else value
