"""Reads one piece of an archive, wherever that is done: no Django, for machines of a cluster have none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from dateline.wire.core.entries import feed_reports
from dateline.wire.core.reported import Report, key_of, report_of_page
from dateline.wire.core.understood import NotRead, Understood
from dateline.wire.pieces import Piece
from dateline.wire.reading.page import read_page
from dateline.wire.reading.pool import Source

LOST = "It ended every process that read it, as what needs more memory than there is."


def read_piece(piece: Piece, *, page: Callable[[Source], Understood | NotRead]) -> list[Report] | NotRead:
    """The reports in the piece: a feed's entries, else the one that a page is; ``page`` reads a page."""
    if piece.content is None:
        return NotRead(reason=piece.fault or "It is too large to be read.")
    now = datetime.now(UTC)
    seen = min(piece.seen, now) if piece.seen else None
    came = feed_reports(piece.content, now=seen or now, url=piece.url)
    if came is not None:
        return [replace(report, seen=seen) for report in came]
    source = Source(name=piece.name, content=piece.content, url=piece.url, content_type=piece.content_type)
    understood = page(source)
    if isinstance(understood, NotRead):
        return understood
    link = understood.canonical or piece.url
    return [replace(report_of_page(understood, key=key_of("page", link or piece.name), link=link), seen=seen)]


def read_there(shared: None, piece: Piece) -> tuple[Piece, list[Report] | NotRead]:
    """The piece read on another machine: its reports travel back with it."""
    return piece, read_piece(piece, page=_page)


def lost_there(piece: Piece) -> tuple[Piece, list[Report] | NotRead]:
    """What stands for a piece that ended each process of the cluster which read it."""
    return piece, NotRead(reason=LOST)


def _page(source: Source) -> Understood | NotRead:
    return read_page(source.content or b"", url=source.url, content_type=source.content_type)
