"""What can be done with channels: add, set, pause, resume; and what a look at one tells of it.

Deeds of people take ``by`` (None: the operator at the machine's terminal) and ask for the newsroom's permission.
Refusals raise Django's ``PermissionDenied`` and ``ValidationError``, whose texts a person can read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.claims.core.clean import clean_line
from dateline.events.turn import writing
from dateline.wire.actions.record import new_uid, require, tell, turn
from dateline.wire.core.reported import key_of
from dateline.wire.core.websub import Named
from dateline.wire.kinds import Kind
from dateline.wire.models import Channel, ChannelKind, ChannelState, Host, Shown
from dateline.wire.names import host_name

LEAST_BETWEEN = timedelta(seconds=15)
SETTABLE = ("name", "language", "section", "zone", "shown", "licence", "reads_pages")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChannel:
    """A channel to be added; ``how`` holds what only its kind knows, such as servers of the house it may ask."""

    address: str
    kind: str
    name: str = ""
    site: str = ""
    language: str = ""
    section: str = ""
    zone: str = ""
    shown: str = Shown.HEADLINE
    licence: str = ""
    reads_pages: bool = False
    how: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a look that brought nothing new tells: when to look again, and what the server said."""

    now: datetime
    due_at: datetime | None
    every_seconds: int = 0
    etag: str = ""
    modified: str = ""
    content_hash: str = ""
    robots: str = ""
    named: Named = field(default_factory=Named)


def add_channel(new: NewChannel, *, by: User | None) -> Channel:
    """The channel, to be asked at once; the same address again gives the channel that is there, resumed."""
    require(by, "wire.run")
    if new.kind not in ChannelKind.values or new.shown not in Shown.values:
        raise ValidationError(_("There is no such kind of channel."))
    address = new.address.strip()
    if not address or len(address) > 2000:
        raise ValidationError(_("A channel needs an address of at most 2,000 characters."))
    now = timezone.now()
    with turn():
        known = Channel.objects.filter(address_hash=key_of(address)).first()
        if known:
            return _resumed(known, by=by, now=now) if known.state != ChannelState.ACTIVE else known
        channel = Channel(uid=new_uid(), address=address, address_hash=key_of(address), by=by, at=now, due_at=now)
        channel.kind, channel.site, channel.how = new.kind, new.site[:2000], dict(new.how)
        values = {name: getattr(new, name) for name in SETTABLE}
        _set(channel, values | {"name": (new.name or host_name(address))[:200]})
        channel.host = host_of(address, now=now)
        channel.save(force_insert=True)
        tell(Kind.CHANNEL_ADDED, f"channel/{channel.uid}", by=by, at=now, told=channel_told(channel))
    return channel


def add_channels(several: Sequence[NewChannel], *, by: User | None) -> list[Channel]:
    """The channels, all of them or none: one by one each would wait for the disk."""
    require(by, "wire.run")
    with turn():
        return [add_channel(new, by=by) for new in several]


def set_channel(channel: Channel, values: Mapping[str, Any], *, by: User | None) -> Channel:
    """The channel with other words or terms (the names in ``SETTABLE``); nothing happens where all of it holds."""
    require(by, "wire.run")
    now = timezone.now()
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        before = channel_told(fresh)
        _set(fresh, values)
        if channel_told(fresh) != before:
            fresh.save(update_fields=list(SETTABLE))
            tell(Kind.CHANNEL_SET, f"channel/{fresh.uid}", by=by, at=now, told=channel_told(fresh))
    return fresh


def pause_channel(channel: Channel, *, by: User | None) -> Channel:
    """The channel, not asked until somebody says so."""
    require(by, "wire.run")
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        if fresh.state == ChannelState.ACTIVE:
            fresh.state = ChannelState.PAUSED
            fresh.save(update_fields=["state"])
            told = channel_told(fresh)
            tell(Kind.CHANNEL_PAUSED, f"channel/{fresh.uid}", by=by, at=timezone.now(), told=told)
    return fresh


def resume_channel(channel: Channel, *, by: User | None) -> Channel:
    """The channel, asked again and at once; one that was gone too."""
    require(by, "wire.run")
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        return fresh if fresh.state == ChannelState.ACTIVE else _resumed(fresh, by=by, now=timezone.now())


def hide_channel(channel: Channel, reason: str, *, by: User) -> Channel:
    """The channel with all its items, taken from every public page here; it is asked as before."""
    require(by, "wire.run")
    why = clean_line(reason)[:300]
    if not why:
        raise ValidationError(_("Say why: the reason stays with the channel."))
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        if fresh.hidden_at is None:
            _hide(fresh, by, at=timezone.now(), why=why)
            told = {"hidden": True, "reason": why}
            tell(Kind.CHANNEL_HIDDEN, f"channel/{fresh.uid}", by=by, at=timezone.now(), told=told)
    return fresh


