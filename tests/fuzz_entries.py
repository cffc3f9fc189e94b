"""What fuzzing calls: each reader of strangers' bytes, what it must hold to, and well-made bytes to begin with."""

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from dateline.territory.made.series import series
from dateline.territory.made.write import FORMATS, written
from dateline.territory.read.files import read_bytes
from dateline.territory.read.values import AreaTable, Layer, Limits, Unreadable
from dateline.wire import NotRead, read_feed, read_page, to_json
from dateline.wire.core.entries import reports_of_feed
from dateline.wire.core.letters import report_of_letter
from dateline.wire.core.websub import named_by
from dateline.wire.warc import warc_pieces
from outlets import NOON, article, entry, live_page, rss

URL = "https://paper.example/a"
SMALL = Limits(file_bytes=1_000_000, unpacked_bytes=1_000_000, points=5000)


def feeds(content: bytes) -> None:
    """A feed's reports can be kept: their words are words, and have a hash."""
    feed = read_feed(content, url=URL, now=NOON)
    for report in islice(reports_of_feed(feed), 20):
        kept(report.fields)
        assert report.hash
    named_by({"link": content[:500].decode("latin-1")}, hub=feed.hub, topic=feed.address, url=URL)


def pages(content: bytes) -> None:
    """What was understood of a page can be written as JSON."""
    found = read_page(content, url=URL)
    if not isinstance(found, NotRead):
        kept(to_json(found))


def letters(content: bytes) -> None:
    """A letter's report can be kept."""
    found = report_of_letter(content)
    if not isinstance(found, NotRead):
        kept(found.fields)


def archives(content: bytes) -> None:
    """An archive's pieces come to an end, and each is named."""
    with tempfile.NamedTemporaryFile(suffix=".warc") as file:
        file.write(content)
        file.flush()
        for piece in warc_pieces(Path(file.name), "a.warc", known=()):
            assert piece.key
            assert piece.name


def maps(content: bytes) -> None:
    """A file is a map or says what is wrong."""
    found = read_bytes("map.geojson", content, limits=SMALL)
    assert isinstance(found, Layer | AreaTable | Unreadable)


ENTRIES: dict[str, Callable[[bytes], None]] = {
    "feeds": feeds,
    "pages": pages,
    "letters": letters,
    "archives": archives,
    "maps": maps,
}


def kept(told: object) -> None:
    """Raises where a database or a JSON document could not hold it."""
    for words in strings(told):
        words.encode("utf-8")
        assert "\x00" not in words
    json.dumps(told, default=str)


def strings(told: object) -> Iterator[str]:
    """All words in it, whatever they are called."""
    if isinstance(told, str):
        yield told
    for inner in told.values() if isinstance(told, dict) else told if isinstance(told, list | tuple) else ():
        yield from strings(inner)


def seeds(name: str) -> list[bytes]:
    """Well-made bytes of that kind, each of another form."""
    return list(_SEEDS[name]())


def _feeds() -> Iterator[bytes]:
    yield rss(entry(1), entry(2, title="Überflutung", link="https://paper.example/2")).encode()
    yield (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">T &lt;b&gt;</title>'
        b'<link rel="hub" href="https://hub.example/"/><entry><id>a</id><updated>2026-03-01T12:00:00Z</updated>'
        b'<title>A</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>b</p></div></content>'
        b"<author><name>Ada</name></author></entry></feed>"
    )
    item = {"id": "1", "title": "A", "content_html": "<p>b</p>", "date_published": "2026-03-01T12:00:00Z"}
    yield json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]}).encode()
    yield (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://p.example/1</loc><news:news>'
        b"<news:publication_date>2026-03-01</news:publication_date><news:title>A</news:title></news:news></url></urlset>"
    )
    yield b'<opml version="2.0"><body><outline text="a"><outline text="b" xmlUrl="https://p.example/"/></outline></body></opml>'
    yield json.dumps({"uri": "urn:1", "headline": "A", "body_text": "b", "versioncreated": NOON.isoformat()}).encode()
    yield (
        b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" version="2"><contentMeta><headline>A'
        b"</headline></contentMeta><contentSet><inlineXML><html><body><p>b</p></body></html></inlineXML></contentSet>"
        b"</newsItem>"
    )
    yield b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item rdf:about="https://p.example/1"><title>A</title></item></rdf:RDF>'


def _pages() -> Iterator[bytes]:
    yield article("The storm", "“It is over”, said Ada Byron.\nThe river rose by 40 km² on 3 March 2026.").encode()
    yield live_page({f"p{n}": (NOON, f"Post {n}", "It rained.") for n in range(4)}).encode()
    posts = "".join(
        f"<article><time>12:{n}0</time><h2>Post {n}</h2><p>It rained for {n} h.</p></article>" for n in range(6)
    )
    yield f"<html><head><title>Storm live</title></head><body><h1>Live: the storm</h1>{posts}</body></html>".encode()
    yield (
        b"A paper\nSource link\nPosted: 2026-03-01 12:14:37\nThe storm\nBy Ada Byron\nThe river rose by 4 m, "
        b"according to the harbour.\nRelated\nRead More"
    )
    node = {"@type": "NewsArticle", "headline": "A", "author": [{"name": "Ada"}], "datePublished": NOON.isoformat()}
    yield f'<script type="application/ld+json">{json.dumps(node)}</script><p>Words that are long enough.</p>'.encode()


def _letters() -> Iterator[bytes]:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Post <post@paper.example>", "ada@example.org", "Überflutung"
    made["Date"], made["Message-ID"] = "Sun, 01 Mar 2026 09:30:00 +0200", "<1@paper.example>"
    made.set_content("Two boats sank.\nhttps://paper.example/u/1")
    made.add_alternative(
        "<table><tr><td><h1>Harbour</h1><p>Two <a href='x'>boats</a></p></td></tr></table>", subtype="html"
    )
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    yield made.as_bytes()
    yield b"Subject: =?utf-8?b?w5xiZXI=?=\nFrom: =?iso-8859-1?q?Post=2C?= <a@b.example>\nDate: x\n\nWords.\n"


def _archives() -> Iterator[bytes]:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + article("A", "Some words.").encode()
    head = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://p.example/\r\nWARC-Date: 2026-03-01T08:00:00Z\r\n"
    )
    head += b"WARC-Record-ID: <urn:1>\r\nContent-Type: application/http; msgtype=response\r\n"
    record = head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
    yield record * 2
    yield gzip.compress(record) * 2


def _maps() -> Iterator[bytes]:
    made = series(days=1)
    for kind in FORMATS:
        yield next(iter(written(made, kind))).content


_SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "feeds": _feeds,
    "pages": _pages,
    "letters": _letters,
    "archives": _archives,
    "maps": _maps,
}
