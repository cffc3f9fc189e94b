"""Web archives (WARC, WACZ): pages and feeds as they were fetched, each once; what is broken is named, bombs end."""

import gzip
import random
import resource
import struct
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
from fastwarc.stream_io import ZstdWriter, zstd_train_dictionary_from_samples

from dateline.wire import warc
from dateline.wire.importing import archive_of, import_path, reading_here
from dateline.wire.models import Item, ItemVersion, TakenFile
from dateline.wire.pieces import pieces
from outlets import article, entry, rss

pytestmark = pytest.mark.django_db
MORNING, EVENING = "2026-03-01T08:00:00Z", "2026-03-01T20:00:00Z"


def page(number, *, word="safe"):
    text = "\n".join(
        f"The harbour master said in sentence {n} of report {number} that boats were {word}." for n in range(6)
    )
    return article(f"Report {number} of the harbour", text).encode()


def record(body, url, *, at=MORNING, kind="response", http="Content-Type: text/html", status=200, length=None):
    """A record as crawlers write it."""
    block = f"HTTP/1.1 {status} OK\r\n{http}\r\n\r\n".encode() + body
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": at,
        "WARC-Record-ID": f"<urn:test:{kind}:{url}:{at}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


HARBOUR = [
    record(b"software: test", "http://post.example/", kind="warcinfo"),
    record(page(1), "http://post.example/1"),
    record(b"", "http://post.example/1", at=EVENING, kind="revisit"),
    record(b"GET /1", "http://post.example/1", kind="request"),
    record(b"gone", "http://post.example/gone", status=404),
    record(b"\xff\xd8", "http://post.example/p.jpg", http="Content-Type: image/jpeg"),
    record(gzip.compress(page(2)), "http://post.example/2", http="Content-Type: text/html\r\nContent-Encoding: gzip"),
    record(rss(entry(8)).encode(), "http://post.example/feed", http="Content-Type: application/rss+xml"),
]


def packed(records):
    return b"".join(gzip.compress(one) for one in records)


class Sink:
    """Keeps what is written, also when its writer closes it."""

    def __init__(self):
        self.content = b""

    def write(self, piece):
        self.content += bytes(piece)
        return len(piece)

    def flush(self):
        """Has nothing to do."""

    close = flush


def by_zstd(records, **how):
    """The records, each in a frame of its own."""
    made = b""
    for one in records:
        sink = Sink()
        writer = ZstdWriter(sink, **how)
        writer.write(one)
        writer.finish()
        writer.close()
        made += sink.content
    return made


def with_dictionary(records):
    """The records as crawlers pack them: by a dictionary that the archive begins with."""
    learnt = zstd_train_dictionary_from_samples([page(n) for n in range(200)], 2048)
    return struct.pack("<II", 0x184D2A5D, len(learnt)) + learnt + by_zstd(records, dictionary=learnt)


@pytest.fixture
def take(standing):
    def once(path):
        return import_path(path, archive_of(path), reading=reading_here(standing, 1), step=lambda count: None)

    return once


def in_wacz(path, content):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("archive/data.warc.gz", content)
        container.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}')
    return path


FORMS = {
    "a.warc": b"".join,
    "a.warc.gz": packed,
    "a.wacz": packed,
    "a.warc.zst": by_zstd,
    "b.warc.zst": lambda records: with_dictionary(records),
}


@pytest.mark.parametrize("name", FORMS)
def test_pages_and_feeds_of_a_web_archive_are_taken_in_once(tmp_path, take, name):
    path = tmp_path / name
    if name.endswith("wacz"):
        in_wacz(path, packed(HARBOUR))
    else:
        path.write_bytes(FORMS[name](HARBOUR))

    first, second = take(path), take(path)

    assert (first.pieces, first.new, first.faults) == (3, 3, ())
    assert (second.pieces, second.new) == (0, 0)
    item = Item.objects.get(title="Report 1 of the harbour")
    assert item.link == "http://post.example/1"
    assert item.first_seen == item.versions.get().seen_at == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert "sentence 5 of report 2" in Item.objects.get(title="Report 2 of the harbour").text


