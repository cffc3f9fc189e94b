"""What the files of a survey are called: by their names, or by their paths where the days stand in folders."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dateline.territory.core.dates import Dated, DateRule, dated_by_name
from dateline.territory.profile_keys import PATH
from dateline.territory.profile_read import Profile
from dateline.territory.read.folders import spoken

DEEPEST = 4  # year, month and day may have a folder each


def names_of(files: Sequence[Path], profile: Profile) -> Mapping[Path, str]:
    """What each file is called in findings and records, and what its day is read from."""
    if profile.dates.found != PATH:
        return {path: spoken(path.name) for path in files}
    return dict(zip(files, paths_below(files, profile.dates.rule), strict=True))


def paths_below(files: Sequence[Path], rule: DateRule = DateRule()) -> list[str]:  # noqa: B008
    """The files' paths below the folder that they have in common, or below one above it where only that tells a day."""
    whole = [path.absolute().parts for path in files]
    if not whole:
        return []
    shared = 0
    while all(len(parts) > shared + 1 and parts[shared] == whole[0][shared] for parts in whole):
        shared += 1
    for start in range(shared, max(0, shared - DEEPEST), -1):
        names = ["/".join(parts[start:]) for parts in whole]
        if any(isinstance(dated_by_name(name, rule), Dated) for name in names):
            return [spoken(name) for name in names]
    return [spoken("/".join(parts[shared:])) for parts in whole]
