"""Takes folders and archives of pages in: each piece once, on all cores, and on from where it was interrupted."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dateline.claims import store
from dateline.wire import queries
from dateline.wire.actions.channels import Asked, NewChannel, add_channel
from dateline.wire.actions.items import FileSeen, Look, take_in
from dateline.wire.core.reported import Report
from dateline.wire.core.understood import NotRead
from dateline.wire.models import Channel, ChannelKind
from dateline.wire.pieces import Piece, pieces
from dateline.wire.reading.piece import read_piece
from dateline.wire.reading.standing import StandingPool

TOGETHER = 50
Reading = Callable[[Iterable[Piece]], Iterator[tuple[Piece, "list[Report] | NotRead"]]]
"""Reads pieces, wherever that is done, and gives them in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: pieces read now, items that are new or changed, pieces that were not understood and why."""

    channel: Channel
    pieces: int
    new: int
    updated: int
    faults: tuple[tuple[str, str], ...]


def archive_of(path: Path, *, name: str = "", language: str = "") -> Channel:
    """The channel that a folder or archive is, by its place on this machine."""
    address = path.resolve().as_uri()
    new = NewChannel(address=address, kind=ChannelKind.ARCHIVE, name=name or path.name, language=language, shown="none")
    return add_channel(new, by=None)


def import_path(path: Path, channel: Channel, *, reading: Reading, step: Callable[[int], None]) -> Imported:
    """Takes in what stands in the path and is not here yet; ``step`` is told how many pieces are stored by now.

    Fifty pieces are stored at a time, with the note that they were read: an import that was interrupted goes on there.
    """
    count = new = updated = 0
    faults: list[tuple[str, str]] = []
    fresh = pieces(path, known=queries.taken_keys(channel))
    for some in _in_lots(reading(fresh), TOGETHER):
        seen = [_seen(piece, found) for piece, found in some]
        reports = [report for _, found in some if not isinstance(found, NotRead) for report in found]
        now = timezone.now()
        taken = take_in(channel, Look(reports=reports, asked=Asked(now=now, due_at=None), files=seen))
        count, new, updated = count + len(some), new + len(taken.new), updated + len(taken.updated)
        faults += [(one.name, one.fault) for one in seen if one.fault]
        step(count)
    return Imported(channel=channel, pieces=count, new=new, updated=updated, faults=tuple(faults))


def reading_here(pool: StandingPool, workers: int) -> Reading:
    """Reads in processes of this machine, within limits of time and memory; a few pieces are under way at a time."""

    def reading(found: Iterable[Piece]) -> Iterator[tuple[Piece, list[Report] | NotRead]]:
        under_way: deque[tuple[Piece, Future[list[Report] | NotRead]]] = deque()
        with ThreadPoolExecutor(workers) as threads:
            for piece in found:
                under_way.append((piece, threads.submit(read_piece, piece, page=lambda s: pool.read(s).page)))
                if len(under_way) > 3 * workers:
                    done, promised = under_way.popleft()
                    yield done, promised.result()
            for done, promised in under_way:
                yield done, promised.result()

    return reading


def _seen(piece: Piece, found: Sequence[Report] | NotRead) -> FileSeen:
    content = piece.content or b""
    kept = content and len(content) <= settings.SNAPSHOT_MAX and not isinstance(found, NotRead)
    sha256 = store.keep(content) if kept else hashlib.sha256(content).hexdigest()
    fault = found.reason if isinstance(found, NotRead) else ""
    count = 0 if isinstance(found, NotRead) else len(found)
    return FileSeen(key=piece.key, name=piece.name, sha256=sha256, size=piece.size, items=count, fault=fault)


def _in_lots(
    each: Iterator[tuple[Piece, "list[Report] | NotRead"]], most: int
) -> Iterator[list[tuple[Piece, "list[Report] | NotRead"]]]:
    """At most so many at a time, and no report twice: a page that was archived twice has two versions."""
    lot: list[tuple[Piece, list[Report] | NotRead]] = []
    keys: set[str] = set()
    for piece, found in each:
        own = set() if isinstance(found, NotRead) else {report.key for report in found}
        if lot and (len(lot) == most or own & keys):
            yield lot
            lot, keys = [], set()
        lot.append((piece, found))
        keys |= own
    if lot:
        yield lot