def show_channel(channel: Channel, *, by: User) -> Channel:
    """The channel, on public pages again as its terms allow."""
    require(by, "wire.run")
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        if fresh.hidden_at is not None:
            _hide(fresh, None, at=None, why="")
            subject, told = f"channel/{fresh.uid}", {"hidden": False}
            tell(Kind.CHANNEL_SHOWN, subject, by=by, at=timezone.now(), told=told)
    return fresh


def ask_now(channel: Channel, *, by: User | None) -> None:
    """Lets the channel be asked at the next moment that its server is free; whole, whatever it says of changes."""
    require(by, "wire.run")
    with writing():
        Channel.objects.filter(pk=channel.pk).update(due_at=timezone.now(), etag="", modified="", content_hash="")


def ask_soon(channel: Channel, *, now: datetime) -> None:
    """Lets the channel be asked at the next moment, for somebody said that it has news: not twice in a few seconds."""
    soon = max(now, channel.asked_at + LEAST_BETWEEN) if channel.asked_at else now
    with writing():
        rows = Channel.objects.filter(pk=channel.pk, state=ChannelState.ACTIVE)
        rows.exclude(due_at__lte=soon).update(due_at=soon)


def note_unchanged(channel: Channel, asked: Asked) -> None:
    """The channel answered, and all of it was here."""
    with writing():
        Channel.objects.filter(pk=channel.pk).update(**answered(asked), brought=0)


def note_fault(channel: Channel, fault: str, *, now: datetime, due_at: datetime) -> None:
    """The channel could not be asked or read, for this reason; it is asked again by itself."""
    with writing():
        Channel.objects.filter(pk=channel.pk).update(
            fault=fault[:500], fault_at=now, faults=channel.faults + 1, asked_at=now, due_at=due_at
        )


def note_mark(channel: Channel, mark: str) -> None:
    """Up to where the channel was read, although it could not be read further."""
    with writing():
        Channel.objects.filter(pk=channel.pk).update(etag=mark[:500])


def note_gone(channel: Channel, fault: str, *, now: datetime) -> None:
    """The server says that the channel is gone for good: it is not asked any more, and stays visible."""
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        if fresh.state != ChannelState.ACTIVE:
            return
        fresh.state, fresh.fault, fresh.fault_at, fresh.asked_at = ChannelState.GONE, fault[:500], now, now
        fresh.save(update_fields=["state", "fault", "fault_at", "asked_at"])
        tell(Kind.CHANNEL_GONE, f"channel/{fresh.uid}", by=None, at=now, told=channel_told(fresh))


def note_moved(channel: Channel, address: str, *, now: datetime) -> Channel:
    """The channel under the address that its server moved it to for good, unless another channel has that address."""
    with turn():
        fresh = Channel.objects.select_for_update().get(pk=channel.pk)
        if len(address) > 2000 or Channel.objects.filter(address_hash=key_of(address)).exists():
            return fresh
        fresh.moved_from, fresh.address, fresh.address_hash = fresh.address, address, key_of(address)
        fresh.host = host_of(address, now=now)
        fresh.save(update_fields=["moved_from", "address", "address_hash", "host"])
        tell(Kind.CHANNEL_MOVED, f"channel/{fresh.uid}", by=None, at=now, told=channel_told(fresh))
    return fresh


def answered(asked: Asked) -> dict[str, Any]:
    """The fields of a channel that any answer sets."""
    return {
        "asked_at": asked.now,
        "answered_at": asked.now,
        "due_at": asked.due_at,
        "every_seconds": asked.every_seconds,
        "etag": asked.etag if len(asked.etag) <= 500 else "",
        "modified": asked.modified if len(asked.modified) <= 100 else "",
        "content_hash": asked.content_hash,
        "robots": asked.robots[:300],
        "hub": asked.named.hub,
        "topic": asked.named.topic,
        "fault": "",
        "faults": 0,
    }


def channel_told(channel: Channel) -> dict[str, Any]:
    """What an event's hash covers of a channel."""
    own = {name: getattr(channel, name) for name in SETTABLE}
    return {"address": channel.address, "kind": channel.kind, "state": channel.state, **own}


def host_of(address: str, *, now: datetime) -> Host:
    """The row of the server that the address lies on."""
    return Host.objects.get_or_create(name=host_name(address)[:300], defaults={"free_at": now, "pause_seconds": 1.0})[0]


def _resumed(channel: Channel, *, by: User | None, now: datetime) -> Channel:
    channel.state, channel.due_at, channel.faults = ChannelState.ACTIVE, now, 0
    channel.save(update_fields=["state", "due_at", "faults"])
    tell(Kind.CHANNEL_RESUMED, f"channel/{channel.uid}", by=by, at=now, told=channel_told(channel))
    return channel


def _hide(channel: Channel, by: User | None, *, at: datetime | None, why: str) -> None:
    channel.hidden_at, channel.hidden_by, channel.hidden = at, by, why
    channel.save(update_fields=["hidden_at", "hidden_by", "hidden"])


def _set(channel: Channel, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in SETTABLE:
            raise ValidationError(_("A channel has no such setting."))
        setattr(channel, name, value)
    channel.clean_fields(exclude={field.name for field in Channel._meta.fields} - set(SETTABLE))
