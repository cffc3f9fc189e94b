"""A watched folder: files that agencies and colleagues drop in are read once, as feeds and documents or as pages."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from dateline.claims import store
from dateline.wire import queries
from dateline.wire.actions import channels
from dateline.wire.actions.channels import Asked
from dateline.wire.actions.items import FileSeen, Look, Taken, take_in
from dateline.wire.core.entries import feed_reports
from dateline.wire.core.reported import Report, key_of, report_of_page
from dateline.wire.core.understood import NotRead
from dateline.wire.looking.tools import Looked, Tools
from dateline.wire.models import Channel
from dateline.wire.reading.pool import Source

EVERY_SECONDS = 5
FAULT_EVERY = timedelta(minutes=1)
# A file that was written to a moment ago may not be whole: it waits for the next look.
STILL_SECONDS = 2.0
MOST_FILES = 50
MOST_BYTES = 20_000_000


def look_into(channel: Channel, tools: Tools) -> Looked:
    """Takes in the files of the folder that were not read yet, at most fifty at a look."""
    now = tools.now()
    folder = folder_of(channel.address)
    if not folder.is_dir():
        fault = "The folder is not there."
        channels.note_fault(channel, fault, now=now, due_at=now + FAULT_EVERY)
        return Looked(fault=fault)
    fresh = list(_fresh(channel, folder, before=now.timestamp() - STILL_SECONDS))
    every = 0 if len(fresh) == MOST_FILES else EVERY_SECONDS
    asked = Asked(now=now, due_at=now + timedelta(seconds=every), every_seconds=EVERY_SECONDS)
    if not fresh:
        channels.note_unchanged(channel, asked)
        return Looked(taken=Taken())
    tools.let_go()
    read = [_read(path, key, folder=folder, tools=tools) for path, key in fresh]
    reports = [report for found, _ in read for report in found]
    return Looked(taken=take_in(channel, Look(reports=reports, asked=asked, files=[seen for _, seen in read])))


def folder_of(address: str) -> Path:
    """The folder that a channel's address names."""
    return Path(unquote(urlsplit(address).path))


def state_key(path: Path, folder: Path) -> str:
    """What names a file in the state in which it is: written anew it is another."""
    told = path.stat()
    return key_of(str(path.relative_to(folder)), str(told.st_size), str(told.st_mtime_ns))


def _fresh(channel: Channel, folder: Path, *, before: float) -> Iterator[tuple[Path, str]]:
    """Files that were not taken in, the oldest name first; hidden ones are somebody's work in progress."""
    known = queries.taken_keys(channel)
    count = 0
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") for part in parts) or not path.is_file() or path.stat().st_mtime > before:
            continue
        key = state_key(path, folder)
        if key not in known:
            yield path, key
            count += 1
        if count == MOST_FILES:
            return


def _read(path: Path, key: str, *, folder: Path, tools: Tools) -> tuple[list[Report], FileSeen]:
    """The reports in a file: the entries of a feed or an agency's document, else the one that a page is."""
    name, size = str(path.relative_to(folder)), path.stat().st_size
    if size > MOST_BYTES:
        fault = f"The file is larger than {MOST_BYTES // 1_000_000} MB."
        return [], FileSeen(key=key, name=name, sha256="", size=size, fault=fault)
    content = path.read_bytes()
    sha256 = store.keep(content) if size <= settings.SNAPSHOT_MAX else hashlib.sha256(content).hexdigest()
    came = feed_reports(content, now=tools.now())
    found = came if came is not None else _page(content, name, tools=tools)
    if isinstance(found, NotRead):
        return [], FileSeen(key=key, name=name, sha256=sha256, size=size, fault=found.reason)
    return found, FileSeen(key=key, name=name, sha256=sha256, size=size, items=len(found))


def _page(content: bytes, name: str, *, tools: Tools) -> list[Report] | NotRead:
    page = tools.pool.read(Source(name=name, content=content)).page
    if isinstance(page, NotRead):
        return page
    return [report_of_page(page, key=key_of("file", name), link=page.canonical)]