def test_a_page_that_was_archived_twice_has_two_versions_and_the_later_one_holds(tmp_path, take):
    early = record(page(1), "http://post.example/1", at=MORNING)
    late = record(page(1, word="lost"), "http://post.example/1", at=EVENING)
    (tmp_path / "one.warc").write_bytes(early + late)

    take(tmp_path / "one.warc")

    item = Item.objects.get()
    assert "were lost" in item.text
    assert item.changed_at == datetime(2026, 3, 1, 20, tzinfo=UTC)
    assert [version.number for version in ItemVersion.objects.all()] == [1, 2]


def test_an_earlier_state_that_comes_later_changes_nothing(tmp_path, take):
    (tmp_path / "a.warc").write_bytes(record(page(1, word="lost"), "http://post.example/1", at=EVENING))
    (tmp_path / "b.warc").write_bytes(record(page(1), "http://post.example/1", at=MORNING))

    take(tmp_path)

    assert "were lost" in Item.objects.get().text
    assert ItemVersion.objects.count() == 1


BROKEN = {
    "cut in the packing": packed(HARBOUR[1:2]) + packed(HARBOUR[6:7])[:-30],
    "cut in a frame": by_zstd(HARBOUR[1:2]) + by_zstd(HARBOUR[6:7])[:-30],
    "zstd noise": by_zstd(HARBOUR[1:2]) + bytes(random.Random(1).randbytes(5000)),
    "length too long": HARBOUR[1] + record(page(2), "http://post.example/2", length=900_000),
    "length too short": HARBOUR[1] + record(page(2), "http://post.example/2", length=100) + HARBOUR[6],
    "noise": HARBOUR[1] + bytes(random.Random(1).randbytes(5000)),
    "packed noise": packed(HARBOUR[1:2]) + b"\x1f\x8b" + bytes(random.Random(1).randbytes(5000)),
    "endless header": HARBOUR[1] + b"WARC/1.1\r\nX: " + b"a" * 1_000_000,
    "lies of its packing": HARBOUR[1]
    + record(page(2), "http://post.example/2", http="Content-Type: text/html\r\nTransfer-Encoding: chunked"),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_archive_gives_what_stands_before_and_says_so_once(tmp_path, take, content):
    path = tmp_path / "a.warc"
    path.write_bytes(content)

    first, second = take(path), take(path)

    assert Item.objects.filter(title="Report 1 of the harbour").exists()
    assert len(first.faults) == 1
    assert second.pieces == 0


def test_a_wacz_that_is_no_zip_is_named(tmp_path, take):
    (tmp_path / "a.wacz").write_bytes(b"PK no zip at all")

    assert len(take(tmp_path / "a.wacz").faults) == 1
    assert TakenFile.objects.get().fault


def bomb(count):
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(count)) + packer.flush()


@pytest.mark.parametrize("where", ["in the answer", "around the record", "in a frame", "in the container"])
def test_a_bomb_ends_before_it_fills_the_memory(tmp_path, monkeypatch, where):
    monkeypatch.setattr(warc, "LEAST_ROOM", 50_000_000)
    path = tmp_path / "a.wacz"
    if where == "in the answer":
        http = "Content-Type: text/html\r\nContent-Encoding: gzip"
        in_wacz(path, packed([record(bomb(400), "http://post.example/1", http=http), HARBOUR[1]]))
    elif where == "around the record":
        head = record(b"", "http://post.example/1", length=400 << 20)[:-4]
        in_wacz(path, gzip.compress(head) + bomb(400))
    elif where == "in a frame":
        head = record(b"", "http://post.example/1", length=400 << 20)[:-4]
        path = tmp_path / "a.warc.zst"
        path.write_bytes(by_zstd([head, *[bytes(50 << 20)] * 8]))
    else:
        in_wacz(path, record(bytes(400 << 20), "http://post.example/1"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    found = list(pieces(path, known=()))

    assert [piece.content for piece in found[:1]] == [None]
    assert len(found) == (2 if where == "in the answer" else 1 + (found[0].fault == ""))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # KB


def test_an_interrupted_import_of_a_web_archive_goes_on_where_it_was(tmp_path, take, standing, monkeypatch):
    from dateline.wire import importing

    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(record(page(n), f"http://post.example/{n}") for n in range(4)))
    monkeypatch.setattr(importing, "TOGETHER", 1)

    def stop(count):
        if count == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_path(path, archive_of(path), reading=reading_here(standing, 1), step=stop)

    assert take(path).pieces == 2
    assert Item.objects.count() == 4
