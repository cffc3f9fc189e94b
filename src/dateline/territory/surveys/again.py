"""Answers a survey that was made before, of the same bytes in the same way, with what came of it then.

Nothing here loads geometry: the answer is there in the time that the files need to be hashed.
"""

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.territory.read.folders import companions, special
from dateline.territory.surveys.kept import Kept, head_of, key_of, parts_of
from dateline.territory.surveys.placing import Content, chunks, part_of, place

KIND = "surveys"
LAST_PARTS = 5  # of a path: as many as its name may have where folders tell the day


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a survey: what was said of it, and the files that were written, by name."""

    said: str
    files: Mapping[str, Content] = field(default_factory=dict)

    def write(self, folder: Path) -> list[Path]:
        """The files, put into the folder as the survey put them."""
        return place(self.files, folder)


def outcome_key(how: Mapping[str, Any], paths: Sequence[Path], *, profile: str) -> str:
    """A hash of all that the outcome hangs on: how it is asked for, and the name and bytes of each file in that too."""
    hashed = {name: _hash(value) if isinstance(value, Path) else value for name, value in how.items()}
    # The day of a map may stand in its folder's name, or in the names of those above it.
    named = sorted(["/".join(path.absolute().parts[-LAST_PARTS:]), *_hash(path)] for path in paths)
    return key_of(json.dumps([hashed, named], sort_keys=True, default=str), profile)


def recalled(kept: Kept, key: str) -> Outcome | None:
    """What came of the survey with this key; None where it is not kept."""
    found = kept.find(KIND, key)
    if found is None:
        return None
    words, parts = parts_of(found)
    files = {name: part_of(found, at, size=size) for name, (at, size) in zip(words["files"], parts, strict=True)}
    return Outcome(said=words["said"], files=files)


def remember(kept: Kept, key: str, *, said: str, written: Sequence[Path]) -> None:
    """Keeps what came of a survey: what was said of it, and the files that were written."""
    head = head_of({"said": said, "files": [path.name for path in written]}, [path.stat().st_size for path in written])
    files = itertools.chain.from_iterable(chunks(part_of(path)) for path in written)
    kept.put(KIND, key, content=itertools.chain([head], files))


def _hash(path: Path) -> list[str]:
    """The names and hashes of a file and of those that belong to it; of one that is not opened, why not."""
    found = []
    for each in (path, *companions(path)):
        if kind := special(each):
            found += [each.name, kind]
            continue
        try:
            with each.open("rb") as file:
                found += [each.name, hashlib.file_digest(file, "sha256").hexdigest()]
        except OSError as fault:
            found += [each.name, str(fault.strerror)]
    return found
