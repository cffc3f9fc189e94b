"""Makes a report of a newsletter: its words alone, for its links and pictures are made for one reader."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from lxml import html

from dateline.wire.core.page.decode import text_of_bytes
from dateline.wire.core.page.markup import Element, blocks_of_text, tree_of
from dateline.wire.core.page.words import address, showable
from dateline.wire.core.reported import Report, key_of, opening, text_of
from dateline.wire.core.understood import NotRead

UNREADABLE = "The letter is written in a way that cannot be read."
_CONFIDENCE = {"title": 0.95, "published": 0.9, "text": 0.7}
_LAYOUT = {"table", "tbody", "thead", "tfoot", "tr", "td", "th", "center"}
_LOADED = {"img", "picture", "video", "audio", "map", "svg", "object", "iframe", "script", "style", "head", "title"}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?:px)?\s*(?:;|$)", re.I)
# What stands around a letter's report: it is about the reader's subscription.
_ABOUT_THE_LETTER = re.compile(
    r"unsubscribe|opt[ -]out|view (?:this|it|online|in)\b.{0,30}browser|manage (?:your )?preferences|sent to you"
    r"|abmelden|abbestellen|im browser (?:ansehen|öffnen)|désabonner|désinscrire|darse de baja|відписатис|отписаться"
    r"|wypisz|disiscriv|afmelden|إلغاء الاشتراك",
    re.I,
)
_MOST_ABOUT = 400
_LINES = ("p", "li", "h1", "h2", "h3", "h4", "div")
_ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_BARE = re.compile(r"(?:https?://|www\.)\S+", re.I)
_ODD = (ValueError, LookupError, AttributeError, TypeError, RecursionError, MessageError, AssertionError)


def report_of_letter(content: bytes) -> Report | NotRead:
    """The report that a letter is, or why it is none.

    Its key is its Message-ID. Addresses in it, pictures, the reader's own address and what is said of the subscription
    are left out: they are made for one reader, and who follows them tells who that is. Attachments are not opened.
    """
    try:
        letter = message_from_bytes(content, policy=policy.default)
        made = blocks_of_text(_body(letter, _readers(letter)))
    except _ODD:
        return NotRead(reason=UNREADABLE)
    text, title = text_of(made), _words(letter, "subject")
    if not text and not title:
        return NotRead(reason="The letter has no words.")
    sender = _sender(letter)
    named = _words(letter, "message-id") or "\0".join((sender, _words(letter, "date"), title))
    return Report(
        key=key_of("letter", named),
        link=address(_words(letter, "archived-at").strip("<> ")),
        title=title or opening(text),
        organisations=(sender,) if sender else (),
        published=_moment(_words(letter, "date")),
        language=_words(letter, "content-language").partition(",")[0][:35],
        text=text,
        blocks=made,
        origins={name: {"origin": "letter", "confidence": sure} for name, sure in _CONFIDENCE.items()},
    )


def _body(letter: EmailMessage, readers: frozenset[str]) -> str:
    """The letter's HTML without addresses and pictures, else its plain text."""
    part = letter.get_body(preferencelist=("html", "plain"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset() or ""
    kind = part.get_content_type()
    written = text_of_bytes(payload if isinstance(payload, bytes) else b"", f"{kind}; charset={charset}")
    if kind == "text/html":
        return _simple(written, readers)
    lines = (_BARE.sub("", part) for part in written.splitlines() if not _is_about(part, readers))
    return _without("\n".join(lines), readers)


def _simple(written: str, readers: frozenset[str]) -> str:
    """The HTML with its words, headings, lists and emphasis: no links, no pictures, nothing hidden, no layout."""
    tree = tree_of(written)
    if tree is None:
        return ""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in _LOADED or _is_hidden(element):
            element.drop_tree()
        elif element.tag in {"a", "font", "span"}:
            element.drop_tag()
        elif element.tag in _LAYOUT:
            element.tag = "div"
    for element in list(tree.iter(*_LINES)):
        if element.getparent() is not None and _is_about(element.text_content(), readers):
            element.drop_tree()
    body = tree.find("body")
    told = _BARE.sub("", html.tostring(tree if body is None else body, encoding="unicode"))
    return _without(told, readers)


def _without(told: str, readers: frozenset[str]) -> str:
    """The text without the readers' addresses, in lines too long to be left out."""
    for reader in readers:
        told = re.sub(re.escape(reader), "…", told, flags=re.I)
    return told


def _is_hidden(element: Element) -> bool:
    return "hidden" in element.attrib or bool(_HIDING.search(element.get("style", "")))


def _is_about(words: str, readers: frozenset[str]) -> bool:
    """Whether a line is about the subscription, or names the reader."""
    if len(words) > _MOST_ABOUT:
        return False
    return bool(_ABOUT_THE_LETTER.search(words)) or any(reader in words.lower() for reader in readers)


def _readers(letter: EmailMessage) -> frozenset[str]:
    told = [_raw(letter, name) for name in _ADDRESSED]
    return frozenset(mail.lower() for _, mail in getaddresses(told) if "@" in mail)


def _sender(letter: EmailMessage) -> str:
    """Who writes: the name beside the address, else the list's or the address' own."""
    (name, mail), *_ = [*getaddresses([_raw(letter, "from")]), ("", "")]
    return _meant(name)[:200] or _meant(_raw(letter, "list-id").partition("<")[0])[:200] or mail.rpartition("@")[2]


def _words(letter: EmailMessage, name: str) -> str:
    return _meant(_raw(letter, name))


def _raw(letter: EmailMessage, name: str) -> str:
    """A header as it stands, on one line; letters of eight bits that nobody declared are read as they look."""
    told = next((str(value) for key, value in letter.raw_items() if key.lower() == name), "")
    written = told.encode("utf-8", "surrogateescape")
    try:
        return " ".join(written.decode().split())
    except UnicodeDecodeError:
        return " ".join(written.decode("cp1252", "replace").split())


def _meant(told: str) -> str:
    """What a header's text means, its encoded words (RFC 2047) read."""
    try:
        meant = str(make_header(decode_header(told))) if "=?" in told else told
    except _ODD:
        meant = told
    return " ".join(showable(meant).split()).strip(' "')[:2000]


def _moment(written: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
