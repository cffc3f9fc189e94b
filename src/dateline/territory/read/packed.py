"""Unpacks gzip and zip without trusting what they say of their size."""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from typing import IO

from dateline.territory.read.values import MIB, Faulty, Limits

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
MOST_MEMBERS = 1000
# What Python raises at a zip whose parts do not fit each other, or whose packing is broken or unknown to it.
BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(ValueError, IndexError, struct.error),
)
_STEP = MIB


def gunzipped(content: bytes, limits: Limits) -> bytes:
    """What a gzip file holds."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return _capped(stream, limits.unpacked_bytes)
    except EOFError as fault:
        raise Faulty("it is cut short: the gzip ends before its end") from fault
    except (OSError, zlib.error) as fault:
        raise Faulty(f"its gzip is broken: {fault}") from fault


def unzipped(content: bytes, limits: Limits) -> dict[str, bytes]:
    """The files in a zip by their names; those of the packer itself are left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _packers_own(m.filename)]
            if len(members) > MOST_MEMBERS:
                raise Faulty(f"its zip holds {len(members)} files; {MOST_MEMBERS} are allowed")
            return _members(archive, members, limits)
    except zipfile.BadZipFile as fault:
        raise Faulty(f"its zip is broken or cut short: {fault}") from fault
    except BROKEN as fault:
        raise Faulty(f"its zip cannot be unpacked: {fault}") from fault


def _members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> dict[str, bytes]:
    found, left = {}, limits.unpacked_bytes
    for member in members:
        with archive.open(member) as stream:
            found[member.filename] = _capped(stream, left)
        left -= len(found[member.filename])
    return found


def _capped(stream: IO[bytes] | gzip.GzipFile, limit: int) -> bytes:
    pieces, size = [], 0
    while piece := stream.read(_STEP):
        size += len(piece)
        if size > limit:
            raise Faulty("it unpacks to more than is allowed")
        pieces.append(piece)
    return b"".join(pieces)


def _packers_own(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith("._")
