"""Names of files as strangers send them, made harmless without losing the date that stands in them."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from dateline.territory.read.folders import COMPANIONS, SUFFIXES

LONGEST = 120
_STRANGE = re.compile(r"[^\w .,()+@=-]")


def file_name(sent: str) -> str:
    """The last part of a path that was sent, without anything a file system or a page could stumble over."""
    last = unicodedata.normalize("NFC", sent).replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = " ".join(_STRANGE.sub("_", last).split()).lstrip(".")
    stem, dot, suffix = plain.partition(".")
    if len(plain) > LONGEST:
        plain = f"{stem[: LONGEST - len(dot + suffix)]}{dot}{suffix}"[-LONGEST:]
    return plain.encode()[:200].decode("utf-8", "ignore") or "unnamed"


def may_be_a_map(name: str) -> bool:
    """Whether a file of that name can be a map or belong to one."""
    return PurePosixPath(name).suffix.lower() in {*SUFFIXES, *COMPANIONS}


def told_apart(name: str, taken: Iterable[str]) -> str:
    """The name, or with a number where another file has it; names are told apart as careless disks do."""
    known = {one.casefold() for one in taken}
    path = PurePosixPath(name)
    stem = name[: len(name) - len(suffix)] if (suffix := "".join(path.suffixes[-2:])) else name
    number = 2
    while name.casefold() in known:
        name, number = f"{stem} ({number}){suffix}", number + 1
    return name
