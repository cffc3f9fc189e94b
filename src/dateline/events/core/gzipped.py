"""Gzip that thousands share: every block is deflated once, and blocks follow each other in any reader's stream.

A full flush ends a block on a byte and forgets the window, so that blocks concatenate after one shared header. The
stream has no trailer: it ends when the connection does, as an event stream does anyway.
"""

import zlib

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def deflate(block: bytes) -> bytes:
    """The block as deflate bytes that can follow any others made here."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(block) + squeezer.flush(zlib.Z_FULL_FLUSH)
