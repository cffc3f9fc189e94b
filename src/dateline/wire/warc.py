"""The pages and feeds in web archives (WARC; WACZ, a zip of them), each as it was fetched, one after the other."""

import gzip
import io
import zipfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, TypedDict, cast

from fastwarc.stream_io import ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from dateline.wire.core.reported import key_of
from dateline.wire.pieces import BROKEN_ZIP, MOST_BYTES, Piece

# Web archives shrink to a fifth; what grows a hundredfold was made to fill a memory.
MOST_TIMES, LEAST_ROOM = 100, 100_000_000
MOST_HEADER = 65_536
# A frame, and the one with a dictionary that an archive may begin with (the WARC-Zstandard proposal of 2021).
ZSTD = {b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"}
READ_TYPES = frozenset(
    {
        *("text/html", "application/xhtml+xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        *("application/xml", "text/xml", "application/feed+json"),
    }
)
_READING: dict[str, Any] = {"max_header_len": MOST_HEADER, "stream_detect": False}
_HTTP = "Content-Type: application/http; msgtype=response"
_KINDS = WarcRecordType.response | WarcRecordType.resource
BROKEN = (OSError, *BROKEN_ZIP)


def warc_pieces(path: Path, name: str, *, known: Collection[str]) -> Iterator[Piece]:
    """The pages and feeds that servers answered with, each with its address and when it was fetched.

    Answers that were no success, that only say "as before" (revisit) or hold something else are left out. Where the
    archive breaks off, what stands before is given, and a last piece names the fault.
    """
    most = max(LEAST_ROOM, MOST_TIMES * path.stat().st_size)
    try:
        if name.lower().endswith(".wacz"):
            with zipfile.ZipFile(path) as container:
                for inner in container.namelist():
                    if inner.startswith("archive/") and inner.endswith((".warc", ".warc.gz", ".warc.zst")):
                        with container.open(inner) as stream:
                            yield from _in_stream(stream, f"{name}/{inner}", known=known, most=most)
        else:
            with path.open("rb") as stream:
                yield from _in_stream(stream, name, known=known, most=most)
    except BROKEN as fault:
        reason = f"The archive cannot be read: {_words(fault)}."
        yield from _unless_known(_fault(name, path.stat().st_size, reason), known)


def _in_stream(stream: IO[bytes], name: str, *, known: Collection[str], most: int) -> Iterator[Piece]:
    plain = _Plain(stream, most)
    try:
        for record in ArchiveIterator(cast("BinaryIO", plain), record_types=_KINDS, parse_http=False, **_READING):
            key = key_of(name, record.record_id or "", str(record.stream_pos))
            if key not in known:
                yield from _piece(record, key, name)
        if plain.fault:
            raise plain.fault
    except BROKEN as fault:
        reason = f"The archive breaks off here: {_words(plain.fault or fault)}."
        yield from _unless_known(_fault(name, plain.given, reason), known)


def _piece(record: WarcRecord, key: str, name: str) -> Iterator[Piece]:
    """The record as a piece, where it is a page or a feed; a fault inside it is its own.

    Raises ``EOFError`` where the archive ends within it.
    """
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if not url.startswith(("http://", "https://")):
        return
    size = record.content_length
    told = _Told(key=key, name=f"{name}/{url}", url=url, seen=_seen(record), size=size)
    block = record.reader.read(min(size, MOST_BYTES + MOST_HEADER))
    if len(block) < min(size, MOST_BYTES + MOST_HEADER):
        raise EOFError("a record is shorter than it says")
    try:
        found = _answer(block) if record.record_type == WarcRecordType.response else _resource(record, block)
    except BROKEN as fault:
        yield Piece(**told, content=None, fault=f"The record is damaged: {_words(fault)}.")
        return
    if found and found[0].partition(";")[0].strip().lower() in READ_TYPES:
        content_type, content = found
        is_whole = len(content) <= MOST_BYTES and size == len(block)
        yield Piece(**told, content=content if is_whole else None, content_type=content_type)


def _answer(block: bytes) -> tuple[str, bytes] | None:
    """The type and the unpacked content of what a server answered with; None for what was no success.

    The block is read as a record of its own, so that nothing in it moves the reading of the next one.
    """
    head = f"WARC/1.1\r\nWARC-Type: response\r\n{_HTTP}\r\nContent-Length: {len(block)}\r\n\r\n"
    for record in ArchiveIterator(io.BytesIO(head.encode() + block), auto_decode="all", **_READING):
        told = record.http_headers
        if told is not None and told.status_code == 200:
            return told.get("Content-Type") or "text/html", record.reader.read(MOST_BYTES + 1)
    return None


def _resource(record: WarcRecord, block: bytes) -> tuple[str, bytes]:
    return record.headers.get("Content-Type") or "", block


def _seen(record: WarcRecord) -> datetime | None:
    when = record.record_date
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) if isinstance(when, datetime) else None


def _fault(name: str, size: int, reason: str) -> Piece:
    return Piece(key=key_of(name, "fault", str(size)), name=name, content=None, size=size, fault=reason)


def _unless_known(piece: Piece, known: Collection[str]) -> Iterator[Piece]:
    if piece.key not in known:
        yield piece


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200].rstrip(".") or type(fault).__name__


class _Told(TypedDict):
    """What is known of a record before it is opened."""

    key: str
    name: str
    url: str
    seen: datetime | None
    size: int


def _unpacked(stream: Any, begin: bytes) -> Any:
    if begin[:2] == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=stream)
    return _Zstd(stream) if begin in ZSTD else stream


class _Zstd:
    """A stream of zstd frames unpacked, by the dictionary that the archive may begin with."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._inner, self._given, self._piece = stream, ZstdReader(stream), 0, 16_384

    def read1(self, size: int = -1) -> bytes:
        """The next bytes. Raises OSError at a fault, once all that stands before it was given."""
        try:
            piece: bytes = self._inner.read(self._piece if size < 0 else min(size, self._piece))
        except OSError:
            if self._piece == 1:
                raise
            self._again()
            return self.read1(size)
        self._given += len(piece)
        return piece

    def _again(self) -> None:
        """Goes back to where it was, from the beginning: the library drops what it unpacked in front of a fault."""
        self._stream.seek(0)
        self._inner, left = ZstdReader(self._stream), self._given
        while left:
            left -= len(self._inner.read(min(left, self._piece)))
        self._piece = 1


class _Plain:
    """The stream, unpacked where it is gzip or zstd, record by record or as one; it ends at ``most`` bytes or a fault.

    What was read before a ``fault`` is read all the same: the library reads ahead.
    """

    def __init__(self, stream: Any, most: int) -> None:
        self._inner: Any = _unpacked(stream, stream.peek(4)[:4])
        self._most = most
        self.given = 0
        self.fault: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, none after a fault."""
        if self.fault:
            return b""
        try:
            piece: bytes = self._inner.read1(size)  # a whole read would lose what stands before a fault
        except BROKEN as fault:
            self.fault = fault
            return b""
        self.given += len(piece)
        if self.given > self._most:
            self.fault = ValueError(f"it unpacks to more than {self._most:,} bytes")
        return piece

    def tell(self) -> int:
        """How much was given."""
        return self.given
