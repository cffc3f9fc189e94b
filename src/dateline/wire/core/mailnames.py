"""Names of mail folders as IMAP writes them: modified UTF-7 (RFC 3501, 5.1.3)."""

import re
from base64 import b64encode

_FOREIGN = re.compile(r"[^\x20-\x7e]+")
_WRITTEN = re.compile(r"(?:[^&]|&[A-Za-z0-9+,]*-)*")


def as_imap_writes(name: str) -> str:
    """The folder's name for a command; one that is written so already stays as it is."""
    if name.isascii() and name.isprintable() and _WRITTEN.fullmatch(name):
        return name
    return _FOREIGN.sub(_shifted, name.replace("&", "&-"))


def _shifted(run: re.Match[str]) -> str:
    packed = b64encode(run[0].encode("utf-16-be")).decode("ascii")
    return f"&{packed.rstrip('=').replace('/', ',')}-"
