"""What can be done with items: take in what one look at a channel brought, what an item's page says, hide one.

What the machine does is one transaction and one event a look (docs/decisions/0010); nothing is stored twice, whatever
is interrupted or asked again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from dateline.accounts.models import User
from dateline.events.turn import writing
from dateline.wire.actions.channels import Asked, answered, host_of
from dateline.wire.actions.record import new_uid, require, tell, turn
from dateline.wire.core.fetched import Known as PageKnown
from dateline.wire.core.intake import (
    Decision,
    LookAgain,
    New,
    Unchanged,
    Updated,
    Window,
    Withdrawn,
    decide,
    ordered_at,
    window,
)
from dateline.wire.core.page.words import line
from dateline.wire.core.reported import Report, hash_of_words
from dateline.wire.kinds import Kind
from dateline.wire.models import Channel, Host, Item, ItemVersion, PageState, TakenFile
from dateline.wire.names import host_name
from dateline.wire.rows import STATE_FIELDS, known_of, version_content


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSeen:
    """A file that was read: its name and state as ``key``, its bytes' hash and size, and why nothing came of it."""

    key: str
    name: str
    sha256: str
    size: int
    items: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a channel brought: its reports, and how the channel stands after it.

    ``is_window`` says that the channel shows its newest posts in full, so that one missing between others was removed.
    ``files`` are those that the reports come from, where it is a folder or an archive; ``note`` is for the channel,
    where something is to be said of an answer that was read. ``is_push`` says that a hub sent them: nobody was asked.
    """

    reports: Sequence[Report]
    asked: Asked
    is_window: bool = False
    is_push: bool = False
    note: str = ""
    files: Sequence[FileSeen] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What an item's page says: the report, and under which hash its bytes are kept; when it is read again.

    ``known`` is what its server said of the page.
    """

    report: Report
    snapshot: str
    size: int
    again_at: datetime | None = None
    known: PageKnown = field(default_factory=PageKnown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The items that came, changed or were withdrawn; what is to be said of it, in words."""

    new: tuple[Item, ...] = ()
    updated: tuple[Item, ...] = ()
    withdrawn: tuple[Item, ...] = ()
    note: str = ""

    @property
    def all(self) -> tuple[Item, ...]:
        """All of them."""
        return (*self.new, *self.updated, *self.withdrawn)


def take_in(channel: Channel, look: Look) -> Taken:
    """Stores what is new, changed or withdrawn, and how the channel stands: all of it or nothing."""
    now = look.asked.now
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        rows = _rows(fresh, look)
        known = {key: known_of(item, fresh) for key, item in rows.items()}
        shown = window(look.reports, known) if look.is_window else Window(reports=tuple(look.reports))
        decisions = [*decide(shown.reports, known), *shown.removed]
        taken = _Store(fresh, rows, now=now).keep(decisions, note=shown.note or look.note)
        Channel.objects.filter(pk=fresh.pk).update(**_standing(look, taken))
        TakenFile.objects.bulk_create((_file(fresh, one, now) for one in look.files), ignore_conflicts=True)
    return taken


def take_page(item: Item, read: PageRead, *, now: datetime) -> bool:
    """Stores what the item's page says; whether its words changed by it."""
    with turn():
        fresh = Item.objects.select_for_update().select_related("channel").get(pk=item.pk)
        told = read.report.hash
        standing = _page_standing(read.again_at, now) | {
            "page_etag": read.known.etag if len(read.known.etag) <= 500 else "",
            "page_modified": read.known.modified if len(read.known.modified) <= 100 else "",
        }
        for name, value in standing.items():
            setattr(fresh, name, value)
        if told == fresh.hash and fresh.withdrawn_at is None:
            fresh.save(update_fields=list(standing))
            return False
        set_report(fresh, read.report, now=now)
        fresh.snapshot, fresh.snapshot_size = read.snapshot, read.size
        fresh.versions_count += 1
        version = ItemVersion(item=fresh, number=fresh.versions_count, hash=told, seen_at=now, snapshot=read.snapshot)
        version.content, version.snapshot_size = version_content(fresh), read.size
        version.event = tell(Kind.ITEM_READ, f"item/{fresh.uid}", by=None, at=now, told=_versions_told([version]))
        fresh.save()
        version.save(force_insert=True)
    return True


def note_page_unchanged(item: Item, *, again_at: datetime | None, now: datetime) -> None:
    """The server says that the page is as it was when it was read."""
    with writing():
        Item.objects.filter(pk=item.pk).update(**_page_standing(again_at, now))


def note_page_failed(item: Item, fault: str, *, retry_at: datetime | None) -> None:
    """The item's page could not be read, for this reason; tried again at ``retry_at``, never for None."""
    state = PageState.DUE if retry_at else PageState.READ if item.page_read_at else PageState.FAILED
    with writing():
        Item.objects.filter(pk=item.pk).update(
            page=state, page_due_at=retry_at, page_fault=fault[:500], page_tries=item.page_tries + 1
        )


def withdraw_item(item: Item, reason: str, *, now: datetime) -> bool:
    """The outlet took the report back: its page is gone. Whether that is news."""
    with turn():
        fresh = Item.objects.select_for_update().select_related("channel").get(pk=item.pk)
        fresh.page, fresh.page_due_at = PageState.READ if fresh.page_read_at else PageState.FAILED, None
        fresh.page_fault = reason[:500]
        fresh.save(update_fields=["page", "page_due_at", "page_fault"])
        if fresh.withdrawn_at:
            return False
        store = _Store(fresh.channel, {fresh.key: fresh}, now=now)
        store.keep([Withdrawn(key=fresh.key, reason=reason)], note="")
    return True


def look_again(items: Iterable[Item], *, now: datetime) -> None:
    """Lets the pages of these items be read as soon as their servers are free."""
    with writing():
        for item in items:
            if item.link.startswith(("http://", "https://")):
                due = {"page": PageState.DUE, "page_due_at": now, "page_host": host_of(item.link, now=now)}
                Item.objects.filter(pk=item.pk).update(**due, page_tries=0)


def hide_item(item: Item, reason: str, *, by: User) -> Item:
    """The item, taken from every public page here."""
    require(by, "wire.sort")
    with turn():
        fresh = Item.objects.select_for_update().get(pk=item.pk)
        if fresh.hidden_at is None:
            fresh.hidden_at, fresh.hidden_by, fresh.hidden = timezone.now(), by, reason[:300]
            fresh.save(update_fields=["hidden_at", "hidden_by", "hidden"])
            told = {"hidden": True, "reason": fresh.hidden}
            tell(Kind.ITEM_HIDDEN, f"item/{fresh.uid}", by=by, at=fresh.hidden_at, told=told)
    return fresh


def show_item(item: Item, *, by: User) -> Item:
    """The item, on public pages again as its channel's terms allow."""
    require(by, "wire.sort")
    with turn():
        fresh = Item.objects.select_for_update().get(pk=item.pk)
        if fresh.hidden_at is not None:
            fresh.hidden_at, fresh.hidden_by, fresh.hidden = None, None, ""
            fresh.save(update_fields=["hidden_at", "hidden_by", "hidden"])
            tell(Kind.ITEM_SHOWN, f"item/{fresh.uid}", by=by, at=timezone.now(), told={"hidden": False})
    return fresh


def set_report(item: Item, report: Report, *, now: datetime) -> None:
    """Puts the report's words into the item's fields; what the report does not tell stays as it was."""
    told = report.fields
    kept = ("link", "canonical", "published", "updated", "language", "section", "licence", "source_link", "is_live")
    for name, value in told.items():
        if name in kept and value in {"", None}:
            continue
        if name == "places" and not value:
            continue
        if name == "origins":
            value = item.origins | value
        setattr(item, name, value)
    item.language = item.language or item.channel.language
    item.section = item.section or item.channel.section
    item.at = ordered_at(item.published, item.first_seen)
    item.hash, item.last_seen = report.hash, report.seen or now
    item.withdrawn_at, item.withdrawn, item.sorted_at = None, "", None
    if item.pk:
        item.changed_at = item.last_seen


class _Store:
    """Turns decisions into rows: collects them, then writes each table once, and one event."""

    def __init__(self, channel: Channel, rows: dict[str, Item], *, now: datetime) -> None:
        self._channel, self._rows, self._now = channel, rows, now
        self._new: list[Item] = []
        self._updated: list[Item] = []
        self._withdrawn: list[Item] = []
        self._again: list[Item] = []
        self._seen: list[int] = []
        self._hosts: dict[str, Host] = {}

    def keep(self, decisions: Sequence[Decision], *, note: str) -> Taken:
        """Writes what was decided."""
        for decision in decisions:
            self._place(decision)
        changed = [*self._updated, *self._withdrawn, *self._again]
        Item.objects.bulk_create(self._new, batch_size=200)
        Item.objects.bulk_update(changed, STATE_FIELDS, batch_size=50)
        Item.objects.filter(pk__in=self._seen).update(last_seen=self._now)
        versioned = [*self._new, *self._updated, *self._withdrawn]
        if versioned:
            self._versions(versioned)
        return Taken(new=tuple(self._new), updated=tuple(self._updated), withdrawn=tuple(self._withdrawn), note=note)

    def _place(self, decision: Decision) -> None:
        match decision:
            case New(report=report):
                self._new.append(self._item(report))
            case Updated(report=report):
                item = self._rows[report.key]
                set_report(item, report, now=self._now)
                item.entry_hash = report.hash
                item.versions_count += 1
                self._due(item)
                self._updated.append(item)
            case Withdrawn(key=key, reason=reason):
                item = self._rows[key]
                item.withdrawn_at, item.withdrawn, item.changed_at = self._now, line(reason, 300), self._now
                item.hash = hash_of_words(version_content(item))
                item.versions_count += 1
                self._withdrawn.append(item)
            case LookAgain(report=report):
                item = self._rows[report.key]
                item.entry_hash, item.last_seen = report.hash, self._now
                self._due(item)
                self._again.append(item)
            case Unchanged(report=report):
                if report.seen is None:
                    self._seen.append(self._rows[report.key].pk)

    def _item(self, report: Report) -> Item:
        item = Item(uid=new_uid(), channel=self._channel, key=report.key, first_seen=report.seen or self._now)
        set_report(item, report, now=self._now)
        item.entry_hash = report.hash
        if report.withdrawn:
            item.withdrawn_at, item.withdrawn = self._now, line(report.withdrawn, 300)
        self._due(item)
        return item

    def _due(self, item: Item) -> None:
        if self._channel.reads_pages and item.link.startswith(("http://", "https://")):
            item.page, item.page_due_at, item.page_tries = PageState.DUE, self._now, 0
            name = host_name(item.link)
            self._hosts[name] = item.page_host = self._hosts.get(name) or host_of(item.link, now=self._now)

    def _versions(self, items: list[Item]) -> None:
        versions = [
            ItemVersion(
                item=item,
                number=item.versions_count,
                hash=item.hash,
                content=version_content(item),
                seen_at=item.changed_at or item.first_seen,
            )
            for item in items
        ]
        subject = f"channel/{self._channel.uid}"
        event = tell(Kind.ITEMS_TAKEN, subject, by=None, at=self._now, told=_versions_told(versions))
        for version in versions:
            version.event = event
        ItemVersion.objects.bulk_create(versions, batch_size=200)


def _page_standing(again_at: datetime | None, now: datetime) -> dict[str, Any]:
    """The fields of an item that any good answer of its page sets."""
    state = PageState.DUE if again_at else PageState.READ
    return {"page": state, "page_due_at": again_at, "page_tries": 0, "page_fault": "", "page_read_at": now}


def _versions_told(versions: Sequence[ItemVersion]) -> list[list[Any]]:
    """What the event's hash covers: which version of which item has which hash."""
    return [[version.item.uid, version.number, version.hash] for version in versions]


def _rows(channel: Channel, look: Look) -> dict[str, Item]:
    """The channel's items that the look may be about: those it names, and those that stood there before."""
    keys = [report.key for report in look.reports]
    found: dict[str, Item] = {}
    for start in range(0, len(keys), 500):
        rows = Item.objects.filter(channel=channel, key__in=keys[start : start + 500])
        found |= {item.key: item for item in rows}
    if look.is_window and channel.answered_at:
        stood = Item.objects.filter(channel=channel, last_seen__gte=channel.answered_at)
        found |= {item.key: item for item in stood}
    for item in found.values():
        item.channel = channel
    return found


def _file(channel: Channel, seen: FileSeen, now: datetime) -> TakenFile:
    row = TakenFile(channel=channel, key=seen.key, name=seen.name[-1000:], sha256=seen.sha256, size=seen.size, at=now)
    row.items, row.fault = seen.items, seen.fault[:500]
    return row


def _standing(look: Look, taken: Taken) -> dict[str, Any]:
    asked = look.asked
    values = ({} if look.is_push else answered(asked)) | {"brought": len(taken.new)}
    if taken.new:
        values["new_at"] = asked.now
    if taken.note:
        values |= {"fault": taken.note[:500], "fault_at": asked.now}
    return values
