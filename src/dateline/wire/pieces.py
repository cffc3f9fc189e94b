"""The pages and feeds in folders and archives (tar, zip, gzip, WARC), one by one: nothing is unpacked to disk."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from dateline.wire.core.reported import key_of

MOST_BYTES = 20_000_000
TAR = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2")
WEB_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".wacz")
# What Python raises at a zip whose parts do not fit each other, or whose packing is broken or unknown to it.
BROKEN_ZIP = (
    *(zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, RuntimeError, NotImplementedError),
    *(ValueError, IndexError, struct.error),
)
# What stands beside pages and is none.
BESIDE = frozenset(
    {
        *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".css", ".js", ".mjs", ".map", ".woff"),
        *(".woff2", ".ttf", ".otf", ".mp3", ".mp4", ".webm", ".pdf"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One page or feed; ``key`` names it in the state in which it is, ``content`` is None where it is too large.

    ``url``, ``content_type`` and ``seen`` (when it was fetched) are what a web archive tells of it; ``fault`` says why
    there is no content, where that is known.
    """

    key: str
    name: str
    content: bytes | None
    size: int
    url: str = ""
    content_type: str = ""
    seen: datetime | None = None
    fault: str = ""


def pieces(path: Path, *, known: Collection[str]) -> Iterator[Piece]:
    """The pieces in a file, folder or archive whose keys are not ``known``, in the order of their names.

    Raises OSError where the path cannot be opened. An archive that breaks off gives what stands before the fault.
    """
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and not any(part.startswith(".") for part in inner.relative_to(path).parts):
                yield from _of_file(inner, str(inner.relative_to(path)), known=known)
    else:
        yield from _of_file(path, path.name, known=known)


def _of_file(path: Path, name: str, *, known: Collection[str]) -> Iterator[Piece]:
    lower = name.lower()
    if lower.endswith(TAR):
        yield from _of_tar(path, name, known)
    elif lower.endswith(".zip"):
        yield from _of_zip(path, name, known)
    elif lower.endswith(WEB_ARCHIVES):
        yield from _of_web_archive(path, name, known)
    elif not _is_beside(name):
        told = path.stat()
        key = key_of(name, str(told.st_size), str(told.st_mtime_ns))
        if key not in known:
            content = path.read_bytes() if told.st_size <= MOST_BYTES else None
            yield Piece(key=key, name=name, content=_plain(content), size=told.st_size)


def _of_tar(path: Path, name: str, known: Collection[str]) -> Iterator[Piece]:
    with path.open("rb") as opened:
        try:
            with tarfile.open(fileobj=opened, mode="r|*") as archive:
                for member in archive:
                    key = key_of(name, member.name, str(member.size), str(member.mtime))
                    if not member.isfile() or key in known or _is_beside(member.name):
                        continue
                    file = archive.extractfile(member) if member.size <= MOST_BYTES else None
                    content = file.read() if file else None
                    yield Piece(key=key, name=f"{name}/{member.name}", content=_plain(content), size=member.size)
        except (tarfile.TarError, OSError, *BROKEN_ZIP) as fault:
            yield from _broken_off(path, name, fault=fault, known=known)


def _of_zip(path: Path, name: str, known: Collection[str]) -> Iterator[Piece]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                key = key_of(name, member.filename, str(member.file_size), str(member.CRC))
                if member.is_dir() or key in known or _is_beside(member.filename):
                    continue
                content = None
                if member.file_size <= MOST_BYTES:
                    with archive.open(member) as file:
                        content = file.read(MOST_BYTES)
                full = f"{name}/{member.filename}"
                yield Piece(key=key, name=full, content=_plain(content), size=member.file_size)
    except BROKEN_ZIP as fault:
        yield from _broken_off(path, name, fault=fault, known=known)


def _broken_off(path: Path, name: str, *, fault: Exception, known: Collection[str]) -> Iterator[Piece]:
    """A last piece that names what is wrong with the archive; once."""
    size = path.stat().st_size
    key = key_of(name, "fault", str(size))
    words = " ".join(str(fault).split())[:200].rstrip(".") or type(fault).__name__
    if key not in known:
        yield Piece(key=key, name=name, content=None, size=size, fault=f"The archive breaks off here: {words}.")


def _of_web_archive(path: Path, name: str, known: Collection[str]) -> Iterator[Piece]:
    from dateline.wire.warc import warc_pieces  # loads a library that most imports do without

    return warc_pieces(path, name, known=known)


def _is_beside(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in BESIDE


def _plain(content: bytes | None) -> bytes | None:
    """The content, unpacked where it is gzip; None where it is more than is ever read."""
    if content is None or not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(content, MOST_BYTES)
    except zlib.error:
        return content
    return None if unpacker.unconsumed_tail else plain
