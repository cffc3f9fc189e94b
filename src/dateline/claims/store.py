"""Where the bytes of snapshots lie: compressed, each once, named by their hash, and checked whenever they are read."""

import gzip
import hashlib
import os
import zlib
from pathlib import Path
from uuid import uuid4

from django.conf import settings


class Broken(Exception):
    """The bytes are not there, or no longer those that were seen; the text says which."""


def keep(content: bytes) -> str:
    """The SHA-256 under which the bytes lie now, whole or not at all; the same bytes again write nothing."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = file_of(sha256)
    if not is_whole(sha256, len(content)):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, gzip.compress(content, 6, mtime=0))
    return sha256


def read(sha256: str, size: int) -> bytes:
    """The bytes of that hash, ``size`` of them. Raises ``Broken`` where they are gone or others."""
    try:
        content = _unpacked(file_of(sha256).read_bytes(), size)
    except (OSError, zlib.error, EOFError):
        raise Broken(f"the bytes of snapshot {sha256[:12]} are not there") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Broken(f"the bytes of snapshot {sha256[:12]} are not those that were seen")
    return content


def is_whole(sha256: str, size: int) -> bool:
    """Whether the bytes lie here as they were seen."""
    try:
        read(sha256, size)
    except Broken:
        return False
    return True


def file_of(sha256: str) -> Path:
    """Where the bytes lie, whether or not they are there."""
    return Path(settings.SNAPSHOTS_ROOT) / sha256[:2] / f"{sha256}.gz"


def _unpacked(packed: bytes, size: int) -> bytes:
    """The bytes, at most one more than there were: a file put in their place cannot fill the memory."""
    unpacker = zlib.decompressobj(wbits=31)
    content = unpacker.decompress(packed, size + 1)
    if not unpacker.eof:
        raise EOFError
    return content


def _write_whole(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # the row that names it is committed next
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
